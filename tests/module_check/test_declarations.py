"""weex_runtime.module_check.declarations: docstrings, type hints and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict

import pytest

from weex_runtime import Callback, Event, Module, ModuleError, event, js_method
from weex_runtime.json_values import JSONValue
from weex_runtime.module_docs.types import outside_json
from weex_runtime.testing import check_module

from ..support.module_checks import Answer, problem_of, problems_of


class Day(Enum):
    MONDAY = 1


def test_missing_docstrings_are_problems() -> None:
    class Bare(Module):
        name = "bare"

        @js_method
        def go(self) -> None: ...

    title = "the module and each method have a docstring"
    assert problem_of(Bare, title).startswith("bare has no docstring -> write a docstring")
    assert len(problems_of(Bare)) == 2


def test_keyword_only_parameter_and_missing_type_hint_are_problems() -> None:
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
def test_part_of_a_type_hint_that_js_values_cannot_match_is_named(hint: Any, part: str) -> None:
    assert outside_json(hint) == part


def test_parameter_with_a_type_that_js_does_not_have_is_a_problem() -> None:
    class Odd(Module):
        """A module with a parameter outside JSON."""

        name = "odd"

        @js_method
        def go(self, tags: list[set[str]]) -> None:
            """Go."""

    expected = "odd.go takes for 'tags' set[str], which no value of JS fits"
    assert any(problem.startswith(expected) for problem in problems_of(Odd))


def test_result_with_a_type_that_js_does_not_have_is_a_problem() -> None:
    class Odd(Module):
        """A module with a result outside JSON."""

        name = "odd"

        @js_method(sync=True)
        def go(self) -> set[int]:
            """Go."""
            return set()

    assert any(
        problem.startswith("odd.go returns set[int], which no value of JS fits -> write list")
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
def test_type_hint_that_js_values_can_match_is_accepted(hint: Any) -> None:
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
        ("my module", "go", "my module is not a possible name of a module"),
        ("dom", "go", "dom is the JS framework's own module"),
        ("good", "go-on", "good.go-on is not a method name"),
        ("good", "default", "good.default is a reserved word in Java or Objective-C"),
        ("good", "then", "good.then is a property that the JS engine reads from objects"),
        ("good", "toString", "good.toString is a property that the JS engine reads"),
    ],
)
def test_method_name_that_a_device_does_not_accept_is_a_problem(
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


def test_two_methods_with_one_js_name_are_a_problem() -> None:
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
    assert problem.startswith(
        "twice.go is the name of several methods: go_back and go_to -> a device calls only one"
    )


def test_method_that_overrides_an_inherited_method_gets_a_hint() -> None:
    class Listening(Module):
        """A module that overrides addEventListener."""

        name = "listening"

        @js_method
        def addEventListener(self, event: str, listener: Callback, options: Any = None) -> None:
            """Its own."""

    (hint,) = check_module(Listening).hints
    assert str(hint) == "listening.addEventListener replaces a method that every module has"


@pytest.mark.parametrize("wrap", [staticmethod, classmethod, property, lambda f: (f,)])
def test_decorator_js_method_refuses_an_object_that_is_not_a_function(
    wrap: Callable[..., Any],
) -> None:
    with pytest.raises(ModuleError, match="js_method: expected a method"):
        js_method(wrap(lambda self: None))
