"""weex_runtime.testkit.suggestions: Playwright's names that are none here say what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from weex_runtime import Page, PageError, Runtime, WebSocket, expect
from weex_runtime.instance.interception import RoutedRequest
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.loop.clock import Clock
from weex_runtime.testing import HttpServer, Script, WsServer
from weex_runtime.testkit import suggestions as playwright_names
from weex_runtime.testkit.expect.assertions import LocatorAssertions, PageAssertions
from weex_runtime.testkit.locator.locator import Locator
from weex_runtime.testkit.module_mock import ModuleMock
from weex_runtime.testkit.routing.route import Route
from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute

OpenPage = Callable[..., Page]

OWNERS = {
    "page": Page,
    "locator": Locator,
    "ws": WebSocket,
    "expect(page)": PageAssertions,
    "runtime": Runtime,
    "http_server": HttpServer,
    "ws_server": WsServer,
    "Script": Script,
    "clock": Clock,
    "route": WebSocketRoute,
    "line": ConsoleLine,
    "mock": ModuleMock,
}


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("wait_for_timeout", "waits by itself"),
        ("click", r"page.locator\(selector\).click"),
        ("close", r"page.destroy\(\)"),
        ("screenshot", "there is no layout"),
        ("expectWebsocket", r"page.expect_web_socket\(\)"),
        ("getByText", "did you mean get_by_text?"),
        ("get_by_txt", "did you mean get_by_text?"),
        ("qqq", "$"),
    ],
)
def test_page_says_what_it_has_instead(page: Page, name: str, told: str) -> None:
    with pytest.raises(AttributeError, match=f"a page has no '{name}'.*" + told.rstrip("?")):
        getattr(page, name)


def test_other_objects_say_it_too(page: Page) -> None:
    locator = page.get_by_text("x")
    socket = page.web_socket("ws://x.test/")
    for owner, name, told in [
        (page.runtime, "new_page", "a runtime has no 'new_page': runtime.open(location)"),
        (locator, "hover", "a locator has no 'hover': a finger does not hover"),
        (expect(locator), "to_have_css", "expect(locator) has no 'to_have_css': to_have_style"),
        (expect(locator), "not_to_have_css", "no 'not_to_have_css': to_have_style"),
        (expect(locator), "toHaveText", "did you mean to_have_text?"),
        (expect(page), "to_have_url", "expect(page) has no 'to_have_url': a page keeps"),
        (expect(socket), "to_be_open", "expect(web socket) has no 'to_be_open'"),
        (expect, "set_options", "expect has no 'set_options': page.set_default_timeout"),
        (socket, "expect_event", "a web socket has no 'expect_event': ws.expect_message"),
        (WsServer(), "drop", "ws_server has no 'drop': a script"),
        (page.clock, "tick", "a clock has no 'tick': clock.run_for(seconds)"),
        (page.clock, "runFor", "did you mean run_for?"),
        (ConsoleLine("log", "x"), "type", "a console line has no 'type': line.level"),
        (Script(), "expects", "a script has no 'expects'; did you mean expect?"),
        (page.mock_module("storage"), "call_count", "a mock has no 'call_count': len(mock.calls)"),
    ]:
        with pytest.raises(AttributeError, match=re.escape(told)):
            getattr(owner, name)


def test_routes_say_it_in_their_handlers(page: Page) -> None:
    request = RoutedRequest("GET", "https://x.test/", {}, None)
    route = Route(page, request, cast(Any, None))
    socket_route = WebSocketRoute(page, "ws://x.test/", [], cast(Any, None), None)
    for owner, name, told in [
        (route, "fulfil", "a route has no 'fulfil'; did you mean fulfill?"),
        (route, "continue_request", "did you mean continue_?"),
        (socket_route, "on", "a web socket route has no 'on': route.on_message(handler)"),
        (socket_route, "connect", "route.connect_to_server()"),
    ]:
        with pytest.raises(AttributeError, match=re.escape(told)):
            getattr(owner, name)


def test_protocols_of_python_find_nothing_where_nothing_is(page: Page) -> None:
    assert not hasattr(page, "__iter__")
    assert not hasattr(page, "_repr_html_")
    assert getattr(page, "goto", None) is None


def test_error_inside_a_property_is_not_taken_for_a_wrong_name(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.delattr(page, "looper")
        with pytest.raises(AttributeError, match="a page has no 'looper'"):
            _ = page.clock


@pytest.mark.parametrize(
    ("selector", "told"),
    [
        ("text=connect", "get_by_text"),
        ("text = connect", "get_by_text"),
        ("//div", "no XPath"),
        ("xpath=..", "no XPath"),
        ("css=div", "leave out css="),
        ("role=button", "get_by_role"),
        ("data-testid=x", "get_by_test_id"),
        ("div >> text", "chain locators"),
        ("text:has-text('x')", "has_text="),
        ("div:visible", "visible=True"),
    ],
)
def test_selector_of_another_engine_says_what_finds_such_things(
    page: Page, selector: str, told: str
) -> None:
    with pytest.raises(PageError, match=f"no CSS selector: .*{told}"):
        page.locator(selector)


def _named() -> Iterator[tuple[str, str]]:
    """What the hints name, like ("page", "locator")."""
    texts = [text for table in playwright_names._INSTEAD.values() for text in table.values()]
    texts += [
        *playwright_names._EVENTS.values(),
        *(hint for _, hint in playwright_names._SELECTORS),
    ]
    for text in texts:
        owners = "|".join(re.escape(owner) for owner in OWNERS)
        for owner, name in re.findall(rf"(?<![\w.])({owners})\.(\w+)", text):
            yield owner, name
        for name in re.findall(r"(?<![\w.])(not_to_\w+|to_\w+)", text):
            yield "expect(page)" if name == "to_match_snapshot" else "expect", name


@pytest.mark.parametrize(("owner", "name"), sorted(set(_named())))
def test_what_is_named_instead_is_there(page: Page, owner: str, name: str) -> None:
    cls = OWNERS.get(owner, LocatorAssertions)
    if owner == "expect" and name == "to_be_closed":
        cls = type(expect(page.web_socket("ws://x.test/")))
    objects: dict[str, object] = {
        "page": page,
        "locator": page.get_by_text("x"),
        "ws": page.web_socket("ws://x.test/"),
        "ws_server": WsServer(),
        "http_server": HttpServer(),
        "mock": page.mock_module("storage"),
    }
    assert hasattr(objects.get(owner, cls), name)


def test_no_name_has_a_hint_that_works() -> None:
    owners = {
        **{cls.__name__: cls for cls in OWNERS.values()},
        "LocatorAssertions": LocatorAssertions,
    }
    for kind, table in playwright_names._INSTEAD.items():
        cls = owners.get(kind, type(expect))
        assert [name for name in table if hasattr(cls, name)] == []


def test_argument_that_is_none_says_what_there_is(page: Page) -> None:
    locator = page.get_by_text("x")
    with pytest.raises(TypeError) as caught:
        locator.click(force=True)  # type: ignore[call-arg]
    assert "dispatch_event" in playwright_names.instead_of_argument(caught.value)
    with pytest.raises(TypeError) as caught:
        expect(locator).to_have_text("x", ignore_case=True)  # type: ignore[call-arg]
    assert "re.IGNORECASE" in playwright_names.instead_of_argument(caught.value)
    assert playwright_names.instead_of_argument(TypeError("f() got x")) == ""
    assert playwright_names.instead_of_argument(ValueError("position")) == ""


def test_nobody_without_mistakes_loads_the_table() -> None:
    code = (
        "import sys\n"
        "from weex_runtime import Runtime, expect\n"
        "with Runtime() as runtime:\n"
        '    page = runtime.open(source=\'// { "framework": "Vanilla" }\')\n'
        "    expect(page.locator('text')).to_have_count(0)\n"
        "names = ('playwright_names', 'observers', 'route_handlers', 'web_sockets')\n"
        "print([name for name in names if f'weex_runtime.{name}' in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
