"""A module or component on pages of a runtime of its own, called by a bundle; all that it does is
seen."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple, cast

from weex_runtime.device.device import Runtime
from weex_runtime.document.document import Element
from weex_runtime.errors import WeexError
from weex_runtime.instance.instance import Page
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.module_api.component import Component, events_of
from weex_runtime.module_api.module import Callback, Module, Native, exports_of, js_method
from weex_runtime.module_check.recorder import Observation

# Real seconds in which open sockets bring nothing more.
_QUIET = 0.05

# Calls what the driver says, and tells it what came of it.
_BUNDLE = """// { "framework": "Vanilla" }
var body = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(document.createElement('text'));
var elements = { body: body };
if (weex.config.subject) {
  elements.subject = document.createElement(weex.config.subject);
  weex.config.events.forEach(function (name) { elements.subject.addEvent(name, function () {}); });
  body.appendChild(elements.subject);
}
var driver = weex.requireModule('trialDriver');
driver.listen(function (order) {
  var target = order.element ? elements[order.element] : weex.requireModule(order.module);
  var args = order.args.map(function (arg, position) {
    if (arg.kind === 'element') return elements.subject;
    if (arg.kind !== 'callback') return arg.kind === 'value' ? arg.value : undefined;
    return function (data) { driver.called(order.number, position); };
  });
  var answer, thrown = '';
  try { answer = target[order.method].apply(target, args); } catch (error) { thrown = '' + error; }
  driver.answered(order.number, thrown);
});
"""


class Argument(NamedTuple):
    """What the bundle passes: a value, "undefined", a function that the driver hears of, or the
    element of the component."""

    kind: str
    value: JSONValue = None


CALLBACK = Argument("callback")
UNDEFINED = Argument("undefined")
ELEMENT = Argument("element")


class Trial:
    """Opens pages that call the module, or that have one element of the component.

    Args:
        options: For the runtime.
        timeout: Real seconds that it may take to come to rest.

    Attributes:
        seen: What the module did.
        thrown: What a call threw into JS.
    """

    def __init__(
        self,
        cls: type[Module] | type[Component],
        *,
        options: Mapping[str, Any],
        strict: bool = False,
        timeout: float = 5.0,
    ) -> None:
        self._timeout = timeout
        self._last_order = 0
        self.seen = Observation()
        self.thrown = ""
        self._elements: dict[str, Element] = {}
        modules, components = [*options.get("modules", ()), _Driver], options.get("components", ())
        self._config: dict[str, JSONInput] = {}
        if issubclass(cls, Component):
            self._target, self._name = "element", "subject"
            self._config = {"subject": cls.type, "events": list(events_of(cls))}
            components = [*components, self._watched(cls)]
        else:
            self._target, self._name = "module", cls.name
            modules.append(cls)
        self.runtime = Runtime(
            **{
                "hints": False,
                "strict": strict,
                **options,
                "clock": "virtual",
                "modules": modules,
                "components": components,
            }
        )
        if not issubclass(cls, Component):
            registration = self.runtime.registry.get(cls.name)
            assert registration
            watched = registration._replace(exports=self.seen.watch(registration.exports))
            self.runtime.registry._registered[cls.name] = watched

    def open(self) -> Page:
        """A page whose bundle waits for orders."""
        page = self.runtime.open(source=_BUNDLE, name="trial.js", config=self._config)
        self._elements[page.id] = page.document.root.children[-1]
        self.settle()
        return page

    def object(self, page: Page) -> Native:
        """The page's object of the module, or that of the element."""
        if self._target == "module":
            return page.module(self._name)
        return page.components.of(self._elements[page.id])

    def call(self, page: Page, method: str, args: Sequence[Argument]) -> float:
        """Have the bundle call a method.

        Returns:
            The seconds that it took.
        """
        return self._order(page, self._target, self._name, method, args)

    def set_attribute(self, page: Page, name: str, value: JSONValue) -> None:
        """Have the bundle set an attribute of the element."""
        args = [Argument("value", name), Argument("value", value)]
        self._order(page, "element", "subject", "setAttr", args)

    def remove(self, page: Page) -> None:
        """Have the bundle take the element away."""
        self._order(page, "element", "body", "removeChild", [ELEMENT])

    def _order(
        self, page: Page, target: str, name: str, method: str, args: Sequence[Argument]
    ) -> float:
        driver = cast(_Driver, page.module("trialDriver"))
        self._last_order += 1
        order: JSONValue = {
            "number": self._last_order,
            target: name,
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
        if self.runtime.looper.sockets():
            self.runtime.looper.settle_down(self._timeout, quiet=_QUIET, due_within=-1)

    def _watched(self, cls: type[Component]) -> type[Component]:
        """A class under whose JS names the methods are watched; it calls its own as before."""
        watched: dict[str, object] = {}
        for name, export in self.seen.watch(exports_of(cls)).items():
            export.function.__weex_export__ = export  # type: ignore[attr-defined]
            watched[f"_watched {name}"] = export.function
        watched["__module__"] = cls.__module__
        return cast("type[Component]", type(cls.__name__, (cls,), watched))

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
