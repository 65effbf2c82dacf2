"""Checks of the end of a module or component, and of the state that its pages share."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator
from enum import Enum

from weex_runtime.errors import CallbackSpent
from weex_runtime.module_api.module import Native
from weex_runtime.module_check.report import Check, Finding, description, exceptions
from weex_runtime.module_check.subject import CONTAINERS, Subject
from weex_runtime.module_check.trial import Trial

_CANCEL = "end it in destroy(), or use self.sleep and self.run_in_worker in an async method"
_LINGER = 60.0  # seconds on the page's clock that a connection may take to close


def checks(subject: Subject) -> Iterator[Check]:
    """End pages at different moments, and compare two pages."""
    yield work_in_flight(subject)
    yield destroyed_twice(subject)
    yield two_pages(subject)


def can_be_made(subject: Subject) -> Check:
    """Make the object as a page does at the first call."""
    check = Check("a page can make it")
    with Trial(subject) as trial:
        try:
            trial.object(trial.open())
        except Exception as error:
            remedy = "__init__ gets no arguments; self.page is set before __init__ runs"
            what = f"cannot be made: {description(error)}"
            check.problems.append(Finding(subject.docs.name, what, remedy))
    return check


def work_in_flight(subject: Subject) -> Check:
    """Destroy a page while its calls are under way: at once, and one turn of the loop later."""
    check = Check("a page that is destroyed during a call leaves nothing behind")
    if not subject.methods:
        check.note = "it exports no method of its own"
    for turns in (0, 1):
        threads, sockets = set(threading.enumerate()), _open_sockets()
        with Trial(subject) as trial:
            for method in subject.methods:
                page = trial.open()
                trial.start(page, method, method.arguments(subject.records))
                for _ in range(turns):
                    trial.runtime.looper.turn(0)
                trial.take_failures()  # exceptions of the call belong to another check
                page.destroy()
                check.problems += _after_the_end(subject, trial, method.origin)
        for thread in set(threading.enumerate()) - threads:
            try:
                thread.join(subject.timeout)
            except RuntimeError:
                continue  # a server of the test starts the thread at this moment
            if thread.is_alive():
                what = f"leaves the thread {thread.name!r}"
                check.problems.append(Finding(subject.docs.name, what, _CANCEL))
        for sock in _open_sockets() - sockets:
            what = f"leaves an open socket ({sock})"
            check.problems.append(Finding(subject.docs.name, what, _CANCEL))
    return check


def destroyed_twice(subject: Subject) -> Check:
    """Call `destroy` again, and on an object whose methods were never called."""
    check = Check("destroy can be called twice")
    with Trial(subject) as trial:
        used, unused = trial.open(), trial.open()
        for method in subject.methods:
            if not used.is_ended:
                trial.call(used, method, method.arguments(subject.records))
        for page, when in ((used, "after its methods were called"), (unused, "when it is new")):
            if page.is_ended:
                continue
            native = trial.object(page)
            page.destroy()
            for again in ("", " again"):
                try:
                    native.destroy()
                except Exception as error:
                    what = f"raises {description(error)} when called{again} {when}"
                    remedy = "expect that the things it ends are missing or ended"
                    check.problems.append(Finding(f"{subject.docs.name}.destroy", what, remedy))
    return check


def two_pages(subject: Subject) -> Check:
    """Call the methods from one page, and compare its state with that of another page."""
    check = Check("two pages share no state")
    remedy = (
        "make it in __init__; for state that pages share on purpose use "
        "self.page.runtime.shared(Class), or name it in `shares`"
    )
    with Trial(subject) as trial:
        one, other = trial.open(), trial.open()
        natives = trial.object(one), trial.object(other)
        for method in subject.methods:
            if not one.is_ended:
                trial.call(one, method, method.arguments(subject.records))
        for name, now in subject.state_now().items():
            if now != subject.state.get(name, now):
                check.problems.append(Finding(name, "changed, and all pages have it", remedy))
        check.problems += [
            Finding(f"{subject.docs.name}.{name}", "is one object in both pages", remedy)
            for name in _common(subject, *natives)
        ]
    return check


def _after_the_end(subject: Subject, trial: Trial, where: str) -> list[Finding]:
    looper = trial.runtime.looper
    found = []
    if looper.next_due() is not None and not looper.sockets():
        found.append(Finding(where, f"leaves a timer: {looper.pending()}", _CANCEL))
    used = len(trial.invocations)
    unfinished = trial.settle(subject.seconds)
    if looper.sockets():
        trial.settle(_LINGER)
    remedy = "check self.page.is_ended, or stop the work in destroy()"
    late = [invocation for invocation in trial.invocations[used:] if invocation.is_late]
    found += [
        Finding(where, f"calls {invocation.parameter!r} after the page is gone", remedy)
        for invocation in late
    ]
    failures = trial.take_failures()
    if late:  # the late callback is reported already
        failures = [error for error in failures if not isinstance(error, CallbackSpent)]
    found += exceptions(where, failures, when=" after the page is gone:")
    if unfinished:
        found.append(Finding(where, f"is not idle after the page is gone: {unfinished}"))
    elif looper.sockets() or looper.next_due() is not None:
        found.append(Finding(where, f"leaves work behind: {looper.pending()}", _CANCEL))
    return found


def _common(subject: Subject, one: Native, other: Native) -> list[str]:
    """Names of the attributes whose value is one mutable object in both."""
    shared = [id(value) for value in one.page.runtime._shared.values()]
    others = {id(value) for value in vars(other).values()}
    return [
        name
        for name, value in vars(one).items()
        if id(value) in others and id(value) not in shared and name not in subject.shares
        if isinstance(value, CONTAINERS) or _is_of_the_file(subject, value)
    ]


def _is_of_the_file(subject: Subject, value: object) -> bool:
    """Whether the object's class is defined in the file of the module."""
    cls = type(value)
    return cls.__module__ == subject.cls.__module__ and not issubclass(cls, (Enum, type))


def _open_sockets() -> set[socket.socket]:
    """The open sockets of this process, without the connections of its own servers."""
    found = {
        thing
        for thing in gc.get_objects()
        if issubclass(type(thing), socket.socket) and thing.fileno() != -1
    }
    listening = {sock for sock in found if _is_listening(sock)}
    ports = {_port(sock) for sock in listening}
    return {sock for sock in found if sock in listening or _port(sock) not in ports}


def _is_listening(sock: socket.socket) -> bool:
    try:
        return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:
        return False


def _port(sock: socket.socket) -> object:
    try:
        name = sock.getsockname()
    except OSError:
        return sock
    return name[1] if isinstance(name, tuple) else sock
