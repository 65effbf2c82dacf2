"""JSON values and binary data survive the way between Python and JS, in both directions."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weex_runtime import Callback, Module, Page, Runtime, js_method
from weex_runtime.engine.engine import Engine
from weex_runtime.json_values import JSONValue, from_text, parse, to_text

DEEP = 2000  # levels of nesting; Python's `json` raises RecursionError at about 1000
TEN_MB = 10_000_000

# Settings of property tests in which all examples use one page.
per_value = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Mirror(Module):
    """A module that records values from JS in `seen`, and returns them in each possible way."""

    name = "mirror"

    def __init__(self) -> None:
        self.seen: list[Any] = []

    @js_method(sync=True)
    def reflect(self, value: object) -> object:
        self.seen.append(value)
        return value

    @js_method
    def reflect_later(self, value: object, done: Callback) -> None:
        self.seen.append(value)
        done.invoke(cast(JSONValue, value))


# A bundle with an event handler for each way to pass the value of an event back to Python.
MIRROR = """
var mirror = weex.requireModule('mirror');
var body = document.createElement('div');
body.addEvent('return', function (event) { return [mirror.reflect(event.value)]; });
body.addEvent('keep', function (event) { mirror.reflect(mirror.reflect(event.value)); });
body.addEvent('callback', function (event) {
  mirror.reflect_later(event.value, function (value) { mirror.reflect(value); });
});
document.documentElement.appendChild(body);
"""


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Mirror])


@pytest.fixture
def mirror(open_page: Callable[..., Page]) -> Page:
    return open_page(MIRROR)


def seen_by(page: Page) -> list[Any]:
    """The values that the page's mirror recorded since the last call."""
    module = page.module("mirror")
    assert isinstance(module, Mirror)
    seen, module.seen = module.seen, []
    return seen


def run(page: Page, expression: str) -> Any:
    """Open a page of the same runtime that passes a JS expression; return the module's value."""
    other = page.runtime.open(
        source='// { "framework": "Vanilla" }\n'
        f"weex.requireModule('mirror').reflect({expression});",
        name="run.js",
    )
    assert list(other.errors) == []
    (value,) = seen_by(other)
    return value


def nested(levels: int) -> JSONValue:
    value: JSONValue = []
    for _ in range(levels - 1):
        value = [value]
    return value


def exact(value: JSONValue) -> str:
    """A text that is equal for values with the same JSON in JS: -0 is 0, 5.0 is 5."""

    def spell(value: Any) -> Any:
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return value
        if isinstance(value, (int, float)):
            return float(value) + 0.0  # adding 0.0 turns -0.0 into 0.0
        if isinstance(value, list):
            return [spell(item) for item in value]
        return {key: spell(item) for key, item in value.items()}

    return json.dumps(spell(value), sort_keys=True)


def as_utf16(text: str) -> str:
    """Join pairs of surrogates: in JS each pair is one character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


texts = st.text(st.characters()).map(as_utf16)
# `quickjs` reads 20 or 21 digits as a neighbouring number: Number(String(x)) differs from x.
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda number: not 2**64 <= abs(number) < 1e21
)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)

VALUES = [
    pytest.param("a\0b\0", id="NUL"),
    pytest.param("\ud800", id="lone high surrogate"),
    pytest.param("x\udfffy", id="lone low surrogate"),
    pytest.param("\udc00\ud800", id="surrogates in the wrong order"),
    pytest.param("grüße 👋 \u2028\u2029\ufeff", id="unicode"),
    pytest.param("\"'\\/</script>\b\f\n\r\t\x7f", id="escapes"),
    pytest.param(2**31 - 1, id="2^31-1"),
    pytest.param(2**31, id="2^31"),
    pytest.param(-(2**31) - 1, id="-2^31-1"),
    pytest.param(2**32 + 1, id="2^32+1"),
    pytest.param(2**53, id="2^53"),
    pytest.param(-(2**53), id="-2^53"),
    pytest.param(1e308, id="1e308"),
    pytest.param(5e-324, id="5e-324"),
    pytest.param(0.1, id="0.1"),
    pytest.param(0, id="0"),
    pytest.param({"": {"__proto__": 1, "constructor": 2, "length": 3}}, id="keys of JS"),
    pytest.param([[], {}, [None, True, False, ""]], id="empty and mixed"),
]


@pytest.mark.parametrize("value", VALUES)
def test_value_arrives_unchanged_as_argument_and_return_value(
    mirror: Page, value: JSONValue
) -> None:
    mirror.fire_event("_root", "keep", {"value": [value]})
    assert [exact(seen) for seen in seen_by(mirror)] == [exact([value])] * 2
    assert not mirror.errors


@pytest.mark.parametrize("value", VALUES)
def test_value_arrives_unchanged_as_callback_data(mirror: Page, value: JSONValue) -> None:
    mirror.fire_event("_root", "callback", {"value": [value]})
    mirror.runtime.run_until_idle()
    assert [exact(seen) for seen in seen_by(mirror)] == [exact([value])] * 2


@pytest.mark.parametrize("value", VALUES)
def test_value_arrives_unchanged_as_result_of_a_handler(mirror: Page, value: JSONValue) -> None:
    result = mirror.fire_event("_root", "return", {"value": [value]})
    assert exact(result) == exact([[value]])


@pytest.mark.parametrize("value", VALUES)
def test_value_arrives_unchanged_as_attribute_and_in_a_recorded_call(
    mirror: Page, value: JSONValue
) -> None:
    page = mirror.runtime.open(
        source='// { "framework": "Vanilla" }\n'
        "var body = document.createElement('div');\n"
        f"var value = JSON.parse({to_text(to_text([value]))});\n"
        "body.setAttr('early', value);\n"
        "document.documentElement.appendChild(body);\n"
        "body.setAttr('late', value);\n"
    )
    assert exact(page.document.root.attr) == exact({"early": [value], "late": [value]})
    calls = {call.name: call.args for call in page.native_calls}
    assert exact(calls["callUpdateAttrs"][2]) == exact({"late": [value]})


@given(value=values)
@per_value
def test_any_json_value_arrives_unchanged_as_event_argument_and_return_value(
    mirror: Page, value: JSONValue
) -> None:
    mirror.fire_event("_root", "keep", {"value": [value]})
    assert [exact(seen) for seen in seen_by(mirror)] == [exact([value])] * 2


@given(value=values)
@per_value
def test_any_json_value_arrives_unchanged_as_callback_data(mirror: Page, value: JSONValue) -> None:
    mirror.fire_event("_root", "callback", {"value": [value]})
    mirror.runtime.run_until_idle()
    assert [exact(seen) for seen in seen_by(mirror)] == [exact([value])] * 2


@given(value=values)
@per_value
def test_any_json_value_is_unchanged_after_writing_and_parsing(value: JSONValue) -> None:
    text = to_text(value)
    assert text.isascii()
    assert exact(from_text(text)) == exact(value)


@given(value=values)
@settings(per_value, max_examples=10)
def test_deeply_nested_values_have_the_same_json_text_as_in_the_standard_library(
    value: JSONValue,
) -> None:
    """Values that are too deep for `json` have an encoder of their own."""
    deep = [value, nested(DEEP)]
    assert to_text(deep) == f"[{to_text(value)},{'[' * DEEP}{']' * DEEP}]"
    back = from_text(to_text(deep))
    assert isinstance(back, list)
    assert exact(back[0]) == exact(value)
    assert to_text(back[1]) == "[" * DEEP + "]" * DEEP


@pytest.mark.parametrize("event", ["keep", "callback"])
@pytest.mark.parametrize("levels", [500, DEEP])
def test_deeply_nested_values_arrive_unchanged_in_js_and_in_python(
    mirror: Page, event: str, levels: int
) -> None:
    mirror.fire_event("_root", event, {"value": nested(levels)})
    mirror.runtime.run_until_idle()
    assert [to_text(seen) for seen in seen_by(mirror)] == ["[" * levels + "]" * levels] * 2
    assert not mirror.errors


def test_deeply_nested_values_arrive_unchanged_as_result_of_a_handler(mirror: Page) -> None:
    result = mirror.fire_event("_root", "return", {"value": nested(DEEP)})
    assert to_text(result) == "[" * (DEEP + 1) + "]" * (DEEP + 1)


def test_deeply_nested_attribute_arrives_unchanged(mirror: Page) -> None:
    page = mirror.runtime.open(
        source='// { "framework": "Vanilla" }\n'
        "var body = document.createElement('div'), deep = [];\n"
        f"for (var i = 1; i < {DEEP}; i++) deep = [deep];\n"
        "document.documentElement.appendChild(body); body.setAttr('deep', deep);\n"
    )
    expected = "[" * DEEP + "]" * DEEP
    assert to_text(page.document.root.attr["deep"]) == expected
    calls = {call.name: call.args for call in page.native_calls}
    assert to_text(calls["callUpdateAttrs"][2]) == f'{{"deep":{expected}}}'


def test_deeply_nested_elements_arrive_unchanged(mirror: Page) -> None:
    page = mirror.runtime.open(
        source='// { "framework": "Vanilla" }\n'
        "var body = document.createElement('div'), leaf = body;\n"
        "for (var i = 0; i < 499; i++) {\n"
        "  var child = document.createElement('div'); leaf.appendChild(child); leaf = child;\n"
        "}\ndocument.documentElement.appendChild(body);\n"
    )
    assert len(page.document) == 500
    assert not page.errors


def test_deeply_nested_objects_arrive_unchanged(mirror: Page) -> None:
    value: JSONValue = 7
    for _ in range(DEEP):
        value = {"a": value, "b": 1}
    mirror.fire_event("_root", "keep", {"value": value})
    first, second = seen_by(mirror)
    assert to_text(first) == to_text(second) == '{"a":' * DEEP + "7" + ',"b":1}' * DEEP


@pytest.mark.parametrize("event", ["keep", "callback"])
def test_strings_of_10_mb_arrive_unchanged_in_js_and_in_python(mirror: Page, event: str) -> None:
    value = "ü\0" + "x" * TEN_MB
    mirror.fire_event("_root", event, {"value": value})
    mirror.runtime.run_until_idle()
    # Compare before `assert`: pytest would take minutes to explain a difference.
    assert [seen == value for seen in seen_by(mirror)] == [True, True]


def test_long_string_that_js_made_by_concatenation_arrives_unchanged(mirror: Page) -> None:
    """quickjs-ng keeps such a string as a tree of its parts."""
    value = run(mirror, "Array(20000).join().split('').reduce((all, one) => all + 'x' + one, '')")
    assert value == "x," * 19999


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("NaN", None),
        ("-Infinity", None),
        ("[NaN, Infinity]", [None, None]),
        ("undefined", ""),
        ("null", ""),
        ("[undefined, null]", [None, None]),
        ("{ a: undefined, b: null }", {"b": None}),
        ("new Date(0)", "1970-01-01T00:00:00.000Z"),
        ("/a+/g", "/a+/g"),
        ("new Map([[1, 2]])", "{}"),
    ],
)
def test_values_that_json_cannot_represent_arrive_as_on_a_device(
    mirror: Page, expression: str, expected: JSONValue
) -> None:
    """spec: bridge, section 5."""
    assert run(mirror, expression) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_infinity_become_null_in_js(value: float) -> None:
    assert to_text([value, {"a": value}, nested(2)]) == '[null,{"a":null},[[]]]'


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object()])
def test_python_value_that_json_cannot_represent_raises_type_error(value: Any) -> None:
    with pytest.raises(TypeError):
        to_text(value)
    with pytest.raises(TypeError):
        to_text([value, nested(DEEP)])


def test_value_that_contains_itself_raises_value_error() -> None:
    value: list[Any] = []
    value.append({"a": value})
    with pytest.raises(ValueError, match="contains itself"):
        to_text(value)


def test_list_that_occurs_twice_in_a_value_is_written_twice() -> None:
    part: JSONValue = [1]
    assert to_text([part, part, float("nan")]) == "[[1],[1],null]"


TYPED_ARRAYS = (
    "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array "
    "Float32Array Float64Array BigInt64Array BigUint64Array DataView"
).split()


@pytest.mark.parametrize("data_type", TYPED_ARRAYS)
def test_view_of_an_array_buffer_arrives_as_base64_of_only_its_own_bytes(
    mirror: Page, data_type: str
) -> None:
    """The buffer under the view is longer."""
    value = run(
        mirror,
        "(function () { var bytes = new Uint8Array(48);"
        " for (var i = 0; i < 48; i++) bytes[i] = 255 - i;"
        f" return new {data_type}(bytes.buffer, 16, {8 if data_type == 'DataView' else 1}); }})()",
    )
    assert value.keys() == {"@type", "dataType", "base64"}
    assert (value["@type"], value["dataType"]) == ("binary", data_type)
    data = base64.b64decode(value["base64"], validate=True)
    assert data == bytes(range(239, 239 - len(data), -1))
    size = 8 if data_type == "DataView" else int("".join(filter(str.isdigit, data_type))) // 8
    assert len(data) == size


@pytest.mark.parametrize(
    ("expression", "data"),
    [
        ("new ArrayBuffer(0)", b""),
        ("new ArrayBuffer(3)", bytes(3)),
        ("new Uint8Array([0, 127, 128, 255]).buffer", b"\x00\x7f\x80\xff"),
    ],
)
def test_array_buffer_arrives_as_base64(mirror: Page, expression: str, data: bytes) -> None:
    encoded = base64.b64encode(data).decode()
    assert run(mirror, expression) == {
        "@type": "binary",
        "dataType": "ArrayBuffer",
        "base64": encoded,
    }


@pytest.mark.parametrize("is_hidden", [False, True], ids=["library", "hidden"])
@pytest.mark.parametrize(
    ("data_type", "start", "size"),
    [
        ("Uint8Array", 0, 1 << 20),
        ("Uint8Array", 8, 1 << 19),
        ("Int16Array", 8, 1000),
        ("DataView", 8, 1000),
        ("ArrayBuffer", 0, 1 << 20),
    ],
)
def test_long_binary_data_arrives_unchanged(
    mirror: Page,
    monkeypatch: pytest.MonkeyPatch,
    data_type: str,
    start: int,
    size: int,
    is_hidden: bool,
) -> None:
    """Also if the platform hides the engine's C library."""
    if is_hidden:
        monkeypatch.setattr(Engine, "bytes_of", lambda engine, buffer: None)
    elements = size // 2 if data_type == "Int16Array" else size
    view = "b" if data_type == "ArrayBuffer" else f"new {data_type}(b, {start}, {elements})"
    value = run(
        mirror,
        f"(function (b) {{ new Uint8Array(b).forEach((_, i, a) => {{ a[i] = i % 251; }});"
        f" return {view}; }})(new ArrayBuffer(1 << 20))",
    )
    whole = bytes(i % 251 for i in range(1 << 20))
    data = whole if data_type == "ArrayBuffer" else whole[start : start + size]
    assert value == {
        "@type": "binary",
        "dataType": data_type,
        "base64": base64.b64encode(data).decode(),
    }


def test_btoa_and_atob_are_inverse_for_all_bytes(mirror: Page) -> None:
    value = run(
        mirror,
        "(function (all) { for (var i = 0; i < 256; i++) all += String.fromCharCode(i);"
        " return [btoa(all), atob(btoa(all)) === all, btoa(all.slice(1)), btoa(all.slice(2))];"
        " })('')",
    )
    everything = bytes(range(256))
    encoded = [base64.b64encode(everything[start:]).decode() for start in range(3)]
    assert value == [encoded[0], True, encoded[1], encoded[2]]


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("", ""),
        ("YQ==", "a"),
        ("YQ", "a"),
        (" Y\\tW\\nJ\\fj\\r ", "abc"),
        ("/+8=", "\xff\xef"),
        ("YR==", "a"),
    ],
)
def test_atob_accepts_spaces_and_missing_padding(mirror: Page, text: str, decoded: str) -> None:
    """WHATWG Infra, "forgiving-base64 decode"."""
    assert run(mirror, f"[atob('{text}')]") == [decoded]


@pytest.mark.parametrize("text", ["a", "abcde", "ab=c", "a===", "=", "YQ=", "Y-_Q", "ü", "YQ==="])
def test_atob_refuses_text_that_is_not_base64(open_page: Callable[..., Page], text: str) -> None:
    page = open_page(f"atob('{text}');")
    (error,) = page.errors
    assert "InvalidCharacterError" in error.message


@pytest.mark.parametrize("text", ["\\u0100", "a\\ud83d\\ude00", "\\ud800"])
def test_btoa_refuses_characters_above_255(open_page: Callable[..., Page], text: str) -> None:
    page = open_page(f"btoa('{text}');")
    (error,) = page.errors
    assert "InvalidCharacterError" in error.message


def test_btoa_and_atob_convert_any_argument_to_text(mirror: Page) -> None:
    assert run(mirror, "[btoa(12), btoa(null), atob(1234)]") == [
        base64.b64encode(b"12").decode(),
        base64.b64encode(b"null").decode(),
        base64.b64decode("1234").decode("latin-1"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "var value = []; value.push(value);",
        "var value = { a: [] }; value.a.push(value);",
        "var value = []; for (var i = 0; i < 100000; i++) value = [value];",
    ],
    ids=["array in itself", "object in itself", "too deep"],
)
def test_argument_that_cannot_be_json_throws_type_error_in_js(
    open_page: Callable[..., Page], code: str
) -> None:
    page = open_page(
        f"{code}\nvar mirror = weex.requireModule('mirror');\n"
        "try { mirror.reflect(value); } catch (error) {"
        " console.log(error instanceof TypeError, error.message); }\n"
        "mirror.reflect('goes on');"
    )
    (line,) = page.console
    assert line.text.startswith("true mirror.reflect: ")
    assert seen_by(page) == ["goes on"]
    assert not page.errors


def test_data_nested_too_deeply_for_js_raises_in_python(mirror: Page) -> None:
    """The data is not queued, so that other calls go on."""
    deep = nested(100_000)
    with pytest.raises(ValueError, match="nested deeper than 10000 levels"):
        to_text(deep)
    with pytest.raises(ValueError, match="nested deeper"):
        mirror.fire_event("_root", "keep", {"value": deep})
    mirror.fire_event("_root", "keep", {"value": "goes on"})
    assert seen_by(mirror) == ["goes on", "goes on"]
    assert not mirror.errors


@pytest.mark.parametrize("text", ["NaN", "-Infinity", '{"a": [Infinity]}'])
def test_numbers_that_json_lacks_are_not_read_as_json(text: str) -> None:
    with pytest.raises(ValueError, match="is not JSON"):
        parse(text)
