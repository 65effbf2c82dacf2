"""Checks of what comes of calls whose arguments do not fit."""

from __future__ import annotations

from collections.abc import Iterator

from weex_runtime.instance.instance import Page
from weex_runtime.module_api.arguments import Parameter
from weex_runtime.module_check.calls import failures, shown, trial_of
from weex_runtime.module_check.report import Check, Finding
from weex_runtime.module_check.samples import misfits
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_check.trial import UNDEFINED, Argument, Trial


def all_of(subject: Subject) -> list[Check]:
    """What comes of calls whose arguments do not fit."""
    told = Check("arguments that do not fit are told, and nothing is raised")
    strict = Check("strict mode makes them errors")
    if not any(method.signature.parameters for method in subject.methods):
        for check in (told, strict):
            check.note = "no method has a parameter"
    for method in subject.methods:
        told.problems += _lenient_problems(subject, method)
        strict.problems += _strict_problems(subject, method)
    return [told, strict]


def _misfitting(subject: Subject, method: Method) -> Iterator[tuple[Parameter, list[Argument]]]:
    full = method.arguments(subject.records)
    for position, (parameter, type_) in enumerate(
        zip(method.signature.parameters, method.types, strict=False)
    ):
        for value in misfits(parameter, type_):
            yield parameter, [*full[:position], Argument("value", value), *full[position + 1 :]]


def _lenient_problems(subject: Subject, method: Method) -> list[Finding]:
    found = []
    with trial_of(subject) as trial:
        page = trial.open()
        full = method.arguments(subject.records)
        trial.call(page, method.name, full)
        trial.settle(subject.seconds)
        known = {str(failure) for failure in trial.seen.take_failures()}  # another check's
        wrong: list[tuple[Parameter | None, list[Argument]]] = [
            (None, full[:count]) for count in range(len(full))
        ]
        wrong += [(None, [UNDEFINED] * len(full)), (None, [*full, Argument("value", "more")])]
        for parameter, args in [*wrong, *_misfitting(subject, method)]:
            if page.is_ended:
                page = trial.open()
            page.said.clear()  # each is told once
            seen = len(page.console)
            trial.call(page, method.name, args)
            trial.settle()
            remedy = "None comes for what is missing, and what a device makes of the rest"
            found += [
                problem._replace(remedy=problem.remedy or remedy)
                for problem in failures(trial, method, args, known)
            ]
            lines = [line.text for line in list(page.console)[seen:]]
            if parameter and not any(_names(text, method, parameter) for text in lines):
                remedy = (
                    f"annotate it with one type, or look at it: raise ArgumentMismatch("
                    f"\"{method.origin}: parameter '{parameter.name}' needs ...\")"
                )
                found.append(
                    Finding(
                        shown(method, args),
                        f"says nothing of {parameter.name!r}, which does not fit",
                        remedy,
                    )
                )
        trial.settle(subject.seconds)
        found += failures(trial, method, None, known)
    return _one_of_each(found)


def _one_of_each(found: list[Finding]) -> list[Finding]:
    """Of those about the same parameter the first."""
    return list({finding.what: finding for finding in reversed(found)}.values())[::-1]


def _names(text: str, method: Method, parameter: Parameter) -> bool:
    return method.origin in text and f"'{parameter.name}'" in text


def _refused(subject: Subject, trial: Trial, page: Page, method: Method) -> list[Finding]:
    """Fitting arguments that are errors."""
    args = method.arguments(subject.records)
    trial.call(page, method.name, args)
    trial.settle()
    trial.seen.take_failures()  # another check's
    remedy = "a call that fits has to stay one" + (": look at `calls`" if method.given else "")
    return [
        Finding(shown(method, args), f"is refused: {error.message}", remedy)
        for error in page.errors
        if "ArgumentMismatch" in error.message
    ]


def _strict_problems(subject: Subject, method: Method) -> list[Finding]:
    found = []
    with trial_of(subject, strict=True) as trial:
        page = trial.open()
        found += _refused(subject, trial, page, method)
        for parameter, args in _misfitting(subject, method):
            if page.is_ended:
                page = trial.open()
            seen = len(page.errors)
            trial.call(page, method.name, args)
            errors = [error.message for error in list(page.errors)[seen:]]
            if not any("ArgumentMismatch" in text and method.origin in text for text in errors):
                remedy = "raise ArgumentMismatch: the runtime makes it an error in strict mode"
                found.append(
                    Finding(shown(method, args), f"is no error for {parameter.name!r}", remedy)
                )
            trial.settle()
            found += failures(trial, method, args)
    return _one_of_each(found)
