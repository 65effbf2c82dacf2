"""Calls of one method, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from weex_runtime.module_check.report import Finding
from weex_runtime.module_check.subject import Method, Subject
from weex_runtime.module_check.trial import Argument, Trial

_EXCEPTION = {
    "CallbackSpent": "use invoke_and_keep_alive for more than one call, and none in the end",
}


def trial_of(subject: Subject, *, strict: bool = False) -> Trial:
    """A runtime for the module."""
    return Trial(subject.cls, options=subject.options, strict=strict, timeout=subject.timeout)


def shown(method: Method, args: Sequence[Argument]) -> str:
    """A call as an author writes it."""
    words = [
        {"callback": "function", "undefined": "undefined"}.get(arg.kind, repr(arg.value))
        for arg in args
    ]
    return f"{method.origin}({', '.join(words)})"


def failures(
    trial: Trial,
    method: Method,
    args: Sequence[Argument] | None,
    known: Collection[str] = (),
) -> list[Finding]:
    """Exceptions since the last time but the known ones, and what was thrown into JS."""
    where = method.origin if args is None else shown(method, args)
    found = [
        Finding(where, f"raises {failure}", _EXCEPTION.get(type(failure.error).__name__, ""))
        for failure in trial.seen.take_failures()
        if str(failure) not in known
    ]
    if trial.thrown:
        found.append(Finding(where, f"throws into JS: {trial.thrown}"))
        trial.thrown = ""
    return found
