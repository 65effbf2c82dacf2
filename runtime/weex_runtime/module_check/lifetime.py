"""Checks that end a page or a module at different moments, and that look for state that pages
share.
"""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum

from weex_runtime.errors import CallbackSpent
from weex_runtime.module_api.module import Native
from weex_runtime.module_check.report import Check, description
from weex_runtime.module_check.subject import CONTAINERS, Subject
from weex_runtime.module_check.trial import Trial
from weex_runtime.testkit.page import Page

_CANCEL = (
    "cancel timers, threads and sockets in destroy(), or use self.sleep and "
    "self.run_in_worker in an async method"
)
_LINGER = 60.0  # a connection may take this many seconds of the page's clock to close


def checks(subject: Subject) -> Iterator[Check]:
    """End pages at different moments, and compare the state of two pages."""
    yield work_in_flight(subject)
    yield destroyed_twice(subject)
    yield two_pages(subject)


def can_be_made(subject: Subject) -> Check:
    """Check that the object can be created, as a page creates it at the first call."""
    check = Check("a page can make it")
    with Trial(subject) as trial:
        try:
            trial.object(trial.open())
        except Exception as error:
            remedy = "__init__ is called without arguments; self.page is set before __init__ runs"
            check.problem(subject.docs.name, f"cannot be made: {description(error)}", remedy)
    return check


def work_in_flight(subject: Subject) -> Check:
    """Destroy a page while calls are running: directly after the calls, and one turn of the loop
    later.
    """
    check = Check("a page that is destroyed during a call leaves nothing behind")
    if not subject.methods:
        check.note = "it exports no method of its own"
    for turns in (0, 1):
        threads, sockets = set(threading.enumerate()), _open_sockets()
        with Trial(subject) as trial:
            for method in subject.methods:
                page = trial.open()
                trial.start(page, method, method.arguments)
                for _ in range(turns):
                    trial.runtime.looper.turn(0)
                # discard exceptions of the calls, since the check in calls.py reports them
                trial.take_failures()
                page.destroy()
                _check_end(subject, trial, method.origin, check)
        for thread in set(threading.enumerate()) - threads:
            # `join` raises RuntimeError for a thread that has not started
            with suppress(RuntimeError):
                thread.join(subject.timeout)
            if thread.is_alive():
                check.problem(subject.docs.name, f"leaves the thread {thread.name!r}", _CANCEL)
        for sock in _open_sockets() - sockets:
            check.problem(subject.docs.name, f"leaves an open socket ({sock})", _CANCEL)
    return check


def _check_end(subject: Subject, trial: Trial, where: str, check: Check) -> None:
    """Report timers, callbacks, exceptions and sockets that remain after the end of a page."""
    looper = trial.runtime.looper
    if looper.next_due() is not None and not looper.sockets():
        check.problem(where, f"leaves a timer: {looper.pending()}", _CANCEL)
    used = len(trial.invocations)
    unfinished = trial.settle(subject.seconds)
    if looper.sockets():
        trial.settle(_LINGER)
    failures = trial.take_failures()
    for invocation in trial.invocations[used:]:
        if invocation.is_late:
            what = f"calls {invocation.parameter!r} after the page was destroyed"
            check.problem(where, what, "check self.page.is_ended, or stop the work in destroy()")
            failures = [error for error in failures if not isinstance(error, CallbackSpent)]
    check.exceptions(where, failures, when=" after the page was destroyed:")
    if unfinished:
        check.problem(where, f"is not idle after the page was destroyed: {unfinished}")
    elif looper.sockets() or looper.next_due() is not None:
        check.problem(where, f"leaves work behind: {looper.pending()}", _CANCEL)


def destroyed_twice(subject: Subject) -> Check:
    """Call `destroy` twice on one object, and once on an object whose methods were never called."""
    check = Check("destroy can be called twice")
    with Trial(subject) as trial:
        used, unused = trial.open(), trial.open()
        _call_all(subject, trial, used)
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
                    remedy = "make destroy() safe to run twice, and to run before any other call"
                    check.problem(f"{subject.docs.name}.destroy", what, remedy)
    return check


def two_pages(subject: Subject) -> Check:
    """Call the methods on one page, and look for state that the page shares with another page."""
    check = Check("two pages share no state")
    remedy = (
        "create the object in __init__; for state that pages share on purpose use "
        "self.page.runtime.shared(Class), or name it in `shares`"
    )
    with Trial(subject) as trial:
        one, other = trial.open(), trial.open()
        natives = trial.object(one), trial.object(other)
        _call_all(subject, trial, one)
        for name, now in subject.state_now().items():
            if now != subject.state.get(name, now):
                check.problem(name, "changed, and all pages share the change", remedy)
        for name in _common(subject, *natives):
            check.problem(f"{subject.docs.name}.{name}", "is the same object in both pages", remedy)
    return check


def _call_all(subject: Subject, trial: Trial, page: Page) -> None:
    for method in subject.methods:
        if not page.is_ended:
            trial.call(page, method, method.arguments)


def _common(subject: Subject, one: Native, other: Native) -> list[str]:
    """Return the names of attributes whose mutable value two objects of the module share.

    A mutable value is a container, or an object whose class is defined in the module's file.
    """
    shared = [id(value) for value in one.page.runtime._shared.values()]
    others = {id(value) for value in vars(other).values()}
    return [
        name
        for name, value in vars(one).items()
        if id(value) in others and id(value) not in shared and name not in subject.shares
        if isinstance(value, CONTAINERS)
        or type(value).__module__ == subject.cls.__module__
        and not isinstance(value, (Enum, type))
    ]


def _open_sockets() -> set[socket.socket]:
    """Return the open sockets of this process, except connections to servers in this process."""
    ports: dict[socket.socket, object] = {}
    listening = set()
    for sock in gc.get_objects():
        if issubclass(type(sock), socket.socket) and sock.fileno() != -1:
            # suppress the error if another thread closes the socket meanwhile
            with suppress(OSError):
                # The slice gives the port of (host, port, ...); for a Unix socket, `getsockname`
                # returns a path.
                ports[sock] = sock.getsockname()[1:2]
                if sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    listening.add(sock)
    served = [ports[sock] for sock in listening]
    return {sock for sock, port in ports.items() if sock in listening or port not in served}
