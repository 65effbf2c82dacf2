"""Convert values between a test in JS and Python.

Values are JSON text. A value that JSON cannot represent is written as {"$": kind, "v": value}. An
object of a class in exposed_api.py is passed as a handle: the id of the object. A function of the
test is passed as its id too.
JS half: js/10_serialization.js, js/30_handles.js.
"""

from __future__ import annotations

import inspect
from _thread import get_ident
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import JSError, WeexError
from weex_runtime.instance.records.native_calls import NativeCall
from weex_runtime.instance.records.reporting import PageFailure
from weex_runtime.js_tests import exposed_api
from weex_runtime.js_tests.arguments import UNDEFINED
from weex_runtime.json_values import JSONValue, from_text, to_text
from weex_runtime.matching.regexp import JSRegExp
from weex_runtime.module_api.module import Callback
from weex_runtime.module_api.platforms import Difference
from weex_runtime.naming import camel_case

if TYPE_CHECKING:
    from weex_runtime.js_tests.context import Context
    from weex_runtime.loop.looper import Looper


class Handles:
    """The Python objects that a test in JS refers to, and the JS functions that the test passed to
    Python.

    Attributes:
        context: The test's JS context; set as soon as the context exists.
    """

    context: Context

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        self._objects: list[Any] = []
        self._ids: dict[int, int] = {}
        self._thread = get_ident()

    def add(self, value: object) -> int:
        """Return the id with which JS refers to an object."""
        if id(value) not in self._ids:
            self._ids[id(value)] = len(self._objects)
            self._objects.append(value)
        return self._ids[id(value)]

    def get(self, number: int) -> Any:
        """Return the Python object to which JS refers by an id."""
        return self._objects[number]

    def reference(self, value: object) -> JSONValue:
        """Return the handle of an object; None for a value that is sent as data."""
        if isinstance(value, Callback):
            return {"$": "callback", "v": self.add(value)}
        path = exposed_api.type_path(value)
        if path is None and not inspect.isawaitable(value):
            return None
        return {"$": "ref", "v": [self.add(value), path or ""]}

    def function(self, number: int, name: str, takes_call: bool, length: int) -> Callable[..., Any]:
        """Return a Python function that calls a function of the test.

        Args:
            takes_call: The function has one parameter, `call`, for a `MockedCall`.
            length: The number of its parameters.
        """

        def run(*args: Any) -> Any:
            return self._call_js(number, args)

        def run_call(call: Any) -> Any:
            return self._call_js(number, (call,))

        chosen = run_call if takes_call else run
        chosen.__qualname__ = chosen.__name__ = name or "function"
        vars(chosen)["js_length"] = length
        return chosen

    def _call_js(self, number: int, args: tuple[Any, ...]) -> Any:
        if get_ident() != self._thread:
            raise WeexError(
                "a server runs in a thread of its own and cannot call functions of a test in JS: "
                "pass a text, a regular expression or an object to the server"
            )
        text = to_text([encode(arg, self) for arg in args])
        if self.context.engine.running:
            # JS is running and cannot be entered again, so call the function later, without a
            # result for the caller.
            self._looper.call_soon(lambda: self._enter(number, text))
            return None
        return self._enter(number, text)

    def _enter(self, number: int, text: str) -> Any:
        try:
            answer = self.context.enter("callFunction", number, text)
            self.context.engine.run_jobs()
        except JSError as error:  # the test's function threw, or ran an endless loop
            self.context.fail(error.message, error.stack)
            raise
        result: Any = from_text(answer)
        if "error" in result:
            raise WeexError(f"the test's function threw {result['error']}")
        value = decode(result["value"], self)
        return None if value is UNDEFINED else value


def decode(value: JSONValue, handles: Handles) -> Any:
    """Convert a value that JS has encoded as JSON to the Python value."""
    if isinstance(value, list):
        return [decode(member, handles) for member in value]
    if not isinstance(value, dict):
        return value
    if "$" not in value:
        return {key: decode(member, handles) for key, member in value.items()}
    inner: Any = value.get("v")
    kind = value["$"]
    if kind == "undefined":
        return UNDEFINED
    if kind == "number":
        return float(str(inner).replace("Infinity", "inf"))
    if kind == "object":
        return {key: decode(member, handles) for key, member in inner}
    if kind == "regexp":
        return JSRegExp(*inner)
    if kind == "date":
        return datetime.fromtimestamp(inner / 1000, timezone.utc)
    if kind == "bytes":
        return bytes.fromhex(inner)
    if kind == "ref":
        return handles.get(inner)
    return handles.function(*inner)


def encode(value: Any, handles: Handles) -> JSONValue:
    """Convert a value for JS.

    Raises:
        WeexError: JS has no equivalent of the value.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        is_finite = value == value and value not in (float("inf"), float("-inf"))
        text = str(value).replace("inf", "Infinity").replace("nan", "NaN")
        return cast(JSONValue, value) if is_finite else {"$": "number", "v": text}
    if isinstance(value, (bytes, bytearray)):
        return {"$": "bytes", "v": bytes(value).hex()}
    if isinstance(value, JSError):
        return {"message": value.message, "stack": value.stack, "origin": value.origin}
    if isinstance(value, BaseException):
        return {"name": type(value).__name__, "message": str(value)}
    if isinstance(value, NativeCall):
        return {"name": value.name, "args": value.args}
    if isinstance(value, PageFailure):
        return {"origin": value.origin, "error": encode(value.error, handles)}
    reference = handles.reference(value)
    if reference is not None:
        return reference
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        fields = value._asdict()
        return {camel_case(name): encode(member, handles) for name, member in fields.items()}
    if isinstance(value, (list, tuple, deque)):
        return [encode(member, handles) for member in value]
    if isinstance(value, Mapping):
        return _encode_mapping(value, handles)
    raise WeexError(f"a test in JS cannot use an object of {type(value).__name__}: {value!r}")


def encode_live(value: Any, handles: Handles) -> JSONValue:
    """Convert an attribute for JS. A list or map also gets an id, so that JS can clear the original
    in Python.
    """
    if isinstance(value, (deque, dict)):
        return {"$": "live", "v": [handles.add(value), encode(value, handles)]}
    return encode(value, handles)


def error_text(error: Exception) -> str:
    """Encode an exception as JSON text for JS."""
    name = type(error).__name__
    if isinstance(error, WeexError) and name != "WaitTimeout":
        name = "WeexError"
    return to_text({"error": [name, str(error)]})


def value_text(value: Any, handles: Handles) -> str:
    """Encode a value as JSON text for JS."""
    return to_text({"value": encode(value, handles)})


def _encode_mapping(value: Mapping[Any, Any], handles: Handles) -> JSONValue:
    pairs = [
        [key.what if isinstance(key, Difference) else str(key), encode(member, handles)]
        for key, member in value.items()
    ]
    if any(key == "$" for key, _ in pairs):
        return {"$": "object", "v": pairs}  # type: ignore[dict-item]
    return dict(pairs)  # type: ignore[arg-type]
