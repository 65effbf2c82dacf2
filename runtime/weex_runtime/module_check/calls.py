"""Checks that call a module's methods with valid arguments, and with arguments of wrong types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from weex_runtime.module_api.arguments import Parameter
from weex_runtime.module_api.module import KeepAliveCallback
from weex_runtime.module_check.report import Check, description
from weex_runtime.module_check.subject import (
    CALLBACK,
    UNDEFINED,
    Argument,
    Method,
    Subject,
    is_function,
    value_of,
)
from weex_runtime.module_check.trial import Trial
from weex_runtime.module_check.values import ANYTHING, misfit, misfits
from weex_runtime.module_docs.types import ANY
from weex_runtime.testkit.page import Page

_NO_END = (
    "pass arguments in `calls` that let the method end, for example the address of a server of the "
    "test, or pass a longer `timeout`"
)
_AS_DEVICES = "handle None for a missing argument, and a value that was converted from another type"


def checks(subject: Subject) -> list[Check]:
    """Call each method, and compare the effects of the call with the declaration of the method."""
    calls = Check("each method can be called with fitting arguments")
    results = Check("results have their declared types")
    callbacks = Check("callbacks are used as they are declared")
    events = Check("events are fired as they are declared")
    blocking = Check("no method holds up the page")
    mismatches = Check("arguments that do not fit are reported, and nothing is raised")
    strict = Check("strict mode makes such arguments errors")
    for method in subject.methods:
        with Trial(subject) as trial:
            page, lines = trial.open(), list[str]()
            for args in _variants(method):
                page = trial.open() if page.is_ended else page
                outcome = trial.call(page, method, args)
                if not (outcome.was_run or outcome.thrown):
                    calls.problem(method.call(args), f"is not run: {' '.join(outcome.lines)}")
                lines += outcome.lines
                outcome.add_problems(calls, method.call(args))
                if outcome.unfinished:
                    what = f"does not become idle: {outcome.unfinished}"
                    calls.problem(method.origin, what, _NO_END)
                if f"{method.origin} blocks" in page.said:
                    remedy = (
                        "JS cannot run until the method ends: use await self.run_in_worker(...)"
                    )
                    blocking.problem(method.origin, "holds up the page", remedy)
            if unfinished := trial.settle(subject.seconds):
                calls.problem(method.origin, f"does not become idle: {unfinished}")
            calls.exceptions(method.origin, trial.take_failures())
            _check_conversions(method, lines, calls)
            _check_results(subject, trial, method, lines, results)
            _check_callbacks(subject, trial, page, method, callbacks)
            _check_events(subject, trial, events)
        _check_mismatches(subject, method, mismatches, is_strict=False)
        _check_mismatches(subject, method, strict, is_strict=True)
    if not subject.methods:
        for check in (calls, results, callbacks, events, blocking):
            check.note = "it exports no method of its own"
    elif not any(is_function(*pair) for method in subject.methods for pair in method.parameters):
        callbacks.note = "no method takes a callback"
    if not any(method.parameters for method in subject.methods):
        mismatches.note = strict.note = "no method has a parameter"
    return [calls, results, callbacks, events, blocking, mismatches, strict]


def _variants(method: Method) -> list[list[Argument]]:
    """Return argument lists for several valid calls of a method: one list with all arguments, one
    with only the required arguments, and one for each kind of value if a parameter accepts any.
    """
    variants = [method.arguments]
    if method.is_given:
        return variants
    if method.required() < len(method.arguments):
        variants.append(method.arguments[: method.required()])
    for position, (parameter, type_) in enumerate(method.parameters):
        replacements: list[Argument] = []
        if type_.kind == "any" and parameter.kind is object:
            replacements = [*map(value_of, ANYTHING), CALLBACK]
        elif parameter.optional:
            replacements = [UNDEFINED]
        variants += [_replaced(method, position, arg) for arg in replacements]
    return variants


def _replaced(method: Method, position: int, arg: Argument) -> list[Argument]:
    return [*method.arguments[:position], arg, *method.arguments[position + 1 :]]


def _check_conversions(method: Method, lines: Sequence[str], check: Check) -> None:
    for text in lines:
        if f"{method.origin}: parameter " not in text:
            continue
        if "needs text" in text:
            remedy = "only Android converts the value to text: pass text, or annotate JSONValue"
            check.hint(method.origin, f"gets a value that is not text: {text}", remedy)
        else:
            check.problem(method.origin, f"does not fit the arguments of `calls`: {text}")


def _check_results(
    subject: Subject, trial: Trial, method: Method, lines: Sequence[str], check: Check
) -> None:
    if any(f"{method.origin} returned a value that JS does not get" in text for text in lines):
        remedy = "pass the result to a Callback, or write @js_method(sync=True)"
        check.problem(method.origin, "returns a value that JS does not get", remedy)
    returns = method.docs.returns
    for name, result in trial.results if method.export.sync else ():
        problem = misfit(result, returns, subject.records)
        if problem and name == method.name and not (result is None and returns.kind == "any"):
            what = f"returns another type than declared: {problem}"
            check.problem(method.origin, what, "correct the type hint or the result")
            return


def _check_callbacks(
    subject: Subject, trial: Trial, page: Page, method: Method, check: Check
) -> None:
    types = {parameter.name: type_ for parameter, type_ in method.parameters}
    for invocation in trial.invocations:
        type_ = types.get(invocation.parameter, ANY)
        data = type_.parts[0] if type_.kind == "callback" else ANY
        problem = misfit(invocation.data, data, subject.records)
        where = f"{method.origin}: {invocation.parameter}"
        if problem:
            remedy = "pass only None, bool, int, float, str, list, and dict with str keys"
            check.problem(where, f"is called with a wrong value: {problem}", remedy)
        if invocation.keep_alive and not isinstance(invocation.callback, KeepAliveCallback):
            remedy = "annotate the parameter as KeepAliveCallback: a Callback can be called once"
            check.problem(where, "is kept alive, and declared as Callback", remedy)
        if invocation.is_spent:
            remedy = (
                "`invoke` ends a callback: use invoke_and_keep_alive for all calls but the last"
            )
            check.problem(where, "is called again after `invoke`", remedy)
    last = {invocation.callback.id: invocation for invocation in trial.invocations}
    for callback_id, invocation in last.items():
        is_live = invocation.keep_alive and invocation.callback._page is page
        if is_live and not page.is_ended:
            before = trial.run(page, "timesCalled")
            page.invoke_callback(callback_id, None, keep_alive=True)
            if trial.run(page, "timesCalled") == before:
                where = f"{method.origin}: {invocation.parameter}"
                check.problem(where, "was kept alive, and JS has forgotten it")


def _check_events(subject: Subject, trial: Trial, check: Check) -> None:
    declared = {event.name: event.type for event in subject.docs.events}
    for name, data in trial.fired:
        where = f"{subject.docs.name}: event {name!r}"
        problem = misfit(data, declared.get(name, ANY), subject.records)
        if problem:
            what = f"has other data than declared: {problem}"
            remedy = "correct the data, or its type in `events` or in Annotated[Event, ...]"
            check.problem(where, what, remedy)
        elif name not in (*declared, *subject.docs.common_events):
            remedy = f"declare the event: events = {{{name!r}: a TypedDict of its data}}"
            if subject.docs.kind == "component":
                remedy = f"build it in a method with @event({name!r})"
            check.hint(where, "is not in the documentation", remedy)


def _mismatched_calls(method: Method) -> Iterator[tuple[Parameter | None, list[Argument]]]:
    """Return (parameter, arguments) of calls with an argument of a wrong type. The runtime must
    report the named parameter. None means that no report is required.
    """
    for count in range(len(method.arguments)):
        yield None, method.arguments[:count]
    yield None, [UNDEFINED] * len(method.arguments)
    yield None, [*method.arguments, value_of("more")]
    for position, (parameter, type_) in enumerate(method.parameters):
        for value in misfits(parameter, type_):
            yield parameter, _replaced(method, position, value_of(value))


def _check_mismatches(subject: Subject, method: Method, check: Check, *, is_strict: bool) -> None:
    """Check calls with arguments of wrong types: they do not raise, and a line on the console names
    the parameter. In strict mode the page has an ArgumentMismatch error.
    """
    with Trial(subject, strict=is_strict) as trial:
        page = trial.open()
        fitting = trial.call(page, method, method.arguments)
        trial.settle(subject.seconds)
        # Do not report exceptions that valid calls raise too: another check reports them.
        known = {description(error) for error in (*fitting.failures, *trial.take_failures())}
        remedy = "accept calls whose arguments match the type hints"
        if method.is_given:
            remedy += ", or correct the arguments in `calls`"
        for message in fitting.errors:
            if "ArgumentMismatch" in message:
                check.problem(method.call(method.arguments), f"is refused: {message}", remedy)
        for parameter, args in _mismatched_calls(method):
            page = trial.open() if page.is_ended else page
            # Clear the page's record of logged warnings, since a page logs each warning only once.
            page.said.clear()
            outcome = trial.call(page, method, args)
            outcome.add_problems(check, method.call(args), known, _AS_DEVICES)
            if parameter is None:
                continue
            word, texts = parameter.name, outcome.lines
            what = f"does not report the wrong type of {word!r}"
            message = f"{method.origin}: parameter '{word}' needs ..."
            remedy = (
                "annotate the parameter with one type, or check the argument's type and raise "
                f'ArgumentMismatch("{message}")'
            )
            if is_strict:
                word, texts = "ArgumentMismatch", outcome.errors
                what = f"is not an error for {parameter.name!r}"
                remedy = "raise ArgumentMismatch in the method: strict mode reports it as an error"
            if not any(method.origin in t and re.search(rf"\b{word}\b", t) for t in texts):
                check.problem(method.call(args), what, remedy)
        trial.settle(subject.seconds)
        check.exceptions(method.origin, trial.take_failures(), known=known)
