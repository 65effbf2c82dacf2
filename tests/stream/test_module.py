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

from ..support.raw_server import TIMEOUT, Peer, RawServer
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


def raw(answer: bytes) -> Callable[[Peer], None]:
    """Read the head of a request, send these bytes and end TCP."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.close()

    return script


# The request.


@pytest.mark.parametrize("method", METHODS)
def test_a_method_is_sent(runtime: Runtime, method: str) -> None:
    with HttpServer({"/a": Reply(body=b"hello")}) as server:
        result = result_of(runtime, {"method": method, "url": server.url + "/a?b=c"})
    assert (server.request.method, server.request.path) == (method, "/a?b=c")
    assert result["data"] == ("" if method == "HEAD" else "hello")


@pytest.mark.parametrize(
    ("method", "sent"), [("post", "POST"), ("Put", "PUT"), ("", "GET"), (None, "GET")]
)
def test_a_method_may_be_written_small_or_left_out(
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
def test_a_body_is_sent_as_text(runtime: Runtime, body: object, sent: bytes) -> None:
    with HttpServer() as server:
        result_of(runtime, {"method": "POST", "url": server.url, "body": body})
    assert server.request.body == sent
    assert server.request.header("Content-Length") == str(len(sent))
    expected = "application/x-www-form-urlencoded" if sent else None
    assert server.request.header("Content-Type") == expected


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_methods_carry_a_body(runtime: Runtime, method: str) -> None:
    with HttpServer() as server:
        result_of(runtime, {"method": method, "url": server.url, "body": "x"})
    assert server.request.body == b"x"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_body_of_get_is_not_sent_and_that_is_said(runtime: Runtime, method: str) -> None:
    with HttpServer() as server:
        page = open_with(
            runtime, f"fetch({{method: '{method}', url: '{server.url}', body: 'a=1'}});"
        )
        runtime.run_until_idle()
    assert (server.request.body, server.request.header("Content-Type")) == (b"", None)
    assert warnings(page) == [
        f"[weex-runtime] stream: the body of a {method} is not sent; put it into the url"
    ]


def test_headers_are_sent(runtime: Runtime) -> None:
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


def test_headers_may_be_json_text_as_the_documentation_has_it(runtime: Runtime) -> None:
    with HttpServer() as server:
        result_of(runtime, {"url": server.url, "headers": '{"X-App": "weex"}'})
    assert server.request.header("X-App") == "weex"


def test_a_request_says_what_device_it_comes_from(runtime: Runtime) -> None:
    with HttpServer() as server:
        result_of(runtime, {"url": server.url})
    header = server.request.header
    assert header("User-Agent") == ("headless(Android/9) (weex-runtime/1.0) Weex/0.28.0 750x1334")
    assert (header("Accept"), header("Accept-Encoding")) == ("*/*", "gzip, deflate")
    assert (header("Origin"), header("Content-Length")) == (None, None)


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding", "Connection", "Upgrade"])
def test_the_protocols_own_headers_are_not_the_bundles(runtime: Runtime, name: str) -> None:
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
        f"[weex-runtime] stream: the header {name} is not sent as given: the protocol sets it"
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
def test_a_url_is_relative_to_the_bundle(runtime: Runtime, base: str, url: str, path: str) -> None:
    with HttpServer() as server:
        result_of(runtime, {"url": url}, config={"bundleUrl": server.url + base})
    assert server.request.path == path


def test_credentials_of_a_url_go_out_as_such(runtime: Runtime) -> None:
    with HttpServer() as server:
        url = server.url.replace("//", "//ada:s%40@")
        page = open_with(runtime, f"fetch({{url: '{url}/a'}});")
        pending = runtime.looper.pending()
        runtime.run_until_idle()
    assert server.request.header("Authorization") == "Basic YWRhOnNA"
    assert server.request.header("Host") == f"127.0.0.1:{server.port}"
    assert "ada" not in pending + str(warnings(page))


# The answer.


def test_an_answer_has_every_key(runtime: Runtime) -> None:
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
def test_a_status_is_told(
    runtime: Runtime, status: int, reason: str | None, text: str, ok: bool
) -> None:
    with HttpServer({"/": Reply(status, reason=reason)}) as server:
        result = result_of(runtime, {"url": server.url})
    assert (result["status"], result["statusText"], result["ok"]) == (status, text, ok)


def test_the_body_of_an_error_is_there(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(500, body=b'{"code": 7}')}) as server:
        result = result_of(runtime, {"url": server.url, "type": "json"})
    assert (result["ok"], result["data"]) == (False, {"code": 7})


@pytest.mark.parametrize("kind", ["json", "text", None])
def test_an_answer_without_body(runtime: Runtime, kind: str | None) -> None:
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
def test_type_json_gives_the_value(runtime: Runtime, text: str, value: object) -> None:
    with HttpServer({"/": Reply(body=text.encode())}) as server:
        result = result_of(runtime, {"url": server.url, "type": "json"})
    assert (result["ok"], result["data"]) == (True, value)


@pytest.mark.parametrize("text", ["<html>", "{", "{'a': 1}", "[NaN]", "[" * 100_000, "1 2"])
def test_what_is_no_json_is_not_ok_and_told(runtime: Runtime, text: str) -> None:
    with HttpServer({"/": Reply(body=text.encode())}) as server:
        page = open_with(runtime, f"fetch({{url: '{server.url}/', type: 'json'}});")
        runtime.run_until_idle()
    (result,) = told(page)
    assert (result["status"], result["ok"]) == (200, False)
    assert result["data"] == "{'err':'Data parse failed!'}"
    (warning,) = warnings(page)
    assert warning.startswith(
        f"[weex-runtime] stream.fetch GET {server.url}/: the answer is no JSON ("
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
def test_type_jsonp_gives_the_argument(runtime: Runtime, text: str, value: object) -> None:
    with HttpServer({"/": Reply(body=text.encode())}) as server:
        result = result_of(runtime, {"url": server.url, "type": "jsonp"})
    assert (result["ok"], result["data"]) == (True, value)
    assert server.request.path == "/"


def test_what_is_no_jsonp_is_not_ok(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"callback({)")}) as server:
        result = result_of(runtime, {"url": server.url, "type": "jsonp"})
    assert (result["ok"], result["data"]) == (False, "{'err':'Data parse failed!'}")


@pytest.mark.parametrize("kind", ["text", "JSON", "arraybuffer", 7, None])
def test_other_types_give_text(runtime: Runtime, kind: object) -> None:
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
def test_text_is_of_the_charset_that_the_server_names(
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
        ("deflate", lambda data: zlib.compress(data)[2:-4]),  # without its frame, as some do
        ("gzip, deflate", lambda data: zlib.compress(gzip.compress(data))),
    ],
)
def test_a_coded_body_is_decoded(
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


def test_a_body_of_several_megabytes_arrives_whole(runtime: Runtime) -> None:
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
def test_a_body_ends_where_its_head_says(runtime: Runtime, answer: bytes) -> None:
    with RawServer(raw(b"HTTP/1.1 200 OK\r\n" + answer)) as server:
        result = result_of(runtime, {"url": server.url.replace("ws:", "http:")})
    assert (result["ok"], result["data"]) == (True, "hello world")


def test_old_http_is_understood(runtime: Runtime) -> None:
    with RawServer(raw(b"HTTP/1.0 200\r\n\r\nhello")) as server:
        result = result_of(runtime, {"url": server.url.replace("ws:", "http:")})
    assert (result["statusText"], result["data"]) == ("OK", "hello")


# Progress.


def test_progress_comes_in_order_and_before_the_end(runtime: Runtime) -> None:
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


def test_progress_comes_while_the_server_still_sends(runtime: Runtime) -> None:
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


def test_the_final_callback_is_spent_and_the_progress_callback_is_not(runtime: Runtime) -> None:
    with HttpServer() as server:
        page = open_with(runtime, f"fetchWithProgress({{url: '{server.url}'}});")
        runtime.run_until_idle()
    (call,) = [c for c in page.native_calls if c.args[1:3] == ["stream", "fetch"]]
    _, done, progress = cast(list[str], call.args[3])
    page.invoke_callback(progress, {"again": True}, keep_alive=True)
    assert told(page, "progress")[-1] == {"again": True}
    page.invoke_callback(done, {"again": True})
    assert len(told(page)) == 1


def test_callbacks_may_be_left_out(runtime: Runtime) -> None:
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


# Failures.


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        ({}, "options need a url, like {url: 'https://example.test/list.json'}"),
        ("undefined", "options need a url, like {url: 'https://example.test/list.json'}"),
        ({"url": ""}, "options need a url, like {url: 'https://example.test/list.json'}"),
        ({"url": " "}, "options need a url, like {url: 'https://example.test/list.json'}"),
        ({"url": 7}, "options need a url, like {url: 'https://example.test/list.json'}"),
        ({"url": "ftp://h/"}, "the URL 'ftp://h/' is not http or https"),
        ({"url": "ws://h/"}, "the URL 'ws://h/' is not http or https"),
        ({"url": "http://"}, "the URL 'http://' names no host"),
        (
            {"url": "http://["},
            "the URL 'http://[' cannot be parsed: '[' is not a valid host",
        ),
        (
            {"url": "http://h:99999/"},
            "the URL 'http://h:99999/' cannot be parsed: '99999' is not a port, 0 to 65535",
        ),
        (
            {"url": "http://a b/"},
            "the URL 'http://a b/' cannot be parsed: 'a b' is not a valid host",
        ),
        (
            {"url": UNREACHABLE, "method": "BREW"},
            "the method 'BREW' is none of GET, POST, PUT, DELETE, HEAD, PATCH",
        ),
        (
            {"url": UNREACHABLE, "method": "GET / HTTP/1.1\r\nX: y\r\n\r\n"},
            "the method 'GET / HTTP/1.1\\r\\nX: y\\r\\n\\r\\n' is none of GET, POST, PUT, DELETE, "
            "HEAD, PATCH",
        ),
        ({"url": UNREACHABLE, "headers": "X-App"}, "the headers are no object: 'X-App'"),
        ({"url": UNREACHABLE, "headers": ["X"]}, 'the headers are no object: ["X"]'),
        (
            {"url": UNREACHABLE, "headers": {"X App": "a"}},
            "the header 'X App' cannot be sent: a name is of letters, digits and "
            "!#$%&'*+.^_`|~- only",
        ),
        (
            {"url": UNREACHABLE, "headers": {"X": "a\r\nY: b"}},
            "the header X cannot be sent: its value 'a\\r\\nY: b' is not one line of ASCII; "
            "encode it, with encodeURIComponent say",
        ),
        (
            {"url": UNREACHABLE, "headers": {"X": "grün"}},
            "the header X cannot be sent: its value 'grün' is not one line of ASCII; encode it, "
            "with encodeURIComponent say",
        ),
    ],
    ids=str,
)
def test_wrong_options_are_a_failure_and_said(
    runtime: Runtime, options: object, cause: str
) -> None:
    given = options if isinstance(options, str) else json.dumps(options)
    page = open_with(runtime, f"fetchWithProgress({given}); console.log('went on');")
    runtime.run_until_idle()
    assert told(page) == [
        {
            "status": -1,
            "ok": False,
            "statusText": "ERR_INVALID_REQUEST",
            "data": cause,
            "headers": {},
        }
    ]
    assert told(page, "progress") == []
    assert warnings(page) == [f"[weex-runtime] stream.fetch: {cause}"]
    assert not page.errors


def test_a_relative_url_of_a_bundle_from_a_file_says_where_it_leads(runtime: Runtime) -> None:
    result = result_of(runtime, {"url": "list.json"}, name="/app/main.js")
    assert result["data"] == (
        "the URL 'list.json' is not http or https; it is relative to file:///app/main.js, which is "
        "on no server: open the bundle by its address there, or with "
        'config={"bundleUrl": "https://app.test/"}; page.route sees what it asks for then'
    )


def test_what_it_says_of_a_relative_url_works(runtime: Runtime) -> None:
    runtime.route("https://app.test/list.json", lambda route: route.fulfill(text="all of them"))
    result = result_of(
        runtime,
        {"url": "list.json"},
        name="/app/main.js",
        config={"bundleUrl": "https://app.test/"},
    )
    assert result["data"] == "all of them"


def test_an_unreachable_server_is_a_failure_and_said(runtime: Runtime) -> None:
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
        f"[weex-runtime] stream.fetch GET {UNREACHABLE}: {cause}; start the server, or lead the "
        "address to another with url_map or --map"
    ]


def test_a_host_without_address_is_a_failure(runtime: Runtime) -> None:
    result = result_of(runtime, {"url": "http://nowhere.invalid/"})
    assert result["status"] == -1
    assert result["data"].startswith("cannot look up the host 'nowhere.invalid': ")


BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the server ended the connection without an answer"),
    "no HTTP": (b"SSH-2.0-OpenSSH\r\n", "the server's answer is no HTTP: SSH-2.0-OpenSSH"),
    "half a head": (
        b"HTTP/1.1 200 OK\r\nContent-Le",
        "the server's answer is no HTTP: its head is broken at 'Content-Le'",
    ),
    "a line that is no header": (
        b"HTTP/1.1 200 OK\r\nhello\r\nContent-Length: 0\r\n\r\n",
        "the server's answer is no HTTP: its head is broken at "
        "'hello\\r\\nContent-Length: 0\\r\\n\\r\\n'",
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
        "the body is not what its Content-Encoding says",
    ),
    "too many headers": (
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        "the server's answer is no HTTP: got more than 100 headers",
    ),
}


@pytest.mark.parametrize(("answer", "cause"), BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_a_failure(runtime: Runtime, answer: bytes, cause: str) -> None:
    with RawServer(raw(answer)) as server:
        result = result_of(runtime, {"url": server.url.replace("ws:", "http:"), "type": "json"})
    assert (result["status"], result["ok"]) == (-1, False)
    assert (result["statusText"], result["data"]) == ("ERR_CONNECT_FAILED", cause)


def test_a_reset_is_a_failure(runtime: Runtime) -> None:
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


def test_a_body_beyond_the_bound_is_a_failure(make_runtime: Callable[..., Runtime]) -> None:
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
        for path in ("/long", "/open", "/bomb"):
            page = open_with(runtime, f"fetch({{url: '{server.url}{path}'}});")
            runtime.run_until_idle()
            assert told(page)[0]["data"] == "the body is longer than 1000 bytes"
            assert warnings(page) == [
                f"[weex-runtime] stream.fetch GET {server.url}{path}: the body is longer than 1000 "
                "bytes; subclass StreamModule with a larger max_body"
            ]
    assert StreamModule.max_body == 64 << 20


@pytest.mark.parametrize("timeout", [50, "50", 50.5])
def test_a_server_that_is_silent_for_too_long_is_a_failure(
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
    assert told(page)[0]["data"] == f"nothing came for {float(timeout) / 1000:g} s"
    assert warnings(page)[0].endswith("; options.timeout gives it longer, in milliseconds")


def test_a_server_that_is_silent_in_the_body_is_a_failure(runtime: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
        peer.stall()

    with RawServer(script) as server:
        url = server.url.replace("ws:", "http:")
        page = open_with(runtime, f"fetch({json.dumps({'url': url, 'timeout': 50})});")
        runtime.clock.run_for(0.05)
    assert told(page)[0]["data"] == "nothing came for 0.05 s"


def test_a_real_clock_has_the_timeout_too(make_runtime: Callable[..., Runtime]) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.stall()

    with RawServer(script) as server:
        options = {"url": server.url.replace("ws:", "http:"), "timeout": 50}
        result = result_of(make_runtime(clock="real"), options)
    assert result["data"] == "nothing came for 0.05 s"


def test_a_slow_server_is_none_that_is_silent(make_runtime: Callable[..., Runtime]) -> None:
    """The time counts from one byte to the next: half a second of them passes a fifth of it."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.dribble(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0.01)

    with RawServer(script) as server:
        url = server.url.replace("ws:", "http:")
        result = result_of(make_runtime(clock="real"), {"url": url, "timeout": 200})
    assert result["data"] == "hello"


@pytest.mark.parametrize("timeout", ["soon", -5, [1]])
def test_a_wrong_timeout_is_said_and_the_default_used(runtime: Runtime, timeout: object) -> None:
    with HttpServer() as server:
        options = {"url": server.url, "timeout": timeout}
        page = open_with(runtime, f"fetch({json.dumps(options)});")
        runtime.run_until_idle()
    assert told(page)[0]["status"] == 404
    (warning,) = warnings(page)
    assert "which is no number of milliseconds; the request has the default" in warning


def test_a_timeout_of_the_module_is_for_requests_without_one(
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
    assert result["data"] == "nothing came for 0.05 s"
    assert StreamModule.timeout == 30.0


def test_a_wait_that_is_over_names_the_request(runtime: Runtime) -> None:
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


# Redirects.


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
def test_a_redirect_is_followed(runtime: Runtime, status: int, method: str, then: str) -> None:
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


def test_redirects_end_at_twenty(runtime: Runtime) -> None:
    def count(asked: Asked) -> Reply:
        number = int(asked.path.partition("=")[2])
        return redirect(f"/?n={number + 1}") if number < 20 else Reply(body=b"twentieth")

    with HttpServer({"/": count, "/loop": redirect("/loop")}) as server:
        assert result_of(runtime, {"url": server.url + "/?n=0"})["data"] == "twentieth"
        page = open_with(runtime, f"fetch({{url: '{server.url}/loop'}});")
        runtime.run_until_idle()
    assert told(page)[0]["data"] == "the server redirects more than 20 times"
    assert warnings(page)[0].endswith(
        "; Network(max_redirects=...) or --redirects allows more, 0 none"
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
def test_a_redirect_to_nowhere_is_a_failure(runtime: Runtime, location: str, cause: str) -> None:
    with HttpServer({"/": redirect(location)}) as server:
        result = result_of(runtime, {"url": server.url})
    assert result["data"] == f"the server redirects (302 Found), {cause}"


def test_a_redirect_without_location_is_the_answer(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(302, body=b"where?")}) as server:
        result = result_of(runtime, {"url": server.url})
    assert (result["status"], result["ok"], result["data"]) == (302, False, "where?")


# The forms before and beside fetch.


def test_send_http_gives_the_body(runtime: Runtime) -> None:
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
def test_send_http_without_answer_gives_empty_json(runtime: Runtime, url: str) -> None:
    page = open_with(
        runtime,
        f"stream.sendHttp({{url: '{url}'}},"
        " function (body) { console.log('done ' + JSON.stringify(body)); });",
    )
    runtime.run_until_idle()
    assert told(page) == ["{}"]
    assert warnings(page)[0].startswith("[weex-runtime] stream.sendHttp")


def test_fetch_with_array_buffer_sends_its_bytes(runtime: Runtime) -> None:
    with HttpServer() as server:
        page = open_with(
            runtime,
            f"var options = {{method: 'PUT', url: '{server.url}'}};"
            "stream.fetchWithArrayBuffer(new Uint8Array([0, 255, 10]).buffer, options,"
            " function (result) { console.log('done ' + JSON.stringify(result.status)); });",
        )
        runtime.run_until_idle()
    assert (told(page), server.request.body) == ([404], b"\x00\xff\n")


# The frameworks' own ways to it.


def texts(page: Page) -> list[object]:
    """What the page shows."""
    return [e.attr["value"] for e in page.document.elements() if e.type == "text"]


def test_a_vue_bundle_shows_a_list(open_page: Callable[..., Page]) -> None:
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


def test_a_legacy_page_fetches(open_page: Callable[..., Page]) -> None:
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


def test_raxs_global_fetch_is_built_on_it(open_page: Callable[..., Page]) -> None:
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


def test_raxs_xmlhttprequest_is_built_on_it(open_page: Callable[..., Page]) -> None:
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


# What can be seen of it from outside.


def test_a_tracer_hears_of_requests_and_answers(make_runtime: Callable[..., Runtime]) -> None:
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


def test_a_page_that_does_not_fetch_imports_no_client() -> None:
    code = (
        "import sys; from weex_runtime import Runtime\n"
        "with Runtime() as runtime:\n"
        '    runtime.open(source=\'\'\'// { "framework": "Vanilla" }\n'
        "    weex.requireModule('stream');''')\n"
        "print([name for name in ('urllib3', 'http.client', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
