"""Open pages whose bundle calls one module or component, and record its actions."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from itertools import zip_longest
from typing import Any, NamedTuple, cast

from weex_runtime.document.element import Element
from weex_runtime.errors import WeexError
from weex_runtime.module_api.arguments import signature_of
from weex_runtime.module_api.component import Component, events_of
from weex_runtime.module_api.exports import Export
from weex_runtime.module_api.module import Callback, Module, Native
from weex_runtime.module_check.report import Check
from weex_runtime.module_check.subject import Argument, Method, Subject
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

# The bundle's function `target` returns the JS object under test: the module, or the component's
# element.
_BUNDLE = """// { "framework": "Vanilla" }
var body = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(document.createElement('text'));
var timesCalled = 0;
function callback() { timesCalled++; }
function target() { return weex.requireModule(%s); }
"""
_ELEMENT = """
var subject = document.createElement(%s);
%s.forEach(function (name) { subject.addEvent(name, function () {}); });
body.appendChild(subject);
function target() { return subject; }
"""


class Invocation(NamedTuple):
    """One invocation of a callback.

    Attributes:
        parameter: The method's parameter that got the callback.
        is_spent: Whether `invoke` of the callback had been called before.
        is_late: Whether the page had ended before the invocation.
    """

    parameter: str
    callback: Callback
    data: object
    keep_alive: bool
    is_spent: bool
    is_late: bool


class Outcome(NamedTuple):
    """The effects of one call, recorded until the page was idle.

    Attributes:
        was_run: Whether the method ran.
        thrown: The exception that the call threw into JS, as text; "" for none.
        lines: Lines on the page's console.
        errors: Messages of the page's errors.
        failures: Exceptions that Python code raised during the call.
        unfinished: The reason why the page did not become idle; "" if it did.
    """

    was_run: bool
    thrown: str
    lines: list[str]
    errors: list[str]
    failures: list[BaseException]
    unfinished: str

    def add_problems(
        self, check: Check, where: str, known: Collection[str] = (), remedy: str = ""
    ) -> None:
        """Add a problem to a check for each exception of the call.

        Args:
            known: Descriptions of exceptions to skip, since another check reports them.
        """
        check.exceptions(where, self.failures, known=known, remedy=remedy)
        if self.thrown:
            check.problem(where, f"throws into JS: {self.thrown}", remedy)


class Trial(ExitStack):
    """A runtime for the module or component, with a record of the module's actions. A context
    manager that closes the runtime.

    Attributes:
        runs: The number of calls that reached Python.
        results: (method, return value) of each run that raised no exception, oldest first.
        invocations: Invocations of callbacks, oldest first.
        fired: (name, data) of events, oldest first.
    """

    def __init__(self, subject: Subject, *, strict: bool = False) -> None:
        super().__init__()
        self.runs = 0
        self.results: list[tuple[str, object]] = []
        self.invocations: list[Invocation] = []
        self.fired: list[tuple[str, object]] = []
        self._failures: list[BaseException] = []
        self._elements: dict[str, Element] = {}
        self._timeout = subject.timeout
        self._name = subject.docs.name
        self._is_component = issubclass(subject.cls, Component)
        self._bundle = _BUNDLE % json.dumps(self._name)
        if self._is_component:
            events = json.dumps(list(events_of(subject.cls)))
            self._bundle += _ELEMENT % (json.dumps(self._name), events)
        kind = "components" if self._is_component else "modules"
        options = {"hints": False, "strict": strict, **(subject.options or {}), "clock": "virtual"}
        self.runtime = Runtime(**{**options, kind: [*options.get(kind, ()), subject.cls]})
        self.runtime.clock.patience = subject.timeout
        self.runtime.intercept_call = self._intercept
        failed = self._failures.append
        self.runtime.on_failure = lambda page, failure, call: failed(failure.error)
        self.runtime.looper.on_failure = lambda callback, error: failed(error)
        self.callback(setattr, threading, "excepthook", threading.excepthook)
        threading.excepthook = lambda args: failed(cast(BaseException, args.exc_value))
        self.enter_context(self.runtime)

    def open(self) -> Page:
        """Open a page whose bundle calls the method that is passed to `call` or `start`."""
        page = self.runtime.open(source=self._bundle, name="trial.js")
        self._elements[page.id] = page.document.root.children[-1]
        self.settle()
        return page

    def object(self, page: Page) -> Native:
        """Return the page's module object, or the component object of the page's element."""
        if self._is_component:
            return page.components.of(self._elements[page.id])
        return page.module(self._name)

    def call(self, page: Page, method: Method, args: Sequence[Argument]) -> Outcome:
        """Make the bundle call a method, and wait until the page is idle."""
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
        """Make the bundle call a method, without waiting, and return the exception thrown into
        JS.
        """
        call = f"target()[{json.dumps(method.name)}]({', '.join(arg.js for arg in args)})"
        return self.run(page, f"try {{ {call}; '' }} catch (error) {{ '' + error }}")

    def run(self, page: Page, script: str) -> str:
        """Run a script in the bundle's scope, and return its last value as text. Return "" if the
        value is undefined, null, 0 or false.
        """
        return str(page.js.run(page.engine.run, script, "trial.js") or "")

    def settle(self, seconds: float = 0) -> str:
        """Wait until the page is idle, and let the page's clock run.

        Returns:
            The reason why the page did not become idle; "" if it did.
        """
        try:
            self.runtime.run_until_idle(self._timeout)
            self.runtime.clock.run_for(seconds)
        except WeexError as error:
            return str(error)
        return ""

    def take_failures(self) -> list[BaseException]:
        """Return the exceptions that Python code raised since the last call of `take_failures`."""
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
            return  # an earlier call replaced the method, so events are recorded already

        def recorded(event: str, data: Any = None, *more: Any, **options: Any) -> Any:
            self.fired.append((event, data))
            return fire(event, data, *more, **options)

        setattr(native, name, recorded)
