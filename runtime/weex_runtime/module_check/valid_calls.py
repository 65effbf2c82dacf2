"""Checks of what comes of calls whose arguments fit."""

from __future__ import annotations

from collections.abc import Sequence

from weex_runtime.instance.instance import Page
from weex_runtime.module_api.arguments import Parameter
from weex_runtime.module_api.module import Callback, KeepAliveCallback
from weex_runtime.module_check.calls import failures, shown, trial_of
from weex_runtime.module_check.recorder import Invocation
from weex_runtime.module_check.report import Check, Finding
from weex_runtime.module_check.samples import ANYTHING, misfit, not_json
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_check.trial import CALLBACK, UNDEFINED, Argument, Trial
from weex_runtime.module_docs.components import ComponentDocs

# Seconds that a call may hold up JS. On a device that is three frames.
_BLOCKS = 0.05
_TRIES = 3

_SLOW_CALL = (
    "give `calls` arguments that lead to an end (an address of a server of the test, say), or a "
    "longer `timeout`"
)


def all_of(subject: Subject) -> list[Check]:
    """What comes of calls whose arguments fit."""
    calls = Check("each method can be called with fitting arguments")
    results = Check("what methods return is what they declare")
    callbacks = Check("callbacks are used as they are declared")
    events = Check("events are fired as they are declared")
    blocking = Check("no method holds up the page")
    checks = [calls, results, callbacks, events, blocking]
    for method in subject.methods:
        with trial_of(subject) as trial:
            page = trial.open()
            told: list[str] = []
            for args in _variants(subject, method):
                if page.is_ended:
                    page = trial.open()
                seen, runs = len(page.console), len(trial.seen.runs)
                seconds = trial.call(page, method.name, args)
                was_run = len(trial.seen.runs) > runs
                blocking.problems += _slow(trial, page, method, args, seconds)
                rests = trial.settle()
                lines = [line.text for line in list(page.console)[seen:]]
                if not (was_run or trial.thrown):
                    what = f"is not run: {' '.join(lines)}"
                    calls.problems.append(Finding(shown(method, args), what))
                told += lines
                calls.problems += failures(trial, method, args)
                if rests:
                    what = f"does not come to rest: {rests}"
                    calls.problems.append(Finding(method.origin, what, _SLOW_CALL))
            rests = trial.settle(subject.seconds)
            calls.problems += failures(trial, method, None)
            if rests:
                calls.problems.append(Finding(method.origin, f"does not come to rest: {rests}"))
            calls.problems += _given_misfits(method, told)
            calls.hints += _numbers_for_text(method, told)
            results.problems += _results(subject, trial, method, told)
            callbacks.problems += _callbacks(subject, trial, page, method)
            _look_at_events(subject, trial, events)
    if not subject.methods:
        for check in checks:
            check.note = "it exports no method of its own"
    elif not any(_callback_parameters(method) for method in subject.methods):
        callbacks.note = "no method takes a callback"
    return checks


def _callback_parameters(method: Method) -> list[Parameter]:
    return [
        parameter
        for parameter, type_ in zip(method.signature.parameters, method.types, strict=False)
        if parameter.kind is Callback or type_.kind == "callback"
    ]


def _variants(subject: Subject, method: Method) -> list[list[Argument]]:
    """All arguments, only those that are needed, and each way to fill one that takes anything."""
    full = method.arguments(subject.records)
    variants = [full]
    if method.given:
        return variants
    if method.required() < len(full):
        variants.append(full[: method.required()])
    for position, (parameter, type_) in enumerate(
        zip(method.signature.parameters, method.types, strict=False)
    ):
        if type_.kind == "any" and parameter.kind is object:
            variants += [
                [*full[:position], Argument("value", value), *full[position + 1 :]]
                for value in ANYTHING
            ]
            variants.append([*full[:position], CALLBACK, *full[position + 1 :]])
        elif parameter.optional:
            variants.append([*full[:position], UNDEFINED, *full[position + 1 :]])
    return variants


def _slow(
    trial: Trial, page: Page, method: Method, args: Sequence[Argument], seconds: float
) -> list[Finding]:
    """The quickest of some tries counts: the first may import something, a machine be busy."""
    for _ in range(_TRIES - 1):
        if seconds > _BLOCKS and not page.is_ended:
            trial.settle()
            seconds = min(seconds, trial.call(page, method.name, args))
    if seconds <= _BLOCKS:
        return []
    remedy = "a device's JS stands still so long: self.run_in_worker(function, ...)"
    return [Finding(method.origin, f"takes {seconds * 1000:.0f} ms", remedy)]


def _given_misfits(method: Method, told: Sequence[str]) -> list[Finding]:
    lines = [text for text in told if f"{method.origin}: parameter " in text]
    return [
        Finding(method.origin, f"does not fit what `calls` gives it: {text}")
        for text in lines
        if "needs a text" not in text
    ]


def _numbers_for_text(method: Method, told: Sequence[str]) -> list[Finding]:
    remedy = "Android makes text of it, iOS hands it over as it is: pass text, or take JSONValue"
    return [
        Finding(method.origin, f"is given what is no text: {text}", remedy)
        for text in told
        if f"{method.origin}: parameter " in text and "needs a text" in text
    ]


def _results(subject: Subject, trial: Trial, method: Method, told: Sequence[str]) -> list[Finding]:
    found = []
    if any(f"{method.origin} returned a value that JS does not get" in text for text in told):
        remedy = "a device loses it too: hand it to a Callback, or say @js_method(sync=True)"
        found.append(Finding(method.origin, "returns a value that JS does not get", remedy))
    if not method.export.sync:
        return found
    for run in trial.seen.runs:
        if run.method == method.name and run.error is None:
            problem = not_json(run.result) or misfit(
                run.result, method.docs.returns, subject.records
            )
            if problem and not (run.result is None and method.docs.returns.kind == "any"):
                remedy = "the hint says what JS gets"
                found.append(
                    Finding(method.origin, f"returns what it does not declare: {problem}", remedy)
                )
                break
    return found


def _callbacks(subject: Subject, trial: Trial, page: Page, method: Method) -> list[Finding]:
    found = []
    types = {p.name: t for p, t in zip(method.signature.parameters, method.types, strict=False)}
    for invocation in trial.seen.invocations:
        problem = not_json(invocation.data)
        type_ = types.get(invocation.parameter)
        if not problem and type_ and type_.kind == "callback":
            problem = misfit(invocation.data, type_.parts[0], subject.records)
        where = f"{method.origin}: {invocation.parameter}"
        if problem:
            remedy = "hand over dict with text keys, list, str, int, float, bool and None only"
            found.append(Finding(where, f"is called with what it is not: {problem}", remedy))
        if invocation.keep_alive and not isinstance(invocation.callback, KeepAliveCallback):
            remedy = "annotate it as KeepAliveCallback: the contract says that it is called once"
            found.append(Finding(where, "is kept alive, and declared as Callback", remedy))
        if invocation.is_spent:
            remedy = "JS forgot it: use invoke_and_keep_alive, and invoke for the last call"
            found.append(Finding(where, "is called again after `invoke`", remedy))
    if not page.is_ended:
        found += _dead_ones(trial, page, method)
    return list(dict.fromkeys(found))


def _look_at_events(subject: Subject, trial: Trial, check: Check) -> None:
    declared = {event.name: event.type for event in subject.docs.events}
    for name, data in trial.seen.fired:
        where = f"{subject.docs.name}: event {name!r}"
        problem = not_json(data)
        if not problem and name in declared:
            problem = misfit(data, declared[name], subject.records)
        if problem:
            remedy = "`events`, or Annotated[Event, ...], says what its data is"
            what = f"has other data than it declares: {problem}"
            check.problems.append(Finding(where, what, remedy))
        elif name not in declared and not _is_common(subject, name):
            remedy = f"declare it: events = {{{name!r}: a TypedDict of its data}}"
            if isinstance(subject.docs, ComponentDocs):
                remedy = f"build it in a method with @event({name!r})"
            check.hints.append(Finding(where, "is not in the documentation", remedy))
    check.problems = list(dict.fromkeys(check.problems))
    check.hints = list(dict.fromkeys(check.hints))


def _is_common(subject: Subject, event: str) -> bool:
    return isinstance(subject.docs, ComponentDocs) and event in subject.docs.common_events


def _dead_ones(trial: Trial, page: Page, method: Method) -> list[Finding]:
    """Callbacks that were kept alive, and that JS does not hear of any more."""
    last: dict[str, Invocation] = {i.callback.id: i for i in trial.seen.invocations}
    found = []
    for callback_id, invocation in last.items():
        if invocation.keep_alive and invocation.callback._page is page:
            before = trial.times_called(page)
            page.invoke_callback(callback_id, None, keep_alive=True)
            if trial.times_called(page) == before:
                where = f"{method.origin}: {invocation.parameter}"
                found.append(Finding(where, "was kept alive, and JS hears of it no more"))
    return found
