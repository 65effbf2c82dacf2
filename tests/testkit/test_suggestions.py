"""weex_runtime.testkit.suggestions: errors for names of other frameworks suggest Weex names."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from weex_runtime import ConsoleLine, Page, PageError, Runtime, WebSocket, WeexError, expect
from weex_runtime.instance.interception import RoutedRequest
from weex_runtime.loop.clock import Clock
from weex_runtime.naming import js_names
from weex_runtime.testing import HttpServer, Script, WsServer
from weex_runtime.testkit.expect.locator_assertions import LocatorAssertions
from weex_runtime.testkit.expect.page_assertions import PageAssertions
from weex_runtime.testkit.expect.poll import PolledAssertions
from weex_runtime.testkit.expect.web_socket_assertions import WebSocketAssertions
from weex_runtime.testkit.locator.locator import Locator
from weex_runtime.testkit.module_mock import ModuleMock
from weex_runtime.testkit.routing.route import Route
from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute
from weex_runtime.testkit.suggestions import SUGGESTIONS, equivalent, suggest, suggest_for_error

OpenPage = Callable[..., Page]

PLAYWRIGHT_PAGE = Path(__file__).parents[2] / "docs" / "from-playwright.md"
REQUEST = RoutedRequest("GET", "https://x.test/", {}, None)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("wait_for_timeout", "waits by itself"),
        ("click", "use page.locator(selector).click(...)"),
        ("close", "use page.destroy()"),
        ("expectWebsocket", "did you mean expect_web_socket?"),
        ("getByText", "did you mean get_by_text?"),
        ("get_by_txt", "did you mean get_by_text?"),
        ("consle", "did you mean console?"),
        ("erors", "did you mean errors?"),
    ],
)
def test_error_for_an_unknown_attribute_of_a_page_suggests_a_name(
    page: Page, name: str, hint: str
) -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(page, name)
    assert str(caught.value).startswith(f"'Page' object has no attribute '{name}': ")
    assert hint in str(caught.value)


def test_error_for_an_unknown_attribute_of_a_test_kit_class_suggests_a_name(page: Page) -> None:
    locator = page.get_by_text("x")
    for owner, name, hint in [
        (locator, "hover", "use locator.click()"),
        (expect(locator), "to_have_css", "to_have_style"),
        (expect(locator), "not_to_have_css", "to_have_style"),
        (expect(locator), "toHaveText", "did you mean to_have_text?"),
        (locator, "text", "use locator.text_content()"),
        (locator, "value", "use locator.input_value()"),
        (expect(page), "to_have_url", "page.expect_page(url)"),
        (expect(page), "to_have_text", "use expect(page.locator(selector)).to_have_text"),
        (expect(page), "not_to_be_visible", "use expect(page.locator(selector)).to_be_visible"),
        (expect, "set_options", "page.set_default_timeout"),
        (page.mock_module("storage"), "call_count", "len(mock.calls)"),
        (Route(page, REQUEST, cast(Any, None)), "fulfil", "did you mean fulfill?"),
        (
            WebSocketRoute(page, "ws://x.test/", [], cast(Any, None), None),
            "connect",
            "route.connect_to_server()",
        ),
    ]:
        with pytest.raises(AttributeError, match=re.escape(hint)):
            getattr(owner, name)


def test_unknown_attribute_of_a_class_outside_the_test_kit_gets_a_suggestion(
    page: Page,
) -> None:
    """These classes cannot import the test kit, so the pytest plugin adds the suggestion."""
    for owner, name, hint in [
        (page.web_socket("ws://x.test/"), "expect_event", "ws.expect_message"),
        (WsServer(), "drop", "use ws_server.script"),
        (page.clock, "tick", "use clock.run_for(seconds)"),
        (page.clock, "runFor", "did you mean run_for?"),
        (ConsoleLine("log", "x"), "type", "use line.level"),
        (Script(), "expects", "did you mean expect?"),
    ]:
        with pytest.raises(AttributeError) as caught:
            getattr(owner, name)
        assert hint in suggest_for_error(caught.value)


def test_error_that_already_has_a_suggestion_gets_no_second_suggestion(page: Page) -> None:
    for owner, name in [(page, "click"), (object(), "click"), ("", "click")]:
        with pytest.raises(AttributeError) as caught:
            getattr(owner, name)
        assert suggest_for_error(caught.value) == ""


def test_error_for_an_unknown_event_suggests_a_method(page: Page) -> None:
    with pytest.raises(WeexError, match="page.on has no event 'dialog': use page.answer_dialog"):
        page.on("dialog", print)


def test_error_for_an_unknown_argument_gets_a_suggestion(page: Page) -> None:
    locator = page.get_by_text("x")
    with pytest.raises(TypeError) as caught:
        locator.click(force=True)  # type: ignore[call-arg]
    assert "dispatch_event" in suggest_for_error(caught.value)
    with pytest.raises(TypeError) as caught:
        expect(locator).to_have_text("x", ignore_case=True)  # type: ignore[call-arg]
    assert "re.IGNORECASE" in suggest_for_error(caught.value)
    open_page, add_fault = cast(Any, page.runtime.open), cast(Any, page.faults.add)
    for wrong, options, hint in [
        (open_page, {"clock": "virtual"}, "clock is an argument of Runtime(...) and of @"),
        (open_page, {"confg": {}}, "did you mean config?"),
        (add_fault, {"time": 1}, "did you mean times?"),
    ]:
        with pytest.raises(TypeError) as caught:
            wrong("refuse", **cast(Any, options))
        assert hint in suggest_for_error(caught.value)
    with pytest.raises(TypeError) as caught:
        cast(Any, page.locator)(sel="text")
    assert suggest_for_error(caught.value) == ""
    assert suggest_for_error(TypeError("f() got an unexpected keyword argument 'force'")) == ""
    assert suggest_for_error(ValueError("position")) == ""


async def _await(value: Any) -> None:
    await value


def test_error_for_an_awaited_result_says_that_calls_are_not_awaited(page: Page) -> None:
    for result in (cast(Any, page).go_back(), page.get_by_text("x")):
        with pytest.raises(TypeError) as caught:
            _await(result).send(None)
        assert "leave out the await" in suggest_for_error(caught.value)


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("text = connect", "get_by_text"),
        ("//div", "XPath"),
        ("xpath=..", "XPath"),
        ("css=div", "leave out css="),
        ("role=button", "get_by_role"),
        ("data-testid=x", "get_by_test_id"),
        ("div >> text", "chain locators"),
        ("text:has-text('x')", "has_text="),
        ("div:visible", "visible=True"),
    ],
)
def test_error_for_a_playwright_selector_suggests_a_locator(
    page: Page, selector: str, hint: str
) -> None:
    with pytest.raises(PageError, match=f"expected a CSS selector, got .*{hint}"):
        page.locator(selector)


def test_hints_for_js_tests_have_names_in_camel_case() -> None:
    with js_names():
        assert equivalent(Page, "toHaveCss") == ""
        assert "toHaveStyle(name" in equivalent(LocatorAssertions, "toHaveCss")
        assert equivalent(Page, "waitForFunction") == "use waitUntil(() => …)"
        assert "page.waitForPage(url)" in equivalent(PageAssertions, "toHaveURL")
        assert "{viewport: [width, height]}" in equivalent(Page, "setViewportSize")
        assert "await openPage(location)" in equivalent(Runtime, "newPage")
        assert "(new Script().expect" in equivalent(WsServer, "send")
        assert equivalent(ModuleMock, "callCount") == "use mock.calls.length"


def test_unknown_private_names_have_no_suggestion(page: Page) -> None:
    assert not hasattr(page, "__iter__")
    assert not hasattr(page, "_repr_html_")
    assert suggest(Page, "_repr_html_") == suggest(Page, "qqq") == ""


def test_error_raised_by_a_property_of_a_page_keeps_the_message(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.delattr(page, "looper")
        with pytest.raises(AttributeError, match="no attribute 'looper'"):
            _ = page.clock


# The names that suggestions and docs/from-playwright.md mention must exist.


def objects(page: Page) -> dict[str, tuple[object, ...]]:
    socket = page.web_socket("ws://x.test/")
    return {
        "page": (page,),
        "locator": (page.get_by_text("x"),),
        "ws": (socket,),
        "runtime": (page.runtime,),
        "http_server": (HttpServer(),),
        "ws_server": (WsServer(),),
        "clock": (page.clock,),
        "route": (Route(page, REQUEST, cast(Any, None)), WebSocketRoute),
        "line": (ConsoleLine("log", "x"),),
        "mock": (page.mock_module("storage"),),
        "expect": (expect,),
        "to": (LocatorAssertions, PageAssertions, WebSocketAssertions, PolledAssertions),
    }


def mentioned(text: str) -> set[tuple[str, str]]:
    """("page", "locator") for `page.locator`, ("to", "to_be_visible") for an assertion."""
    text = re.sub(r"page\.(runtime|clock)\.", r"\1.", text)
    owners = "page|locator|ws|runtime|http_server|ws_server|clock|route|line|mock|expect"
    found = set(re.findall(rf"(?<![\w.])({owners})\.([a-z_]+)", text))
    return found | {("to", name) for name in re.findall(r"(?<![\w])((?:not_)?to_\w+)", text)}


def replacements() -> str:
    """The right columns of the tables in docs/from-playwright.md."""
    return "\n".join(
        line.split(" | ", 1)[1]
        for line in PLAYWRIGHT_PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    )


def test_each_name_that_a_suggestion_mentions_exists(page: Page) -> None:
    hints = [
        hint
        for owner, table in SUGGESTIONS.items()
        if not owner.startswith("js ")
        for hint in table.values()
    ]
    there = objects(page)
    for owner, name in mentioned("\n".join(hints) + replacements()):
        assert any(hasattr(each, name) for each in there[owner]), f"{owner}.{name}"


def test_names_that_exist_are_not_in_the_table_of_suggestions() -> None:
    classes = (Page, Runtime, Locator, LocatorAssertions, PageAssertions, type(expect))
    others = (WebSocket, WsServer, Clock, ConsoleLine, ModuleMock, WebSocketRoute)
    for cls in (*classes, *others):
        names = " ".join(SUGGESTIONS[cls.__name__]).split()
        assert [name for name in names if hasattr(cls, name)] == []


def test_docs_page_for_playwright_users_lists_only_names_that_the_test_kit_lacks(
    page: Page,
) -> None:
    section = PLAYWRIGHT_PAGE.read_text(encoding="utf-8").split("\n## ")
    owners = {"Page": page, "Runtime": page.runtime, "Locators": page.locator("text")}
    for text in section[1:]:
        owner = owners.get(text.split()[0])
        if owner is None:
            continue
        left = re.findall(r"^\| (.*?) \| ", text, re.MULTILINE)[2:]
        for name in re.findall(r"`([a-z_]+)`", "\n".join(left)):
            is_of_locator = owner is page and hasattr(owners["Locators"], name)
            assert is_of_locator or not hasattr(owner, name), name
