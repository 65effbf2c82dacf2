"""A module on pages of a runtime of its own, called by a bundle; all that it does is seen."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple, cast

from weex_runtime.errors import WeexError
from weex_runtime.module import Callback, Module, js_method
from weex_runtime.page import Page
from weex_runtime.runtime import Runtime
from weex_runtime.testing.observation import Observation
from weex_runtime.values import JSONValue

# Real seconds in which open sockets bring nothing more.
_QUIET = 0.05

# Calls what the driver says, and tells it what came of it.
_BUNDLE = """// { "framework": "Vanilla" }
var body = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(document.createElement('text'));
var driver = weex.requireModule('trialDriver');
driver.listen(function (order) {
  var target = weex.requireModule(order.module);
  var args = order.args.map(function (arg, position) {
    if (arg.kind !== 'callback') return arg.kind === 'value' ? arg.value : undefined;
    return function (data) { driver.called(order.number, position); };
  });
  var answer, thrown = '';
  try { answer = target[order.method].apply(target, args); } catch (error) { thrown = '' + error; }
  driver.answered(order.number, thrown);
});
"""


class Argument(NamedTuple):
    """What the bundle passes: a value, "undefined", or a function that the driver hears of."""

    kind: str
    value: JSONValue = None


CALLBACK = Argument("callback")
UNDEFINED = Argument("undefined")


class Trial:
    """Opens pages that call the module.

    Args:
        options: For the runtime.
        timeout: Real seconds that it may take to come to rest.

    Attributes:
        seen: What the module did.
        thrown: What a call threw into JS.
    """

    def __init__(
        self,
        cls: type[Module],
        *,
        options: Mapping[str, Any],
        strict: bool = False,
        timeout: float = 5.0,
    ) -> None:
        self._cls = cls
        self._timeout = timeout
        self._last_order = 0
        self.seen = Observation()
        self.thrown = ""
        self.runtime = Runtime(
            **{
                "hints": False,
                "strict": strict,
                **options,
                "clock": "virtual",
                "modules": [*options.get("modules", ()), cls, _Driver],
            }
        )
        registration = self.runtime.registry.get(cls.name)
        assert registration
        watched = registration._replace(exports=self.seen.watch(registration.exports))
        self.runtime.registry._registered[cls.name] = watched

    def open(self) -> Page:
        """A page whose bundle waits for orders."""
        page = self.runtime.open(source=_BUNDLE, name="trial.js")
        self.settle()
        return page

    def call(self, page: Page, method: str, args: Sequence[Argument]) -> float:
        """Have the bundle call a method.

        Returns:
            The seconds that it took.
        """
        driver = cast(_Driver, page.module("trialDriver"))
        self._last_order += 1
        order: JSONValue = {
            "number": self._last_order,
            "module": self._cls.name,
            "method": method,
            "args": [dict(arg._asdict()) for arg in args],
        }
        driver.thrown = ""
        start = time.perf_counter()
        page.invoke_callback(driver.listener, order, keep_alive=True)
        seconds = time.perf_counter() - start
        self.thrown = driver.thrown
        return seconds

    def times_called(self, page: Page) -> int:
        """How often functions of the page's bundle were called back."""
        return cast(_Driver, page.module("trialDriver")).times_called

    def settle(self, seconds: float = 0) -> str:
        """Let workers end and time pass on the clock.

        Returns:
            Why it did not come to rest; "" when it did.
        """
        try:
            self._rest()
            if seconds:
                self.runtime.clock.run_for(seconds)
                self._rest()
        except WeexError as error:
            return str(error)
        return ""

    def _rest(self) -> None:
        self.runtime.run_until_idle(self._timeout)
        if self.runtime.looper.has_sockets():
            self.runtime.looper.settle_down(self._timeout, quiet=_QUIET, due_within=-1)

    def __enter__(self) -> Trial:
        self.seen.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.runtime.close()
        self.seen.__exit__(kind, error, traceback)


class _Driver(Module):
    name = "trialDriver"

    def __init__(self) -> None:
        self.listener = ""
        self.thrown = ""
        self.times_called = 0

    @js_method
    def listen(self, listener: Callback) -> None:
        self.listener = listener.id

    @js_method
    def called(self, number: int, position: int) -> None:
        self.times_called += 1

    @js_method
    def answered(self, number: int, thrown: str) -> None:
        self.thrown = thrown
