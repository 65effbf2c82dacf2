"""`check_module`: each check accepts good modules and refuses bad ones."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict, cast

import pytest

from weex_runtime import (
    ArgumentMismatch,
    Callback,
    Event,
    KeepAliveCallback,
    Module,
    ModuleError,
    Runtime,
    event,
    js_method,
)
from weex_runtime.errors import WeexError
from weex_runtime.json_values import JSONValue
from weex_runtime.module_check.subject import Calls
from weex_runtime.module_docs.types import outside_json
from weex_runtime.testing import ModuleCheckFailed, Report, check_module


class Answer(TypedDict):
    """The argument of the callback of `add`."""

    result: str
    count: int


class Day(Enum):
    MONDAY = 1


_MONDAY = Day.MONDAY


class Calendar(Module):
    """A module without problems."""

    name = "calendar"

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.reminder: Any = None
        self.log = logging.getLogger("calendar")
        self.first_day = _MONDAY

    @js_method
    async def add(self, title: str, at_ms: float, done: Annotated[Callback, Answer]) -> None:
        """Add an event, after work on a thread."""
        await self.sleep(0.5)
        await self.run_in_worker(len, title or "")
        self.titles.append(title)
        done.invoke({"result": "success", "count": len(self.titles)})

    @js_method(sync=True)
    def count(self) -> int:
        """The number of events."""
        return len(self.titles)

    @js_method
    def remind(self, every_ms: int, due: KeepAliveCallback) -> None:
        """Call back many times."""
        self._stop()
        self._again(max(every_ms, 100) / 1000, due)

    @js_method
    def find(self, what: JSONValue, found: Callback) -> None:
        """Find events by one title or several."""
        if isinstance(what, (bool, int, float)):
            raise ArgumentMismatch("calendar.find: parameter 'what' needs a title")
        titles = what if isinstance(what, list) else [what]
        found.invoke([title for title in self.titles if title in titles])

    def _again(self, seconds: float, due: KeepAliveCallback) -> None:
        def remind() -> None:
            due.invoke_and_keep_alive(len(self.titles))
            self._again(seconds, due)

        self.reminder = self.loop.call_later(seconds, remind)

    def _stop(self) -> None:
        if self.reminder:
            self.reminder.cancel()

    def destroy(self) -> None:
        self._stop()


CALLS: dict[str, list[JSONValue]] = {"find": ["lunch"]}


def problems_of(cls: type[Module], **options: Any) -> list[str]:
    """The problems, each as one line, of a module that fails."""
    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(cls, **options)
    return [" ".join(str(problem).split()) for problem in failed.value.report.problems]


def problem_of(cls: type[Module], title: str, **options: Any) -> str:
    """The first problem of a module that fails only the check with this title."""
    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(cls, **options)
    report = failed.value.report
    assert [check.title for check in report.checks if check.problems] == [title]
    return " ".join(str(report.problems[0]).split())


def test_good_module_passes_with_a_report_of_all_checks() -> None:
    report = check_module(Calendar, calls=CALLS)
    assert report.problems == report.hints == []
    assert len(report.checks) == 15
    assert str(report).splitlines()[0] == "module calendar: 15 checks, 0 problems, 0 hints"
    assert "  ok   two pages share no state" in str(report).splitlines()


def test_failed_check_is_an_assertion_error_with_all_problems() -> None:
    class Broken(Module):
        name = "broken"

        @js_method
        def first(self) -> None:
            1 / 0  # noqa: B018

    with pytest.raises(AssertionError) as failed:
        check_module(Broken)
    assert isinstance(failed.value, WeexError)
    text = str(failed.value)
    assert "module broken: 15 checks, 3 problems, 0 hints" in text
    assert "FAILED the module and each method have a docstring" in text
    assert (
        "broken.first() raises ZeroDivisionError: division by zero (test_check_module.py:" in text
    )
    assert "-> describe it" in text


def test_check_without_methods_has_a_note() -> None:
    class Silent(Module):
        """A module without methods on iOS."""

        name = "silent"

        @js_method(platforms=("android",))
        def go(self) -> None:
            """Go."""

    report = check_module(Silent, options={"platform": "ios"})
    assert isinstance(report, Report)
    notes = [check.title for check in report.checks if check.note]
    assert len(notes) == 8
    assert "  --   callbacks are used as they are declared: it exports no method" in str(report)


@pytest.mark.parametrize(
    ("calls", "message"),
    [
        ({"sub": []}, "calls: calendar has no method 'sub'; it has add, count, remind, find"),
        ({"count": [1]}, "calls: calendar.count takes 0 arguments, not 1"),
        ({"add": {"name": "x"}}, "calls: calendar.add has no parameter 'name'"),
    ],
)
def test_calls_with_unknown_methods_or_parameters_are_refused(calls: Any, message: str) -> None:
    with pytest.raises(ModuleError, match=message):
        check_module(Calendar, calls=calls)


def test_class_that_cannot_be_registered_is_refused() -> None:
    with pytest.raises(ModuleError, match="set `name`"):
        check_module(type("Nameless", (Module,), {}))


# declarations.py


def test_missing_docstrings_are_problems() -> None:
    class Bare(Module):
        name = "bare"

        @js_method
        def go(self) -> None: ...

    title = "the module and each method have a docstring"
    assert problem_of(Bare, title).startswith("bare has no docstring -> describe it")
    assert len(problems_of(Bare)) == 2


def test_missing_type_hints_and_keyword_only_parameters_are_problems() -> None:
    class Untyped(Module):
        """Untyped."""

        name = "untyped"

        @js_method
        def go(self, where, *, fast: bool = False):  # type: ignore[no-untyped-def]
            """Go."""

    problems = problems_of(Untyped)
    assert problems[0].startswith("untyped.go has no type hint for 'where' -> write str, int")
    assert problems[1].startswith("untyped.go has keyword-only parameters (fast) -> JS passes")
    assert problems[2].startswith("untyped.go has no type hint for its result -> write -> None")
    assert len(problems) == 3


class Deep(TypedDict):
    """A TypedDict with a type outside JSON."""

    names: set[str]


class Chain(TypedDict):
    """A TypedDict inside itself."""

    next: Chain | None


@pytest.mark.parametrize(
    ("hint", "part"),
    [
        (bytes, "bytes"),
        (bytearray, "bytearray"),
        (set[int], "set[int]"),
        (set, "set"),
        (frozenset[str], "frozenset[str]"),
        (complex, "complex"),
        (datetime, "datetime"),
        (Path, "Path"),
        (Day, "Day"),
        (Callable[[int], None], "collections.abc.Callable[[int], None]"),
        (list[bytes], "bytes"),
        (dict[str, set[int]], "set[int]"),
        (dict[int, str], "dict[int, str]"),
        (bytes | None, "bytes"),
        (Deep, "set[str]"),
        (Annotated[Callback, bytes], "bytes"),
        (Annotated[Callback, Callback], "Callback"),
        (Literal[b"a"], "typing.Literal[b'a']"),
        (type, "type"),
    ],
)
def test_outside_json_names_the_part_of_a_hint_that_no_value_of_js_fits(
    hint: Any, part: str
) -> None:
    assert outside_json(hint) == part


def test_parameter_whose_hint_no_value_of_js_fits_is_a_problem() -> None:
    class Odd(Module):
        """A module with a parameter outside JSON."""

        name = "odd"

        @js_method
        def go(self, tags: list[set[str]]) -> None:
            """Go."""

    expected = "odd.go takes for 'tags' set[str], which no value of JS fits"
    assert any(problem.startswith(expected) for problem in problems_of(Odd))


def test_result_whose_hint_no_value_of_js_fits_is_a_problem() -> None:
    class Odd(Module):
        """A module with a result outside JSON."""

        name = "odd"

        @js_method(sync=True)
        def go(self) -> set[int]:
            """Go."""
            return set()

    assert any(
        problem.startswith("odd.go returns set[int], which no value of JS fits -> take list")
        for problem in problems_of(Odd)
    )


@pytest.mark.parametrize(
    "hint",
    [
        *(str, int, float, bool, None, list, dict, Any, object),
        *(list[int], list[Any], tuple[int, ...], dict[str, list[float]], Sequence[str]),
        *(Mapping[str, int], str | None, int | str, Literal["a", 1, True], JSONValue),
        *(Answer, Chain, list[Answer], Callback, Callback | None),
        *(Annotated[Callback, Answer], Annotated[str, "a note"]),
    ],
)
def test_outside_json_is_empty_for_hints_that_values_of_js_fit(hint: Any) -> None:
    assert outside_json(hint) == ""


def test_module_without_a_js_method_is_a_problem() -> None:
    class Helper(Module):
        """A module without @js_method."""

        name = "helper"

        def go(self) -> None:
            """Go."""

    problem = problem_of(Helper, "the module has methods for JS")
    assert (
        problem
        == "helper has no method for JS -> mark the methods that bundles call with @js_method"
    )


def test_event_builder_in_a_module_is_a_problem() -> None:
    class Mixed(Module):
        """A module with @event."""

        name = "mixed"

        @js_method
        def go(self) -> None:
            """Go."""

        @event("change")
        def changed(self) -> Event:
            """Changed."""
            return Event({})

    problem = problem_of(Mixed, "the module has methods for JS")
    assert problem.startswith("mixed.changed builds an element's event 'change' ->")
    assert "self.fire_module_event" in problem


@pytest.mark.parametrize(
    ("module", "method", "problem"),
    [
        ("my module", "go", "my module is not a module name"),
        ("dom", "go", "dom is the JS framework's own module"),
        ("good", "go-on", "good.go-on is not a method name"),
        ("good", "default", "good.default is a reserved word in Java or Objective-C"),
        ("good", "then", "good.then is a property that JS itself reads from objects"),
        ("good", "toString", "good.toString is a property that JS itself reads"),
    ],
)
def test_name_that_a_device_cannot_have_is_a_problem(
    module: str, method: str, problem: str
) -> None:
    class Named(Module):
        """Named."""

        name = module

        @js_method(name=method)
        def go(self) -> None:
            """Go."""

    title = "names are possible in JS, Java and Objective-C"
    assert problem_of(Named, title).startswith(problem)


def test_two_methods_of_one_js_name_are_a_problem() -> None:
    class Twice(Module):
        """Twice."""

        name = "twice"

        @js_method(name="go")
        def go_to(self, where: str) -> None:
            """Go."""

        @js_method(name="go")
        def go_back(self) -> None:
            """Go."""

    problem = problem_of(Twice, "no method is overloaded")
    assert problem.startswith("twice.go is the name of go_back and go_to -> a device calls any")


def test_method_that_replaces_an_inherited_one_is_a_hint() -> None:
    class Listening(Module):
        """A module that overrides addEventListener."""

        name = "listening"

        @js_method
        def addEventListener(self, event: str, listener: Callback, options: Any = None) -> None:
            """Its own."""

    (hint,) = check_module(Listening).hints
    assert str(hint) == "listening.addEventListener replaces a method that every module has"


# calls.py

CALLED = "each method can be called with fitting arguments"


def module_with(**methods: Callable[..., Any]) -> type[Module]:
    """Make a module class with these methods, which take (self, ...)."""
    return type(
        "Sample",
        (Module,),
        {"__doc__": "Sample.", "name": "sample", "__init__": lambda self: setattr(self, "n", 0)}
        | methods,
    )


def test_exception_in_a_method_is_a_problem_with_its_line() -> None:
    @js_method
    def fail(self: Any, title: str) -> None:
        """Fail."""
        raise KeyError(title)

    problems = problems_of(module_with(fail=fail))
    assert problems[0].startswith(
        "sample.fail('text') raises KeyError: 'text' (test_check_module.py:"
    )


def test_exception_in_a_coroutine_worker_timer_or_thread_is_a_problem() -> None:
    @js_method
    async def later(self: Any) -> None:
        """Fail."""
        await self.sleep(1)
        raise ValueError("later")

    @js_method
    async def work(self: Any) -> None:
        """Fail."""
        await self.run_in_worker(lambda: 1 / 0)

    @js_method
    def tick(self: Any) -> None:
        """Fail."""
        self.page.timers.start("tick", 500, lambda: next(iter(())), repeat=False)

    @js_method
    def thread(self: Any) -> None:
        """Fail."""
        started = threading.Thread(target=lambda: cast(Any, {})["gone"], name="adding")
        started.start()
        started.join()

    cls = module_with(later=later, work=work, tick=tick, thread=thread)
    problems = problem_texts(cls, CALLED)
    assert [problem.partition(" (test")[0] for problem in problems] == [
        "sample.later raises ValueError: later",
        "sample.work() raises ZeroDivisionError: division by zero",
        "sample.tick raises StopIteration:",
        "sample.thread() raises KeyError: 'gone'",
    ]


def problem_texts(cls: type[Module], title: str, **options: Any) -> list[str]:
    """The problems of the check with this title."""
    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(cls, **options)
    (check,) = [check for check in failed.value.report.checks if check.title == title]
    return [" ".join(str(problem).split()) for problem in check.problems]


def test_parameter_of_any_type_is_called_with_each_kind_of_value() -> None:
    @js_method
    def look(self: Any, options: JSONValue) -> None:
        """Look."""
        cast(Any, options)["key"]

    problems = problem_texts(module_with(look=look), CALLED)
    assert [problem.partition(" raises ")[0] for problem in problems] == [
        "sample.look('text')",
        "sample.look('text')",
        "sample.look(1)",
        "sample.look(True)",
        "sample.look([])",
        "sample.look({})",
        "sample.look(None)",
        "sample.look(function)",
    ]


def test_call_that_never_ends_is_a_problem() -> None:
    @js_method
    def hang(self: Any) -> None:
        """Hang."""
        self.run_in_worker(_released.wait, 0.3)

    problems = problem_texts(module_with(hang=hang), CALLED, timeout=0.05)
    _released.set()
    assert problems[0].startswith("sample.hang does not become idle: ")
    assert "-> give `calls` arguments that lead to an end" in problems[0]


_released = threading.Event()


def test_calls_gives_arguments_in_order_or_by_name() -> None:
    seen: list[Any] = []

    @js_method
    def add(self: Any, title: str, at_ms: float, done: Callback) -> None:
        """Add."""
        seen.append((title, at_ms))

    cls = module_with(add=add)
    in_order: Calls = {"add": ["lunch", 1.7e12]}
    by_name: Calls = {"add": {"at_ms": 1.7e12, "title": "lunch"}}
    for calls in (in_order, by_name):
        seen.clear()
        check_module(cls, calls=calls)
        assert seen[0] == ("lunch", 1.7e12)


def test_number_for_a_text_parameter_is_a_hint_and_refused_in_strict_mode() -> None:
    @js_method
    def add(self: Any, title: str) -> None:
        """Add."""

    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(module_with(add=add), calls={"add": [5]})
    (hint,) = failed.value.report.hints
    assert "sample.add gets a value that is not text" in str(hint)
    (problem,) = failed.value.report.problems
    assert "sample.add(5) is refused: ArgumentMismatch" in str(problem)


def test_call_that_is_not_run_is_a_problem() -> None:
    @js_method
    def add(self: Any, at: bool) -> None:
        """Add."""

    problems = problem_texts(module_with(add=add), CALLED, calls={"add": ["perhaps"]})
    assert problems[0].startswith("sample.add('perhaps') is not run: [weex-runtime] sample.add:")


def test_results_other_than_declared_are_problems() -> None:
    @js_method
    def lost(self: Any) -> int:
        """Lost."""
        return 5

    @js_method
    async def lost_later(self: Any) -> int:
        """Lost."""
        await self.sleep(0)
        return 5

    @js_method(sync=True)
    def other(self: Any) -> str:
        """Return another type than declared."""
        return 5  # type: ignore[return-value]

    @js_method(sync=True)
    def keys(self: Any) -> dict[str, JSONValue]:
        """Return keys that are not text."""
        return {1: "one"}  # type: ignore[dict-item]

    problems = problem_texts(
        module_with(lost=lost, lost_later=lost_later, other=other, keys=keys),
        "results have their declared types",
    )
    assert [problem.partition(" -> ")[0] for problem in problems] == [
        "sample.lost returns a value that JS does not get",
        "sample.lost_later returns a value that JS does not get",
        "sample.other returns another type than declared: expected text, got 5",
        "sample.keys returns another type than declared: the key 1 is not text; JS and "
        "devices get another key",
    ]


def test_result_that_is_not_json_is_a_problem() -> None:
    @js_method(sync=True)
    def tags(self: Any) -> JSONValue:
        """Return a set."""
        return {"a"}  # type: ignore[return-value]

    title = "results have their declared types"
    problems = problem_texts(module_with(tags=tags), title)
    assert problems[0].startswith(
        "sample.tags returns another type than declared: {'a'} is not JSON"
    )


CALLBACKS = "callbacks are used as they are declared"


def test_invoking_a_spent_callback_is_a_problem() -> None:
    @js_method
    def twice(self: Any, done: Callback) -> None:
        """Twice."""
        done.invoke(1)
        try:
            done.invoke(2)
        except ModuleError:
            self.n += 1

    problem = problem_of(module_with(twice=twice), CALLBACKS)
    assert problem.startswith("sample.twice: done is called again after `invoke` -> JS forgot it")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({"at": float("nan")}, "JSON has no nan, JS gets null"),
        ({5: "a"}, "the key 5 is not text"),
        ([{"tags": {"a"}}], "{'a'} is not JSON"),
    ],
)
def test_callback_data_that_is_not_json_is_a_problem(data: Any, what: str) -> None:
    @js_method
    def add(self: Any, done: Callback) -> None:
        """Add."""
        try:
            done.invoke(data)
        except TypeError:
            self.n += 1

    problem = problem_of(module_with(add=add), CALLBACKS)
    assert problem.startswith(f"sample.add: done is called with a wrong value: {what}")


def test_callback_data_other_than_declared_is_a_problem() -> None:
    @js_method
    def add(self: Any, done: Annotated[KeepAliveCallback, Answer]) -> None:
        """Add."""
        done.invoke_and_keep_alive({"result": "success", "count": 1, "more": 2})
        done.invoke({"result": "success", "count": "1"})

    problems = problem_texts(module_with(add=add), CALLBACKS)
    assert "the key 'more' is not one of Answer" in problems[0]
    assert "count: expected integer, got '1'" in problems[1]


def test_kept_alive_callback_that_js_forgot_is_a_problem() -> None:
    @js_method
    def watch(self: Any, change: KeepAliveCallback) -> None:
        """Watch."""
        change.invoke_and_keep_alive(1)
        self.page.tasks.callback(change.id, 2, keep_alive=False, origin="another way")

    problem = problem_of(module_with(watch=watch), CALLBACKS)
    assert problem.startswith("sample.watch: change was kept alive, and JS has forgotten it")


def test_kept_alive_callback_declared_as_callback_is_a_problem() -> None:
    @js_method
    def watch(self: Any, change: Callback) -> None:
        """Watch."""
        change.invoke_and_keep_alive(1)
        change.invoke_and_keep_alive(2)

    problem = problem_of(module_with(watch=watch), CALLBACKS)
    assert problem.startswith("sample.watch: change is kept alive, and declared as Callback ->")
    assert "KeepAliveCallback" in problem


class Walked(TypedDict):
    """The data of `walked`."""

    steps: int


EVENTS = "events are fired as they are declared"


def walker(declared: Mapping[str, Any], event: str = "walked", data: Any = None) -> type[Module]:
    """Make a module class that fires an event."""

    @js_method
    def walk(self: Any) -> None:
        """Walk."""
        self.fire_module_event(event, data)

    cls = module_with(walk=walk)
    cls.events = declared
    return cls


def test_event_with_declared_data_passes() -> None:
    report = check_module(walker({"walked": Walked}, data={"steps": 1}))
    assert not report.hints


def test_event_with_other_data_than_declared_is_a_problem() -> None:
    problem = problem_of(walker({"walked": Walked}, data={"steps": "1"}), EVENTS)
    assert problem.startswith(
        "sample: event 'walked' has other data than declared: steps: expected integer"
    )


def test_event_data_that_is_not_json_is_a_problem() -> None:
    problems = problems_of(walker({"walked": Any}, data={1}))
    assert any("event 'walked' has other data than declared" in problem for problem in problems)


def test_undeclared_event_is_a_hint() -> None:
    (hint,) = check_module(walker({}, data={"steps": 1})).hints
    assert str(hint).startswith("sample: event 'walked' is not in the documentation")


def test_event_missing_in_the_declared_ones_is_a_problem() -> None:
    problems = problems_of(walker({"rested": Walked}))
    assert any("expected an event that" in p and "got 'walked'" in p for p in problems)


def test_method_that_blocks_as_long_as_android_allows_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @js_method(sync=True)
    def read(self: Any) -> str:
        """Read."""
        return "read"

    monkeypatch.setattr("weex_runtime.instance.invoke.NOT_RESPONDING", 0)
    problem = problem_of(module_with(read=read), "no method holds up the page")
    assert problem.startswith("sample.read holds up the page -> ")
    assert "self.run_in_worker" in problem


TOLD = "arguments that do not fit are reported, and nothing is raised"


def test_exception_for_a_missing_argument_is_a_problem() -> None:
    @js_method
    def add(self: Any, title: str, tags: list[str]) -> None:
        """Add."""
        if title is not None:
            tags.append(title)

    problem = problem_of(module_with(add=add), TOLD)
    assert problem.startswith("sample.add('text') raises AttributeError: 'NoneType' object")
    assert "-> handle None for a missing argument" in problem


def test_unreported_mismatch_is_a_problem() -> None:
    @js_method
    def remove(self: Any, entry: str | int) -> None:
        """Remove."""

    problems = problem_texts(module_with(remove=remove), TOLD)
    assert len(problems) == 1
    assert problems[0].startswith("sample.remove(True) does not report 'entry', which does not fit")
    assert "raise ArgumentMismatch(" in problems[0]


def test_mismatch_that_is_no_error_in_strict_mode_is_a_problem() -> None:
    @js_method
    def remove(self: Any, entry: str | int) -> None:
        """Remove."""
        if isinstance(entry, (bool, list, dict)):
            self.page.write_console("warn", f"sample.remove: parameter 'entry' is {entry!r}")

    problem = problem_of(module_with(remove=remove), "strict mode makes such arguments errors")
    assert problem.startswith("sample.remove(True) is not an error for 'entry' -> raise Argument")


# lifetime.py

LEFT = "a page that is destroyed during a call leaves nothing behind"


def test_callback_after_the_end_of_the_page_is_a_problem() -> None:
    @js_method
    def load(self: Any, done: Callback) -> None:
        """Load."""
        self.loop.run_in_worker(lambda: 5, lambda result, error: done.invoke(result), "loading")

    problems = problem_texts(module_with(load=load), LEFT)
    assert problems[0].startswith("sample.load calls 'done' after the page is gone -> check")


def test_exception_after_the_end_of_the_page_is_a_problem() -> None:
    @js_method
    def load(self: Any) -> None:
        """Load."""
        page = self.page
        self.loop.run_in_worker(
            lambda: 5, lambda result, error: page.fire_global_event("loaded"), "loading"
        )

    problem = problem_of(module_with(load=load), LEFT)
    assert problem.startswith("sample.load raises after the page is gone: PageDestroyed")


def test_timer_after_the_end_of_the_page_is_a_problem() -> None:
    @js_method
    def remind(self: Any) -> None:
        """Remind."""
        self.loop.call_later(1, lambda: None)

    problem = problem_of(module_with(remind=remind), LEFT)
    assert problem.startswith("sample.remind leaves a timer: the virtual clock's next timer is due")
    assert "-> end it in destroy()" in problem


@pytest.fixture
def opened() -> Iterator[list[socket.socket]]:
    """Sockets that a module under check leaves open; closed after the test."""
    sockets: list[socket.socket] = []
    yield sockets
    for sock in sockets:
        sock.close()


def test_open_socket_after_the_end_of_the_page_is_a_problem(opened: list[socket.socket]) -> None:
    @js_method
    def connect(self: Any) -> None:
        """Connect."""
        opened.extend(socket.socketpair())

    problem = problem_of(module_with(connect=connect), LEFT)
    assert problem.startswith("sample leaves an open socket")


def test_watched_socket_after_the_end_of_the_page_is_a_problem(opened: list[socket.socket]) -> None:
    @js_method
    def connect(self: Any) -> None:
        """Connect."""
        opened.extend(socket.socketpair())
        self.loop.watch(opened[-1], read=lambda: None)

    problem = problem_texts(module_with(connect=connect), LEFT)[0]
    assert problem.startswith("sample.connect leaves work behind: 1 open socket")


def test_thread_after_the_end_of_the_page_is_a_problem() -> None:
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
    assert problem.startswith("sharing.titles is one object in both pages -> make it in __init__")
    check_module(Sharing, shares=["titles"])


class Diary:
    """State of a module."""


def test_own_object_that_two_pages_share_is_a_problem() -> None:
    diary = Diary()

    @js_method
    def add(self: Any) -> None:
        """Add."""

    cls = module_with(add=add, __init__=lambda self: setattr(self, "diary", diary))
    cls.__module__ = __name__
    problem = problem_of(cls, SHARED)
    assert problem.startswith("sample.diary is one object in both pages")


def test_object_of_runtime_shared_may_be_shared() -> None:
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


def test_changed_class_attribute_or_global_is_a_problem() -> None:
    _all_titles.clear()
    problems = problem_texts(OfTheClass, SHARED)
    assert problems[0].startswith("OfTheClass.titles changed, and all pages have it")
    assert "tests.module_check.test_check_module._all_titles changed" in problems[1]
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


def test_log_of_a_server_in_the_process_is_not_a_problem() -> None:
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
def test_module_that_cannot_be_made_is_a_problem(cls: type[Module]) -> None:
    with pytest.raises(ModuleCheckFailed, match="cannot be made") as caught:
        check_module(cls)
    (problem,) = caught.value.report.problems
    assert problem.where == cls.name


def test_result_that_contains_itself_is_a_problem() -> None:
    class Circle(Module):
        """A module that returns a list inside itself."""

        name = "circle"

        @js_method(sync=True)
        def round(self) -> JSONValue:
            """Return the list."""
            value: list[JSONValue] = []
            value.append(value)
            return value

    with pytest.raises(ModuleCheckFailed, match="contains itself"):
        check_module(Circle)


@pytest.mark.parametrize("wrap", [staticmethod, classmethod, property, lambda f: (f,)])
def test_js_method_refuses_objects_that_are_not_functions(wrap: Callable[..., Any]) -> None:
    with pytest.raises(ModuleError, match="js_method: expected a method"):
        js_method(wrap(lambda self: None))
