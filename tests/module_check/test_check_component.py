"""`check_component`: each check accepts good components and refuses bad ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

import pytest

from weex_runtime import (
    Callback,
    Component,
    Event,
    KeepAliveCallback,
    ModuleError,
    component_prop,
    event,
    js_method,
)
from weex_runtime.json_values import JSONValue
from weex_runtime.testing import ModuleCheckFailed, check_component

EVENTS = "event builders return events"


class Rated(TypedDict):
    """The data of `rate`."""

    value: float


class Rating(Component):
    """A rating in stars."""

    type = "rating"
    attributes = {"maxValue": 5}

    def __init__(self) -> None:
        self.value = 0.0
        self.seen: list[float] = []

    @component_prop("value")
    def setValue(self, value: float) -> None:
        """How many stars shine."""
        self.value = value

    @component_prop("what")
    def setWhat(self, what: JSONValue) -> None:
        """Anything."""

    @js_method
    async def reset(self, to: float, done: Callback) -> None:
        """Reset the rating after a while."""
        await self.sleep(0.5)
        self.seen.append(to)
        done.invoke({"value": to})
        if not self.is_gone:
            self.fire("rate", value=to)

    @js_method
    def watch(self, change: KeepAliveCallback) -> None:
        """Call back twice."""
        change.invoke_and_keep_alive(1)
        change.invoke_and_keep_alive(2)

    @event("rate")
    def _rate(self, value: float, loud: bool = False) -> Annotated[Event, Rated]:
        """A tap lights a star."""
        return Event({"value": value}, {"attrs": {"value": value}})

    @event("hushed")
    def _hushed(self) -> Event:
        return Event()


def component_with(**members: Any) -> type[Component]:
    """Make a component class with these members."""
    return type("Sample", (Component,), {"__doc__": "Sample.", "type": "sample", **members})


def problems_of(cls: type[Component], **options: Any) -> dict[str, list[str]]:
    """{title of the check: problems, each as one line} of a component that fails."""
    with pytest.raises(ModuleCheckFailed) as failed:
        check_component(cls, **options)
    return {
        check.title: [" ".join(str(problem).split()) for problem in check.problems]
        for check in failed.value.report.checks
        if check.problems
    }


def problem_of(cls: type[Component], title: str, **options: Any) -> str:
    """The first problem of a component that fails only the check with this title."""
    problems = problems_of(cls, **options)
    assert list(problems) == [title]
    return problems[title][0]


def test_report_of_a_good_component_lists_all_checks_as_passed() -> None:
    report = check_component(Rating)
    assert report.problems == report.hints == []
    assert (
        str(report).splitlines()[0]
        == f"component rating: {len(report.checks)} checks, 0 problems, 0 hints"
    )
    assert f"  ok   {EVENTS}" in str(report).splitlines()


def test_check_component_does_not_change_the_class() -> None:
    fire_event, members = Component.fire_event, dict(vars(Rating))
    check_component(Rating)
    assert Component.fire_event is fire_event
    assert dict(vars(Rating)) == members


def test_check_of_a_component_without_methods_passes_with_notes() -> None:
    report = check_component(component_with())
    notes = [check.title for check in report.checks if check.note]
    assert {EVENTS, "attributes accept any value"} <= set(notes)


def test_class_that_is_not_a_component_is_refused() -> None:
    with pytest.raises(ModuleError, match="set `type`"):
        check_component(type("Typeless", (Component,), {}))
    with pytest.raises(ModuleError, match="calls: rating has no method 'sub'"):
        check_component(Rating, calls={"sub": []})


def test_missing_docstring_and_type_hint_that_json_cannot_represent_are_problems() -> None:
    @js_method
    def go(self: Any, what: set[int]) -> None: ...

    problems = problems_of(component_with(go=go))
    assert problems["the component and each method have a docstring"][0].startswith(
        "sample.go has no"
    )
    assert problems["type hints are complete"][0].startswith(
        "sample.go takes for 'what' set[int], which no value of JS fits"
    )


def test_component_method_that_returns_a_value_to_js_is_a_problem() -> None:
    @js_method(sync=True)
    def size(self: Any) -> int:
        """Tell."""
        return 1

    problem = problem_of(component_with(size=size), "methods of refs return nothing")
    assert problem.startswith("sample.size returns a value, which a call through a ref never gets")


def test_exception_in_a_component_method_is_a_problem() -> None:
    @js_method
    def go(self: Any, what: str) -> None:
        """Go."""
        raise KeyError(what)

    problems = problems_of(component_with(go=go))
    assert problems["each method can be called with fitting arguments"][0].startswith(
        "sample.go('text') raises KeyError: 'text' (test_check_component.py:"
    )


def test_keeping_a_callback_alive_whose_type_is_not_keep_alive_callback_is_a_problem() -> None:
    @js_method
    def go(self: Any, done: Callback) -> None:
        """Go."""
        done.invoke_and_keep_alive(1)

    problem = problem_of(component_with(go=go), "callbacks are used as they are declared")
    assert problem.startswith("sample.go: done is kept alive")


def test_exception_for_an_unexpected_attribute_value_is_a_problem() -> None:
    @component_prop("value")
    def set_value(self: Any, value: JSONValue) -> None:
        """Set."""
        float(value)  # type: ignore[arg-type]

    problems = problems_of(component_with(setValue=set_value))
    (title,) = problems
    assert title == "attributes accept any value"
    assert problems[title][0].startswith("<sample value='text'> raises ValueError")


@pytest.mark.parametrize(
    ("returned", "kind"), [(None, "NoneType"), ({"value": 1}, "dict"), ("rate", "str")]
)
def test_event_builder_that_returns_no_event_is_a_problem(returned: Any, kind: str) -> None:
    @event("rate")
    def _rate(self: Any) -> Event:
        """A tap."""
        return returned  # type: ignore[no-any-return]

    problem = problem_of(component_with(_rate=_rate), EVENTS)
    assert problem.startswith(f"Sample._rate returns {kind} instead of an Event for 'rate'")


def test_async_event_builder_is_a_problem() -> None:
    @event("rate")
    async def _rate(self: Any) -> Event:
        """A tap."""
        return Event({})

    problem = problem_of(component_with(_rate=_rate), EVENTS)
    assert problem.startswith("Sample._rate returns coroutine instead of an Event")


def test_event_builder_that_raises_is_a_problem() -> None:
    @event("rate")
    def _rate(self: Any, value: float) -> Event:
        """A tap."""
        raise KeyError(value)

    problem = problem_of(component_with(_rate=_rate), EVENTS)
    assert problem.startswith("Sample._rate raises KeyError: 1.5")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"value": "1"}, "value: expected number, got '1'"),
        ({}, ""),
        ({"value": 1, "more": 2}, "the key 'more' is not one of Rated"),
        ({"value": {1, 2}}, "{1, 2} is not JSON"),
    ],
)
def test_event_builder_whose_data_do_not_match_their_declared_type_is_a_problem(
    data: Mapping[str, Any], problem: str
) -> None:
    @event("rate")
    def _rate(self: Any) -> Annotated[Event, Rated]:
        """A tap."""
        return Event(data)

    cls = component_with(_rate=_rate)
    if not problem:
        check_component(cls)
    else:
        expected = f"Sample._rate builds other data than declared: {problem}"
        assert problem_of(cls, EVENTS).startswith(expected)


def test_event_with_an_unknown_key_in_its_dom_changes_is_a_problem() -> None:
    @event("rate")
    def _rate(self: Any) -> Event:
        """A tap."""
        return Event({}, {"attr": {}})

    problem = problem_of(component_with(_rate=_rate), EVENTS)
    assert problem.startswith("Sample._rate changes attr")


def test_component_event_without_a_builder_is_a_hint() -> None:
    @js_method
    def go(self: Any) -> None:
        """Go."""
        self.fire("gone", far=1)
        self.fire("click")

    (hint,) = check_component(component_with(go=go)).hints
    assert str(hint).startswith("sample: event 'gone' is not in the documentation")
    assert "@event('gone')" in str(hint)


def test_exception_in_a_method_after_the_removal_of_its_element_is_a_problem() -> None:
    @js_method
    async def go(self: Any) -> None:
        """Go."""
        await self.sleep(0.5)
        if self.is_gone:
            raise KeyError("element")

    problems = problems_of(component_with(go=go))
    title = "an element that is removed during a call raises nothing"
    assert problems[title][0].startswith("sample.go raises after its element was removed: KeyError")


def test_component_whose_second_destroy_raises_is_a_problem() -> None:
    def destroy(self: Any) -> None:
        del self.handle

    cls = component_with(__init__=lambda self: setattr(self, "handle", 1), destroy=destroy)
    problems = problems_of(cls)
    assert problems["destroy can be called twice"][0].startswith(
        "sample.destroy raises AttributeError"
    )


def test_timer_that_a_component_keeps_after_the_end_of_the_page_is_a_problem() -> None:
    @js_method
    def go(self: Any) -> None:
        """Go."""
        self.loop.call_later(100, lambda: None)

    problems = problems_of(component_with(go=go))
    (found,) = problems["a page that is destroyed during a call leaves nothing behind"][:1]
    assert found.startswith("sample.go leaves a timer")


def test_component_whose_init_raises_is_a_problem() -> None:
    class Broken(Component):
        """Fails at once."""

        type = "broken"

        def __init__(self) -> None:
            raise OSError("no camera")

    with pytest.raises(ModuleCheckFailed, match="cannot be made"):
        check_component(Broken)


def test_component_method_that_removes_elements_from_the_tree_is_a_problem() -> None:
    class Vandal(Component):
        """Removes its own element."""

        type = "vandal"

        @js_method
        def vanish(self) -> None:
            """Vanish."""
            assert self.element.parent
            self.element.parent.children.clear()

    with pytest.raises(ModuleCheckFailed, match=r"vandal\.vanish breaks the element tree"):
        check_component(Vandal)
