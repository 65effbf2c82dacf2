"""Pages whose bundle calls one module or component, and a record of everything it does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from itertools import zip_longest
from types import TracebackType
from typing import Any, NamedTuple, cast

from weex_runtime.document.element import Element
from weex_runtime.errors import WeexError
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.module_api.arguments import signature_of
from weex_runtime.module_api.component import Component, events_of
from weex_runtime.module_api.exports import Export, js_method
from weex_runtime.module_api.module import Callback, Module, Native
from weex_runtime.module_check.report import Finding, exceptions
from weex_runtime.module_check.subject import Argument, Method, Subject
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

# Calls the methods that the driver requests, and reports exceptions.
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
  var args = order.args.map(function (arg) {
    if (arg.kind === 'element') return elements.subject;
    if (arg.kind !== 'callback') return arg.kind === 'value' ? arg.value : undefined;
    return function () { driver.callbackCalled(); };
  });
  var thrown = '';
  try { target[order.method].apply(target, args); } catch (error) { thrown = '' + error; }
  driver.callEnded(thrown);
});
"""


class Invocation(NamedTuple):
    """One invocation of a callback.

    Attributes:
        parameter: The method's parameter that got the callback.
        is_spent: `invoke` was called before.
        is_late: The page was gone.
    """

    parameter: str
    callback: Callback
    data: object
    keep_alive: bool
    is_spent: bool
    is_late: bool


class Outcome(NamedTuple):
    """The effects of one call, until the page was idle.

    Attributes:
        was_run: The method was run.
        thrown: The exception that the call threw into JS, as text; "" for none.
        lines: Lines on the page's console.
        errors: Messages of the page's errors.
        failures: Exceptions of Python code.
        unfinished: Why the page did not become idle; "" if it did.
    """

    was_run: bool
    thrown: str
    lines: list[str]
    errors: list[str]
    failures: list[BaseException]
    unfinished: str

    def problems(self, where: str, known: Collection[str] = ()) -> list[Finding]:
        """A finding for each exception, except the known ones."""
        found = exceptions(where, self.failures, known)
        if self.thrown:
            found.append(Finding(where, f"throws into JS: {self.thrown}"))
        return found


class Trial:
    """A runtime for the module or component, with a record of its actions.

    Attributes:
        runs: Number of runs of methods.
        results: (method, return value) of the runs without an exception, oldest first.
        invocations: Invocations of callbacks, oldest first.
        fired: (name, data) of events, oldest first.
    """

    def __init__(self, subject: Subject, *, strict: bool = False) -> None:
        self.runs = 0
        self.results: list[tuple[str, object]] = []
        self.invocations: list[Invocation] = []
        self.fired: list[tuple[str, object]] = []
        self._failures: list[BaseException] = []
        self._elements: dict[str, Element] = {}
        self._timeout = subject.timeout
        self._config: dict[str, JSONInput] = {}
        cls, options = subject.cls, subject.options
        modules: list[type[Module]] = [*options.get("modules", ()), _Driver]
        components: list[type[Component]] = [*options.get("components", ())]
        self._name = subject.docs.name
        if issubclass(cls, Component):
            self._target = {"element": "subject"}
            self._config = {"subject": cls.type, "events": list(events_of(cls))}
            components.append(cls)
        else:
            self._target = {"module": cls.name}
            modules.append(cls)
        own = {"clock": "virtual", "modules": modules, "components": components}
        self.runtime = Runtime(**{"hints": False, "strict": strict, **options, **own})
        self.runtime.clock.patience = subject.timeout
        self.runtime.interception.call = self._intercept

    def open(self) -> Page:
        """Open a page whose bundle calls methods on request."""
        page = self.runtime.open(source=_BUNDLE, name="trial.js", config=self._config)
        self._elements[page.id] = page.document.root.children[-1]
        self.settle()
        return page

    def object(self, page: Page) -> Native:
        """The page's object of the module, or its element's component."""
        if "module" in self._target:
            return page.module(self._name)
        return page.components.of(self._elements[page.id])

    def call(self, page: Page, method: Method, args: Sequence[Argument]) -> Outcome:
        """Let the bundle call a method, and wait until the page is idle."""
        runs, lines, errors = self.runs, len(page.console), len(page.errors)
        thrown = self.start(page, method, args)
        return Outcome(
            was_run=self.runs > runs,
            thrown=thrown,
            unfinished=self.settle(),
            lines=[line.text for line in list(page.console)[lines:]],
            errors=[error.message for error in list(page.errors)[errors:]],
            failures=self.take_failures(),
        )

    def start(self, page: Page, method: Method, args: Sequence[Argument]) -> str:
        """Let the bundle call a method without waiting; return the exception thrown into JS."""
        return self.order(page, self._target, method.name, args)

    def set_attribute(self, page: Page, name: str, value: JSONValue) -> list[BaseException]:
        """Let the bundle set an attribute of the element; return the exceptions."""
        args = [Argument("value", name), Argument("value", value)]
        self.order(page, {"element": "subject"}, "setAttr", args)
        self.settle()
        return self.take_failures()

    def order(
        self, page: Page, target: dict[str, str], method: str, args: Sequence[Argument]
    ) -> str:
        """Let the bundle call a method of a module or element, and return as `start`."""
        driver = cast(_Driver, page.module("trialDriver"))
        driver.thrown = ""
        order: JSONInput = {**target, "method": method, "args": [arg._asdict() for arg in args]}
        page.invoke_callback(driver.listener, order, keep_alive=True)
        return driver.thrown

    def times_called(self, page: Page) -> int:
        """How often functions of the page's bundle were called back."""
        return cast(_Driver, page.module("trialDriver")).times_called

    def settle(self, seconds: float = 0) -> str:
        """Wait until the page is idle, and let the page's clock run.

        Returns:
            Why the page did not become idle; "" if it did.
        """
        try:
            self.runtime.run_until_idle(self._timeout)
            self.runtime.clock.run_for(seconds)
        except WeexError as error:
            return str(error)
        return ""

    def take_failures(self) -> list[BaseException]:
        """The exceptions of Python code since the last call."""
        failures = list(self._failures)
        self._failures.clear()
        return failures

    def _intercept(
        self, page: Page, owner: str, export: Export, target: Callable[[], Native]
    ) -> Callable[..., Any]:
        if owner != self._name:
            return lambda *args: export.function(target(), *args)

        def run(*args: Any) -> Any:
            native = target()
            self._record_events(native)
            names = [parameter.name for parameter in signature_of(export.function).parameters]
            for name, arg in zip_longest(names, args, fillvalue="*"):
                if isinstance(arg, Callback):
                    self._record_callback(page, arg, name)
            self.runs += 1
            result = export.function(native, *args)
            self.results.append((export.js_name, result))
            return result

        return run

    def _record_callback(self, page: Page, callback: Callback, parameter: str) -> None:
        call, spent = callback._call, False

        def recorded(data: Any, *, keep_alive: bool) -> None:
            nonlocal spent
            if callback.id:
                self.invocations.append(
                    Invocation(parameter, callback, data, keep_alive, spent, page.destroyed)
                )
                spent = spent or not keep_alive
            call(data, keep_alive=keep_alive)

        callback._call = recorded  # type: ignore[method-assign]

    def _record_events(self, native: Native) -> None:
        name = "fire_module_event" if isinstance(native, Module) else "fire_event"
        fire = getattr(native, name)
        if name in vars(native):
            return  # recorded already

        def recorded(event: str, data: Any = None, *more: Any, **options: Any) -> Any:
            self.fired.append((event, data))
            return fire(event, data, *more, **options)

        setattr(native, name, recorded)

    def __enter__(self) -> Trial:
        self._excepthook, threading.excepthook = threading.excepthook, self._thread_failed
        logger = logging.getLogger("weex_runtime")
        self._log = logging.Handler(logging.ERROR)
        self._log.emit = self._logged  # type: ignore[method-assign]
        self._propagate, logger.propagate = logger.propagate, False
        logger.addHandler(self._log)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.runtime.close()
        threading.excepthook = self._excepthook
        logger = logging.getLogger("weex_runtime")
        logger.removeHandler(self._log)
        logger.propagate = self._propagate

    def _logged(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        # Its child loggers belong to servers, whose errors are their clients'.
        if error and record.name == "weex_runtime":
            self._failures.append(error)

    def _thread_failed(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value:
            self._failures.append(args.exc_value)


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
    def callbackCalled(self) -> None:
        self.times_called += 1

    @js_method
    def callEnded(self, thrown: str) -> None:
        self.thrown = thrown
