"""Native functions that the Weex JS runtime calls. Each call changes the document, or calls a
module, at once.

JS half: js/00_native.js. Names and arguments: spec/bridge.md, section 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from weex_runtime.document.document import Document
from weex_runtime.errors import LimitExceeded, PageError, UnknownRef
from weex_runtime.instance.binary import to_base64
from weex_runtime.instance.records.native_calls import NativeCall, arguments_of
from weex_runtime.json_values import JSONValue, to_text
from weex_runtime.module_api import platforms

if TYPE_CHECKING:
    from weex_runtime.engine.engine import JSFunction
    from weex_runtime.instance.broadcast_channel import BroadcastChannels
    from weex_runtime.instance.instance import Instance

# The result of all DOM calls and callNative: Android's INSTANCE_RENDERING, for a page that is
# rendering. The result -1 would stop the legacy framework.
_RENDERING = 1

# A function that carries out a call from JS: takes the arguments of the call, returns the result.
_Handler: TypeAlias = Callable[["Bridge", list[Any]], "int | str | None"]

_PER_CALL = 200  # bytes that a recorded call takes in addition to its arguments


class Bridge:
    """Carries out the calls of one page. Does not raise, and does not call JS.

    Attributes:
        page: The page.
        is_cut: Whether an element was not added because of a limit.
    """

    def __init__(self, page: Instance) -> None:
        self.page = page
        limits = page.limits
        # After this number of bytes of recorded calls, the bridge drops old calls, and reports the
        # bytes to the page's memory account.
        self._step = min(limits.calls, limits.memory // 8) // 4
        self._record = page.native_calls.append
        # the approximate bytes of the calls since the page's memory was last counted
        self._noted = 0
        self.is_cut = False
        self._tracer = page.tracer

    def call(
        self, name: str, text: str, position: int | None, holder: JSFunction, what: str | None
    ) -> float | str | None:
        """Carry out one call from JS.

        Args:
            name: A native function of the protocol, or one that only this runtime has.
            text: The arguments as a JSON array.
            position: The index of the argument that is in `holder` instead of `text`; None if all
                arguments are in `text`.
            holder: An object whose `toString` returns the argument at `position`, or an ArrayBuffer
                with the bytes of this argument.
            what: The content of `holder`: "text" for the whole argument; "base64" or "bytes" for
                the content of an argument that is binary data.

        Returns:
            For DOM calls and callNative a number; for a call with a result its JSON text; None for
            other calls. False if the engine cannot read `holder`.
        """
        page = self.page
        long: str | bytes = ""
        if position is not None:
            engine = page.engine
            found = engine.bytes_of(holder) if what == "bytes" else engine.text_of(holder)
            if found is None:
                return False
            long = found
        is_base64 = what == "base64"
        try:
            self._noted += len(text) + len(long) + _PER_CALL
            if self._noted > self._step:
                noted, self._noted = self._noted, 0
                page.native_calls.trim()
                page.account.note(noted)
            handler = _PROTOCOL.get(name)
            if handler is None:
                return _OWN[name](page, *arguments_of(text, position, long, is_base64))
            self._record((name, text, position, long, is_base64))
            if self._tracer:
                self._tracer("call", repr(NativeCall(name, text, position, long, is_base64)))
            return handler(self, arguments_of(text, position, long, is_base64))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # No framework makes malformed calls, but a bundle can call the native functions itself.
            import logging  # importing `logging` takes a tenth of a cold start

            log = logging.getLogger("weex_runtime")
            log.debug("page %s: malformed call %s", page.id, name, exc_info=True)
        except RecursionError:
            pass  # the arguments are nested too deeply
        page.write_console("error", f"[weex-runtime] malformed call: {name}{text[:200]}")
        return _RENDERING if name in _PROTOCOL and name != "callNativeModule" else None


def _dom_call(name: str, act: Callable[..., None], arity: int) -> _Handler:
    """Return the handler of a DOM call.

    Args:
        act: Changes a document; its arguments are the document and those of the call.
        arity: The number of arguments to pass to `act`. The instance id, which comes first, is not
            counted, nor is the '-1' that the deprecated listener of weex-js-runtime appends.
    """

    def call(bridge: Bridge, args: list[Any]) -> int:
        try:
            act(bridge.page.document, *args[1 : 1 + arity])
        except PageError as error:
            # Do not report a call for an element that was not added because of a limit.
            if not (bridge.is_cut and isinstance(error, UnknownRef)):
                bridge.page.warn(f"{name}: {error}")
        except LimitExceeded as error:
            bridge.is_cut = True
            bridge.page.add_limit_error(error)
        return _RENDERING

    return call


def _finish_creation(bridge: Bridge, args: list[Any]) -> int:
    bridge.page.lifecycle.finish_creation()
    return _RENDERING


def _call_native(bridge: Bridge, args: list[Any]) -> int:
    page, page_id = bridge.page, args[0]
    for task in args[1]:
        method, task_args = task["method"], task.get("args") or []
        act = _DOM_METHODS.get(method) if task.get("module") == "dom" else None
        if act:
            act(bridge, [page_id, *task_args])
        elif "module" in task:
            page.modules.call([page_id, task["module"], method, task_args])
        elif "component" in task:
            page.components.call(task["ref"], method, task_args)
    return _RENDERING


def _call_module(bridge: Bridge, args: list[Any]) -> str | None:
    return bridge.page.modules.call(args)


def _call_component(bridge: Bridge, args: list[Any]) -> None:
    bridge.page.components.call(args[1], args[2], args[3] or [])


def _channels(page: Instance) -> BroadcastChannels:
    from weex_runtime.instance.broadcast_channel import BroadcastChannels  # imported only if needed

    return page.runtime.shared(BroadcastChannels)


def _add_uncaught_error(
    page: Instance, message: str, stack: str, origin: str, missing: str | None
) -> None:
    page.add_error(page.engine.error(message, stack, origin), missing)


def _report_difference(page: Instance, name: str, facts: Mapping[str, str]) -> None:
    """Report a difference by its name in module_api/platforms.py."""
    page.report_difference(getattr(platforms, name), **facts)


def _start_timer(page: Instance, timer_id: int, delay_ms: float, repeat: bool) -> None:
    page.timers.start(timer_id, delay_ms, partial(page.tasks.timer, timer_id), repeat=repeat)


def _parse_date(page: Instance, text: str) -> str:
    from weex_runtime.instance.date_forms import parse_date  # imported only if needed

    return to_text(cast(JSONValue, parse_date(text)))


def _atob(page: Instance, text: str) -> str | None:
    """Decode text by WHATWG's "forgiving-base64 decode"; return None if the text is not base64."""
    import binascii

    text = re.sub(r"[\t\n\f\r ]", "", text)
    if len(text) % 4 == 0:
        text = text.removesuffix("=").removesuffix("=")
    if len(text) % 4 == 1 or not re.fullmatch(r"[A-Za-z0-9+/]*", text):
        return None
    return to_text(binascii.a2b_base64(text + "=" * (-len(text) % 4)).decode("latin-1"))


# Carry out the methods that bundles call on the module `dom`, by name.
_DOM_METHODS: dict[str, _Handler] = {
    name: _dom_call(name, act, arity)
    for name, act, arity in (
        ("createBody", Document.create_body, 1),
        ("addElement", Document.add_element, 3),
        ("removeElement", Document.remove_element, 1),
        ("moveElement", Document.move_element, 3),
        ("updateAttrs", Document.update_attrs, 2),
        ("updateStyle", Document.update_style, 2),
        ("updateClassList", Document.update_class_list, 2),
        ("addEvent", Document.add_event, 2),
        ("removeEvent", Document.remove_event, 2),
    )
}
_DOM_METHODS["createFinish"] = _finish_creation
for _name in ("updateFinish", "refreshFinish", "registerStyleSheets"):
    _DOM_METHODS[_name] = lambda bridge, args: _RENDERING  # this runtime ignores these calls

# The native functions of the protocol. Each DOM method also has its own function, like
# callAddElement.
_PROTOCOL: dict[str, _Handler] = {
    **{f"call{name[0].upper()}{name[1:]}": act for name, act in _DOM_METHODS.items()},
    "callNative": _call_native,
    "callNativeModule": _call_module,
    "callNativeComponent": _call_component,
}

# Native functions that devices do not have. Each takes the page and the arguments of the call.
_OWN: dict[str, Callable[..., str | float | None]] = {
    "console": lambda page, *args: page.write_console(*args),
    "uncaught": _add_uncaught_error,
    "unknownModule": lambda page, name: page.warn_unknown_module(name),
    "stub": lambda page, name: "true" if page.modules.is_stub(name) else None,
    "methodsOf": lambda page, name: page.modules.methods_of(name),
    "difference": _report_difference,
    "startTimer": _start_timer,
    "clearTimer": lambda page, timer_id: page.timers.clear(timer_id),
    "joinChannel": lambda page, name: _channels(page).join(page, name),
    "leaveChannel": lambda page, name: _channels(page).leave(page, name),
    "postToChannel": lambda page, *args: _channels(page).post(page, *args),
    "callPolyfill": lambda page, *args: page.modules.call_polyfill(*args),
    "parseDate": _parse_date,
    # Return a float, since `quickjs` passes an int to JS modulo 2**32.
    "timeOfDay": lambda page: float(page.clock.time_ms()),
    "elapsed": lambda page: page.clock.now() * 1000,
    "btoa": lambda page, text: to_text(to_base64(text.encode("latin-1")).decode("ascii")),
    "pushText": lambda page, text: page.binary.push_text(text),
    "base64": lambda page, size: to_text(to_base64(page.binary.take(size)).decode("ascii")),
    "atob": _atob,
}

# {native function: the result of every call}. Functions of this runtime are included only if they
# do not use the page's engine.
RESULTS: dict[str, int | None] = {
    **dict.fromkeys(_PROTOCOL, _RENDERING),
    **dict.fromkeys(("console", "unknownModule", "difference", "startTimer", "clearTimer")),
}
del RESULTS["callNativeModule"]
