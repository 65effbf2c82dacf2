"""Conversion of JS arguments (spec: authoring, section 1)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal, Optional, TypedDict, Union

import pytest

from weex_runtime import Callback, Module, Page, Runtime, js_method


class Options(TypedDict, total=False):
    url: str


class Taker(Module):
    """A module with a method for each kind of parameter; `got` has the latest arguments."""

    name = "taker"
    got: tuple[Any, ...] | None = None

    @js_method
    def text(self, value: str) -> None:
        self.got = (value,)

    @js_method
    def text_or_none(self, value: str | None) -> None:
        self.got = (value,)

    @js_method
    def literal(self, value: Literal["a", "b"]) -> None:
        self.got = (value,)

    @js_method
    def literal_number(self, value: Literal[1, 2]) -> None:
        self.got = (value,)

    @js_method
    def mixed_literal(self, value: Literal["a", 2]) -> None:
        self.got = (value,)

    @js_method
    def whole(self, value: int) -> None:
        self.got = (value,)

    @js_method
    def whole_or_none(self, value: int | None) -> None:
        self.got = (value,)

    @js_method
    def number(self, value: float) -> None:
        self.got = (value,)

    @js_method
    def flag(self, value: bool) -> None:
        self.got = (value,)

    @js_method
    def flag_or_none(self, value: Optional[bool]) -> None:  # noqa: UP045
        self.got = (value,)

    @js_method
    def object(self, value: dict[str, Any]) -> None:
        self.got = (value,)

    @js_method
    def options(self, value: Options) -> None:
        self.got = (value,)

    @js_method
    def array(self, value: list[int]) -> None:
        self.got = (value,)

    @js_method
    def anything(self, value: Any) -> None:
        self.got = (value,)

    @js_method
    def unannotated(self, value):  # type: ignore[no-untyped-def]
        self.got = (value,)

    @js_method
    def either(self, value: Union[int, str]) -> None:  # noqa: UP007
        self.got = (value,)

    @js_method
    def callback(self, done: Callback) -> None:
        self.got = (done,)

    @js_method
    def callback_or_none(self, done: Callback | None) -> None:
        self.got = (done,)

    @js_method
    def defaults(
        self, text: str = "t", whole: int = 7, flag: bool = True, array: list[int] | None = None
    ) -> None:
        self.got = (text, whole, flag, array)

    @js_method
    def required(self, text: str, value: dict[str, Any], done: Callback) -> None:
        self.got = (text, value, done)

    @js_method
    def nothing(self) -> None:
        self.got = ()

    @js_method
    def rest(self, first: int, *others: Any) -> None:
        self.got = (first, *others)


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Taker])


@pytest.fixture
def call(open_page: Callable[..., Page]) -> Callable[[str], tuple[Any, ...] | None]:
    """Run `taker.<text>` in JS; return the method's arguments, None if it was not run."""
    page = open_page(
        "var taker = weex.requireModule('taker');\n"
        "var body = document.createElement('div');\n"
        "body.addEvent('call', function (event) { (0, eval)('taker.' + event.text); });\n"
        "document.documentElement.appendChild(body);"
    )

    def call(text: str) -> tuple[Any, ...] | None:
        taker = page.module("taker")
        assert isinstance(taker, Taker)
        taker.got = None
        page.fire_event("_root", "call", {"text": text})
        assert not page.errors
        if taker.got is None:
            assert page.console[-1].level == "error"
            raise Refused(page.console[-1].text)
        assert {line.level for line in page.console} <= {"warn"}
        return taker.got

    return call


class Refused(Exception):
    """The console line of a call that is refused."""


Call = Callable[[str], tuple[Any, ...]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text('plain')", "plain"),
        ("text('')", ""),
        ("text(' 1 ')", " 1 "),
        ("text(1001)", "1001"),
        ("text(1.5)", "1.5"),
        ("text(true)", "true"),
        ("text({ a: [1, null] })", '{"a":[1,null]}'),
        ("text(['ü'])", '["\\u00fc"]'),
        ("text(undefined)", ""),
        ("text(null)", ""),
        ("text()", None),
        ("text_or_none('')", ""),
        ("text_or_none(5)", "5"),
        ("text_or_none()", None),
        ("literal('a')", "a"),
        ("literal(2)", "2"),
    ],
)
def test_str_parameter_gets_other_values_as_json_text(call: Call, text: str, expected: Any) -> None:
    assert call(text) == (expected,)


@pytest.mark.parametrize("text", ["literal_number(2)", "literal_number('2')", "mixed_literal(2)"])
def test_argument_of_a_literal_parameter_is_converted_to_the_type_of_the_literals(
    call: Call, text: str
) -> None:
    assert call(text) == (2,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("whole(5)", 5),
        ("whole(-5.9)", -5),
        ("whole(Math.pow(2, 53))", 2**53),
        ("whole('12')", 12),
        ("whole(' -12.7 ')", -12),
        ("whole('+3')", 3),
        ("whole('12px')", 12),
        ("whole('12 wx')", 12),
        ("whole('1e3')", 1000),
        ("whole('1e999')", 0),
        ("whole('abc')", 0),
        ("whole('12em')", 0),
        ("whole('')", 0),
        ("whole(undefined)", 0),
        ("whole([1])", 0),
        ("whole({})", 0),
        ("whole(true)", 1),
        ("whole_or_none(undefined)", None),
        ("whole_or_none(null)", None),
        ("whole_or_none()", None),
        ("whole_or_none(3)", 3),
        ("number(5)", 5.0),
        ("number(0.25)", 0.25),
        ("number('.5px')", 0.5),
        ("number('5.')", 5.0),
        ("number('-1e-3')", -0.001),
    ],
)
def test_int_and_float_parameters_accept_numbers_and_numeric_text(
    call: Call, text: str, expected: Any
) -> None:
    (value,) = call(text)
    assert value == expected
    assert type(value) is (float if text.startswith("number") else type(expected))


@pytest.mark.parametrize(
    "text",
    [
        "number('abc')",
        "number({})",
        "number(undefined)",
        "number('1'.repeat(200000) + 'x')",  # takes minutes if a pattern backtracks at each digit
    ],
)
def test_float_parameter_gets_nan_for_a_value_that_is_not_a_number(call: Call, text: str) -> None:
    assert math.isnan(call(text)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flag(true)", True),
        ("flag(false)", False),
        ("flag('true')", True),
        ("flag('false')", False),
        ("flag_or_none(null)", None),
        ("flag_or_none()", None),
        ("flag_or_none(false)", False),
    ],
)
def test_bool_parameter_accepts_booleans_and_the_texts_true_and_false(
    call: Call, text: str, expected: bool | None
) -> None:
    assert call(text) == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("object({ a: 1 })", {"a": 1}),
        ("object('{\"a\": 1}')", {"a": 1}),
        ("object(' {\"a\": 1} ')", {"a": 1}),
        ("object([1])", None),
        ("object('[1]')", None),
        ("object(5)", None),
        ("object(true)", None),
        ("object('no JSON')", None),
        ("object('{\"a\": 1} and more')", None),
        ("object(undefined)", None),
        ("object()", None),
        ("options({ url: 'u' })", {"url": "u"}),
        ("array([1, 2])", [1, 2]),
        ("array('[1, 2]')", [1, 2]),
        ("array({ a: 1 })", None),
        ("array('')", None),
        ("array(7)", None),
    ],
)
def test_dict_and_list_parameters_accept_objects_arrays_and_json_text(
    call: Call, text: str, expected: Any
) -> None:
    assert call(text) == (expected,)


@pytest.mark.parametrize("method", ["anything", "unannotated", "either"])
@pytest.mark.parametrize(
    ("argument", "expected"),
    [("5", 5), ("'5'", "5"), ("[true]", [True]), ("undefined", ""), ("", None)],
)
def test_parameter_of_any_type_gets_the_unconverted_value(
    call: Call, method: str, argument: str, expected: Any
) -> None:
    assert call(f"{method}({argument})") == (expected,)


def test_function_argument_becomes_a_callback(call: Call) -> None:
    (first,) = call("callback(function () {})")
    (second,) = call("callback_or_none(() => 1)")
    assert isinstance(first, Callback)
    assert isinstance(second, Callback)
    assert int(second.id) == int(first.id) + 1


def test_callback_parameter_interprets_text_as_a_callback_id(call: Call) -> None:
    """JS sends a function as its id in a text."""
    (done,) = call("callback('17')")
    assert done.id == "17"


@pytest.mark.parametrize("argument", ["", "undefined", "null"])
def test_missing_callback_can_be_invoked_without_effect(call: Call, argument: str) -> None:
    (done,) = call(f"callback({argument})")
    done.invoke(1)
    done.invoke(2)
    assert call(f"callback_or_none({argument})") == (None,)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("callback(5)", "taker.callback: parameter 'done' needs a function, got 5"),
        ("callback({ a: 1 })", "parameter 'done' needs a function, got {\"a\":1}"),
        ("flag(1)", "taker.flag: parameter 'value' needs a boolean, got 1"),
        ("flag('yes')", "parameter 'value' needs a boolean, got \"yes\""),
        ("flag(undefined)", "parameter 'value' needs a boolean"),
        ("flag()", "parameter 'value' needs a boolean, got nothing"),
        ("whole()", "taker.whole: parameter 'value' needs a number, got nothing"),
        ("number()", "taker.number: parameter 'value' needs a number, got nothing"),
        ("rest()", "taker.rest: parameter 'first' needs a number, got nothing"),
    ],
)
def test_argument_that_cannot_be_converted_logs_an_error_and_the_method_does_not_run(
    call: Call, text: str, problem: str
) -> None:
    with pytest.raises(Refused) as caught:
        call(text)
    assert problem in str(caught.value)


def test_message_of_a_mismatch_shortens_a_long_value(call: Call) -> None:
    with pytest.raises(Refused) as caught:
        call("flag('" + "x" * 1000 + "')")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("defaults()", ("t", 7, True, None)),
        ("defaults('a')", ("a", 7, True, None)),
        ("defaults('a', undefined, null, undefined)", ("a", 7, True, None)),
        ("defaults('', 0, false, [1])", ("", 0, False, [1])),
    ],
)
def test_missing_undefined_and_null_arguments_become_the_default(
    call: Call, text: str, expected: tuple[Any, ...]
) -> None:
    assert call(text) == expected


def test_missing_argument_for_a_text_object_or_array_parameter_is_none(call: Call) -> None:
    text, value, done = call("required()")
    assert (text, value) == (None, None)
    assert done.id == ""


LOSSY = [
    ("text(1001)", "parameter 'value' needs text, got 1001; Android converts it to text, iOS"),
    ("text({})", "parameter 'value' needs text, got {}; Android converts it to text"),
    (
        "whole('abc')",
        "parameter 'value' needs a number, got \"abc\"; devices convert the value to 0",
    ),
    (
        "number(true)",
        "parameter 'value' needs a number, got true; devices convert the value to 1.0",
    ),
    ("object([1])", "parameter 'value' needs an object, got [1]; Android converts it to null"),
    ("array('no JSON')", "parameter 'value' needs an array, got \"no JSON\"; Android converts"),
]
FITTING = [
    "text('')", "text_or_none(null)", "whole('12px')", "whole(5.5)", "number('1')", "flag('true')",
    "object('{}')", "array([])", "callback()", "defaults()", "rest(1, 2, 3)", "anything()",
]  # fmt: skip


@pytest.mark.parametrize(("text", "warning"), LOSSY)
def test_lossy_conversion_of_an_argument_warns_only_once_per_page(
    open_page: Callable[..., Page], text: str, warning: str
) -> None:
    page = open_page(f"var taker = weex.requireModule('taker'); taker.{text}; taker.{text};")
    (line,) = page.console
    assert line.level == "warn"
    assert warning in line.text
    assert page.module("taker").got is not None  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", FITTING)
def test_argument_of_the_declared_type_logs_no_warning(
    make_runtime: Callable[..., Runtime], text: str
) -> None:
    for strict in (False, True):
        page = open_strictly(make_runtime, text, strict)
        assert not page.console
        assert not page.errors


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        *((text, warning.partition(";")[0]) for text, warning in LOSSY),
        ("text()", "parameter 'value' needs text, got nothing"),
        ("object(undefined)", "parameter 'value' needs an object, got"),
        ("flag(1)", "parameter 'value' needs a boolean, got 1"),
        ("whole()", "parameter 'value' needs a number, got nothing"),
        ("nothing(1)", "taker.nothing: expected 0 arguments, got 1"),
    ],
)
def test_argument_of_a_wrong_type_in_strict_mode_is_an_error_of_the_page(
    make_runtime: Callable[..., Runtime], text: str, problem: str
) -> None:
    page = open_strictly(make_runtime, text, True)
    (error,) = page.errors
    assert problem in error.message
    assert error.origin == f"taker.{text.partition('(')[0]}"
    assert not page.console
    assert page.module("taker").got is None  # type: ignore[attr-defined]


def open_strictly(make_runtime: Callable[..., Runtime], text: str, strict: bool) -> Page:
    runtime = make_runtime(modules=[Taker], strict=strict)
    source = f'// {{ "framework": "Vanilla" }}\nweex.requireModule("taker").{text};'
    return runtime.open(source=source)


def test_extra_arguments_of_a_method_call_are_dropped(call: Call) -> None:
    assert call("nothing(1, 2, 3)") == ()
    assert call("text('one', 'two', function () {})") == ("one",)


def test_variadic_parameter_gets_the_remaining_arguments_unconverted(call: Call) -> None:
    assert call("rest('1px', 'two', [3], undefined)") == (1, "two", [3], "")
    assert call("rest(1)") == (1,)
