"""weex_runtime.testkit.module_mock: replace the methods of modules, and record their calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from weex_runtime import Callback as JSCallback
from weex_runtime import Component, Module, ModuleError, Page, Runtime, js_method
from weex_runtime.testkit.module_mock import MockedCall

OpenPage = Callable[..., Page]

_STORE = """
var storage = weex.requireModule('storage');
globalThis.read = function () {
  storage.getItem('name', function (e) { console.log(e.result, e.data); });
};
weex.requireModule('globalEvent').addEventListener('read', read);
"""


class Shop(Module):
    """A module with sync, async, typed and variadic methods."""

    name = "shop"

    @js_method(sync=True)
    def price(self, name: str, count: int = 1) -> int:
        return 10 * count

    @js_method
    async def order(self, name: str, done: JSCallback) -> None:
        await self.sleep(0)
        done.invoke(f"ordered {name}")

    @js_method(sync=True)
    def total(self, *prices: int) -> int:
        return sum(prices)


class ShopElement(Component):
    """A component with the name and a method of a module."""

    type = "shop"

    @js_method
    def price(self, name: str, count: int = 1) -> None:
        self.page.write_console("log", f"element {name}")


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Shop], stubs=["pay"])


def texts(page: Page) -> list[str]:
    return [line.text for line in page.console]


def read(page: Page) -> None:
    page.fire_global_event("read")
    page.runtime.run_until_idle()


def test_mock_replaces_a_method_until_the_with_block_ends(open_page: OpenPage) -> None:
    page = open_page(_STORE)

    def get_item(key: str, done: JSCallback) -> None:
        done.invoke({"result": "success", "data": f"the {key}"})

    with page.mock_module("storage", getItem=get_item) as mock:
        read(page)
    read(page)
    assert texts(page) == ["success the name", "failed undefined"]
    [call] = mock.calls
    assert (call.method, call.args[0]) == ("getItem", "name")
    assert isinstance(call.args[1], JSCallback)


def test_mock_function_of_a_sync_method_returns_the_result_to_js(open_page: OpenPage) -> None:
    page = open_page(
        "var shop = weex.requireModule('shop');"
        "weex.requireModule('globalEvent').addEventListener('ask',"
        " function () { console.log(shop.price('tea', '3')); });"
    )
    page.mock_module("shop", price=lambda name, count: {"name": name, "count": count})
    page.fire_global_event("ask")
    page.runtime.run_until_idle()
    assert texts(page) == ['{"name":"tea","count":3}']


def test_mock_calls_the_original_with_the_same_or_other_arguments(
    runtime: Runtime, open_page: OpenPage
) -> None:
    def price(call: MockedCall) -> int:
        own: int = call.original()
        other: int = call.original("tea", 5)
        return own * 1000 + other

    runtime.mock_module("shop", price=price)
    page = open_page("console.log(weex.requireModule('shop').price('tea', 2));")
    assert texts(page) == ["20050"]


def test_mock_without_replacements_only_records_calls(
    runtime: Runtime, open_page: OpenPage
) -> None:
    mock = runtime.mock_module("shop")
    page = open_page(
        "var shop = weex.requireModule('shop');"
        "console.log(shop.price('tea'), shop.total(), shop.total(1, 2));"
        "shop.order('tea', function (text) { console.log(text); });"
    )
    runtime.clock.run_for(1)
    page.runtime.run_until_idle()
    assert texts(page) == ["10 0 3", "ordered tea"]
    assert [call.method for call in mock.calls] == ["price", "total", "total", "order"]
    assert repr(mock.calls[0]) == "price('tea', 1)"
    assert mock.calls[1].args == ()
    assert mock.calls[0].page is page


def test_async_mock_awaits_the_original(runtime: Runtime, open_page: OpenPage) -> None:
    async def order(call: MockedCall) -> None:
        await call.original("two " + call.args[0], call.args[1])

    runtime.mock_module("shop", order=order)
    page = open_page("weex.requireModule('shop').order('tea', function (t) { console.log(t); });")
    runtime.clock.run_for(1)
    runtime.run_until_idle()
    assert texts(page) == ["ordered two tea"]


def test_mock_that_was_added_last_is_called_first(runtime: Runtime, open_page: OpenPage) -> None:
    runtime.mock_module("shop", price=lambda name, count: 1)
    with runtime.mock_module("shop", price=lambda call: call.original() + 1):
        page = open_page("console.log(weex.requireModule('shop').price('tea'));")
    again = open_page("console.log(weex.requireModule('shop').price('tea'));")
    assert (texts(page), texts(again)) == (["2"], ["1"])


def test_mock_that_was_added_on_a_page_ends_with_the_page(
    runtime: Runtime, open_page: OpenPage
) -> None:
    mocked, other = open_page(_STORE), open_page(_STORE)
    mock = mocked.mock_module("storage")
    read(other)
    assert not mock.calls
    assert runtime.mocks == [mock]
    mocked.destroy()
    assert runtime.mocks == []
    mock.undo()


def test_exception_in_a_mock_function_is_logged(runtime: Runtime, open_page: OpenPage) -> None:
    def price(call: MockedCall) -> int:
        raise ValueError("sold out")

    runtime.mock_module("shop", price=price)
    page = open_page("console.log(weex.requireModule('shop').price('tea'));")
    told = "the mock of shop.price failed: ValueError: sold out"
    assert texts(page) == [f"[weex-runtime] {told}", "undefined"]
    assert [str(failure) for failure in page.failures] == [told]


def test_mock_ignores_a_component_of_the_same_name(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(modules=[Shop], components=[ShopElement])
    mock = runtime.mock_module("shop")
    page = runtime.open(
        source='// { "framework": "Vue" }\n'
        "new Vue({ el: 'body', render: function (h) { return h('div', [h('shop', {ref: 's'})]); },"
        " mounted: function () { this.$refs.s.price('element'); } });"
    )
    assert texts(page) == ["element element"]
    assert not mock.calls


@pytest.mark.parametrize(
    ("name", "methods", "problem"),
    [
        (cast(Any, 5), {}, "mock_module: expected the name of a module, got 5"),
        ("shops", {}, "cannot mock the unknown module 'shops'; did you mean 'shop'?"),
        ("camera", {}, "cannot mock the unknown module 'camera'; known: "),
        ("pay", {}, "cannot mock the stub 'pay'"),
        ("shop", {"prize": print}, "unknown method shop.prize; did you mean 'price'?"),
        ("shop", {"open": print}, "unknown method shop.open; known: .*price"),
        ("shop", {"price": 3}, "mock of shop.price: expected a function, got 3"),
        (
            "shop",
            {"price": lambda name: 1},
            r"expected a function of \(name, count\), or of one parameter named call",
        ),
    ],
)
def test_mock_of_an_unknown_module_or_method_and_invalid_mock_function_are_refused(
    runtime: Runtime,
    open_page: OpenPage,
    name: str,
    methods: dict[str, Callable[..., object]],
    problem: str,
) -> None:
    page = open_page("")
    with pytest.raises(ModuleError, match=problem):
        page.mock_module(name, **methods)
    assert runtime.mocks == []


def test_mock_of_a_module_of_another_platform_is_refused(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Droid(Module):
        name = "droid"
        platforms = ("android",)

    runtime = make_runtime(modules=[Droid], platform="ios")
    with pytest.raises(ModuleError, match="cannot mock 'droid': platform ios"):
        runtime.mock_module("droid")
