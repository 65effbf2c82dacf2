"""`stream` as documented, called by bundles, against real HTTP servers; the ways to them are in
test_stream_network.py, what platforms do otherwise in test_stream_platforms.py."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from typing import cast

import pytest

from weex_modules.stream.module import StreamModule
from weex_runtime import Page, Runtime, WaitTimeout
from weex_runtime.instance.records.requests import FinishedRequest

from ..support.raw_server import TIMEOUT, Peer, RawServer, answering
from ..support.stream_server import (
    Asked,
    HttpServer,
    Reply,
    open_with,
    redirect,
    result_of,
    told,
    warnings,
)

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH")
PROGRESS_KEYS = {"readyState", "status", "length", "statusText", "headers"}
UNREACHABLE = "http://127.0.0.1:1/"


def json_reply(value: object) -> Reply:
    return Reply(headers=(("Content-Type", "application/json"),), body=json.dumps(value).encode())


# The request that fetch sends.


@pytest.mark.parametrize("method", METHODS)
def test_http_method_in_the_options_of_a_request_is_sent(runtime: Runtime, method: str) -> None:
    with HttpServer({"/a": Reply(body=b"hello")}) as server:
        result = result_of(runtime, {"method": method, "url": server.url + "/a?b=c"})
    assert (server.request.method, server.request.path) == (method, "/a?b=c")
    assert result["data"] == ("" if method == "HEAD" else "hello")


@pytest.mark.parametrize(
    ("method", "sent"), [("post", "POST"), ("Put", "PUT"), ("", "GET"), (None, "GET")]
)
def test_http_method_is_sent_in_capitals_and_defaults_to_get(
    runtime: Runtime, method: str | None, sent: str
) -> None:
    with HttpServer() as server:
        result_of(runtime, {"method": method, "url": server.url})
    assert server.request.method == sent


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("a=1&b=ü", "a=1&b=ü".encode()),
        ("", b""),
        (None, b""),
        ({"a": [1, None]}, b'{"a":[1,null]}'),
        ([1, "x"], b'[1,"x"]'),
        (12, b"12"),
        (False, b"false"),
        ("\ud800", "\ufffd".encode()),
        ("\0", b"\0"),
    ],
    ids=repr,
)
def test_body_is_sent_as_text(runtime: Runtime, body: object, sent: bytes) -> None:
    with HttpServer() as server:
        result_of(runtime, {"method": "POST", "url": server.url, "body": body})
    assert server.request.body == sent
    assert server.request.header("Content-Length") == str(len(sent))
    expected = "application/x-www-form-urlencoded" if sent else None
    assert server.request.header("Content-Type") == expected


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_request_body_is_sent_with_methods_other_than_get_and_head(
    runtime: Runtime, method: str
) -> None:
    with HttpServer() as server:
        result_of(runtime, {"method": method, "url": server.url, "body": "x"})
    assert server.request.body == b"x"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_body_of_get_is_dropped_with_a_warning(runtime: Runtime, method: str) -> None:
    with HttpServer() as server:
        page = open_with(
            runtime, f"fetch({{method: '{method}', url: '{server.url}', body: 'a=1'}});"
        )
        runtime.run_until_idle()
    assert (server.request.body, server.request.header("Content-Type")) == (b"", None)
    assert warnings(page) == [
        f"[weex-runtime] stream: the body of a {method} is not sent; put the data into the url"
    ]


def test_headers_of_the_bundle_are_sent(runtime: Runtime) -> None:
    given = {
        "Content-Type": "application/json",
        "x-number": 12,
        "X-Yes": True,
        "X-List": [1, 2],
        "X-None": None,
        "X-Empty": "",
        "user-agent": "mine",
        "Accept": "text/html",
        "Cookie": "a=b",
    }
    with HttpServer() as server:
        result_of(runtime, {"method": "POST", "url": server.url, "body": "{}", "headers": given})
    header = server.request.header
    assert header("Content-Type") == "application/json"
    assert (header("X-Number"), header("X-Yes"), header("X-List")) == ("12", "true", "[1,2]")
    assert (header("X-None"), header("X-Empty")) == (None, "")
    assert (header("User-Agent"), header("Accept"), header("Cookie")) == (
        "mine",
        "text/html",
        "a=b",
    )


def test_option_headers_may_be_json_text(runtime: Runtime) -> None:
    with HttpServer() as server:
        result_of(runtime, {"url": server.url, "headers": '{"X-App": "weex"}'})
    assert server.request.header("X-App") == "weex"


def test_user_agent_contains_the_name_of_the_device(runtime: Runtime) -> None:
    with HttpServer() as server:
        result_of(runtime, {"url": server.url})
    header = server.request.header
    assert header("User-Agent") == ("headless(Android/9) (weex-runtime/1.0) Weex/0.28.0 750x1334")
    assert (header("Accept"), header("Accept-Encoding")) == ("*/*", "gzip, deflate")
    assert (header("Origin"), header("Content-Length")) == (None, None)


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding", "Connection", "Upgrade"])
def test_reserved_header_of_a_bundle_is_not_sent(runtime: Runtime, name: str) -> None:
    with HttpServer({"/": Reply(body=b"x")}) as server:
        page = open_with(
            runtime,
            f"fetch({{method: 'POST', url: '{server.url}', body: 'abc',"
            f" headers: {{'{name}': '1'}}}});",
        )
        runtime.run_until_idle()
    (result,) = told(page)
    assert (result["status"], server.request.body) == (200, b"abc")
    assert warnings(page) == [
        f"[weex-runtime] stream: the header {name} of the bundle is not sent: HTTP itself sets it"
    ]


@pytest.mark.parametrize(
    ("base", "url", "path"),
    [
        ("/app/main.js?x=1", "list.json", "/app/list.json"),
        ("/app/main.js", "/list", "/list"),
        ("/app/main.js", "../x y/ü?a=b c#part", "/x%20y/%C3%BC?a=b%20c"),
        ("/app/main.js", "?page=2", "/app/main.js?page=2"),
    ],
)
def test_relative_url_is_resolved_against_the_bundle(
    runtime: Runtime, base: str, url: str, path: str
) -> None:
    with HttpServer() as server:
        result_of(runtime, {"url": url}, config={"bundleUrl": server.url + base})
    assert server.request.path == path


def test_credentials_of_a_url_are_sent_as_authorization(runtime: Runtime) -> None:
    with HttpServer() as server:
        url = server.url.replace("//", "//ada:s%40@")
        page = open_with(runtime, f"fetch({{url: '{url}/a'}});")
        pending = runtime.looper.pending()
        runtime.run_until_idle()
    assert server.request.header("Authorization") == "Basic YWRhOnNA"
    assert server.request.header("Host") == f"127.0.0.1:{server.port}"
    assert "ada" not in pending + str(warnings(page))


# The result that fetch passes to its callback.


def test_result_has_status_ok_status_text_data_and_headers(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(headers=(("X-App", "weex"),), body=b"hello")}) as server:
        result = result_of(runtime, {"url": server.url})
    assert result == {
        "status": 200,
        "ok": True,
        "statusText": "OK",
        "data": "hello",
        "headers": {"X-App": "weex", "Content-Length": "5"},
    }


def test_repeated_headers_are_joined(runtime: Runtime) -> None:
    headers = (
        ("Set-Cookie", "a=1; Path=/"),
        ("X-One", "ü"),
        ("set-cookie", "b=2"),
        ("X-Empty", ""),
    )
    with HttpServer({"/": Reply(headers=headers)}) as server:
        result = result_of(runtime, {"url": server.url})
    assert result["headers"] == {
        "Set-Cookie": "a=1; Path=/, b=2",
        "X-One": "ü",
        "X-Empty": "",
        "Content-Length": "0",
    }


@pytest.mark.parametrize(
    ("status", "reason", "text", "ok"),
    [
        (200, "Fine", "OK", True),
        (201, "", "Created", True),
        (299, "So so", "So so", True),
        (304, None, "Not Modified", False),
        (404, "", "Not Found", False),
        (418, "", "I'm a teapot", False),
        (451, "", "Unavailable For Legal Reasons", False),
        (500, "Oops", "Internal Server Error", False),
        (599, "", "unknown status", False),
    ],
)
def test_result_has_the_status_of_the_response(
    runtime: Runtime, status: int, reason: str | None, text: str, ok: bool
) -> None:
    with HttpServer({"/": Reply(status, reason=reason)}) as server:
        result = result_of(runtime, {"url": server.url})
    assert (result["status"], result["statusText"], result["ok"]) == (status, text, ok)


def test_result_for_an_error_status_has_the_body(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(500, body=b'{"code": 7}')}) as server:
        result = result_of(runtime, {"url": server.url, "type": "json"})
    assert (result["ok"], result["data"]) == (False, {"code": 7})


@pytest.mark.parametrize("kind", ["json", "text", None])
def test_result_for_a_response_without_a_body_has_no_data(
    runtime: Runtime, kind: str | None
) -> None:
    replies = {"/": Reply(204, length=False), "/head": Reply(body=b"not for HEAD")}
    with HttpServer(replies) as server:
        for method, path in [("GET", "/"), ("HEAD", "/head"), ("POST", "/")]:
            result = result_of(runtime, {"url": server.url + path, "method": method, "type": kind})
            assert (result["ok"], result["data"]) == (True, None if kind == "json" else "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2.5, null, true, "ü\\ud83d\\ude00"]}', {"a": [1, 2.5, None, True, "ü😀"]}),
        ("[]", []),
        (' "text" ', "text"),
        ("0", 0),
        ("null", None),
        ("\ufeff{}", {}),
    ],
)
def test_option_type_json_returns_the_parsed_response(
    runtime: Runtime, text: str, value: object
) -> None:
    with HttpServer({"/": Reply(body=text.encode())}) as server:
        result = result_of(runtime, {"url": server.url, "type": "json"})
    assert (result["ok"], result["data"]) == (True, value)


@pytest.mark.parametrize("text", ["<html>", "{", "{'a': 1}", "[NaN]", "[" * 100_000, "1 2"])
def test_response_with_invalid_json_has_ok_false_and_logs_a_warning(
    runtime: Runtime, text: str
) -> None:
    with HttpServer({"/": Reply(body=text.encode())}) as server:
        page = open_with(runtime, f"fetch({{url: '{server.url}/', type: 'json'}});")
        runtime.run_until_idle()
    (result,) = told(page)
    assert (result["status"], result["ok"]) == (200, False)
    assert result["data"] == "{'err':'Data parse failed!'}"
    (warning,) = warnings(page)
    assert warning.startswith(
        f"[weex-runtime] stream.fetch GET {server.url}/: the response is not JSON ("
    )
    assert warning.endswith(f"): {text[:80]!r}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('callback({"a": 1})', {"a": 1}),
        (' app.list[0] ( [1, "()"] ) ;\n', [1, "()"]),
        ('{"a": "(b)"}', {"a": "(b)"}),
        ("done()", {}),
        ("", {}),
    ],
)
def test_option_type_jsonp_returns_the_data_inside_the_callback_call(
    runtime: Runtime, text: str, value: object
) -> None:
    with HttpServer({"/": Reply(body=text.encode())}) as server:
        result = result_of(runtime, {"url": server.url, "type": "jsonp"})
    assert (result["ok"], result["data"]) == (True, value)
    assert server.request.path == "/"


def test_response_with_invalid_jsonp_has_ok_false(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"callback({)")}) as server:
        result = result_of(runtime, {"url": server.url, "type": "jsonp"})
    assert (result["ok"], result["data"]) == (False, "{'err':'Data parse failed!'}")


@pytest.mark.parametrize("kind", ["text", "JSON", "arraybuffer", 7, None])
def test_fetch_returns_text_for_an_unknown_option_type(runtime: Runtime, kind: object) -> None:
    with HttpServer({"/": Reply(body=b"[1]")}) as server:
        assert result_of(runtime, {"url": server.url, "type": kind})["data"] == "[1]"


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("", "grün".encode(), "grün"),
        ("text/plain", "grün".encode(), "grün"),
        ("text/plain; charset=utf-8", "\ufeffgrün".encode(), "grün"),
        ("text/plain; charset=ISO-8859-1", "grün".encode("latin-1"), "grün"),
        ('text/plain; charset="gb2312"', "汉字镕".encode("gbk"), "汉字镕"),
        ("text/plain;charset=GBK", "汉字".encode("gbk"), "汉字"),
        ("text/plain; charset=shift_jis", "漢字".encode("shift_jis"), "漢字"),
        ("text/plain; charset=utf-16", "grün".encode("utf-16"), "grün"),
        ("text/plain; charset=utf-8", b"gr\xfcn", "gr\ufffdn"),
        ("text/plain; charset=nonsense", "grün".encode(), "grün"),
        ("text/plain; charset=base64", b"grun", "grun"),
    ],
)
def test_body_is_decoded_in_the_charset_that_the_server_declares(
    runtime: Runtime, content_type: str, body: bytes, text: str
) -> None:
    headers = (("Content-Type", content_type),) if content_type else ()
    with HttpServer({"/": Reply(headers=headers, body=body)}) as server:
        assert result_of(runtime, {"url": server.url})["data"] == text


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        # A raw deflate stream, without zlib's header.
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip, deflate", lambda data: zlib.compress(gzip.compress(data))),
    ],
)
def test_compressed_body_is_decoded(
    runtime: Runtime, coding: str, encode: Callable[[bytes], bytes]
) -> None:
    body = "grün ".encode() * 50_000
    reply = Reply(headers=(("Content-Encoding", coding),), body=encode(body))
    with HttpServer({"/": reply}) as server:
        page = open_with(runtime, f"fetchWithProgress({{url: '{server.url}'}});")
        runtime.run_until_idle()
    (result,) = told(page)
    assert result["data"] == body.decode()
    assert told(page, "progress")[-1]["length"] == len(body)


def test_response_body_of_several_megabytes_is_complete(runtime: Runtime) -> None:
    body = bytes(range(32, 127)) * 50_000
    with HttpServer({"/": Reply(body=body)}) as server:
        page = open_with(
            runtime,
            f"stream.fetch({{url: '{server.url}'}}, function (result) {{"
            " console.log('done ' + JSON.stringify([result.data.length,"
            " result.data.slice(-3)])); });",
        )
        runtime.run_until_idle()
    assert told(page) == [[len(body), "|}~"]]


@pytest.mark.parametrize(
    "answer",
    [
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX: y\r\n\r\n",
        b"\r\nhello world",
        b"Content-Length: 11\r\n\r\nhello world and more",
    ],
    ids=["chunked", "until the end", "longer than it says"],
)
def test_response_body_ends_at_its_content_length(runtime: Runtime, answer: bytes) -> None:
    with RawServer(answering(b"HTTP/1.1 200 OK\r\n" + answer)) as server:
        result = result_of(runtime, {"url": server.url.replace("ws:", "http:")})
    assert (result["ok"], result["data"]) == (True, "hello world")


def test_response_in_http_1_0_is_read(runtime: Runtime) -> None:
    with RawServer(answering(b"HTTP/1.0 200\r\n\r\nhello")) as server:
        result = result_of(runtime, {"url": server.url.replace("ws:", "http:")})
    assert (result["statusText"], result["data"]) == ("OK", "hello")


# Progress callbacks of requests.


def test_progress_callbacks_are_called_in_order_and_before_the_final_callback(
    runtime: Runtime,
) -> None:
    with HttpServer({"/": Reply(headers=(("X-App", "weex"),), body=b"x" * 300_000)}) as server:
        page = open_with(runtime, f"fetchWithProgress({{url: '{server.url}'}});")
        runtime.run_until_idle()
    assert [line.text.split()[0] for line in page.console][-1] == "done"
    opened, received, *loading = told(page, "progress")
    assert opened == {
        "readyState": 1,
        "status": 0,
        "length": 0,
        "statusText": "",
        "headers": {},
    }
    head = {"status": 200, "statusText": "OK"}
    headers = {"X-App": "weex", "Content-Length": "300000"}
    assert received == {"readyState": 2, "length": 0, "headers": headers, **head}
    lengths = [progress.pop("length") for progress in loading]
    assert lengths == sorted(lengths)
    assert (len(lengths) > 1, lengths[-1]) == (True, 300_000)
    assert all(p == {"readyState": 3, "headers": headers, **head} for p in loading)
    assert len(told(page)) == 1


def test_progress_callback_is_called_while_the_server_still_sends(runtime: Runtime) -> None:
    heard = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na")
        assert heard.wait(TIMEOUT)
        peer.send(b"b")

    with RawServer(script) as server:
        page = open_with(
            runtime, f"fetchWithProgress({{url: '{server.url.replace('ws:', 'http:')}'}});"
        )
        runtime.run_until(lambda: len(told(page, "progress")) == 3)
        assert told(page, "progress")[-1]["length"] == 1
        assert told(page) == []
        heard.set()
        runtime.run_until_idle()
    assert told(page)[0]["data"] == "ab"


def test_final_callback_can_be_called_only_once_and_progress_callback_repeatedly(
    runtime: Runtime,
) -> None:
    with HttpServer() as server:
        page = open_with(runtime, f"fetchWithProgress({{url: '{server.url}'}});")
        runtime.run_until_idle()
    (call,) = [c for c in page.native_calls if c.args[1:3] == ["stream", "fetch"]]
    _, done, progress = cast(list[str], call.args[3])
    page.invoke_callback(progress, {"again": True}, keep_alive=True)
    assert told(page, "progress")[-1] == {"again": True}
    page.invoke_callback(done, {"again": True})
    assert len(told(page)) == 1


def test_fetch_works_without_callbacks(runtime: Runtime) -> None:
    with HttpServer() as server:
        page = open_with(
            runtime,
            f"stream.fetch({{url: '{server.url}/1'}});"
            f"stream.fetch({{url: '{server.url}/2'}}, undefined, null);"
            "stream.fetch({url: 'http://127.0.0.1:1/'}); stream.sendHttp({});",
        )
        runtime.run_until_idle()
    assert sorted(request.path for request in server.requests) == ["/1", "/2"]
    assert len(page.console) == 2
    assert not page.errors


# Requests that fail.


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        ({}, "options need a url"),
        ("undefined", "options need a url"),
        ({"url": " "}, "options need a url"),
        ({"url": 7}, "options need a url"),
        ({"url": "ftp://h/"}, "the URL 'ftp://h/' is not http or https"),
        ({"url": "http://"}, "the URL 'http://' names no host"),
        ({"url": "http://["}, "'[' is not a valid host"),
        ({"url": "http://h:99999/"}, "'99999' is not a port"),
        ({"url": UNREACHABLE, "method": "BREW"}, "got 'BREW'"),
        (
            {"url": UNREACHABLE, "method": "GET / HTTP/1.1\r\nX: y\r\n\r\n"},
            "expected one of the methods",
        ),
        ({"url": UNREACHABLE, "headers": "X-App"}, "got 'X-App'"),
        ({"url": UNREACHABLE, "headers": ["X"]}, 'got ["X"]'),
        ({"url": UNREACHABLE, "headers": {"X App": "a"}}, "the header 'X App'"),
        ({"url": UNREACHABLE, "headers": {"X": "a\r\nY: b"}}, "got 'a\\r\\nY: b'"),
        ({"url": UNREACHABLE, "headers": {"X": "grün"}}, "got 'grün'"),
    ],
    ids=str,
)
def test_fetch_with_invalid_options_fails_with_a_warning(
    runtime: Runtime, options: object, cause: str
) -> None:
    given = options if isinstance(options, str) else json.dumps(options)
    page = open_with(runtime, f"fetchWithProgress({given}); console.log('went on');")
    runtime.run_until_idle()
    (result,) = told(page)
    data = result.pop("data")
    assert cause in data
    assert result == {
        "status": -1,
        "ok": False,
        "statusText": "ERR_INVALID_REQUEST",
        "headers": {},
    }
    assert told(page, "progress") == []
    assert warnings(page) == [f"[weex-runtime] stream.fetch: {data}"]
    assert not page.errors


def test_relative_url_in_a_bundle_from_a_file_fails_with_advice(runtime: Runtime) -> None:
    result = result_of(runtime, {"url": "list.json"}, name="/app/main.js")
    assert 'config={"bundleUrl": "https://app.test/"}' in result["data"]


def test_relative_url_is_resolved_against_bundle_url_of_the_config(runtime: Runtime) -> None:
    runtime.route("https://app.test/list.json", lambda route: route.fulfill(text="all of them"))
    result = result_of(
        runtime,
        {"url": "list.json"},
        name="/app/main.js",
        config={"bundleUrl": "https://app.test/"},
    )
    assert result["data"] == "all of them"


def test_unreachable_server_is_a_failure_with_a_warning(runtime: Runtime) -> None:
    page = open_with(runtime, f"fetchWithProgress({{url: '{UNREACHABLE}'}});")
    runtime.run_until_idle()
    cause = "cannot connect to 127.0.0.1:1: Connection refused"
    assert told(page) == [
        {
            "status": -1,
            "ok": False,
            "statusText": "ERR_CONNECT_FAILED",
            "data": cause,
            "headers": {},
        }
    ]
    assert [progress["readyState"] for progress in told(page, "progress")] == [1]
    assert warnings(page) == [
        f"[weex-runtime] stream.fetch GET {UNREACHABLE}: {cause}; start the server, or map the "
        "address to another with url_map or --map"
    ]


def test_unknown_host_is_a_failure(runtime: Runtime) -> None:
    result = result_of(runtime, {"url": "http://nowhere.invalid/"})
    assert result["status"] == -1
    assert result["data"].startswith("cannot look up the host 'nowhere.invalid': ")


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the server closed the connection without a response"),
    "no HTTP": (b"SSH-2.0-OpenSSH\r\n", "the response is not HTTP: SSH-2.0-OpenSSH"),
    "half a head": (
        b"HTTP/1.1 200 OK\r\nContent-Le",
        "the response is not HTTP: invalid header line 'Content-Le'",
    ),
    "a line that is no header": (
        b"HTTP/1.1 200 OK\r\nhello\r\nContent-Length: 0\r\n\r\n",
        "the response is not HTTP: invalid header line 'hello'",
    ),
    "dropped in the body": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "the connection ended in the middle of the body",
    ),
    "dropped in a chunk": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhello",
        "the connection ended in the middle of the body",
    ),
    "wrong chunk": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
        "the connection ended in the middle of the body",
    ),
    "wrong coding": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        "the body does not have the format that Content-Encoding names",
    ),
    "too many headers": (
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        "the response is not HTTP: got more than 100 headers",
    ),
}


@pytest.mark.parametrize(("answer", "cause"), BROKEN.values(), ids=BROKEN)
def test_invalid_http_response_is_a_failure(runtime: Runtime, answer: bytes, cause: str) -> None:
    with RawServer(answering(answer)) as server:
        result = result_of(runtime, {"url": server.url.replace("ws:", "http:"), "type": "json"})
    assert (result["status"], result["ok"]) == (-1, False)
    assert (result["statusText"], result["data"]) == ("ERR_CONNECT_FAILED", cause)


def test_reset_of_the_tcp_connection_fails_the_request(runtime: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
        peer.reset()

    with RawServer(script) as server:
        result = result_of(runtime, {"url": server.url.replace("ws:", "http:")})
    assert result["status"] == -1
    assert result["headers"] == {"Content-Length": "10"}
    assert result["data"] in (
        "the connection ended: Connection reset by peer",
        "the connection ended in the middle of the body",
    )


def test_response_body_longer_than_max_body_is_a_failure(
    make_runtime: Callable[..., Runtime],
) -> None:
    class SmallStream(StreamModule):
        max_body = 1000

    bomb = gzip.compress(bytes(1_000_000))
    replies = {
        "/fits": Reply(body=b"x" * 1000),
        "/long": Reply(body=b"x" * 1001),
        "/open": Reply(body=b"x" * 5000, length=False),
        "/bomb": Reply(headers=(("Content-Encoding", "gzip"),), body=bomb),
    }
    runtime = make_runtime(modules=[SmallStream])
    with HttpServer(replies) as server:
        assert result_of(runtime, {"url": server.url + "/fits"})["ok"]
        for path, got in (("/long", "1,001 bytes"), ("/open", "more"), ("/bomb", "1,003 bytes")):
            problem = f"expected a body of at most 1,000 bytes, got {got}"
            page = open_with(runtime, f"fetch({{url: '{server.url}{path}'}});")
            runtime.run_until_idle()
            assert told(page)[0]["data"] == problem
            assert warnings(page) == [
                f"[weex-runtime] stream.fetch GET {server.url}{path}: {problem}; subclass "
                "StreamModule with a larger max_body"
            ]
    assert StreamModule.max_body == 64 << 20


@pytest.mark.parametrize("timeout", [50, "50", 50.5])
def test_request_that_times_out_before_the_response_is_a_failure(
    runtime: Runtime, timeout: str | float
) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.stall()

    with RawServer(script) as server:
        url = server.url.replace("ws:", "http:")
        page = open_with(runtime, f"fetch({json.dumps({'url': url, 'timeout': timeout})});")
        runtime.clock.run_for(0.049)
        assert told(page) == []
        runtime.clock.run_for(0.01)
    assert told(page)[0]["data"] == f"no data arrived for {float(timeout) / 1000:g} s"
    assert warnings(page)[0].endswith("; set options.timeout to more milliseconds")


def test_request_that_times_out_within_the_body_is_a_failure(runtime: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
        peer.stall()

    with RawServer(script) as server:
        url = server.url.replace("ws:", "http:")
        page = open_with(runtime, f"fetch({json.dumps({'url': url, 'timeout': 50})});")
        runtime.clock.run_for(0.05)
    assert told(page)[0]["data"] == "no data arrived for 0.05 s"


def test_request_times_out_on_a_real_clock(make_runtime: Callable[..., Runtime]) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.stall()

    with RawServer(script) as server:
        options = {"url": server.url.replace("ws:", "http:"), "timeout": 50}
        result = result_of(make_runtime(clock="real"), options)
    assert result["data"] == "no data arrived for 0.05 s"


def test_request_to_a_slow_server_does_not_time_out_while_bytes_arrive(
    make_runtime: Callable[..., Runtime],
) -> None:
    """The timeout counts from one byte to the next."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.dribble(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0.01)

    with RawServer(script) as server:
        url = server.url.replace("ws:", "http:")
        result = result_of(make_runtime(clock="real"), {"url": url, "timeout": 200})
    assert result["data"] == "hello"


@pytest.mark.parametrize("timeout", ["soon", -5, [1]])
def test_invalid_timeout_logs_a_warning_and_the_default_is_used(
    runtime: Runtime, timeout: object
) -> None:
    with HttpServer() as server:
        options = {"url": server.url, "timeout": timeout}
        page = open_with(runtime, f"fetch({json.dumps(options)});")
        runtime.run_until_idle()
    assert told(page)[0]["status"] == 404
    (warning,) = warnings(page)
    assert "expected a number of milliseconds as options.timeout" in warning


def test_timeout_of_the_module_applies_to_requests_without_a_timeout(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Hasty(StreamModule):
        timeout = 0.05

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.stall()

    runtime = make_runtime(modules=[Hasty])
    with RawServer(script) as server:
        url = server.url.replace("ws:", "http:")
        page = open_with(runtime, f"fetch({json.dumps({'url': url, 'timeout': 0})});")
        runtime.clock.run_for(0.05)
    (result,) = told(page)
    assert result["data"] == "no data arrived for 0.05 s"
    assert StreamModule.timeout == 30.0


def test_error_for_a_wait_that_times_out_names_the_pending_request(runtime: Runtime) -> None:
    with RawServer(lambda peer: peer.stall()) as server:
        url = server.url.replace("ws:", "http:") + "list"
        page = open_with(runtime, f"stream.fetch({{url: '{url}', method: 'POST'}});")
        with pytest.raises(WaitTimeout, match=f"stream.fetch POST {url} is under way"):
            runtime.run_until_idle(timeout=0.05)
        assert [entry["text"] for entry in page.busy()] == [f"stream.fetch POST {url}"]
        other = open_with(runtime, "")
        assert other.busy() == []
        page.destroy()
        runtime.run_until_idle()


# Redirects of requests.


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [
        (301, "GET", "GET"),
        (302, "GET", "GET"),
        (303, "GET", "GET"),
        (307, "GET", "GET"),
        (308, "HEAD", "HEAD"),
        (303, "HEAD", "HEAD"),
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (302, "PUT", "PUT"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
    ],
)
def test_redirect_is_followed(runtime: Runtime, status: int, method: str, then: str) -> None:
    with HttpServer({"/a": redirect("/b?c=d", status), "/b": Reply(body=b"there")}) as server:
        body = "x=y" if method in ("POST", "PUT") else None
        result = result_of(runtime, {"url": server.url + "/a", "method": method, "body": body})
    assert (result["status"], result["data"]) == (200, "" if method == "HEAD" else "there")
    _, second = server.requests
    assert (second.method, second.path) == (then, "/b?c=d")
    form = "application/x-www-form-urlencoded"
    keeps = then in ("POST", "PUT")
    assert second.body == (b"x=y" if keeps else b"")
    assert second.header("Content-Type") == (form if keeps else None)
    assert server.connections == 1


def test_more_than_twenty_redirects_are_a_failure(runtime: Runtime) -> None:
    def count(asked: Asked) -> Reply:
        number = int(asked.path.partition("=")[2])
        return redirect(f"/?n={number + 1}") if number < 20 else Reply(body=b"twentieth")

    with HttpServer({"/": count, "/loop": redirect("/loop")}) as server:
        assert result_of(runtime, {"url": server.url + "/?n=0"})["data"] == "twentieth"
        page = open_with(runtime, f"fetch({{url: '{server.url}/loop'}});")
        runtime.run_until_idle()
    assert told(page)[0]["data"] == "the server redirects more than 20 times"
    assert warnings(page)[0].endswith(
        "; allow more with Network(max_redirects=...) or --redirects, 0 for none"
    )
    assert len([asked for asked in server.requests if asked.path == "/loop"]) == 21


@pytest.mark.parametrize(
    ("location", "cause"),
    [
        ("ftp://h/", "and the URL 'ftp://h/' is not http or https"),
        (
            "http://[",
            "and the URL 'http://[' cannot be parsed: '[' is not a valid host",
        ),
    ],
)
def test_redirect_to_an_invalid_address_is_a_failure(
    runtime: Runtime, location: str, cause: str
) -> None:
    with HttpServer({"/": redirect(location)}) as server:
        result = result_of(runtime, {"url": server.url})
    assert result["data"] == f"the server redirects (302 Found), {cause}"


def test_redirect_without_location_is_the_final_response(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(302, body=b"where?")}) as server:
        result = result_of(runtime, {"url": server.url})
    assert (result["status"], result["ok"], result["data"]) == (302, False, "where?")


# Tests of sendHttp and fetchWithArrayBuffer.


def test_send_http_passes_the_body_to_its_callback(runtime: Runtime) -> None:
    with HttpServer({"/": lambda asked: Reply(500, body=asked.body + b"!")}) as server:
        page = open_with(
            runtime,
            f"stream.sendHttp({{method: 'POST', url: '{server.url}', body: {{a: 1}},"
            " header: {'X-App': 'weex', 'Content-Type': 'application/json'}},"
            " function (body) { console.log('done ' + JSON.stringify(body)); });",
        )
        runtime.run_until_idle()
    assert told(page) == ['{"a":1}!']
    assert server.request.header("X-App") == "weex"
    assert server.request.header("Content-Type") == "application/json"


@pytest.mark.parametrize("url", [UNREACHABLE, "", "ftp://h/"])
def test_send_http_passes_empty_json_to_its_callback_after_a_failure(
    runtime: Runtime, url: str
) -> None:
    page = open_with(
        runtime,
        f"stream.sendHttp({{url: '{url}'}},"
        " function (body) { console.log('done ' + JSON.stringify(body)); });",
    )
    runtime.run_until_idle()
    assert told(page) == ["{}"]
    assert warnings(page)[0].startswith("[weex-runtime] stream.sendHttp")


def test_fetch_with_array_buffer_sends_the_bytes_of_its_body(runtime: Runtime) -> None:
    with HttpServer() as server:
        page = open_with(
            runtime,
            f"var options = {{method: 'PUT', url: '{server.url}'}};"
            "stream.fetchWithArrayBuffer(new Uint8Array([0, 255, 10]).buffer, options,"
            " function (result) { console.log('done ' + JSON.stringify(result.status)); });",
        )
        runtime.run_until_idle()
    assert (told(page), server.request.body) == ([404], b"\x00\xff\n")


# Requests by pages of each framework.


def texts(page: Page) -> list[object]:
    """The outline of the page."""
    return [e.attr["value"] for e in page.document.elements() if e.type == "text"]


def test_vue_bundle_shows_a_fetched_list(open_page: Callable[..., Page]) -> None:
    with HttpServer({"/list": json_reply([{"t": "one"}, {"t": "two"}])}) as server:
        page = open_page(
            "var stream = weex.requireModule('stream');"
            "new Vue({ el: '#root', data: { rows: [] },"
            " created: function () { var self = this;"
            f"  stream.fetch({{url: '{server.url}/list', type: 'json'}}, function (result) {{"
            "   self.rows = result.data; }); },"
            " render: function (h) { return h('div', this.rows.map(function (row) {"
            "  return h('text', [row.t]); })); } });",
            "Vue",
        )
        page.runtime.run_until_idle()
    assert texts(page) == ["one", "two"]


def test_fetch_works_in_a_page_of_the_legacy_framework(open_page: Callable[..., Page]) -> None:
    with HttpServer({"/list": json_reply({"t": "one"})}) as server:
        page = open_page(
            "define('@weex-component/main', function (require, exports, module) {"
            " module.exports = { data: { t: '', old: '' },"
            "  created: function () { var self = this;"
            "   require('@weex-module/stream').fetch("
            f"   {{url: '{server.url}/list', type: 'json'}},"
            "    function (result) { self.t = result.data.t; }, function () {});"
            f"   this.$sendHttp({{method: 'GET', url: '{server.url}/list'}},"
            "    function (body) { self.old = body; }); } };"
            " module.exports.template = { type: 'div', children: ["
            "  { type: 'text', attr: { value: function () { return this.t; } } },"
            "  { type: 'text', attr: { value: function () { return this.old; } } } ] }; });"
            "bootstrap('@weex-component/main');",
            "Weex",
        )
        page.runtime.run_until_idle()
    assert texts(page) == ["one", '{"t": "one"}']


def rax(open_page: Callable[..., Page], code: str) -> Page:
    return open_page(
        "define('main', function (require) {" + code + "}); require('main');",
        "Rax",
    )


def test_global_fetch_of_rax_uses_stream(open_page: Callable[..., Page]) -> None:
    with HttpServer({"/list": json_reply({"t": "one"})}) as server:
        page = rax(
            open_page,
            f"fetch('{server.url}/list', {{method: 'POST', body: 'a=b',"
            " headers: {'X-App': 'weex'}})"
            ".then(function (response) { return response.json().then(function (data) {"
            " console.log('done ' + JSON.stringify([response.status, response.ok, data,"
            "  response.headers.get('content-type')])); }); });"
            "fetch('http://127.0.0.1:1/').then(function (response) {"
            " console.log('done ' + JSON.stringify([response.status, response.ok])); });",
        )
        page.runtime.run_until_idle()
    assert sorted(told(page), key=len) == [
        [-1, False],
        [200, True, {"t": "one"}, "application/json"],
    ]
    assert (server.request.body, server.request.header("X-App")) == (b"a=b", "weex")


def test_xmlhttprequest_of_rax_uses_stream(open_page: Callable[..., Page]) -> None:
    with HttpServer({"/": Reply(headers=(("X-App", "weex"),), body=b"hello")}) as server:
        page = rax(
            open_page,
            "var states = []; var request = new XMLHttpRequest();"
            "request.onreadystatechange = function () { states.push(request.readyState); };"
            "request.onload = function () { console.log('done ' + JSON.stringify([states,"
            " request.status, request.responseText, request.getResponseHeader('x-app')])); };"
            f"request.open('GET', '{server.url}'); request.send();",
        )
        page.runtime.run_until_idle()
    assert told(page) == [[[1, 1, 2, 3, 4], 200, "hello", "weex"]]


# Traces of requests, imports of urllib3, and ended requests.


def test_tracer_records_requests_and_responses(make_runtime: Callable[..., Runtime]) -> None:
    heard: list[str] = []

    def trace(page_id: str, kind: str, text: str) -> None:
        if kind == "http":
            heard.append(text)

    runtime = make_runtime(tracer=trace)
    with HttpServer({"/": Reply(body=b"hello\n world")}) as server:
        result_of(runtime, {"url": server.url, "method": "POST", "body": "a=b"})
        result_of(runtime, {"url": UNREACHABLE})
    assert heard == [
        f"→ POST {server.url}/ a=b",
        f"← POST {server.url}/ 200 OK hello world",
        f"→ GET {UNREACHABLE}",
        f"← GET {UNREACHABLE} failed: cannot connect to 127.0.0.1:1: Connection refused",
    ]


def test_page_without_requests_does_not_import_urllib3() -> None:
    code = (
        "import sys; from weex_runtime import Runtime\n"
        "with Runtime() as runtime:\n"
        '    runtime.open(source=\'\'\'// { "framework": "Vanilla" }\n'
        "    weex.requireModule('stream');''')\n"
        "print([name for name in ('urllib3', 'http.client', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_runtime_is_notified_of_each_request_that_has_ended(runtime: Runtime) -> None:
    requests: list[FinishedRequest] = []
    runtime.on_request = lambda page, request: requests.append(request)
    with HttpServer({"/a": Reply(body=b"hello")}) as server:
        result_of(runtime, {"method": "POST", "url": server.url + "/a"})
    result_of(runtime, {"url": UNREACHABLE})
    answered, failed = requests
    assert answered[:4] == ("POST", server.url + "/a", 200, 5)
    assert failed[:4] == ("GET", UNREACHABLE, 0, 0)
    assert failed.failure
