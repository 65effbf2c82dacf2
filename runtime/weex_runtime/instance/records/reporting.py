"""What a page says: lines on its console, errors that nobody caught, and hints about devices."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple, cast

from weex_runtime.document.outline import in_short
from weex_runtime.errors import UnknownRef
from weex_runtime.instance.records.console import ConsoleLine

if TYPE_CHECKING:
    from weex_runtime.device.device import Device
    from weex_runtime.document.document import Document
    from weex_runtime.document.element import Element
    from weex_runtime.engine.engine import Engine
    from weex_runtime.errors import JSError
    from weex_runtime.instance.instance import Instance
    from weex_runtime.instance.javascript import PageJS
    from weex_runtime.instance.records.observers import Observers
    from weex_runtime.module_api.platforms import Difference, Platform

# Texts: to compile them takes a cold start what few pages need.
_HAS_HINT = "ReferenceError: |TypeError: |Error: Cannot assign to read only "
_EVENT = r"(?P<event>event \S+ on) (?P<ref>\S+)"
_HOW_TO_SILENCE = " (silence hints with hints=False or --no-hints)"


class PageFailure(NamedTuple):
    """An exception of Python code that runs for a page where no caller receives it: a method, hook
    or callback of a module or component; a function of the test, like the handler of a route.

    Attributes:
        origin: What failed, like "calendar.add" or "the handler of route **/me".
    """

    origin: str
    error: BaseException

    def __str__(self) -> str:
        return f"{self.origin} failed: {type(self.error).__name__}: {self.error}"

    def report(self) -> str:
        """The failure with its traceback, innermost call first, as JS errors have it: lines like
        "    at add (calendar.py:12)". Frames of this package are left out."""
        lines = [str(self), *_frames(self.error)]
        cause = self.error.__cause__
        while cause is not None:
            lines += [f"caused by {type(cause).__name__}: {cause}", *_frames(cause)]
            cause = cause.__cause__
        return "\n".join(lines)


def _frames(error: BaseException) -> list[str]:
    import os
    import traceback

    package = os.path.dirname(os.path.dirname(os.path.dirname(__file__))) + os.sep
    here = os.getcwd() + os.sep
    lines = []
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not frame.filename.startswith(package):
            path = frame.filename.removeprefix(here)
            lines.append(f"    at {frame.name} ({path}:{frame.lineno})")
            if frame.line:
                lines.append(f"      {frame.lineno} | {frame.line}")
    return lines


class PageVoice:
    """The half of `Page` that modules, components and the bridge speak through."""

    console: deque[ConsoleLine]
    errors: deque[JSError]
    failures: deque[PageFailure]
    engine: Engine
    js: PageJS
    platform: Platform
    runtime: Device[Instance]
    differences: dict[Difference, str]
    said: set[str]  # keys of what is said once a page
    observers: Observers | None = None  # of the test
    document: Document
    fired: Element | None = None  # the element of the last event, which may be gone since
    _has_hinted = False
    _unknown_modules: list[str] = []  # not said yet; replaced, never changed

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
        if self._unknown_modules:
            self._tell_unknown_modules()
        line = ConsoleLine(level, self.engine.name_positions(text))
        self.console.append(line)
        self.runtime.on_console(cast("Instance", self), line)
        if self.observers:
            self.observers.tell("console", line)

    def add_error(self, error: JSError, missing: str | None = None) -> None:
        """Keep an exception that nobody caught, and say what to write where that is known.

        Args:
            missing: The last missing name that JS read (error_hints.py); default: JS is asked.
        """
        if error.message.startswith('Error: Requiring unknown module "@weex-module/'):
            self.warn_unknown_module(error.message.partition("/")[2].rstrip('"'))
        if self._unknown_modules:  # which often is why
            self._tell_unknown_modules()
        error.origin = self._named(error.origin)
        self.errors.append(error)
        self.runtime.on_error(cast("Instance", self), error)
        if self.observers:
            self.observers.tell("pageerror", error)
        if self.runtime.hints and re.match(_HAS_HINT, error.message):
            from weex_runtime.instance.hints.error_hints import hint_of

            page = cast("Instance", self)
            advice = hint_of(page, error, missing or page.js.last_missing())
            if advice:
                self.hint(advice, advice)

    def _named(self, origin: str) -> str:
        """An error's origin with the element that its event was fired on in place of a ref."""
        match = re.fullmatch(_EVENT, origin)
        if match is None:
            return origin
        fired = self.fired
        if fired is None or fired.ref != match["ref"]:
            try:
                fired = self.document.get(match["ref"])
            except UnknownRef:  # a later event of another element came, and this one is gone
                return origin
        return f"{match['event']} {in_short(fired)}"

    def add_failure(self, origin: str, error: BaseException, call: str = "") -> None:
        """Keep an exception of Python code that no caller receives, and write it to the console.

        Args:
            origin: What failed, like "storage.setItem".
            call: The same with its arguments, for the log.
        """
        if any(known.error is error for known in self.failures):
            return  # on its way through several callers
        failure = PageFailure(origin, error)
        self.failures.append(failure)
        self.write_console("error", f"[weex-runtime] {failure}")
        self.runtime.on_failure(cast("Instance", self), failure, call or origin)

    def warn_unknown_module(self, name: str) -> None:
        """Say once that a module is missing and how to get on without it, together with those that
        are asked for before the next line; unless it was said that it does not load."""
        key = f"module {name} is unknown"
        if key in self.said or f"module {name} does not load" in self.said:
            return
        self.said.add(key)
        self._unknown_modules = [*self._unknown_modules, name]
        if len(self._unknown_modules) == 1:
            self.js.after(self._tell_unknown_modules)

    def _tell_unknown_modules(self) -> None:
        unknown, self._unknown_modules = self._unknown_modules, []
        if not unknown:
            return
        from weex_runtime.instance.hints.unregistered import module_warnings

        for text in module_warnings(unknown, self.runtime.registry, self.platform.name):
            self.write_console("warn", f"[weex-runtime] {text}")

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


def page_in(error: BaseException) -> Instance | None:
    """The page of the first module, component or callback that a frame of a traceback names."""
    from weex_runtime.instance.instance import Instance
    from weex_runtime.module_api.module import Callback, Native

    traceback = error.__traceback__
    while traceback:
        for value in traceback.tb_frame.f_locals.values():
            if isinstance(value, Native):
                return value.page
            if isinstance(value, Callback):
                return value._page
            if isinstance(value, Instance):
                return value
        traceback = traceback.tb_next
    return None
