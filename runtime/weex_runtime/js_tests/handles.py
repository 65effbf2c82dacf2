"""The Python objects that one test in JS holds, and its functions as Python calls them. JS half:
js/10_crossing.js."""

from __future__ import annotations

import inspect
from _thread import get_ident
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import JSError, WeexError
from weex_runtime.js_tests import exposed_api as binding
from weex_runtime.js_tests.serialization import UNDEFINED, decode, encode
from weex_runtime.json_values import JSONValue, from_text, to_text
from weex_runtime.module_api.module import Callback

if TYPE_CHECKING:
    from weex_runtime.js_tests.context import Context
    from weex_runtime.loop.looper import Looper


class JSObjects:
    """What crosses by reference (serialization.py).

    Attributes:
        context: The JS that holds them; set once it is there.
    """

    context: Context

    def __init__(self, looper: Looper) -> None:
        self._looper = looper
        self._objects: list[Any] = []
        self._ids: dict[int, int] = {}
        self._thread = get_ident()

    def add(self, value: object) -> int:
        """The id that JS knows an object by."""
        if id(value) not in self._ids:
            self._ids[id(value)] = len(self._objects)
            self._objects.append(value)
        return self._ids[id(value)]

    def get(self, number: int) -> Any:
        """The object of an id."""
        return self._objects[number]

    def reference(self, value: object) -> JSONValue:
        """How an object crosses by its id; None for what crosses as data."""
        if isinstance(value, Callback):
            return {"$": "callback", "v": self.add(value)}
        path = binding.type_path(value)
        if path is not None:
            return {"$": "ref", "v": [self.add(value), path]}
        if inspect.isawaitable(value):
            return {"$": "ref", "v": [self.add(value), ""]}
        return None

    def function(self, number: int, name: str, takes_call: bool) -> Callable[..., Any]:
        """A function of the test as one of Python."""

        def run(*args: Any) -> Any:
            return self._call_js(number, name, args)

        def run_call(call: Any) -> Any:
            return self._call_js(number, name, (call,))

        chosen = run_call if takes_call else run
        chosen.__qualname__ = chosen.__name__ = name or "function"
        return chosen

    def _call_js(self, number: int, name: str, args: tuple[Any, ...]) -> Any:
        if get_ident() != self._thread:
            raise WeexError(
                "a function of a test in JS cannot be called by a server, which has a thread of "
                "its own: give it a text, a regular expression or an object"
            )
        text = to_text([encode(arg, self) for arg in args])
        context = self.context
        if context.engine.running:
            # The test itself caused it at once: nobody waits for what it returns.
            self._looper.call_soon(lambda: self._enter_function(number, text))
            return None
        return self._enter_function(number, text)

    def _enter_function(self, number: int, text: str) -> Any:
        try:
            answer = self.context.enter("callFunction", number, text)
            self.context.run_jobs()
        except JSError as error:  # it ran without end
            self.context.fail(error.message, error.stack)
            raise
        result: Any = from_text(answer)
        if "error" in result:
            raise WeexError(f"the test's function threw {result['error']}")
        value = decode(result["value"], self)
        return None if value is UNDEFINED else value
