"""Values nested deeper than Python's recursion limit, in modules, components and locators."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from weex_runtime import BundleError, Module, ModuleError, Page, Runtime, expect, js_method
from weex_runtime.json_values import JSONValue, brief, js_text, parse, shown, to_text, to_unicode
from weex_runtime.matching.message import MessageMatch
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.servers.scripted.expected import difference
from weex_runtime.testkit.expect.snapshot import snapshot_of

from ..support.recursion import recursion_limit

# The recursion limit is lower than the usual 1000, so that fewer levels exceed the limit: the time
# of JSON.stringify grows with the square of the number of levels.
RECURSION_LIMIT = 170
DEPTH = 185

# A bundle that calls each method of each module with a deep value for each parameter that accepts
# such a value.
CALLS = """// { "framework": "Vanilla" }
var nested = %s;
var object = %s;
var all = {};
['value', 'message', 'title', 'items', 'index', 'duration', 'body', 'headers', 'method', 'type',
 'timeout', 'animated', 'hidden', 'styles', 'min', 'width', 'src',
].forEach(function (name, index) { all[name] = index %% 2 ? object : nested; });
all.url = 'http://127.0.0.1:9/';
function ignore() {}
var others = {
  picker: [[{items: [nested]}, ignore]],
  stream: [[{url: nested}, ignore], [{url: all.url, method: 'POST', body: nested}, ignore]],
};
var names = %s;
for (var name in names) {
  var module = weex.requireModule(name);
  names[name].forEach(function (method) {
    [[nested, ignore, ignore], [all, ignore, ignore], ['1', nested, nested],
     ['_root', {styles: {opacity: 0, width: nested}, timingFunction: nested}, ignore],
    ].concat(others[name] || []).forEach(function (args) { module[method].apply(module, args); });
  });
}
"""

LIST = f"(function () {{ var v = 1; for (var i = 0; i < {DEPTH}; i++) v = [v]; return v; }})()"
OBJECT = LIST.replace("[v]", "{a: v}")

ELEMENTS = """// { "framework": "Vue" }
var nested = %s;
var types = %s;
new Vue({el: '#root', data: {}, render: function (h) {
  return h('div', {attrs: {id: nested}}, types.map(function (type) {
    var attrs = {value: nested, placeholder: nested, src: nested, index: nested, maxlength: nested,
      type: nested, href: nested, role: nested, switch: nested, 'aria-label': nested,
      checked: nested, min: nested, loadmoreoffset: nested, listData: nested, playStatus: nested};
    var style = {width: nested, height: nested};
    return h(type, {attrs: attrs, style: style, on: {click: function () {}}});
  }));
}});
"""


def deep(depth: int = DEPTH) -> JSONValue:
    value: JSONValue = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ü", "ü"),
        (None, ""),
        (True, "true"),
        (-0.0, "0"),
        (1e-7, "1e-7"),
        (1e21, "1e+21"),
        ({"a": "ü", "b": [True, None]}, '{"a":"ü","b":[true,null]}'),
        (["\ud83d"], r'["\ud83d"]'),
    ],
)
def test_function_shown_formats_a_value_as_js_does(value: JSONValue, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ({"a": 1}, "[object Object]"),
        ([], ""),
        ([[], []], ","),
        ([1, [None, [True, {}]], "x"], "1,,true,[object Object],x"),
    ],
)
def test_js_text_converts_values_like_tostring_and_join(value: JSONValue, text: str) -> None:
    """ECMAScript, ToString and Array.prototype.join."""
    assert js_text(value) == text


def test_text_functions_of_json_values_accept_deeply_nested_values() -> None:
    assert to_unicode(deep(5000)) == to_text(deep(5000)) == "[" * 5000 + "1" + "]" * 5000
    assert shown(deep(20_000)) == to_unicode(deep(20_000))
    assert js_text(deep(20_000)) == "1"
    assert len(brief(deep(20_000))) == 80


def test_parser_of_json_refuses_deeply_nested_text_and_names_the_line_of_a_mistake() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        parse("[" * 9999)
    with pytest.raises(ValueError, match="line 3 column 1"):
        parse("\n{\n1: 2}")
    with pytest.raises(ValueError, match="line 1 column 5"):
        parse("[1] 2")


def test_bundle_may_begin_with_deeply_nested_brackets(runtime: Runtime) -> None:
    assert runtime.open(source="[" * 9999).errors
    with pytest.raises(BundleError):
        runtime.open(source='// {"framework": ' + "[" * 9999 + "}")


def recursion_errors(page: Page) -> list[str]:
    return [str(failure) for failure in page.failures if isinstance(failure.error, RecursionError)]


# `make soak` tests the other platforms.
@pytest.mark.parametrize("platform", [None], ids=["documented"])
def test_every_module_method_accepts_a_deeply_nested_argument(
    platform: PlatformName | None,
) -> None:
    with Runtime(platform=platform, clock="virtual") as runtime, recursion_limit(RECURSION_LIMIT):
        methods = runtime.registry.methods(platform)
        names = to_text(cast(JSONValue, methods))
        page = runtime.open(source=CALLS % (LIST, OBJECT, names))
        page.clock.run_for(1)
        assert recursion_errors(page) == []


@pytest.mark.parametrize(
    ("platform", "nested"), [(None, LIST), ("ios", OBJECT)], ids=["documented", "ios"]
)
def test_every_component_accepts_a_deeply_nested_attribute_value(
    platform: PlatformName | None, nested: str
) -> None:
    with Runtime(platform=platform, clock="virtual") as runtime, recursion_limit(RECURSION_LIMIT):
        types = runtime.components.types()
        page = runtime.open(source=ELEMENTS % (nested, to_text(types)))
        page.clock.run_for(1)
        assert "text" in page.outline()
        assert snapshot_of(page)
        assert page.locator("[id]").count() > 0
        assert page.get_by_text("nothing").count() == 0
        assert page.get_by_label("nothing").count() == 0
        assert page.get_by_role("nothing").count() == 0
        with pytest.raises(AssertionError):
            expect(page.locator("text")).to_have_text("x", timeout=0)
        assert recursion_errors(page) == []


def test_error_for_a_result_that_is_nested_too_deeply_names_the_method(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Well(Module):
        name = "well"

        @js_method(sync=True)
        def depth(self) -> object:
            return deep(20_000)

    page = make_runtime(modules=[Well]).open(
        source='// { "framework": "Vanilla" }\nweex.requireModule("well").depth();'
    )
    (failure,) = page.failures
    assert isinstance(failure.error, ModuleError)
    assert "well.depth" in str(failure)
    page.failures.clear()


def test_deeply_nested_socket_messages_can_be_compared() -> None:
    text = "[" * 5000 + "]" * 5000
    assert not MessageMatch({"a": 1})(text)
    shown = difference({"a": 1}, text)
    assert "got" in shown
    assert "[" in shown
