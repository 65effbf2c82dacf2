"""Checks of method calls: with arguments that fit, and with arguments that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from weex_runtime.module_api.arguments import Parameter
from weex_runtime.module_api.module import KeepAliveCallback
from weex_runtime.module_check.report import Check, Finding, description, exceptions
from weex_runtime.module_check.subject import (
    CALLBACK,
    UNDEFINED,
    Argument,
    Method,
    Subject,
    is_function,
)
from weex_runtime.module_check.trial import Trial
from weex_runtime.module_check.values import ANYTHING, misfit, misfits, not_json
from weex_runtime.testkit.page import Page

_NO_END = (
    "give `calls` arguments that lead to an end (the address of a test's server, say), or a longer "
    "`timeout`"
)
_AS_DEVICES = "handle None for a missing argument, and the converted value of a wrong one"


def checks(subject: Subject) -> list[Check]:
    """Call each method, and compare its effects with its declaration."""
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
            for args in _variants(subject, method):
                page = trial.open() if page.is_ended else page
                outcome = trial.call(page, method, args)
                if not (outcome.was_run or outcome.thrown):
                    what = f"is not run: {' '.join(outcome.lines)}"
                    calls.problems.append(Finding(method.call(args), what))
                lines += outcome.lines
                calls.problems += outcome.problems(method.call(args))
                calls.problems += _unfinished(method, outcome.unfinished, _NO_END)
                if f"{method.origin} blocks" in page.said:
                    blocking.problems.append(_blocking(method))
            unfinished = trial.settle(subject.seconds)
            calls.problems += exceptions(method.origin, trial.take_failures())
            calls.problems += _unfinished(method, unfinished)
            _look_at_conversions(method, lines, calls)
            results.problems += _results(subject, trial, method, lines)
            callbacks.problems += _callbacks(subject, trial, page, method)
            _look_at_events(subject, trial, events)
        mismatches.problems += _unreported(subject, method)
        strict.problems += _accepted_in_strict_mode(subject, method)
    if not subject.methods:
        for check in (calls, results, callbacks, events, blocking):
            check.note = "it exports no method of its own"
    elif not any(is_function(*pair) for method in subject.methods for pair in method.parameters):
        callbacks.note = "no method takes a callback"
    if not any(method.parameters for method in subject.methods):
        mismatches.note = strict.note = "no method has a parameter"
    return [calls, results, callbacks, events, blocking, mismatches, strict]


def _variants(subject: Subject, method: Method) -> list[list[Argument]]:
    """All arguments, only the required ones, and each value for a parameter that takes any."""
    full = method.arguments(subject.records)
    variants = [full]
    if method.given:
        return variants
    if method.required() < len(full):
        variants.append(full[: method.required()])
    for position, (parameter, type_) in enumerate(method.parameters):
        replacements = []
        if type_.kind == "any" and parameter.kind is object:
            replacements = [*(Argument("value", value) for value in ANYTHING), CALLBACK]
        elif parameter.optional:
            replacements = [UNDEFINED]
        variants += [[*full[:position], arg, *full[position + 1 :]] for arg in replacements]
    return variants


def _unfinished(method: Method, reason: str, remedy: str = "") -> list[Finding]:
    return [Finding(method.origin, f"does not become idle: {reason}", remedy)] if reason else []


def _blocking(method: Method) -> Finding:
    remedy = "a device's JS waits meanwhile: await self.run_in_worker(function, ...)"
    return Finding(method.origin, "holds up the page", remedy)


def _look_at_conversions(method: Method, lines: Sequence[str], check: Check) -> None:
    for text in lines:
        if f"{method.origin}: parameter " in text and "needs a text" in text:
            remedy = "Android converts it to text, iOS does not: pass text, or take JSONValue"
            check.hints.append(
                Finding(method.origin, f"gets a value that is not text: {text}", remedy)
            )
        elif f"{method.origin}: parameter " in text:
            what = f"does not fit the arguments of `calls`: {text}"
            check.problems.append(Finding(method.origin, what))


def _results(subject: Subject, trial: Trial, method: Method, lines: Sequence[str]) -> list[Finding]:
    if any(f"{method.origin} returned a value that JS does not get" in text for text in lines):
        remedy = "pass it to a Callback, or write @js_method(sync=True); a device loses it too"
        return [Finding(method.origin, "returns a value that JS does not get", remedy)]
    returns = method.docs.returns
    for name, result in trial.results:
        if not method.export.sync or name != method.name:
            continue
        problem = not_json(result) or misfit(result, returns, subject.records)
        if problem and not (result is None and returns.kind == "any"):
            what = f"returns another type than declared: {problem}"
            return [Finding(method.origin, what, "correct the type hint or the result")]
    return []


def _callbacks(subject: Subject, trial: Trial, page: Page, method: Method) -> list[Finding]:
    found = []
    types = {parameter.name: type_ for parameter, type_ in method.parameters}
    for invocation in trial.invocations:
        problem = not_json(invocation.data)
        type_ = types.get(invocation.parameter)
        if not problem and type_ and type_.kind == "callback":
            problem = misfit(invocation.data, type_.parts[0], subject.records)
        where = f"{method.origin}: {invocation.parameter}"
        if problem:
            remedy = "pass dict with text keys, list, str, int, float, bool and None only"
            found.append(Finding(where, f"is called with a wrong value: {problem}", remedy))
        if invocation.keep_alive and not isinstance(invocation.callback, KeepAliveCallback):
            remedy = "annotate it as KeepAliveCallback: a Callback is called once"
            found.append(Finding(where, "is kept alive, and declared as Callback", remedy))
        if invocation.is_spent:
            remedy = "JS forgot it: use invoke_and_keep_alive, and invoke for the last call"
            found.append(Finding(where, "is called again after `invoke`", remedy))
    last = {invocation.callback.id: invocation for invocation in trial.invocations}
    for callback_id, invocation in last.items():
        is_live = invocation.keep_alive and invocation.callback._page is page
        if is_live and not page.is_ended:
            before = trial.times_called(page)
            page.invoke_callback(callback_id, None, keep_alive=True)
            if trial.times_called(page) == before:
                where = f"{method.origin}: {invocation.parameter}"
                found.append(Finding(where, "was kept alive, and JS has forgotten it"))
    return list(dict.fromkeys(found))


def _look_at_events(subject: Subject, trial: Trial, check: Check) -> None:
    declared = {event.name: event.type for event in subject.docs.events}
    for name, data in trial.fired:
        where = f"{subject.docs.name}: event {name!r}"
        problem = not_json(data)
        if not problem and name in declared:
            problem = misfit(data, declared[name], subject.records)
        if problem:
            what = f"has other data than declared: {problem}"
            remedy = "correct the data, or its type in `events` or in Annotated[Event, ...]"
            check.problems.append(Finding(where, what, remedy))
        elif name not in (*declared, *subject.docs.common_events):
            remedy = f"declare it: events = {{{name!r}: a TypedDict of its data}}"
            if subject.docs.kind == "component":
                remedy = f"build it in a method with @event({name!r})"
            check.hints.append(Finding(where, "is not in the documentation", remedy))
    check.problems = list(dict.fromkeys(check.problems))
    check.hints = list(dict.fromkeys(check.hints))


def _mismatched(subject: Subject, method: Method) -> Iterator[tuple[Parameter, list[Argument]]]:
    full = method.arguments(subject.records)
    for position, (parameter, type_) in enumerate(method.parameters):
        for value in misfits(parameter, type_):
            yield parameter, [*full[:position], Argument("value", value), *full[position + 1 :]]


def _unreported(subject: Subject, method: Method) -> list[Finding]:
    """Calls with wrong arguments that raise, or that no line on the console reports."""
    found = []
    full = method.arguments(subject.records)
    wrong: list[tuple[Parameter | None, list[Argument]]] = [
        *((None, full[:count]) for count in range(len(full))),
        (None, [UNDEFINED] * len(full)),
        (None, [*full, Argument("value", "more")]),
        *_mismatched(subject, method),
    ]
    with Trial(subject) as trial:
        page = trial.open()
        failures = trial.call(page, method, full).failures
        trial.settle(subject.seconds)
        # Exceptions of calls that fit belong to another check.
        known = {description(error) for error in (*failures, *trial.take_failures())}
        for parameter, args in wrong:
            page = trial.open() if page.is_ended else page
            page.said.clear()  # the page warns once of each mismatch
            outcome = trial.call(page, method, args)
            found += [
                problem._replace(remedy=problem.remedy or _AS_DEVICES)
                for problem in outcome.problems(method.call(args), known)
            ]
            if parameter and not any(
                method.origin in text and re.search(rf"\b{parameter.name}\b", text)
                for text in outcome.lines
            ):
                what = f"does not report {parameter.name!r}, which does not fit"
                remedy = (
                    "annotate it with one type, or check its type and raise ArgumentMismatch("
                    f"\"{method.origin}: parameter '{parameter.name}' needs ...\")"
                )
                found.append(Finding(method.call(args), what, remedy))
        trial.settle(subject.seconds)
        found += exceptions(method.origin, trial.take_failures(), known)
    return _one_of_each(found)


def _accepted_in_strict_mode(subject: Subject, method: Method) -> list[Finding]:
    """Calls with wrong arguments that strict mode accepts, and calls that fit and are refused."""
    with Trial(subject, strict=True) as trial:
        page, args = trial.open(), method.arguments(subject.records)
        remedy = "a call that fits must be accepted" + (": check `calls`" if method.given else "")
        found = [
            Finding(method.call(args), f"is refused: {message}", remedy)
            for message in trial.call(page, method, args).errors
            if "ArgumentMismatch" in message
        ]
        for parameter, args in _mismatched(subject, method):
            page = trial.open() if page.is_ended else page
            outcome = trial.call(page, method, args)
            if not any("ArgumentMismatch" in e and method.origin in e for e in outcome.errors):
                remedy = "raise ArgumentMismatch: the runtime makes it an error in strict mode"
                what = f"is not an error for {parameter.name!r}"
                found.append(Finding(method.call(args), what, remedy))
            found += outcome.problems(method.call(args))
    return _one_of_each(found)


def _one_of_each(found: list[Finding]) -> list[Finding]:
    """The first of all findings with the same text."""
    return list({finding.what: finding for finding in reversed(found)}.values())[::-1]
