"""Checks of a module's end, and of what its pages share."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from weex_runtime.module_api.module import Native
from weex_runtime.module_check.calls import trial_of
from weex_runtime.module_check.leaks import Leftovers
from weex_runtime.module_check.recorder import described
from weex_runtime.module_check.report import Check, Finding
from weex_runtime.module_check.subject import CONTAINERS, Subject
from weex_runtime.module_check.trial import Trial

_CANCEL = "end it in destroy(), or use self.sleep and self.run_in_worker in an async method"
_LINGER = 60.0  # seconds on the page's clock that a connection may take to close


def all_of(subject: Subject) -> Iterator[Check]:
    """In order."""
    yield work_in_flight(subject)
    yield destroyed_twice(subject)
    yield two_pages(subject)


def made(subject: Subject) -> Check:
    """A page makes it, as it does at the first call."""
    check = Check("a page can make it")
    with trial_of(subject) as trial:
        try:
            trial.object(trial.open())
        except Exception as error:
            remedy = "__init__ gets no arguments; self.page is there, so that it can ask the page"
            what = f"cannot be made: {described(error)}"
            check.problems.append(Finding(subject.docs.name, what, remedy))
    return check


def work_in_flight(subject: Subject) -> Check:
    """A page goes while its calls are under way, at once and one turn of the loop later."""
    check = Check("a page that goes while work is in flight leaves nothing behind")
    if not subject.methods:
        check.note = "it exports no method of its own"
    for turns in (0, 1):
        with trial_of(subject) as trial:
            leftovers = Leftovers()
            for method in subject.methods:
                page = trial.open()
                trial.seen.take_failures()
                trial.call(page, method.name, method.arguments(subject.records))
                for _ in range(turns):
                    trial.runtime.looper.turn(0)
                trial.seen.take_failures()  # of the call itself: another check's
                page.destroy()
                check.problems += _after_the_end(subject, trial, method.origin)
            trial.runtime.close()
            left = leftovers.found(subject.timeout)
            check.problems += [
                Finding(subject.docs.name, f"leaves {what}", _CANCEL) for what in left
            ]
    return check


def destroyed_twice(subject: Subject) -> Check:
    """`destroy` is called again, and on an object that nobody used."""
    check = Check("destroy can be called twice")
    with trial_of(subject) as trial:
        used, unused = trial.open(), trial.open()
        for method in subject.methods:
            if not used.is_ended:
                trial.call(used, method.name, method.arguments(subject.records))
        trial.settle()
        for page, how in ((used, "after its methods were called"), (unused, "when it is new")):
            if page.is_ended:
                continue
            module = trial.object(page)
            page.destroy()
            trial.seen.take_failures()
            for count in ("", " again"):
                try:
                    module.destroy()
                except Exception as error:
                    what = f"raises {described(error)} when called{count} {how}"
                    remedy = "what it ends may not be there, or be ended"
                    check.problems.append(Finding(f"{subject.docs.name}.destroy", what, remedy))
    return check


def two_pages(subject: Subject) -> Check:
    """What one page does is not seen in another."""
    check = Check("two pages share no state")
    remedy = (
        "make it in __init__; what pages share on purpose is self.page.runtime.shared(Class), or "
        "named in `shares`"
    )
    with trial_of(subject) as trial:
        one, other = trial.open(), trial.open()
        modules = [trial.object(page) for page in (one, other)]
        for method in subject.methods:
            if not one.is_ended:
                trial.call(one, method.name, method.arguments(subject.records))
                trial.settle()
        for name, now in subject.state_now().items():
            if now != subject.state.get(name, now):
                check.problems.append(Finding(name, "changed, and all pages have it", remedy))
        check.problems += [
            Finding(f"{subject.docs.name}.{name}", "is one object in both pages", remedy)
            for name in _common(subject, *modules)
        ]
    return check


def _after_the_end(subject: Subject, trial: Trial, where: str) -> list[Finding]:
    looper = trial.runtime.looper
    found = []
    if looper.next_due() is not None and not looper.sockets():
        found.append(Finding(where, f"leaves a timer: {looper.pending()}", _CANCEL))
    used = len(trial.seen.invocations)
    rests = trial.settle(subject.seconds)
    if looper.sockets():
        trial.settle(_LINGER)
    late = [invocation for invocation in trial.seen.invocations[used:] if invocation.is_late]
    found += [
        Finding(
            where,
            f"calls {invocation.parameter!r} after the page is gone",
            "look at self.page.is_ended, or stop the work in destroy()",
        )
        for invocation in late
    ]
    spent = [failure for failure in trial.seen.take_failures() if not late or not failure.is_spent]
    found += [Finding(where, f"raises after the page is gone: {failure}") for failure in spent]
    if rests:
        found.append(Finding(where, f"does not come to rest after the page is gone: {rests}"))
    elif looper.sockets() or looper.next_due() is not None:
        found.append(Finding(where, f"leaves work behind: {looper.pending()}", _CANCEL))
    return found


def _common(subject: Subject, one: Native, other: Native) -> list[str]:
    """Fields with the same object in both, of those that can change."""
    on_purpose = [id(value) for value in one.page.runtime._shared.values()]
    others = {id(value) for value in vars(other).values()}
    return [
        name
        for name, value in vars(one).items()
        if id(value) in others and id(value) not in on_purpose and name not in subject.shares
        if isinstance(value, CONTAINERS) or _is_of_the_file(subject, value)
    ]


def _is_of_the_file(subject: Subject, value: object) -> bool:
    """An object of a class that the module's author wrote for it."""
    cls = type(value)
    return cls.__module__ == subject.cls.__module__ and not issubclass(cls, (Enum, type))
