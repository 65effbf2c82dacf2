"""The console lines, uncaught errors, failures and hints of an instance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from sys import getsizeof
from typing import TYPE_CHECKING, cast

from weex_runtime.document.outline import cut, in_short
from weex_runtime.errors import UnknownRef, log_exception
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.instance.records.history import History
from weex_runtime.limits import exceeded

if TYPE_CHECKING:
    from weex_runtime.device.device import Device
    from weex_runtime.document.document import Document
    from weex_runtime.document.element import Element
    from weex_runtime.engine.isolation import AnyEngine
    from weex_runtime.errors import JSError, LimitExceeded
    from weex_runtime.instance.instance import Instance
    from weex_runtime.instance.javascript import PageJS
    from weex_runtime.instance.records.event_emitter import EventEmitter
    from weex_runtime.module_api.platforms import Difference, Platform

# The patterns are kept as text, since few pages need them and compiling takes time at start.
_HAS_HINT = "ReferenceError: |TypeError: |Error: Cannot assign to read only "
_EVENT = r"(?P<event>event \S+ on) (?P<ref>\S+)"
_PER_TRACEBACK = 2_000  # bytes that an exception with its frames needs
_MOST_SAID = 500  # maximum number of lines that `log_once` writes on a page
_LONGEST_NAME = 100  # maximum number of characters of a module's name in a warning
_LONGEST_KEY = 200  # maximum number of characters of the argument `key` of `log_once`
_HOW_TO_SILENCE = " (silence hints with hints=False or --no-hints)"


class PageFailure:
    """An exception of Python code that runs for a page and has no caller to receive it.

    The code is a method, hook or callback of a module or component, or a function of the test.

    Attributes:
        origin: A name of the code, like "calendar.add" or "the handler of route **/me".
        text: The text of the exception.
    """

    def __init__(self, origin: str, error: BaseException) -> None:
        self.origin = origin
        self.error = error
        self.text = _text_of(error)

    def __repr__(self) -> str:
        return f"PageFailure({self.origin!r}, {self.error!r})"

    def __str__(self) -> str:
        from weex_runtime.control_characters import visible, visible_line

        name, text = type(self.error).__name__, visible(self.text, indent="    ")
        return f"{visible_line(self.origin)} failed: {name}: {text}"

    def report(self) -> str:
        """Return the failure with its traceback in the form of JS errors: innermost call first,
        lines like "    at add (calendar.py:12)", without frames of this package.
        """
        lines = [str(self), *_frames(self.error)]
        cause = self.error.__cause__
        while cause is not None:
            lines += [f"caused by {type(cause).__name__}: {_text_of(cause)}", *_frames(cause)]
            cause = cause.__cause__
        return "\n".join(lines)


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # the method __str__ of the exception raises
        return "<exception str() failed>"


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


class Reporting:
    """Base class of `Instance` with its console, errors, failures and hints.

    Attributes:
        runtime: The device.
        events: Handlers that a test registers with `Page.on`.
        fired: The element on which the last event was fired; it may have left the tree.
    """

    engine: AnyEngine
    js: PageJS
    document: Document

    def __init__(self, runtime: Device[Instance], platform: Platform) -> None:
        self.runtime = runtime
        self.platform = platform
        self.limits = runtime.limits
        most = min(self.limits.console, self.limits.memory // 8)
        self.console: History[ConsoleLine] = History(
            most, lambda line: getsizeof(line.text), runtime.history
        )
        self.errors: History[JSError] = History(
            most, lambda error: getsizeof(error.message) + getsizeof(error.stack), runtime.history
        )
        self.failures: History[PageFailure] = History(
            most, lambda failure: getsizeof(failure.text) + _PER_TRACEBACK, runtime.history
        )
        self.differences: dict[Difference, str] = {}
        self.events: EventEmitter | None = None
        self.fired: Element | None = None
        self.said: set[str] = set()  # the keys of the lines that `log_once` has written
        self._has_hinted = False
        self._unknown_modules: list[str] = []  # unknown modules that no warning has mentioned yet

    def warn(self, text: str) -> None:
        """Write a warning of this runtime to the console."""
        self.write_console("warn", f"[weex-runtime] {text}")

    def warn_once(self, key: str, text: str) -> None:
        """Write a warning to the console, once for each key on a page."""
        self.log_once("warn", key, text)

    def has_said(self, key: str) -> bool:
        """Return whether `log_once` has written a line with this key, or has written too many
        lines.
        """
        return key[:_LONGEST_KEY] in self.said or len(self.said) >= _MOST_SAID

    def log_once(self, level: str, key: str, text: str) -> None:
        """Write a line to the console, but only once on a page for each `key`."""
        key = key[:_LONGEST_KEY]
        if not self.has_said(key):
            self.said.add(key)
            self.write_console(level, f"[weex-runtime] {text}")

    def write_console(self, level: str, text: str) -> None:
        """Add a line to the console, and replace the engine's positions in the text by names and
        lines of scripts.
        """
        if self._unknown_modules:
            self._warn_unknown_modules()
        if len(text) > self.limits.console:
            text = cut(text, self.limits.console // 2)
        line = ConsoleLine(level, self.engine.name_positions(text))
        self.console.keep(line)
        self.runtime.on_console(self, line)
        if self.events:
            self.events.emit("console", line)

    def add_error(self, error: JSError, missing: str | None = None) -> None:
        """Keep an uncaught exception, and hint at the fix if it is known.

        Args:
            missing: The last missing name that JS read (error_hints.py); default: read it from JS.
        """
        if error.message.startswith('Error: Requiring unknown module "@weex-module/'):
            self.warn_unknown_module(error.message.partition("/")[2].rstrip('"'))
        # Log the warning about unknown modules before the error, since such a module is often the
        # cause.
        if self._unknown_modules:
            self._warn_unknown_modules()
        error.origin = self._readable(error.origin)
        self.errors.keep(error)
        self.runtime.on_error(self, error)
        if self.events:
            self.events.emit("pageerror", error)
        if self.runtime.hints and re.match(_HAS_HINT, error.message):
            from weex_runtime.instance.hints.error_hints import hint_of

            advice = hint_of(cast("Instance", self), error, missing or self.js.last_missing())
            if advice:
                self.hint(advice, advice)

    def add_limit_error(self, error: LimitExceeded) -> None:
        """Add the error of an exceeded limit to the page, once for each limit."""
        key = f"limit {error.limit}"
        if key not in self.said:
            self.said.add(key)
            self.add_error(error)

    def exceed(self, limit: str, problem: str = "") -> None:
        """Report that the page exceeded a limit, once for each limit.

        Args:
            limit: The name of the limit (limits.py).
            problem: Further details for the message.
        """
        self.add_limit_error(exceeded(self.limits, limit, problem))

    def _readable(self, origin: str) -> str:
        """Replace the ref in an error's origin by a description of the event's element."""
        match = re.fullmatch(_EVENT, origin)
        if match is None:
            return origin
        fired = self.fired
        if fired is None or fired.ref != match["ref"]:
            try:
                fired = self.document.get(match["ref"])
            except UnknownRef:  # the element of the event was removed
                return origin
        return f"{match['event']} {in_short(fired)}"

    def add_failure(self, origin: str, error: BaseException, call: str = "") -> None:
        """Keep an exception of Python code that has no caller to receive it.

        Args:
            origin: The failed method or handler, like "storage.setItem".
            call: The origin with its arguments, for the log.
        """
        if any(known.error is error for known in self.failures):
            return  # another caller has reported this exception
        failure = PageFailure(origin, error)
        self.failures.keep(failure)
        self.write_console("error", f"[weex-runtime] {failure}")
        self.runtime.on_failure(self, failure, call or origin)

    def warn_unknown_module(self, name: str) -> None:
        """Warn once that a module is not registered, unless loading it has failed with an error.

        Modules that a bundle requires in one call into JS share one warning. The warning is written
        when the call ends, or before the next line of the console.
        """
        name = name[:_LONGEST_NAME]
        key = f"module {name} is unknown"
        if self.has_said(key) or f"module {name} does not load" in self.said:
            return
        self.said.add(key)
        self._unknown_modules.append(name)
        if len(self._unknown_modules) == 1:
            self.js.after(self._warn_unknown_modules)

    def _warn_unknown_modules(self) -> None:
        unknown, self._unknown_modules = self._unknown_modules, []
        if not unknown:
            return
        from weex_runtime.instance.hints.unregistered import module_warnings

        for text in module_warnings(unknown, self.runtime.registry, self.platform.name):
            self.warn(text)

    def hint(self, key: str, text: str) -> None:
        """Write a hint about devices, unless hints are off. Hints with the same key are written
        once on a page.
        """
        if self.runtime.hints and not self.has_said(key):
            level = "warn" if self.platform.name else "hint"
            more = "" if self._has_hinted or self.platform.name else _HOW_TO_SILENCE
            self._has_hinted = True
            self.log_once(level, key, text + more)

    def report_difference(self, difference: Difference, **facts: str) -> None:
        """Report once that the bundle depends on a difference between platforms: as a warning on
        the platforms that differ, as a hint on a page without a platform.
        """
        text = difference.text(self.platform, **facts)
        if text:
            self.differences.setdefault(difference, text)
            self.hint(difference.what, text)


def add_callback_failure(
    pages: Iterable[Instance], callback: Callable[[], object], error: Exception
) -> None:
    """Add the exception of a callback on the loop to the failures of the page that `page_in` finds.
    If `page_in` finds no page, add the exception to the failures of all pages.
    """
    name = getattr(callback, "__qualname__", None) or repr(callback)
    owner = page_in(error)
    concerned = [owner] if owner else list(pages)
    for page in concerned:
        page.add_failure(f"callback {name} on the loop", error)
    if not concerned:
        log_exception("a callback on the loop failed: %r", callback, error=error)


def page_in(error: BaseException) -> Instance | None:
    """Return the page of the first module, component or callback that is a local variable in the
    error's traceback; None if no such variable exists.
    """
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
