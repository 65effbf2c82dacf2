"""weex_runtime.testkit.routing.route: answer, change or abort the requests of `stream`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from weex_runtime import Page, Runtime, WeexError
from weex_runtime.matching.url import REQUEST, SOCKET
from weex_runtime.matching.url_pattern import UrlMatch, map_address
from weex_runtime.testkit.routing.route import ABORTS, Route

from ..support.stream_server import HttpServer, Reply, open_with, told

MakeRuntime = Callable[..., Runtime]


@pytest.fixture
def server() -> Iterator[HttpServer]:
    replies = {
        "/list": Reply(headers=(("X-Kind", "real"),), body=b'{"names": ["Ada"]}'),
        "/other": Reply(body=b"other"),
    }
    with HttpServer(replies) as server:
        yield server


def ask(runtime: Runtime, url: str, more: str = "") -> Page:
    page = open_with(runtime, f"fetch({{ url: '{url}'{more} }});")
    runtime.run_until_idle()
    return page


def answer(page: Page) -> dict[str, Any]:
    [result] = told(page)
    assert isinstance(result, dict)
    return result


# Tests of `Route.fulfill`.


def test_route_fulfills_a_request_without_a_server(runtime: Runtime) -> None:
    runtime.route(
        "**/list*",
        lambda route: route.fulfill(201, json={"names": []}, headers={"X-Kind": "made"}),
    )
    result = answer(ask(runtime, "http://api.test/v1/list?all=1", ", type: 'json'"))
    assert result == {
        "status": 201,
        "ok": True,
        "statusText": "Created",
        "data": {"names": []},
        "headers": {"X-Kind": "made", "Content-Type": "application/json"},
    }


@pytest.mark.parametrize(
    ("body", "data", "kind"),
    [
        ({"text": "fünf"}, "fünf", "text/plain; charset=utf-8"),
        ({"body": b"bytes"}, "bytes", None),
        ({"body": "fünf"}, "fünf", None),
        ({"body": "{}", "content_type": "application/json"}, "{}", "application/json"),
        (
            {"text": "a", "content_type": "text/csv", "headers": {"content-type": "b"}},
            "a",
            "text/csv",
        ),
        ({"json": [1, "a"]}, '[1, "a"]', "application/json"),
        ({}, "", None),
    ],
)
def test_method_fulfill_accepts_text_json_or_bytes_as_the_body(
    runtime: Runtime, body: dict[str, Any], data: str, kind: str | None
) -> None:
    runtime.route("**", lambda route: route.fulfill(**body))
    result = answer(ask(runtime, "http://api.test/"))
    assert (result["status"], result["data"]) == (200, data)
    assert result["headers"].get("Content-Type") == kind


def test_route_handler_with_two_parameters_is_refused(runtime: Runtime) -> None:
    with pytest.raises(WeexError, match=r"takes the route, got \(route, request\); route.request"):
        runtime.route("**", lambda route, request: route.abort())  # type: ignore[misc, arg-type]
    with pytest.raises(WeexError, match=r"takes the route, got \(\)"):
        runtime.route_web_socket("**", lambda: None)  # type: ignore[misc, arg-type]
    taken: list[Route] = []
    runtime.route("**", taken.append)


def test_route_has_the_method_url_headers_and_body_of_the_request(runtime: Runtime) -> None:
    routes: list[Route] = []

    def handle(route: Route) -> None:
        routes.append(route)
        route.fulfill()

    runtime.route("http://api.test/names", handle)
    page = ask(
        runtime,
        "http://api.test/names",
        ", method: 'POST', body: '{\"name\": \"Ada\"}', headers: { 'X-Own': 'yes' }",
    )
    [route] = routes
    assert route.page is page
    assert (route.request.method, route.request.url) == ("POST", "http://api.test/names")
    assert route.request.headers["X-Own"] == "yes"
    assert route.request.post_data == '{"name": "Ada"}'
    assert route.request.post_data_json == {"name": "Ada"}


def test_routed_request_calls_the_progress_callback(runtime: Runtime) -> None:
    runtime.route("**", lambda route: route.fulfill(text="four"))
    page = open_with(runtime, "fetchWithProgress({ url: 'http://api.test/' });")
    runtime.run_until_idle()
    states = [(entry["readyState"], entry["length"]) for entry in told(page, "progress")]
    assert states == [(1, 0), (2, 0), (3, 4)]
    assert answer(page)["data"] == "four"


def test_request_of_send_http_is_routed(runtime: Runtime) -> None:
    runtime.route("**/old", lambda route: route.fulfill(text="routed"))
    page = runtime.open(
        source='// { "framework": "Vanilla" }\n'
        "weex.requireModule('stream').sendHttp({ method: 'GET', url: 'http://api.test/old' },"
        " function (text) { console.log(JSON.stringify(text)); });"
    )
    runtime.run_until_idle()
    assert "routed" in page.console[-1].text


# Tests of `Route.abort`.


@pytest.mark.parametrize(
    ("error", "platform", "data"),
    [
        ("failed", None, "the request failed"),
        ("namenotresolved", None, "the host cannot be looked up"),
        ("timedout", "ios", "The request timed out.(-1001)"),
        ("connectionrefused", "ios", "Could not connect to the server.(-1004)"),
        ("internetdisconnected", "ios", "The Internet connection appears to be offline.(-1009)"),
    ],
)
def test_aborted_request_fails_with_the_error_of_the_platform(
    make_runtime: MakeRuntime, error: str, platform: str | None, data: str
) -> None:
    runtime = make_runtime(platform=platform)
    runtime.route("**", lambda route: route.abort(error))
    result = answer(ask(runtime, "http://api.test/"))
    assert (result["status"], result["data"]) == (-1, data)


def test_method_abort_fails_the_request_for_each_error_name(runtime: Runtime) -> None:
    errors = iter(ABORTS)
    runtime.route("**", lambda route: route.abort(next(errors)))
    for _ in ABORTS:
        assert answer(ask(runtime, "http://api.test/"))["status"] == -1


# Tests of `Route.continue_` and `Route.fetch`.


def test_method_continue_sends_the_changed_request_to_the_server(
    runtime: Runtime, server: HttpServer
) -> None:
    runtime.route("**/list", lambda route: route.continue_())
    runtime.route(
        "**/moved",
        lambda route: route.continue_(
            url=f"{server.url}/other",
            method="POST",
            headers={**route.request.headers, "X-Test": "1"},
            post_data="changed",
        ),
    )
    assert answer(ask(runtime, f"{server.url}/list"))["data"] == '{"names": ["Ada"]}'
    assert answer(ask(runtime, "http://api.test/moved"))["data"] == "other"
    asked = server.requests[-1]
    assert (asked.method, asked.body, asked.header("X-Test")) == ("POST", b"changed", "1")


def test_method_continue_with_an_invalid_address_fails_the_request(runtime: Runtime) -> None:
    runtime.route("**", lambda route: route.continue_(url="ftp://api.test/"))
    assert answer(ask(runtime, "http://api.test/"))["status"] == -1


def test_route_fetches_a_response_and_fulfills_with_a_changed_body(
    runtime: Runtime, server: HttpServer
) -> None:
    def handle(route: Route) -> None:
        response = route.fetch()
        assert (response.status, response.ok, response.status_text) == (200, True, "OK")
        data = response.json()
        data["names"].append("Bob")
        route.fulfill(response=response, json=data)

    runtime.route("**/list", handle)
    result = answer(ask(runtime, f"{server.url}/list"))
    assert result["data"] == '{"names": ["Ada", "Bob"]}'
    assert result["headers"]["X-Kind"] == "real"


def test_route_fetch_raises_an_error_with_the_reason_if_the_server_does_not_respond(
    runtime: Runtime, server: HttpServer
) -> None:
    runtime.route("**/list", lambda route: route.fulfill(response=route.fetch()))
    runtime.set_offline(True)
    page = ask(runtime, f"{server.url}/list")
    assert answer(page)["status"] == -1
    assert any("the device is offline" in line.text for line in page.console)
    assert server.requests == []


# The order in which several routes for one address are called.


def test_route_that_was_added_last_is_called_first_and_can_fall_back(runtime: Runtime) -> None:
    order: list[str] = []

    def first(route: Route) -> None:
        order.append("first")
        route.fulfill(text="first")

    def second(route: Route) -> None:
        order.append("second")
        route.fallback()

    runtime.route("**", first)
    runtime.route(re.compile("/list$"), second)
    assert answer(ask(runtime, "http://api.test/list"))["data"] == "first"
    assert answer(ask(runtime, "http://api.test/other"))["data"] == "first"
    assert order == ["second", "first", "first"]


def test_method_fallback_without_another_route_sends_the_request_to_the_server(
    runtime: Runtime, server: HttpServer
) -> None:
    runtime.route("**", lambda route: route.fallback())
    assert answer(ask(runtime, f"{server.url}/other"))["data"] == "other"


def test_method_unroute_removes_one_handler_of_a_pattern_or_all_handlers_of_the_pattern(
    runtime: Runtime, server: HttpServer
) -> None:
    def one(route: Route) -> None:
        route.fulfill(text="one")

    def two(route: Route) -> None:
        route.fulfill(text="two")

    for handler in (one, two):
        runtime.route("**/other", handler)
    runtime.unroute("**/other", two)
    assert answer(ask(runtime, f"{server.url}/other"))["data"] == "one"
    runtime.unroute("**/else")
    assert len(runtime.routes) == 1
    runtime.unroute("**/other")
    assert answer(ask(runtime, f"{server.url}/other"))["data"] == "other"


def test_route_that_was_added_on_a_page_ends_with_the_page(
    runtime: Runtime, server: HttpServer
) -> None:
    code = (
        "weex.requireModule('globalEvent').addEventListener('ask', function () {"
        f"  fetch({{ url: '{server.url}/other' }}); }});"
    )
    routed, other = open_with(runtime, code), open_with(runtime, code)
    routed.route("**", lambda route: route.fulfill(text="routed"))
    runtime.fire_global_event("ask")
    runtime.run_until_idle()
    assert [answer(page)["data"] for page in (routed, other)] == ["routed", "other"]
    routed.unroute("**")
    assert not runtime.routes
    routed.route("**", lambda route: route.fulfill())
    routed.destroy()
    assert not runtime.routes


# Routes that are fulfilled after the handler returned, and routes whose handler raises.


def test_route_can_be_fulfilled_after_its_handler_returned(runtime: Runtime) -> None:
    kept: list[Route] = []
    runtime.route("**", kept.append)
    page = ask(runtime, "http://api.test/slow")
    assert told(page) == []
    [busy] = page.busy()
    assert busy["text"] == "stream.fetch GET http://api.test/slow (routed)"
    kept[0].fulfill(text="late")
    assert page.busy() == []
    runtime.run_until_idle()
    assert answer(page)["data"] == "late"
    with pytest.raises(WeexError, match="http://api.test/slow is handled already"):
        kept[0].fulfill()


def test_handling_a_route_after_its_page_ended_has_no_effect(runtime: Runtime) -> None:
    kept: list[Route] = []
    runtime.route("**", kept.append)
    pages = [ask(runtime, "http://api.test/") for _ in range(3)]
    for page in pages:
        page.destroy()
    kept[0].fulfill()
    kept[1].abort()
    kept[2].continue_()
    runtime.run_until_idle()
    assert [told(page) for page in pages] == [[], [], []]


def test_exception_in_a_route_handler_is_logged_and_fails_the_request(runtime: Runtime) -> None:
    runtime.route("**/x", lambda route: route.fulfill(text="a", json=1))
    page = ask(runtime, "http://api.test/x")
    assert answer(page)["status"] == -1
    assert any(
        "the handler of route '**/x' failed: WeexError: route.fulfill: expected one of" in line.text
        for line in page.console
    )


def test_method_abort_refuses_an_unknown_error(runtime: Runtime) -> None:
    kept: list[Route] = []
    runtime.route("**", kept.append)
    page = ask(runtime, "http://api.test/")
    with pytest.raises(WeexError, match="expected failed, aborted, .*, got 'lost'"):
        kept[0].abort("lost")
    kept[0].abort()
    runtime.run_until_idle()
    assert answer(page)["status"] == -1


# Patterns of addresses in `route` and `unroute`.


@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
    [
        ("http://a.test/*", "http://a.test/x", True),
        ("http://a.test/*", "http://a.test/x/y", False),
        ("http://a.test/**", "http://a.test/x/y", True),
        ("**/x", "http://a.test/x", True),
        ("**/x", "http://a.test/ax", False),
        ("**/*.{png,jpg}", "http://a.test/b.jpg", True),
        ("**/*.{png,jpg}", "http://a.test/b.gif", False),
        ("**/x?a=1", "http://a.test/x?a=1", True),
        ("**/x?a=1", "http://a.test/xya=1", False),
        (re.compile("x$"), "http://a.test/x", True),
        (lambda url: "test" in url, "http://a.test/x", True),
    ],
)
def test_url_pattern_is_a_glob_a_regular_expression_or_a_function(
    pattern: Any, url: str, fits: bool
) -> None:
    assert UrlMatch(pattern)(url) is fits


# (address as a bundle may write it, the same address as the URL Standard serializes it).
SPELLINGS = [
    ("http://127.0.0.1:9", "http://127.0.0.1:9/"),
    ("HTTP://API.test:80/x", "http://api.test/x"),
    ("https://api.test:443?q", "https://api.test/?q"),
    ("http://api.test/a/../b", "http://api.test/b"),
    ("http://api.test\\b", "http://api.test/b"),
    ("http://127.1/", "http://127.0.0.1/"),
    ('http://b\u00fccher.test/\u00fc "', "http://xn--bcher-kva.test/%C3%BC%20%22"),
    ('http://api.test/?where={"a":[1,2]}', "http://api.test/?where={%22a%22:[1,2]}"),
    (" http://api.test/a\nb ", "http://api.test/ab"),
]


@pytest.mark.parametrize(("pattern", "url"), SPELLINGS)
@pytest.mark.parametrize("schemes", [None, REQUEST])
def test_url_pattern_matches_all_equivalent_spellings_of_an_address(
    pattern: str, url: str, schemes: dict[str, str] | None
) -> None:
    match = UrlMatch(pattern, schemes)
    assert match(url)
    assert not match(url + "x")
    assert match.description == repr(pattern)


@pytest.mark.parametrize(
    ("pattern", "schemes", "url", "fits"),
    [
        # Patterns for requests ignore the fragment and the credentials of an address.
        ("http://a.test/x#part", REQUEST, "http://a.test/x", True),
        ("http://me:secret@a.test/x", REQUEST, "http://a.test/x", True),
        ("ws://a.test#part", SOCKET, "ws://a.test/", True),
        ("ws://me:secret@a.test", SOCKET, "ws://me:secret@a.test/", True),
        ("ws://me:secret@a.test", SOCKET, "ws://a.test/", False),
        # In patterns for sockets http means ws, and https means wss.
        ("http://a.test", SOCKET, "ws://a.test/", True),
        ("https://a.test:443/x", SOCKET, "wss://a.test/x", True),
        ("http://a.test", REQUEST, "ws://a.test/", False),
        # Patterns for pages match the fragment of an address too.
        ("http://a.test#a", None, "http://A.test/#a", True),
        ("http://a.test#a", None, "http://a.test/#b", False),
        # Patterns that are globs or relative addresses are not normalised.
        ("http://a.test*", REQUEST, "http://a.test/", False),
        ("http://a.test/**", REQUEST, "http://a.test/x", True),
        ("/x", REQUEST, "http://a.test/x", False),
        ("x", None, "x", True),
    ],
)
def test_url_pattern_matches_only_addresses_of_its_schemes(
    pattern: str, schemes: dict[str, str] | None, url: str, fits: bool
) -> None:
    assert UrlMatch(pattern, schemes)(url) is fits


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in SPELLINGS[:-1]])
def test_route_pattern_matches_the_url_as_the_page_writes_it(
    runtime: Runtime, pattern: str
) -> None:
    runtime.route(pattern, lambda route: route.fulfill(text="routed"))
    page = open_with(runtime, f"fetch({{ url: {json.dumps(pattern)} }});")
    runtime.run_until_idle()
    assert answer(page)["data"] == "routed"


@pytest.mark.parametrize(("pattern", "url"), SPELLINGS)
def test_method_unroute_matches_an_equivalent_spelling_of_the_address(
    runtime: Runtime, pattern: str, url: str
) -> None:
    runtime.route(pattern, print)
    runtime.unroute(url + "x")
    assert len(runtime.routes) == 1
    runtime.unroute(url)
    assert not runtime.routes


def test_method_unroute_removes_the_routes_of_a_regular_expression_or_function(
    runtime: Runtime,
) -> None:
    def wanted(url: str) -> bool:
        return True

    for pattern in (re.compile("x"), wanted):
        runtime.route(pattern, print)
        runtime.unroute(re.compile("y"))
        assert len(runtime.routes) == 1
        runtime.unroute(pattern)
        assert not runtime.routes


@pytest.mark.parametrize(
    ("start", "url", "expected"),
    [
        ("HTTP://API.test:80", "http://api.test/x", "http://127.0.0.1:9/x"),
        ("http://api.test", "http://api.test/", "http://127.0.0.1:9"),
        ("http://api.test/", "http://api.test/x?y", "http://127.0.0.1:9/x?y"),
        ("http://api.test/", "http://api.test", "http://127.0.0.1:9"),
        ("http://api.test/", "http://api.test/?y", "http://127.0.0.1:9?y"),
        ("http://api.test/a/../v1", "http://api.test/v1/x", "http://127.0.0.1:9/x"),
        ("http://api.test/v1", "http://api.test/v1?y", "http://127.0.0.1:9?y"),
        ("http://api.test/v1", "http://api.test/v10", "http://api.test/v10"),
        ("http://api.test/v1/", "http://api.test/v1/x", "http://127.0.0.1:9/x"),
        ("http://api.test", "http://api.test.evil/x", "http://api.test.evil/x"),
        ("http://api.test", "http://api.test:8080/x", "http://api.test:8080/x"),
        ("ws://127.1:9", "ws://127.0.0.1:9/x", "http://127.0.0.1:9/x"),
        ("list", "list", "http://127.0.0.1:9"),
    ],
)
def test_option_url_map_matches_all_equivalent_spellings_of_an_address(
    start: str, url: str, expected: str
) -> None:
    assert map_address(url, {start: "http://127.0.0.1:9"}) == expected


def test_invalid_url_patterns_are_refused(runtime: Runtime) -> None:
    with pytest.raises(WeexError, match="a glob, a regular expression or a function, got 3"):
        runtime.route(3, print)  # type: ignore[arg-type]
    with pytest.raises(WeexError, match="lacks a closing brace"):
        runtime.route("**/{a", print)
    assert not runtime.routes


@pytest.mark.parametrize(
    ("answer_with", "problem"),
    [
        ({"status": "200"}, "expected a status from 100 to 599, got '200'"),
        ({"status": 20}, "expected a status from 100 to 599, got 20"),
        ({"body": {"a": 1}}, "expected text or bytes, got {'a': 1}; use json="),
        ({"text": 7}, "expected a str as text, got 7; use json="),
        ({"content_type": 7}, "expected a str as content_type, got 7"),
        ({"headers": {"X-Count": 5}}, "expected headers as a dict of texts"),
        ({"headers": [("X-Count", "5")]}, "expected headers as a dict of texts"),
        ({"response": "right"}, "expected a response that fetch returned, got 'right'"),
    ],
)
def test_method_fulfill_refuses_wrong_arguments(
    runtime: Runtime, answer_with: dict[str, Any], problem: str
) -> None:
    kept: list[Route] = []
    runtime.route("**", kept.append)
    ask(runtime, "http://api.test/")
    with pytest.raises(WeexError, match=re.escape(problem)):
        kept[0].fulfill(**answer_with)
    kept[0].fulfill(text="right")


@pytest.mark.parametrize("method", ["continue_", "fetch"])
@pytest.mark.parametrize(
    "changes", [{"headers": 5}, {"headers": {"X-Count": 5}}, {"url": 5}, {"post_data": {}}]
)
def test_invalid_change_of_a_request_is_refused(
    runtime: Runtime, method: str, changes: dict[str, Any]
) -> None:
    kept: list[Route] = []
    runtime.route("**", kept.append)
    page = ask(runtime, "http://api.test/")
    with pytest.raises(WeexError, match=rf"route\.{method}: expected "):
        getattr(kept[0], method)(**changes)
    kept[0].fulfill(text="right")
    runtime.run_until_idle()
    assert answer(page)["data"] == "right"
