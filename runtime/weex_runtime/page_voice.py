"""What a page says: lines on its console, errors that nobody caught, and hints about devices."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple, cast

from weex_runtime.console import ConsoleLine

if TYPE_CHECKING:
    from weex_runtime.engine import Engine
    from weex_runtime.errors import JSError
    from weex_runtime.observers import Observers
    from weex_runtime.page import Page
    from weex_runtime.platforms import Difference, Platform
    from weex_runtime.runtime import Runtime

_HOW_TO_SILENCE = " (silence hints with hints=False or --no-hints)"


class HandlerFailure(NamedTuple):
    """What a function of the test raised where nothing brings it to the test: a handler of a route,
    a listener of a socket, what replaces a method of a module.

    Attributes:
        origin: Which function, in words.
    """

    origin: str
    error: Exception

    def __str__(self) -> str:
        return f"{self.origin} failed: {type(self.error).__name__}: {self.error}"


class PageVoice:
    """The half of `Page` that modules, components and the bridge speak through."""

    console: deque[ConsoleLine]
    errors: deque[JSError]
    engine: Engine
    platform: Platform
    runtime: Runtime
    differences: dict[Difference, str]
    said: set[str]  # keys of what is said once a page
    observers: Observers | None = None  # of the test
    _has_hinted = False

    def warn_once(self, key: str, text: str) -> None:
        """Say something of a module on the console, once a page for each key."""
        self.say_once("warn", key, text)

    def say_once(self, level: str, key: str, text: str) -> None:
        """The same on any level of the console."""
        if key not in self.said:
            self.said.add(key)
            self.write_console(level, f"[weex-runtime] {text}")

    def write_console(self, level: str, text: str) -> None:
        """Add a line; positions in it get their script's name."""
        line = ConsoleLine(level, self.engine.name_positions(text))
        self.console.append(line)
        self.runtime.on_console(cast("Page", self), line)
        if self.observers:
            self.observers.tell("console", line)

    def add_error(self, error: JSError) -> None:
        """Keep an exception that nobody caught."""
        if error.message.startswith('Error: Requiring unknown module "@weex-module/'):
            self.warn_unknown_module(error.message.split("/")[1].rstrip('"'))
        self.errors.append(error)
        self.runtime.on_error(cast("Page", self), error)
        if self.observers:
            self.observers.tell("pageerror", error)

    def warn_unknown_module(self, name: str) -> None:
        """Say once that a module is missing and how to get on without it; unless it was said that
        it does not load."""
        if f"module {name} does not load" not in self.said:
            from weex_runtime.text_match import nearest

            known = self.runtime.registry.names()
            meant = [near for _, near in nearest(name, zip(known, known, strict=True), 1)]
            self.warn_once(
                f"module {name} is unknown",
                f"module {name!r} is not registered, so requireModule answers undefined; "
                + (f"did you mean {meant[0]!r}? Or " if meant else "")
                + "write it in Python (Runtime(modules=[...])), or accept and record every call of "
                f"it with --stub {name} / Runtime(stubs=[{name!r}])",
            )

    def hint(self, key: str, text: str) -> None:
        """Say once a page, for each key, what a device does otherwise; unless hints are off."""
        if self.runtime.hints and key not in self.said:
            level = "warn" if self.platform.name else "hint"
            more = "" if self._has_hinted or self.platform.name else _HOW_TO_SILENCE
            self._has_hinted = True
            self.said.add(key)
            self.write_console(level, f"[weex-runtime] {text}{more}")

    def tell_difference(self, difference: Difference, **facts: str) -> None:
        """The bundle trips over a difference: a warning on the platforms concerned, a hint on the
        documented one; once a page."""
        text = difference.text(self.platform, **facts)
        if text:
            self.differences.setdefault(difference, text)
            self.hint(difference.what, text)
