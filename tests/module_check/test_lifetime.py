"""weex_runtime.module_check.lifetime: the end of pages, and state that two pages share."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from weex_runtime import Callback, Module, Runtime, js_method
from weex_runtime.testing import ModuleCheckFailed, check_module

from ..support.module_checks import module_with, problem_of, problem_texts

LEFT = "a page that is destroyed during a call leaves nothing behind"


def test_invoking_a_callback_after_the_end_of_the_page_is_a_problem() -> None:
    @js_method
    def load(self: Any, done: Callback) -> None:
        """Load."""
        self.loop.run_in_worker(lambda: 5, lambda result, error: done.invoke(result), "loading")

    problems = problem_texts(module_with(load=load), LEFT)
    assert problems[0].startswith("sample.load calls 'done' after the page was destroyed -> check")


def test_exception_in_a_module_after_the_end_of_the_page_is_a_problem() -> None:
    @js_method
    def load(self: Any) -> None:
        """Load."""
        page = self.page
        self.loop.run_in_worker(
            lambda: 5, lambda result, error: page.fire_global_event("loaded"), "loading"
        )

    problem = problem_of(module_with(load=load), LEFT)
    assert problem.startswith("sample.load raises after the page was destroyed: PageDestroyed")


def test_timer_that_remains_after_the_end_of_the_page_is_a_problem() -> None:
    @js_method
    def remind(self: Any) -> None:
        """Remind."""
        self.loop.call_later(1, lambda: None)

    problem = problem_of(module_with(remind=remind), LEFT)
    assert problem.startswith("sample.remind leaves a timer: the virtual clock's next timer is due")
    assert "-> cancel timers, threads and sockets in destroy()" in problem


@pytest.fixture
def opened() -> Iterator[list[socket.socket]]:
    """Sockets that a module under check leaves open; closed after the test."""
    sockets: list[socket.socket] = []
    yield sockets
    for sock in sockets:
        sock.close()


def test_socket_that_is_open_after_the_end_of_the_page_is_a_problem(
    opened: list[socket.socket],
) -> None:
    @js_method
    def connect(self: Any) -> None:
        """Connect."""
        opened.extend(socket.socketpair())

    problem = problem_of(module_with(connect=connect), LEFT)
    assert problem.startswith("sample leaves an open socket")


def test_socket_that_the_loop_watches_after_the_end_of_the_page_is_a_problem(
    opened: list[socket.socket],
) -> None:
    @js_method
    def connect(self: Any) -> None:
        """Connect."""
        opened.extend(socket.socketpair())
        self.loop.watch(opened[-1], read=lambda: None)

    problem = problem_texts(module_with(connect=connect), LEFT)[0]
    assert problem.startswith("sample.connect leaves work behind: 1 open socket")


def test_thread_that_runs_after_the_end_of_the_page_is_a_problem() -> None:
    ended = threading.Event()

    @js_method
    def listen(self: Any) -> None:
        """Listen."""
        threading.Thread(target=ended.wait, args=(30,), name="listening").start()

    problem = problem_texts(module_with(listen=listen), LEFT, timeout=0.05)[0]
    ended.set()
    assert problem.startswith("sample leaves the thread 'listening'")


def test_second_destroy_that_raises_is_a_problem() -> None:
    def destroy(self: Any) -> None:
        del self.n

    @js_method
    def go(self: Any) -> None:
        """Go."""

    problem = problem_of(module_with(go=go, destroy=destroy), "destroy can be called twice")
    assert problem.startswith("sample.destroy raises AttributeError")


SHARED = "two pages share no state"


def test_list_that_two_pages_share_is_a_problem() -> None:
    titles: list[str] = []

    class Sharing(Module):
        """Shares."""

        name = "sharing"

        def __init__(self) -> None:
            self.titles = titles

        @js_method
        def add(self, title: str) -> None:
            """Add."""

    problem = problem_of(Sharing, SHARED)
    assert problem.startswith(
        "sharing.titles is the same object in both pages -> create the object in __init__"
    )
    check_module(Sharing, shares=["titles"])


class Diary:
    """State of a module."""


def test_object_shared_by_two_pages_is_a_problem_if_the_module_file_defines_its_class() -> None:
    diary = Diary()

    @js_method
    def add(self: Any) -> None:
        """Add."""

    cls = module_with(add=add, __init__=lambda self: setattr(self, "diary", diary))
    cls.__module__ = __name__
    problem = problem_of(cls, SHARED)
    assert problem.startswith("sample.diary is the same object in both pages")


def test_object_from_runtime_shared_is_not_a_problem() -> None:
    def init(self: Any) -> None:
        self.titles = self.page.runtime.shared(titles_of)

    def titles_of(runtime: Runtime) -> list[str]:
        return []

    @js_method
    def add(self: Any) -> None:
        """Add."""
        self.titles.append("lunch")

    check_module(module_with(add=add, __init__=init))


class OfTheClass(Module):
    """Shares."""

    name = "sharing"
    titles: list[str] = []

    @js_method
    def add(self, title: str) -> None:
        """Add."""
        self.titles.append(title)
        _all_titles[title] = 1


_all_titles: dict[str, int] = {}


def test_module_that_changes_a_class_attribute_or_global_is_a_problem() -> None:
    _all_titles.clear()
    problems = problem_texts(OfTheClass, SHARED)
    assert problems[0].startswith("OfTheClass.titles changed, and all pages share the change")
    assert "tests.module_check.test_lifetime._all_titles changed" in problems[1]
    check_module(OfTheClass, shares=["titles", "_all_titles"])


class Served(Module):
    """A module while a server of this process logs an error of its client."""

    name = "served"

    @js_method
    def ask(self) -> None:
        """Let the server log an error."""
        try:
            raise OSError("no valid HTTP request")
        except OSError:
            logging.getLogger("weex_runtime.servers.websocket_server").exception(
                "opening handshake failed"
            )


def test_error_that_a_test_server_logs_is_not_a_problem() -> None:
    assert check_module(Served).problems == []


class NeedsArguments(Module):
    """A module whose __init__ has a parameter."""

    name = "needy"

    def __init__(self, path: str) -> None: ...

    @js_method
    def use(self) -> None:
        """Use it."""


class FailsAtOnce(Module):
    """A module whose __init__ raises."""

    name = "failing"

    def __init__(self) -> None:
        raise OSError("no camera")

    @js_method
    def use(self) -> None:
        """Use it."""


@pytest.mark.parametrize("cls", [NeedsArguments, FailsAtOnce])
def test_module_whose_init_raises_is_a_problem(cls: type[Module]) -> None:
    with pytest.raises(ModuleCheckFailed, match="cannot be made") as caught:
        check_module(cls)
    (problem,) = caught.value.report.problems
    assert problem.where == cls.name
