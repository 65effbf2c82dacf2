"""weex_runtime.module_check.calls: methods, results, callbacks and events."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Annotated, Any, TypedDict, cast

import pytest

from weex_runtime import Callback, KeepAliveCallback, Module, ModuleError, js_method
from weex_runtime.json_values import JSONValue
from weex_runtime.module_check.subject import Calls
from weex_runtime.testing import ModuleCheckFailed, check_module

from ..support.module_checks import Answer, module_with, problem_of, problem_texts, problems_of

CALLED = "each method can be called with fitting arguments"


def test_exception_in_a_method_is_a_problem_that_names_the_line() -> None:
    @js_method
    def fail(self: Any, title: str) -> None:
        """Fail."""
        raise KeyError(title)

    problems = problems_of(module_with(fail=fail))
    assert problems[0].startswith("sample.fail('text') raises KeyError: 'text' (test_calls.py:")


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


def test_method_with_a_parameter_of_any_type_is_called_with_each_kind_of_value() -> None:
    @js_method
    def look(self: Any, options: JSONValue) -> None:
        """Look."""
        cast(Any, options)["key"]

    problems = problem_texts(module_with(look=look), CALLED)
    assert [problem.partition(" raises ")[0] for problem in problems] == [
        "sample.look('text')",
        "sample.look(1)",
        "sample.look(True)",
        "sample.look([])",
        "sample.look({})",
        "sample.look(None)",
    ]


def test_method_whose_work_does_not_end_in_time_is_a_problem() -> None:
    @js_method
    def hang(self: Any) -> None:
        """Hang."""
        self.run_in_worker(vars(self).setdefault("destroyed", threading.Event()).wait, 30)

    def destroy(self: Any) -> None:
        vars(self).setdefault("destroyed", threading.Event()).set()

    cls = module_with(hang=hang, destroy=destroy)
    problems = problem_texts(cls, CALLED, timeout=0.05)
    assert problems[0].startswith("sample.hang does not become idle: ")
    assert "-> pass arguments in `calls` that let the method end" in problems[0]


def test_calls_option_accepts_arguments_in_order_and_arguments_by_name() -> None:
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


def test_number_for_a_text_parameter_is_a_hint_but_a_problem_in_strict_mode() -> None:
    @js_method
    def add(self: Any, title: str) -> None:
        """Add."""

    with pytest.raises(ModuleCheckFailed) as failed:
        check_module(module_with(add=add), calls={"add": [5]})
    (hint,) = failed.value.report.hints
    assert "sample.add gets a value that is not text" in str(hint)
    (problem,) = failed.value.report.problems
    assert "sample.add(5) is refused: ArgumentMismatch" in str(problem)


def test_method_that_refuses_an_argument_from_the_option_calls_is_a_problem() -> None:
    @js_method
    def add(self: Any, at: bool) -> None:
        """Add."""

    problems = problem_texts(module_with(add=add), CALLED, calls={"add": ["perhaps"]})
    assert problems[0].startswith("sample.add('perhaps') is not run: [weex-runtime] sample.add:")


def test_result_that_does_not_match_its_declared_type_is_a_problem() -> None:
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
        "sample.keys returns another type than declared: the key 1 is not text, so JS and "
        "devices get another key; use text keys",
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


def test_invoking_a_callback_again_after_invoke_is_a_problem() -> None:
    @js_method
    def twice(self: Any, done: Callback) -> None:
        """Twice."""
        done.invoke(1)
        try:
            done.invoke(2)
        except ModuleError:
            self.n += 1

    problem = problem_of(module_with(twice=twice), CALLBACKS)
    assert problem.startswith("sample.twice: done is called again after `invoke` -> `invoke` ends")


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


def test_callback_data_that_do_not_match_their_declared_type_are_a_problem() -> None:
    @js_method
    def add(self: Any, done: Annotated[KeepAliveCallback, Answer]) -> None:
        """Add."""
        done.invoke_and_keep_alive({"result": "success", "count": 1, "more": 2})
        done.invoke({"result": "success", "count": "1"})

    problems = problem_texts(module_with(add=add), CALLBACKS)
    assert "the key 'more' is not one of Answer" in problems[0]
    assert "count: expected integer, got '1'" in problems[1]


def test_call_of_a_keep_alive_callback_that_js_has_removed_is_a_problem() -> None:
    @js_method
    def watch(self: Any, change: KeepAliveCallback) -> None:
        """Watch."""
        change.invoke_and_keep_alive(1)
        self.page.tasks.callback(change.id, 2, keep_alive=False, origin="another way")

    problem = problem_of(module_with(watch=watch), CALLBACKS)
    assert problem.startswith("sample.watch: change was kept alive, and JS has forgotten it")


def test_keeping_a_callback_alive_without_the_keep_alive_hint_is_a_problem() -> None:
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


def test_event_with_data_of_the_declared_type_passes() -> None:
    report = check_module(walker({"walked": Walked}, data={"steps": 1}))
    assert not report.hints


def test_event_data_that_do_not_match_their_declared_type_are_a_problem() -> None:
    problem = problem_of(walker({"walked": Walked}, data={"steps": "1"}), EVENTS)
    assert problem.startswith(
        "sample: event 'walked' has other data than declared: steps: expected integer"
    )


def test_event_data_that_is_not_json_is_a_problem() -> None:
    problems = problems_of(walker({"walked": Any}, data={1}))
    assert any("event 'walked' has other data than declared" in problem for problem in problems)


def test_firing_an_undeclared_event_is_a_hint() -> None:
    (hint,) = check_module(walker({}, data={"steps": 1})).hints
    assert str(hint).startswith("sample: event 'walked' is not in the documentation")


def test_event_that_is_not_among_the_declared_events_is_a_problem() -> None:
    problems = problems_of(walker({"rested": Walked}))
    assert any("expected an event that" in p and "got 'walked'" in p for p in problems)


def test_method_that_blocks_longer_than_android_allows_is_a_problem(
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


def test_exception_of_a_method_for_a_missing_argument_is_a_problem() -> None:
    @js_method
    def add(self: Any, title: str, tags: list[str]) -> None:
        """Add."""
        if title is not None:
            tags.append(title)

    problem = problem_of(module_with(add=add), TOLD)
    assert problem.startswith("sample.add('text') raises AttributeError: 'NoneType' object")
    assert "-> handle None for a missing argument" in problem


def test_method_that_accepts_an_argument_of_a_wrong_type_without_a_warning_is_a_problem() -> None:
    @js_method
    def remove(self: Any, entry: str | int) -> None:
        """Remove."""

    problems = problem_texts(module_with(remove=remove), TOLD)
    assert len(problems) == 1
    assert problems[0].startswith("sample.remove(True) does not report the wrong type of 'entry'")
    assert "raise ArgumentMismatch(" in problems[0]


def test_method_that_accepts_an_argument_of_a_wrong_type_in_strict_mode_is_a_problem() -> None:
    @js_method
    def remove(self: Any, entry: str | int) -> None:
        """Remove."""
        if isinstance(entry, (bool, list, dict)):
            self.page.write_console("warn", f"sample.remove: parameter 'entry' is {entry!r}")

    problem = problem_of(module_with(remove=remove), "strict mode makes such arguments errors")
    assert problem.startswith("sample.remove(True) is not an error for 'entry' -> raise Argument")


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
