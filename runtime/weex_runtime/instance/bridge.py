"""Native functions that the Weex JS runtime calls. Each call changes the document, or calls a
module, at once.

JS half: js/00_native.js. Names and arguments: spec/bridge.md, section 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import starmap
from sys import getsizeof
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from weex_runtime.errors import LimitExceeded, PageError, UnknownRef
from weex_runtime.instance.binary import BinaryData, to_base64
from weex_runtime.instance.records.history import History
from weex_runtime.json_values import JSONValue, from_text, to_text
from weex_runtime.module_api import platforms

if TYPE_CHECKING:
    from weex_runtime.engine.engine import JSFunction
    from weex_runtime.instance.broadcast_channel import BroadcastChannels
    from weex_runtime.instance.instance import Instance

# The result of DOM calls and callNative while a page renders (Android: INSTANCE_RENDERING). -1
# would stop the legacy framework.
_RENDERING = 1

_PER_CALL = 200  # bytes that a recorded call takes in addition to its arguments


class NativeCall(NamedTuple):
    """One recorded call from JS to native.

    Attributes:
        name: The native function, like "callAddElement".
        text, position, long, is_base64: As for `Bridge.call`.
    """

    name: str
    text: str
    position: int | None = None
    long: str | bytes = ""
    is_base64: bool = False

    @property
    def args(self) -> list[JSONValue]:
        """Return the arguments in JS order, the instance id first."""
        return _arguments(*self[1:])

    def __repr__(self) -> str:
        return f"{self.name}{to_text(self.args) if self.long else self.text}"


class NativeCalls(History[Any]):
    """The latest calls from JS. An entry is a tuple of the arguments of `NativeCall`; the object is
    made only when the entry is read.
    """

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return found if isinstance(index, slice) else NativeCall(*found)

    def __iter__(self) -> Iterator[NativeCall]:
        return starmap(NativeCall, super().__iter__())

    def __reversed__(self) -> Iterator[NativeCall]:
        return starmap(NativeCall, super().__reversed__())

    def pop(self) -> NativeCall:  # type: ignore[override]
        return NativeCall(*super().pop())

    def popleft(self) -> NativeCall:
        return NativeCall(*super().popleft())


def size_of_call(call: tuple[str, str, int | None, str | bytes, bool]) -> int:
    """Return the number of bytes of an entry of `NativeCalls`."""
    return len(call[1]) + getsizeof(call[3])


def _arguments(text: str, position: int | None, long: str | bytes, is_base64: bool) -> list[Any]:
    args: list[Any] = from_text(text)  # type: ignore[assignment]
    if position is None:
        return args
    if isinstance(long, bytes):
        args[3][position] = BinaryData(args[3][position]["dataType"], long)
    elif is_base64:
        args[3][position]["base64"] = long
    else:
        args[3][position] = long
    return args


# DOM calls without an effect here.
_WITHOUT_EFFECT = ("updateFinish", "refreshFinish", "registerStyleSheets")

# {DOM call: the number of its arguments, if it is not 2}
_ARITIES = {"createBody": 1, "addElement": 3, "removeElement": 1, "moveElement": 3}


# Functions of this runtime that return nothing, and do not use the page's engine.
_WITHOUT_RESULT = ("console", "unknownModule", "difference", "startTimer", "clearTimer")


class Bridge:
    """Carries out the calls of one page. Does not raise, and does not call JS.

    Attributes:
        results: {native function: its result} of the functions whose calls all have the same
            result.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        limits = page.limits
        # After this number of bytes of calls, old calls are dropped and the traffic is reported to
        # the page's memory account.
        self._step = min(limits.calls, limits.memory // 8) // 4
        self._record = page.native_calls.append
        # the approximate bytes of the calls since the page's memory was last counted
        self._noted = 0
        self._is_cut = False  # whether a limit refused an element
        self._tracer = page.tracer
        document, modules = page.document, page.modules
        self._dom: dict[str, Callable[..., None]] = {
            "createBody": document.create_body,
            "addElement": document.add_element,
            "removeElement": document.remove_element,
            "moveElement": document.move_element,
            "updateAttrs": document.update_attrs,
            "updateStyle": document.update_style,
            "updateClassList": document.update_class_list,
            "addEvent": document.add_event,
            "removeEvent": document.remove_event,
            "createFinish": lambda *_: page.lifecycle.finish_creation(),
            **dict.fromkeys(_WITHOUT_EFFECT, lambda *_: None),
        }
        self._protocol: dict[str, Callable[[list[Any]], int | str | None]] = {
            f"call{name[0].upper()}{name[1:]}": self._dom_call(name) for name in self._dom
        }
        self._protocol |= {
            "callNative": self._call_native,
            "callNativeModule": modules.call,
            "callNativeComponent": lambda args: page.components.call(
                args[1], args[2], args[3] or []
            ),
        }
        self.results: dict[str, int | None] = {
            name: _RENDERING for name in self._protocol if name != "callNativeModule"
        }
        self.results |= dict.fromkeys(_WITHOUT_RESULT)
        self._own: dict[str, Callable[..., str | float | None]] = {
            "console": page.write_console,
            "uncaught": lambda message, stack, origin, missing: page.add_error(
                page.engine.error(message, stack, origin), missing
            ),
            "unknownModule": page.warn_unknown_module,
            "stub": lambda name: "true" if modules.is_stub(name) else None,
            "methodsOf": modules.methods_of,
            "difference": lambda name, facts: page.report_difference(
                getattr(platforms, name), **facts
            ),
            "startTimer": lambda timer_id, delay_ms, repeat: page.timers.start(
                timer_id, delay_ms, partial(page.tasks.timer, timer_id), repeat=repeat
            ),
            "clearTimer": page.timers.clear,
            "joinChannel": lambda name: _channels(page).join(page, name),
            "leaveChannel": lambda name: _channels(page).leave(page, name),
            "postToChannel": lambda *args: _channels(page).post(page, *args),
            "callPolyfill": modules.call_polyfill,
            "parseDate": _parse_date,
            # Return a float, since `quickjs` passes an int to JS modulo 2**32.
            "timeOfDay": lambda: float(page.clock.time_ms()),
            "elapsed": lambda: page.clock.now() * 1000,
            "btoa": lambda text: to_text(to_base64(text.encode("latin-1")).decode("ascii")),
            "pushText": page.binary.push_text,
            "base64": lambda size: to_text(to_base64(page.binary.take(size)).decode("ascii")),
            "atob": _atob,
        }

    def call(
        self, name: str, text: str, position: int | None, holder: JSFunction, what: str | None
    ) -> float | str | None:
        """Carry out one call from JS.

        Args:
            name: A native function of the protocol, or one that only this runtime has.
            text: The arguments as a JSON array.
            position: The index of an argument of the method that is not in `text`; None without
                one.
            holder: An object whose `toString` returns the argument at `position`, or an ArrayBuffer
                with its bytes.
            what: The content of `holder`: "text" for the whole argument; "base64" or "bytes" for
                the content of an argument that is binary data.

        Returns:
            For DOM calls and callNative a number; for a call with a result its JSON text; None for
            other calls. False if the engine cannot read `holder`.
        """
        page = self._page
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
            handler = self._protocol.get(name)
            if handler is None:
                return self._own[name](*_arguments(text, position, long, is_base64))
            self._record((name, text, position, long, is_base64))
            if self._tracer:
                self._tracer("call", repr(NativeCall(name, text, position, long, is_base64)))
            return handler(_arguments(text, position, long, is_base64))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # No framework makes malformed calls, but a bundle can call the native functions itself.
            import logging  # importing `logging` takes a tenth of a cold start

            log = logging.getLogger("weex_runtime")
            log.debug("page %s: malformed call %s", page.id, name, exc_info=True)
        except RecursionError:
            pass  # the arguments are nested too deeply
        page.write_console("error", f"[weex-runtime] malformed call: {name}{text[:200]}")
        return _RENDERING if name in self._protocol and name != "callNativeModule" else None

    def _dom_call(self, name: str) -> Callable[[list[Any]], int]:
        act = self._dom[name]
        arity = _ARITIES.get(name, 2)

        def call(args: list[Any]) -> int:
            try:
                # Leave out the instance id, which comes first, and the '-1' that the deprecated
                # listener of weex-js-runtime adds at the end.
                act(*args[1 : 1 + arity])
            except PageError as error:
                # Do not report a call for an element that a limit has refused.
                if not (self._is_cut and isinstance(error, UnknownRef)):
                    self._page.warn(f"{name}: {error}")
            except LimitExceeded as error:
                self._is_cut = True
                self._page.add_limit_error(error)
            return _RENDERING

        return call

    def _call_native(self, args: list[Any]) -> int:
        page_id, tasks = args[0], args[1]
        for task in tasks:
            method, task_args = task["method"], task.get("args") or []
            if task.get("module") == "dom" and method in self._dom:
                self._protocol[f"call{method[0].upper()}{method[1:]}"]([page_id, *task_args])
            elif "module" in task:
                self._page.modules.call([page_id, task["module"], method, task_args])
            elif "component" in task:
                self._page.components.call(task["ref"], method, task_args)
        return _RENDERING


def _channels(page: Instance) -> BroadcastChannels:
    from weex_runtime.instance.broadcast_channel import BroadcastChannels  # imported only if needed

    return page.runtime.shared(BroadcastChannels)


def _parse_date(text: str) -> str:
    from weex_runtime.instance.date_forms import parse_date  # imported only if needed

    return to_text(cast(JSONValue, parse_date(text)))


def _atob(text: str) -> str | None:
    """Decode by WHATWG's "forgiving-base64 decode"; None for a failure."""
    import binascii

    text = re.sub(r"[\t\n\f\r ]", "", text)
    if len(text) % 4 == 0:
        text = text.removesuffix("=").removesuffix("=")
    if len(text) % 4 == 1 or not re.fullmatch(r"[A-Za-z0-9+/]*", text):
        return None
    return to_text(binascii.a2b_base64(text + "=" * (-len(text) % 4)).decode("latin-1"))
