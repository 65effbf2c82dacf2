"""`stream` on each platform: the columns of the table in spec/modules.md, section 2.

Rules that need no server are called directly; the others are met by a page.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
import trustme

from weex_modules.stream import differences
from weex_modules.stream.http.message import Head, Request, RequestFailed, Response
from weex_modules.stream.http.redirects import Redirects
from weex_modules.stream.platforms import rules_of
from weex_modules.stream.script import run_script
from weex_modules.stream.status_text import status_text
from weex_runtime import Difference, Network, Runtime
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.testing import HttpResponse
from weex_runtime.testing import HttpServer as RoutedServer

from ..support.raw_server import Peer, RawServer, tls_of
from ..support.stream_server import HttpServer, Reply, open_with, redirect, told, warnings

UNREACHABLE = "http://127.0.0.1:1/"
FORM = "application/x-www-form-urlencoded"
PLATFORMS: tuple[PlatformName | None, ...] = (None, "android", "ios", "web")
MISSING = object()

# A tuple with one value for each of PLATFORMS.
Row = tuple[Any, Any, Any, Any]


def columns(rows: dict[str, tuple[Any, Row]]) -> pytest.MarkDecorator:
    """A case for each platform of each row: the input, the platform, the expected value."""
    return pytest.mark.parametrize(
        ("done", "platform", "expected"),
        [
            pytest.param(done, platform, expected, id=f"{name}, {platform or 'documented'}")
            for name, (done, row) in rows.items()
            for platform, expected in zip(PLATFORMS, row, strict=True)
        ],
    )


def rows(table: dict[str, tuple[Any, Row]]) -> pytest.MarkDecorator:
    """A case for each row: the input, and the expected value for each of PLATFORMS."""
    return pytest.mark.parametrize(("done", "row"), table.values(), ids=table.keys())


def given(call: Callable[..., Any], *args: Any) -> Any:
    """The result of a rule; MISSING when it refuses the options."""
    try:
        return call(*args)
    except RequestFailed:
        return MISSING


def response(body: bytes, status: int = 200, reason: str = "") -> Response:
    return Response(Head("HTTP/1.1", status, reason, ()), body)


def fetched(runtime: Runtime, options: object, platform: str | None) -> Any:
    """The argument of the final callback; MISSING when there was no callback."""
    page = open_with(runtime, f"fetch({json.dumps(options)});", platform=platform)
    runtime.run_until_idle()
    assert not page.errors
    results = told(page)
    assert len(results) < 2
    return results[0] if results else MISSING


# The request that `fetch` sends on each platform.

METHODS: dict[str, tuple[Any, Row]] = {
    "none": (None, ("GET", "GET", "GET", "GET")),
    "small letters": ("post", ("POST", "POST", "post", "POST")),
    "another": ("OPTIONS", (MISSING, "GET", "OPTIONS", MISSING)),
    "blank": (" ", (MISSING, "GET", "GET", MISSING)),
    "a number": (7, (MISSING, "GET", "GET", MISSING)),
}


@rows(METHODS)
def test_http_method_of_a_request_depends_on_the_platform(done: object, row: Row) -> None:
    assert tuple(given(rules_of(name).method, done) for name in PLATFORMS) == row


# For each method and option `body`: the request's body and the query of its URL on each platform.
BODIES: dict[str, tuple[Any, Row]] = {
    "text": (("POST", "a=ü"), (["a=ü", ""],) * 4),
    "empty": (("POST", ""), (["", ""],) * 4),
    "object": (
        ("POST", {"a": [1], "b": "ü"}),
        (
            ['{"a":[1],"b":"ü"}', ""],
            ['{"a":[1],"b":"ü"}', ""],
            ['{\n  "a" : [\n    1\n  ],\n  "b" : "ü"\n}', ""],
            ["[object Object]", ""],
        ),
    ),
    "list": (
        ("PUT", [1, None, [True]]),
        (["[1,null,[true]]", ""], ["[1,null,[true]]", ""], MISSING, ["1,,true", ""]),
    ),
    "number": (("PATCH", 7), (["7", ""], ["7", ""], MISSING, ["7", ""])),
    "GET with text": (
        ("GET", "b=2"),
        (["", "?a=1"], ["", "?a=1"], ["b=2", "?a=1"], ["", "?a=1&b=2"]),
    ),
    "GET with an object": (
        ("GET", {"c": "x y&", "b": [1, None]}),
        (
            ["", "?a=1"],
            ["", "?a=1"],
            ['{\n  "c" : "x y&",\n  "b" : [\n    1,\n    null\n  ]\n}', "?a=1"],
            ["", "?a=1&b=1&b&c=x%20y%26"],
        ),
    ),
    "HEAD": (("HEAD", "b=2"), (["", "?a=1"], ["", "?a=1"], ["b=2", "?a=1"], ["", "?a=1"])),
    "DELETE": (("DELETE", "b=2"), (["b=2", ""], ["", ""], ["b=2", ""], ["b=2", ""])),
}


@rows(BODIES)
def test_sent_body_depends_on_the_platform(done: tuple[str, Any], row: Row) -> None:
    method, body = done
    query = "?a=1" if method in ("GET", "HEAD") else ""
    options = {"url": f"https://app.test/{query}", "method": method, "body": body}
    for platform, expected in zip(PLATFORMS, row, strict=True):
        rules = rules_of(platform)
        sent = given(rules.body, body, method)
        if expected is MISSING:
            assert sent is MISSING
            continue
        address = rules.address(options, method, "https://app.test/main.js")
        assert [sent or "", address.removeprefix("https://app.test/")] == expected


@columns({"content type": (None, (FORM, FORM, FORM, "text/plain;charset=UTF-8"))})
def test_default_content_type_depends_on_the_platform(
    runtime: Runtime, done: None, platform: str | None, expected: object
) -> None:
    with HttpServer() as server:
        fetched(runtime, {"url": server.url, "method": "POST", "body": "a=ü"}, platform)
    assert server.request.body.decode() == "a=ü"
    assert server.request.header("Content-Type") == expected


USER_AGENTS: dict[str, tuple[Any, Row]] = {
    "User-Agent": (
        None,
        (
            "headless(Android/9) (weex-runtime/1.0) Weex/0.28.0 750x1334",
            "Pixel 3(Android/9) (weex-runtime/1.0) Weex/0.28.0 1080x2160",
            "iPhone10,3(iOS/12.2) WeexGroup(weex-runtime/1.0) Weex/0.28.0 1125x2436",
            "Mozilla/5.0 (Linux; Android 9) weex-runtime Chrome/74.0",
        ),
    ),
}


@columns(USER_AGENTS)
def test_user_agent_depends_on_the_platform(
    runtime: Runtime, done: object, platform: str | None, expected: object
) -> None:
    with HttpServer() as server:
        fetched(runtime, {"url": server.url}, platform)
    assert server.request.header("User-Agent") == expected


FORBIDDEN = ("Cookie", "Referer", "Sec-App", "Proxy-App", "Origin", "Date")


@columns({"forbidden": (None, ("x", "x", "x", None))})
def test_platform_decides_whether_a_forbidden_header_is_sent(
    runtime: Runtime, done: None, platform: str | None, expected: object
) -> None:
    with HttpServer() as server:
        headers = {**dict.fromkeys(FORBIDDEN, "x"), "X-App": "weex"}
        page = open_with(
            runtime,
            f"fetch({json.dumps({'url': server.url, 'headers': headers})});",
            platform=platform,
            config={"bundleUrl": server.url},
        )
        runtime.run_until_idle()
    assert len(told(page)) == 1
    assert [server.request.header(name) for name in FORBIDDEN] == [expected] * len(FORBIDDEN)
    assert server.request.header("X-App") == "weex"


@pytest.mark.parametrize(
    ("bundle_url", "method", "origin"),
    [
        ("{server}/main.js", "GET", None),
        ("{server}/main.js", "POST", "{server}"),
        ("https://shop.test/main.js", "GET", "https://shop.test"),
        ("file:///main.js", "GET", "null"),
    ],
)
@pytest.mark.parametrize("platform", ["ios", "web"])
def test_only_a_browser_sends_the_origin_of_the_bundle(
    runtime: Runtime, platform: str | None, bundle_url: str, method: str, origin: str | None
) -> None:
    with HttpServer() as server:
        page = open_with(
            runtime,
            f"fetch({{url: '{server.url}', method: '{method}'}});",
            platform=platform,
            config={"bundleUrl": bundle_url.format(server=server.url)},
        )
        runtime.run_until_idle()
        expected = origin and origin.format(server=server.url)
    assert len(told(page)) == 1
    assert server.request.header("Origin") == (expected if platform == "web" else None)


REFERERS: dict[str, tuple[Any, Row]] = {
    "asked for": (("?x=1", True), (None, None, "https://app.test/main.js", None)),
    "asked for, no query": (("", True), (None,) * 4),
    "not asked for": (("?x=1", False), (None,) * 4),
}


@rows(REFERERS)
def test_referer_depends_on_the_platform(done: tuple[str, bool], row: Row) -> None:
    query, referer = done
    url = f"https://app.test/main.js{query}"
    sent = [rules_of(name).referer({"referer": referer}, url) or None for name in PLATFORMS]
    assert tuple(sent) == row


CREDENTIALS: dict[str, tuple[Any, Row]] = {
    "in the url": ("ada:x@", ("Basic YWRhOng=", None, "Basic YWRhOng=", "Basic YWRhOng=")),
}


@columns(CREDENTIALS)
def test_platform_decides_whether_credentials_in_the_url_are_sent(
    runtime: Runtime, done: str, platform: str | None, expected: str | None
) -> None:
    with HttpServer() as server:
        fetched(runtime, {"url": server.url.replace("//", f"//{done}")}, platform)
    assert server.request.header("Authorization") == expected


# For each invalid option: the result of fetch, without its error text.

INVALID = {"status": -1, "ok": False, "statusText": "ERR_INVALID_REQUEST", "headers": {}}
ANDROID_FAILED = {"status": -1, "statusText": "ERR_CONNECT_FAILED"}
WEB_FAILED = {"status": -1, "ok": False, "statusText": "", "data": ""}
NO_URL: Row = (
    INVALID,
    {"ok": False, "statusText": "ERR_INVALID_REQUEST"},
    {"status": -1, "ok": False},
    MISSING,
)


def ios_failed(data: str, text: str = "ERR_INVALID_REQUEST") -> dict[str, object]:
    return {"status": -1, "data": data, "statusText": text}


WRONG: dict[str, tuple[Any, Row]] = {
    "no url": ({}, NO_URL),
    "null": ({"url": None}, NO_URL),
    "another scheme": (
        {"url": "ftp://h/"},
        (INVALID, ANDROID_FAILED, ios_failed("unsupported URL(-1002)"), WEB_FAILED),
    ),
    "no header": (
        {"url": UNREACHABLE, "headers": {"a b": "c"}},
        (INVALID, ANDROID_FAILED, ios_failed("bad URL(-1000)"), WEB_FAILED),
    ),
    "no object": (
        {"url": UNREACHABLE, "headers": "x"},
        (INVALID, ANDROID_FAILED, ios_failed("bad URL(-1000)"), MISSING),
    ),
    "type": (
        {"url": UNREACHABLE, "type": "xml"},
        (
            {**INVALID, "statusText": "ERR_CONNECT_FAILED"},
            ANDROID_FAILED,
            ios_failed("Could not connect to the server.(-1004)", ""),
            MISSING,
        ),
    ),
}


@columns(WRONG)
def test_failure_for_wrong_options_depends_on_the_platform(
    runtime: Runtime, done: dict[str, object], platform: str | None, expected: Any
) -> None:
    page = open_with(runtime, f"fetch({json.dumps(done)});", platform=platform)
    runtime.run_until_idle()
    results = told(page)
    if expected is MISSING:
        assert results == []
    else:
        (result,) = results
        if platform is None:
            assert isinstance(result.pop("data"), str)
        assert result == expected
    # Each platform logs one line: an error on the web, a warning on the others.
    (line,) = [line for line in page.console if line.text.startswith("[weex-runtime] stream.fetch")]
    assert line.level == ("error" if platform == "web" else "warn")


ADDRESSES: dict[str, tuple[Any, Row]] = {
    "empty": ("", (MISSING, "/app/main.js", MISSING, MISSING)),
    "relative": ("list", ("/app/list",) * 4),
    "number": (7, (MISSING, "/app/7", MISSING, "/app/7")),
}


@rows(ADDRESSES)
def test_resolution_of_an_address_depends_on_the_platform(done: object, row: Row) -> None:
    def address(platform: str | None) -> object:
        url = "https://app.test/app/main.js"
        found = given(rules_of(platform).address, {"url": done}, "GET", url)
        return found if found is MISSING else found.removeprefix("https://app.test")

    assert tuple(map(address, PLATFORMS)) == row


# The result of `fetch` after a failure of the network, on each platform.

REFUSED: Row = (
    {**INVALID, "statusText": "ERR_CONNECT_FAILED"},
    ANDROID_FAILED,
    ios_failed("Could not connect to the server.(-1004)", ""),
    WEB_FAILED,
)


@columns({"refused": (UNREACHABLE, REFUSED)})
def test_report_of_a_network_failure_depends_on_the_platform(
    runtime: Runtime, done: str, platform: str | None, expected: dict[str, object]
) -> None:
    result = fetched(runtime, {"url": done}, platform)
    if platform is None:
        assert result.pop("data") == "cannot connect to 127.0.0.1:1: Connection refused"
    assert result == expected


def ends_early(peer: Peer) -> None:
    peer.read_head()
    peer.send(b"HTTP/1.1 200 OK\r\nx-app: weex\r\nContent-Length: 10\r\n\r\nhello")
    peer.close()


HEADERS = {"x-app": "weex", "Content-Length": "10"}
EARLY: Row = (
    {**INVALID, "statusText": "ERR_CONNECT_FAILED", "headers": HEADERS},
    {**ANDROID_FAILED, "headers": {"_": "HTTP/1.1 200 OK", **HEADERS}},
    {
        **ios_failed("The network connection was lost.(-1005)", ""),
        "headers": {"X-App": "weex", "Content-Length": "10"},
    },
    WEB_FAILED,
)


@columns({"in the body": (ends_early, EARLY)})
def test_report_of_a_failure_within_the_body_depends_on_the_platform(
    runtime: Runtime,
    done: Callable[[Peer], None],
    platform: str | None,
    expected: dict[str, object],
) -> None:
    with RawServer(done) as server:
        result = fetched(runtime, {"url": server.url.replace("ws:", "http:")}, platform)
    if platform is None:
        assert result.pop("data") == "the connection ended in the middle of the body"
    assert result == expected


@pytest.mark.parametrize(
    ("answer", "data", "text"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "too many HTTP redirects(-1007)", ""),
        (b"hello\r\n\r\n", "cannot parse response(-1017)", ""),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nhello",
            "cannot decode raw data(-1015)",
            "",
        ),
        (b"", "The network connection was lost.(-1005)", ""),
    ],
)
def test_failure_on_ios_has_an_error_code(
    runtime: Runtime, answer: bytes, data: str, text: str
) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.close()

    with RawServer(script) as server:
        result = fetched(runtime, {"url": server.url.replace("ws:", "http:")}, "ios")
    assert (result["data"], result["statusText"], "ok" in result) == (data, text, False)


def test_data_of_a_failure_on_ios_describes_the_unknown_or_untrusted_host(runtime: Runtime) -> None:
    result = fetched(runtime, {"url": "http://nowhere.invalid/"}, "ios")
    assert result == ios_failed(
        "A server with the specified hostname could not be found.(-1003)", "ERR_INVALID_REQUEST"
    )
    with HttpServer(tls=tls_of(trustme.CA())) as server:
        result = fetched(runtime, {"url": server.url}, "ios")
    assert "pretending to be “localhost” which" in result["data"]
    assert result["data"].endswith("(-1202)")


TIMEOUTS: dict[str, tuple[Any, Row]] = {
    "options.timeout": (
        {"timeout": 1234},
        (1.234, 1.234, 1.234, None),
    ),
    "none": ({}, (30.0, 3.0, 60.0, None)),
    "0": ({"timeout": 0}, (30.0, 3.0, 60.0, None)),
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_timeout_depends_on_the_platform(runtime: Runtime, platform: PlatformName | None) -> None:
    page = open_with(runtime, "", platform=platform)
    for done, row in TIMEOUTS.values():
        options = {"url": UNREACHABLE, **done}
        request = rules_of(platform).request(page, options, 30.0)
        assert request.timeout == row[PLATFORMS.index(platform)]


# Redirects that each platform follows or refuses.

REDIRECTS: dict[str, tuple[Any, Row]] = {
    "302 of POST": ((302, "POST"), ("GET",) * 4),
    "302 of PUT": ((302, "PUT"), ("PUT", "GET", "PUT", "PUT")),
    "303 of DELETE": ((303, "DELETE"), ("GET",) * 4),
    "307 of GET": ((307, "GET"), ("GET",) * 4),
    "307 of POST": ((307, "POST"), ("POST", None, "POST", "POST")),
    "308 of PUT": ((308, "PUT"), ("PUT", None, "PUT", "PUT")),
}


@rows(REDIRECTS)
def test_handling_of_a_redirect_depends_on_the_platform(done: tuple[int, str], row: Row) -> None:
    status, method = done
    request = Request(method, "https://app.test/a")
    head = Head("HTTP/1.1", status, "", (("Location", "/b"),))
    for platform, expected in zip(PLATFORMS, row, strict=True):
        as_java = rules_of(platform).redirects_as_java
        following = Redirects(None).follow(request._replace(redirects_as_java=as_java), head)
        assert (following and following.method) == expected
        assert following is None or following.url == "https://app.test/b"


@columns({"http to https": (None, (-1, 302, -1, -1))})
def test_platform_decides_whether_a_redirect_from_http_to_https_is_followed(
    runtime: Runtime, done: None, platform: str | None, expected: int
) -> None:
    """Nothing listens at the address of the redirect."""
    with HttpServer({"/": redirect("https://127.0.0.1:1/")}) as server:
        assert fetched(runtime, {"url": server.url}, platform)["status"] == expected


# The result of `fetch` on each platform.

BODY = Reply(
    headers=(("x-app", "weex"), ("ETag", ""), ("Set-Cookie", "a"), ("set-cookie", "b")),
    body=b"hello",
    reason="Fine",
)
ANSWER: Row = (
    {
        "status": 200,
        "ok": True,
        "statusText": "OK",
        "data": "hello",
        "headers": {"x-app": "weex", "ETag": "", "Set-Cookie": "a, b", "Content-Length": "5"},
    },
    {
        "status": 200,
        "ok": True,
        "statusText": "OK",
        "data": "hello",
        "headers": {
            "_": "HTTP/1.1 200 Fine",
            "x-app": "weex",
            "ETag": "",
            "Set-Cookie": "[a, b]",
            "Content-Length": "5",
        },
    },
    {
        "status": 200,
        "ok": True,
        "statusText": "OK",
        "data": "hello",
        "headers": {"X-App": "weex", "Etag": "", "Set-Cookie": "a, b", "Content-Length": "5"},
    },
    {
        "status": 200,
        "ok": True,
        "statusText": "Fine",
        "data": "hello",
        "headers": {"x-app": "weex", "content-length": "5"},
    },
)


@columns({"text": (BODY, ANSWER)})
def test_fields_of_a_result_depend_on_the_platform(
    runtime: Runtime, done: Reply, platform: str | None, expected: dict[str, object]
) -> None:
    with HttpServer({"/": done}) as server:
        assert fetched(runtime, {"url": server.url}, platform) == expected


PARSE_FAILED = "{'err':'Data parse failed!'}"

# For each combination of the option `type` with the status and body of a response: `ok` and `data`
# of the result on each platform.
DATA: dict[str, tuple[Any, Row]] = {
    "json": (("json", 200, b"[1]"), ((True, [1]),) * 4),
    "JSON": (("JSON", 200, b"[1]"), ((True, "[1]"), (True, "[1]"), (True, [1]), (True, "[1]"))),
    "no json": (
        ("json", 200, b"<a>"),
        ((False, PARSE_FAILED), (False, PARSE_FAILED), (True, MISSING), (True, None)),
    ),
    "empty json": (
        ("json", 200, b""),
        ((True, None), (True, MISSING), (True, MISSING), (True, None)),
    ),
    "null": (("json", 200, b"null"), ((True, None), (True, MISSING), (True, None), (True, None))),
    "empty text": (("text", 200, b""), ((True, ""), (True, ""), (True, MISSING), (True, ""))),
    "error": (
        ("text", 404, b"gone"),
        ((False, "gone"), (False, MISSING), (False, "gone"), (False, "gone")),
    ),
    "error with json": (
        ("json", 500, b"[1]"),
        ((False, [1]), (False, MISSING), (False, [1]), (False, [1])),
    ),
    "jsonp": (("jsonp", 200, b"f([1]);"), ((True, [1]),) * 4),
    "jsonp without call": (
        ("jsonp", 200, b"[1]"),
        ((True, [1]), (True, {}), (True, [1]), (False, "")),
    ),
    "no jsonp": (
        ("jsonp", 200, b"f(<a>)"),
        ((False, PARSE_FAILED), (False, PARSE_FAILED), (True, MISSING), (False, "")),
    ),
    "empty jsonp": (
        ("jsonp", 200, b""),
        ((True, {}), (True, {}), (True, MISSING), (False, "")),
    ),
    "jsonp with an error": (
        ("jsonp", 404, b"f(1)"),
        ((False, 1), (False, MISSING), (False, 1), (False, "")),
    ),
    "not UTF-8": (
        ("text", 200, b"gr\xfcn"),
        ((True, "gr\ufffdn"), (True, "gr\ufffdn"), (True, MISSING), (True, "gr\ufffdn")),
    ),
    "bytes": (
        ("arraybuffer", 200, b"\x00\xff"),
        (
            (True, "\0\ufffd"),
            (True, "\0\ufffd"),
            (True, MISSING),
            (True, {"@type": "binary", "dataType": "ArrayBuffer", "base64": "AP8="}),
        ),
    ),
}


def run(source: str) -> Any:
    return run_script(source, "https://app.test/", memory_limit=64 << 20, time_limit=1.0)


@rows(DATA)
def test_conversion_of_response_data_depends_on_the_platform(
    done: tuple[str, int, bytes], row: Row
) -> None:
    kind, status, body = done
    for platform, expected in zip(PLATFORMS, row, strict=True):
        rules = rules_of(platform)
        result, problem = rules.result(response(body, status), rules.kind(kind), run)
        assert (result["ok"], result.get("data", MISSING)) == expected
        assert isinstance(problem, str)


def test_jsonp_on_the_web_runs_the_response_as_a_script(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"f([1])")}) as server:
        for options in ({"url": f"{server.url}/"}, {"url": f"{server.url}/?a=b"}):
            result = fetched(runtime, {**options, "type": "jsonp"}, "web")
            assert result == {"status": 200, "ok": True, "statusText": "OK", "data": [1]}
        named = {"url": f"{server.url}/", "type": "jsonp", "jsonpCallbackName": "f"}
        fetched(runtime, named, "web")
    assert [asked.path for asked in server.requests] == [
        "/?callback=jsonp_1",
        "/?a=b&callback=jsonp_1",
        "/?callback=f",
    ]


STATUSES: dict[str, tuple[Any, Row]] = {
    "reset": (205, ("Reset Content", "Reset Content", " Reset Content", "Own")),
    "multi": (207, ("Multi-Status", "unknown status", "Multi-Status", "Own")),
    "choices": (300, ("Multiple Choices", "Multiple Choice", "Multiple Choices", "Own")),
    "306": (306, ("Own", "unused", "Switch Proxy", "Own")),
    "range": (
        416,
        (
            "Range Not Satisfiable",
            "Requested Range Not Satisfiable",
            "Range Not Satisfiable",
            "Own",
        ),
    ),
    "unknown": (599, ("Own", "unknown status", "Unknown", "Own")),
}


def status_texts(status: int) -> tuple[object, ...]:
    """The `statusText` of a result on each platform, for a response with the reason "Own"."""
    given = response(b"", status, "Own")
    return tuple(rules_of(name).result(given, "text", run)[0]["statusText"] for name in PLATFORMS)


@rows(STATUSES)
def test_status_text_depends_on_the_platform(done: int, row: Row) -> None:
    assert status_texts(done) == row


def test_common_statuses_have_the_same_text_on_android_and_ios() -> None:
    for status in (200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 429, 500, 502, 503, 504):
        assert status_texts(status)[:3] == (status_text(status),) * 3


# The argument of the progress callback on each platform.

STEPS: dict[str, tuple[Any, Row]] = {
    "text": (
        "text",
        (
            [
                {"readyState": 1, "status": 0, "length": 0, "statusText": "", "headers": {}},
                {
                    "readyState": 2,
                    "status": 200,
                    "length": 0,
                    "statusText": "OK",
                    "headers": {"X-App": "weex", "Content-Length": "5"},
                },
                {
                    "readyState": 3,
                    "status": 200,
                    "length": 5,
                    "statusText": "OK",
                    "headers": {"X-App": "weex", "Content-Length": "5"},
                },
            ],
            [
                {"readyState": 1, "length": 0},
                {
                    "readyState": 2,
                    "status": 200,
                    "length": 0,
                    "headers": {"_": "HTTP/1.1 200 OK", "X-App": "weex", "Content-Length": "5"},
                },
                {
                    "readyState": 2,
                    "status": 200,
                    "length": 5,
                    "headers": {"_": "HTTP/1.1 200 OK", "X-App": "weex", "Content-Length": "5"},
                },
            ],
            [
                {"readyState": {"OPENED": 1}, "responseType": "text"},
                {
                    "readyState": {"HEADERS_RECEIVED": 2},
                    "responseType": "text",
                    "status": 200,
                    "length": 0,
                    "statusText": "OK",
                    "headers": {"X-App": "weex", "Content-Length": "5"},
                },
                {
                    "readyState": {"LOADING": 3},
                    "responseType": "text",
                    "status": 200,
                    "length": 5,
                    "statusText": "OK",
                    "headers": {"X-App": "weex", "Content-Length": "5"},
                },
            ],
            [
                {
                    "readyState": 3,
                    "status": 200,
                    "length": 5,
                    "total": 5,
                    "statusText": "OK",
                    "headers": {"x-app": "weex", "content-length": "5"},
                }
            ],
        ),
    ),
}


@columns(STEPS)
def test_progress_reports_depend_on_the_platform(
    runtime: Runtime, done: str, platform: str | None, expected: list[dict[str, object]]
) -> None:
    with HttpServer({"/": Reply(headers=(("X-App", "weex"),), body=b"hello")}) as server:
        page = open_with(
            runtime,
            f"fetchWithProgress({{url: '{server.url}', type: '{done}'}});",
            platform=platform,
        )
        runtime.run_until_idle()
    assert told(page, "progress") == expected
    assert len(told(page)) == 1


def test_android_reports_progress_at_least_every_two_kilobytes(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"x" * 10_000)}) as server:
        page = open_with(
            runtime, f"fetchWithProgress({{url: '{server.url}'}});", platform="android"
        )
        runtime.run_until_idle()
    lengths = [progress["length"] for progress in told(page, "progress")]
    assert len(lengths) >= 2 + 5
    assert max(b - a for a, b in zip(lengths, lengths[1:], strict=False)) <= 2048


def test_progress_of_a_compressed_body_has_total_0_on_the_web(runtime: Runtime) -> None:
    reply = Reply(headers=(("Content-Encoding", "gzip"),), body=gzip.compress(b"hello"))
    with HttpServer({"/": reply}) as server:
        page = open_with(runtime, f"fetchWithProgress({{url: '{server.url}'}});", platform="web")
        runtime.run_until_idle()
    (progress,) = told(page, "progress")
    assert (progress["length"], progress["total"]) == (5, 0)


# Tests of sendHttp.

HTTP: dict[str, tuple[Any, Row]] = {
    "answer": (200, ("hello",) * 4),
    "error": (500, ("hello", "{}", "hello", "hello")),
    "none": (None, ("{}", "{}", '"{}"', MISSING)),
}


@columns(HTTP)
def test_callback_of_method_send_http_depends_on_the_platform(
    runtime: Runtime, done: int | None, platform: str | None, expected: object
) -> None:
    with HttpServer({"/": Reply(done or 200, body=b"hello")}) as server:
        options = {
            "url": server.url if done else UNREACHABLE,
            "method": "POST",
            "body": "a=b",
            "header": {"X-App": "weex"},
        }
        page = open_with(
            runtime,
            f"stream.sendHttp({json.dumps(options)}, function (body) {{"
            " console.log('done ' + JSON.stringify(body)); });",
            platform=platform,
        )
        runtime.run_until_idle()
    assert told(page) == ([] if expected is MISSING else [expected])
    if done:
        sent = server.request
        given = (sent.body, sent.header("X-App"))
        assert given == ((b"", None) if platform == "web" else (b"a=b", "weex"))
    else:
        assert "stream.sendHttp POST" in str(warnings(page))


# Tests of fetchWithArrayBuffer.

BUFFERS: dict[str, tuple[Any, Row]] = {
    "bytes": ("new Uint8Array([1, 2]).buffer", (b"\x01\x02", MISSING, None, MISSING)),
    "no bytes": ("'x'", (b"own", MISSING, b"own", MISSING)),
}


@columns(BUFFERS)
def test_method_fetch_with_array_buffer_sends_the_body_only_on_pages_without_a_platform(
    runtime: Runtime, done: str, platform: str | None, expected: object
) -> None:
    with HttpServer() as server:
        page = open_with(
            runtime,
            "if (!stream.fetchWithArrayBuffer) console.log('missing'); else "
            f"stream.fetchWithArrayBuffer({done},"
            f" {{url: '{server.url}', method: 'POST', body: 'own'}},"
            " function (result) { console.log('done ' + JSON.stringify(result)); });",
            platform=platform,
        )
        runtime.run_until_idle()
    if expected is MISSING:
        assert page.console[0].text == "missing"
    elif expected is None:
        assert told(page) == [{"status": -1, "ok": False}]
    else:
        assert server.request.body == expected


# Tests of the header Cookie in the request after a response with Set-Cookie.

LOG_IN = Reply(302, (("Location", "/"), ("Set-Cookie", "id=1; Path=/; HttpOnly")))
COOKIES: dict[str, tuple[Any, Row]] = {
    "of the bundle's server": ({}, ("own=2", "own=2", "own=2; id=1", "id=1")),
    "of another": ({"bundleUrl": "https://shop.test/"}, ("own=2", "own=2", "own=2; id=1", None)),
}


@columns(COOKIES)
def test_storage_of_cookies_depends_on_the_platform(
    runtime: Runtime, done: dict[str, str], platform: str | None, expected: str | None
) -> None:
    with HttpServer({"/in": LOG_IN}) as server:
        config = {"bundleUrl": f"{server.url}/main.js", **done}
        for path in ("/in", "/again"):
            options = {"url": server.url + path, "headers": {"Cookie": "own=2"}}
            page = open_with(
                runtime, f"fetch({json.dumps(options)});", platform=platform, config=config
            )
            runtime.run_until_idle()
            assert len(told(page)) == 1
    first, *others = server.requests
    assert first.header("Cookie") == (None if platform == "web" else "own=2")
    assert [(asked.path, asked.header("Cookie")) for asked in others] == [
        ("/", expected),
        ("/again", expected),
    ]


def test_with_credentials_on_the_web_also_sends_cookies_to_other_servers(runtime: Runtime) -> None:
    with HttpServer({"/in": LOG_IN}) as server:
        for path in ("/in", "/again"):
            fetched(runtime, {"url": server.url + path, "withCredentials": True}, "web")
    assert [asked.header("Cookie") for asked in server.requests] == [None, "id=1", "id=1"]


def test_cookies_are_stored_for_the_requested_url_not_for_the_address_in_option_url_map(
    make_runtime: Callable[..., Runtime],
) -> None:
    reply = Reply(headers=(("Set-Cookie", "id=1; Domain=api.example"),))
    with HttpServer({"/": reply}) as server:
        runtime = make_runtime(url_map={"http://api.example": server.url})
        for url in ("http://api.example/", server.url, "http://api.example/"):
            fetched(runtime, {"url": url}, "ios")
    assert [asked.header("Cookie") for asked in server.requests] == [None, None, "id=1"]


# For each case: options, the server's reply, and the difference that the page logs as a hint.
MET: dict[str, tuple[dict[str, object], Reply, Difference]] = {
    "method": ({"method": "OPTIONS"}, Reply(), differences.OTHER_METHOD),
    "small": ({"method": "post"}, Reply(), differences.SMALL_METHOD),
    "no url": ({"url": None}, Reply(), differences.NO_URL),
    "object": ({"method": "POST", "body": {"a": 1}}, Reply(), differences.BODY_IS_NOT_TEXT),
    "content type": ({"method": "POST", "body": "a"}, Reply(), differences.NO_CONTENT_TYPE),
    "GET": ({"body": "a"}, Reply(), differences.BODY_OF_GET),
    "DELETE": ({"method": "DELETE", "body": "a"}, Reply(), differences.BODY_OF_DELETE),
    "header": ({"headers": {"Cookie": "a=b"}}, Reply(), differences.FORBIDDEN_HEADER),
    "timeout": ({"timeout": 5000}, Reply(), differences.TIMEOUT_IGNORED),
    "error body": ({}, Reply(404, body=b"x"), differences.ERROR_BODY),
    "cookie": ({}, Reply(headers=(("Set-Cookie", "a=b"),)), differences.COOKIE_SET),
    "no json": ({"type": "json"}, Reply(body=b"x"), differences.NO_JSON),
    "307": ({"method": "POST"}, redirect("/b", 307), differences.SENT_AGAIN),
    "failure": ({"url": UNREACHABLE}, Reply(), differences.FAILED),
}


@pytest.mark.parametrize(("options", "reply", "difference"), MET.values(), ids=MET)
def test_difference_between_platforms_is_logged_as_a_hint(
    make_runtime: Callable[..., Runtime],
    options: dict[str, object],
    reply: Reply,
    difference: Difference,
) -> None:
    runtime = make_runtime(hints=True)
    with HttpServer({"/": reply}) as server:
        page = open_with(runtime, f"fetch({json.dumps({'url': server.url, **options})});")
        runtime.run_until_idle()
    assert difference in page.differences
    assert any(page.differences[difference] in line.text for line in page.console)


def test_redirect_to_tls_logs_a_warning_on_android(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(hints=True, network=Network(max_redirects=1))
    with HttpServer({"/": redirect("https://127.0.0.1:1/")}) as server:
        android = open_with(runtime, f"fetch({{url: '{server.url}'}});", platform="android")
        runtime.run_until_idle()
    assert differences.ACROSS_TLS in android.differences
    assert android.console[0].level == "warn"


def test_long_wait_without_a_timeout_is_logged_as_a_hint(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(hints=True)
    with RoutedServer() as server:
        server.route("GET", "/long", HttpResponse(delay=3.1)).route(
            "GET", "/", HttpResponse(delay=3)
        )
        short = open_with(runtime, f"fetch({{url: '{server.url}'}});")
        limited = open_with(runtime, f"fetch({{url: '{server.url}long', timeout: 5000}});")
        page = open_with(runtime, f"fetch({{url: '{server.url}long'}});")
        runtime.clock.run_for(4)
    assert [len(told(each)) for each in (short, limited, page)] == [1, 1, 1]
    hinted = [differences.NO_TIMEOUT in each.differences for each in (short, limited, page)]
    assert hinted == [False, False, True]


def test_use_of_a_progress_callback_logs_a_hint_except_in_the_fetch_of_rax(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(hints=True)
    page = open_with(runtime, f"fetchWithProgress({{url: '{UNREACHABLE}'}});")
    assert differences.READY_STATE in page.differences
    rax = runtime.open(
        source='// { "framework": "Rax" }\n'
        f"define('main', function () {{ fetch('{UNREACHABLE}'); }}); require('main');"
    )
    runtime.run_until_idle()
    assert "stream.fetch GET" in warnings(rax)[0]
    assert differences.READY_STATE not in rax.differences


def test_bundle_that_all_platforms_treat_alike_gets_no_hint(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(hints=True)
    with HttpServer({"/": Reply(body=b"{}")}) as server:
        options = {
            "url": server.url,
            "method": "POST",
            "headers": {"Content-Type": "application/json"},
            "body": "{}",
            "type": "json",
        }
        page = open_with(runtime, f"fetch({json.dumps(options)});")
        runtime.run_until_idle()
    assert [line.text.split()[0] for line in page.console] == ["done"]
