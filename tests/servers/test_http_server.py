"""weex_runtime.testing.HttpServer with pages and, for unusual requests, with other clients."""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any, cast

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.servers.files import FileServer
from weex_runtime.testing import HttpResponse, HttpServer

from ..support.page_log import logged

TIMEOUT = 5.0

Fetch = Callable[..., dict[str, Any]]

BUNDLE = """
var stream = weex.requireModule('stream');
function fetch(options) {
  stream.fetch(options, function (answer) { console.log(JSON.stringify(answer)); });
}
"""


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(clock="real")


@pytest.fixture
def fetch(runtime: Runtime, open_page: Callable[..., Page]) -> Fetch:
    """Fetch with `stream.fetch` in a page: fetch(server, "path", method="GET", ...)."""

    def fetch(server: HttpServer, path: str = "", **options: Any) -> dict[str, Any]:
        network = server.network
        asked = {"method": "GET", "type": "text", "url": server.url + path, **options}
        page = open_page(f"{BUNDLE}fetch({json.dumps(asked)});", network=network)
        runtime.run_until(lambda: logged(page), TIMEOUT)
        answer: dict[str, Any] = logged(page)[0]
        return answer

    return fetch


@pytest.fixture(autouse=True)
def no_thread_is_left(make_runtime: Callable[..., Runtime]) -> Iterator[None]:
    yield
    left = [thread.name for thread in threading.enumerate()]
    assert not [name for name in left if name.startswith(("HttpServer", "Thread-"))]


# Tests of responses.


@pytest.mark.parametrize(
    ("response", "data", "kind"),
    [
        (HttpResponse(json={"name": ["Ada"]}), '{"name":["Ada"]}', "application/json"),
        (HttpResponse(json=None), "null", "application/json"),
        (HttpResponse(text="grüße"), "grüße", "text/plain; charset=utf-8"),
        (HttpResponse(body=b"abc"), "abc", None),
        (HttpResponse(), "", None),
        (HttpResponse(text="<a>", headers={"content-type": "text/html"}), "<a>", "text/html"),
    ],
)
def test_route_sends_json_text_and_bytes(
    fetch: Fetch, response: HttpResponse, data: str, kind: str | None
) -> None:
    with HttpServer().route("GET", "/a", response) as server:
        answer = fetch(server, "a")
        server.check()
    assert (answer["status"], answer["data"]) == (200, data)
    assert headers_of(answer).get("content-type") == kind


def test_stream_module_parses_the_json_of_a_route(fetch: Fetch) -> None:
    with HttpServer().route("GET", "/a", HttpResponse(json={"n": [1]})) as server:
        assert fetch(server, "a", type="json")["data"] == {"n": [1]}


def test_response_has_status_and_headers_of_the_route(fetch: Fetch) -> None:
    response = HttpResponse(status=503, headers={"Retry-After": "7"}, text="busy")
    with HttpServer().route("GET", "/a", response) as server:
        answer = fetch(server, "a")
    assert (answer["status"], answer["ok"], answer["data"]) == (503, False, "busy")
    assert headers_of(answer)["retry-after"] == "7"


def test_nth_request_gets_the_nth_response_and_later_requests_get_the_last_response(
    fetch: Fetch,
) -> None:
    with HttpServer() as server:
        server.route("GET", "/a", HttpResponse(status=503), HttpResponse(text="back"))
        assert [fetch(server, "a")["status"] for _ in range(3)] == [503, 200, 200]


def test_page_follows_a_redirect_that_a_route_sends(fetch: Fetch) -> None:
    with HttpServer() as server:
        server.route("GET", "/old", HttpResponse.redirect("/new", 301))
        server.route("GET", "/new", HttpResponse(text="here"))
        assert fetch(server, "old")["data"] == "here"
        assert [str(request) for request in server.requests] == ["GET /old", "GET /new"]


@pytest.mark.parametrize("delay", [0.05, timedelta(milliseconds=50)])
def test_delay_of_a_response_does_not_delay_other_responses(fetch: Fetch, delay: Any) -> None:
    with HttpServer() as server:
        server.route("GET", "/slow", HttpResponse(text="late", delay=delay))
        started = time.monotonic()
        assert fetch(server, "slow")["data"] == "late"
        assert time.monotonic() - started >= 0.05
        assert fetch(server, "other")["status"] == 404


@pytest.mark.parametrize("tls", [False, True])
def test_drop_after_option_ends_the_connection_within_the_body(fetch: Fetch, tls: bool) -> None:
    response = HttpResponse(text="x" * 1000, drop_after=10)
    with HttpServer(tls=tls).route("GET", "/a", response) as server:
        assert fetch(server, "a")["ok"] is False
        assert len(server.requests) == 1


@pytest.mark.parametrize("kept", [0, 3])
def test_drop_after_option_sends_the_content_length_of_the_whole_body(kept: int) -> None:
    response = HttpResponse(body=b"abcdef", drop_after=kept)
    with HttpServer().route("GET", "/a", response) as server:
        head, body = raw(server, b"GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n")
    assert b"Content-Length: 6" in head
    assert body == b"abcdef"[:kept]


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize(
    "request_head",
    [
        b"GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["drop_after", "411"],
)
def test_server_that_closes_early_does_not_reset_a_client_that_is_sending(
    request_head: bytes, tls: bool
) -> None:
    """RFC 9293, 3.10.4: a socket that is closed with unread data sends RST."""
    response = HttpResponse(body=b"abcdef", drop_after=3)
    with HttpServer(tls=tls).route("GET", "/a", response) as server:
        _, body = raw(server, request_head + bytes(4 << 20))
    assert body == b"abc" or b"411" in body


# Tests of requests.


def test_requests_are_recorded_in_order(fetch: Fetch) -> None:
    with HttpServer().route("POST", "/login", HttpResponse(status=201)) as server:
        fetch(
            server,
            "login?from=home&from=ü&empty=",
            method="POST",
            headers={"X-Token": "t", "Content-Type": "application/json"},
            body='{"name":"Ada"}',
        )
        (request,) = server.requests
        assert (request.method, request.path) == ("POST", "/login")
        assert request.query == {"from": "ü", "empty": ""}
        assert request.headers["x-token"] == "t"
        assert request.json() == {"name": "Ada"}
        assert request.text == '{"name":"Ada"}'
        assert request.body == b'{"name":"Ada"}'
        assert server.unexpected == []


def test_request_joins_repeated_headers_and_has_an_empty_body_by_default() -> None:
    with HttpServer() as server:
        raw(
            server,
            b"GET / HTTP/1.1\r\nHost: a.test\r\nX-A: 1\r\nx-a: 2\r\nConnection: close\r\n\r\n",
        )
        (request,) = server.requests
        assert request.headers["x-a"] == "1, 2"
        assert request.body == b""
        with pytest.raises(ValueError, match="Expecting value"):
            request.json()


def test_chunked_request_gets_411() -> None:
    with HttpServer() as server:
        head, body = raw(
            server,
            b"POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        )
    assert head.startswith(b"HTTP/1.1 411 ")
    assert b"Content-Length" in body


@pytest.mark.parametrize(
    ("method", "path", "asked"),
    [
        ("GET", "/users/*", "/users/7"),
        ("get", "/users/*/name", "/users/7/name"),
        ("GET", "/users/**", "/users/7/name"),
        ("GET", "/users", "/users?sort=name"),
        ("GET", "/users?sort=*", "/users?sort=name"),
        ("GET", "**/name", "/users/7/name"),
        ("*", "/a.b", "/a.b"),
        ("GET", "/a b/\u00fc", "/a b/\u00fc"),
        ("GET", "/a%20b", "/a b"),
        ("GET", "/x/../a?q=\u00fc", "/a?q=\u00fc"),
        ("GET", "/{users,groups}/7", "/groups/7"),
        ("GET", re.compile(r"^/users/\d+\?x"), "/users/12?x=1"),
    ],
)
def test_route_matches_method_and_path(fetch: Fetch, method: str, path: Any, asked: str) -> None:
    with HttpServer().route(method, path, HttpResponse(text="it")) as server:
        assert fetch(server, asked[1:])["data"] == "it"
        server.check()


@pytest.mark.parametrize(
    ("method", "path", "asked"),
    [
        ("POST", "/users", "/users"),
        ("GET", "/users/*", "/users/7/name"),
        ("GET", "/users", "/users/7"),
        ("GET", "/users?sort=name", "/users"),
        ("GET", "/a.b", "/axb"),
        ("GET", re.compile(r"^/users/\d+$"), "/users/x"),
    ],
)
def test_route_does_not_match_requests_with_another_method_or_path(
    fetch: Fetch, method: str, path: Any, asked: str
) -> None:
    with HttpServer().route(method, path, HttpResponse(text="it")) as server:
        answer = fetch(server, asked[1:])
        assert answer["status"] == 404
        shown = path.pattern if isinstance(path, re.Pattern) else path
        assert answer["data"] == f"no route for GET {asked}\nroutes: {method} {shown}\n"
        assert server.unexpected == server.requests
        with pytest.raises(AssertionError) as caught:
            server.check()
    assert str(caught.value).splitlines() == [
        "requests without a route:",
        f"  GET {asked}",
        f"routes: {method} {shown}",
    ]


def test_last_added_route_answers_when_several_routes_match(fetch: Fetch) -> None:
    with HttpServer() as server:
        server.route("*", "/**", HttpResponse(text="any"))
        server.route("GET", "/a", HttpResponse(text="a"))
        assert [fetch(server, path)["data"] for path in ("a", "b")] == ["a", "any"]
        server.route("GET", "/a", HttpResponse(text="anew"))
        assert fetch(server, "a")["data"] == "anew"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"])
def test_route_for_any_method_answers_each_method(fetch: Fetch, method: str) -> None:
    with HttpServer().route("*", "/a", HttpResponse(text="it")) as server:
        answer = fetch(server, "a", method=method)
        assert (answer["status"], answer["data"]) == (200, "" if method == "HEAD" else "it")
        assert server.requests[0].method == method


def test_head_request_gets_the_headers_of_the_get_response_without_a_body() -> None:
    with HttpServer().route("GET", "/a", HttpResponse(text="four")) as server:
        head, body = raw(server, b"HEAD /a HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n")
    assert b"Content-Length: 4" in head
    assert body == b""


def test_client_can_send_several_requests_on_one_connection() -> None:
    with HttpServer().route("*", "/a", HttpResponse(text="it")) as server:
        client = HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
        client.connect()
        port = client.sock.getsockname()[1]
        for method in ("GET", "HEAD", "POST", "BREW"):
            client.request(method, "/a", body=b"hello" if method == "POST" else None)
            assert client.getresponse().read() == (b"" if method == "HEAD" else b"it")
            assert client.sock.getsockname()[1] == port
        client.close()


# Tests of start() and close().


def test_closing_a_server_does_not_wait_for_delays_and_connections(runtime: Runtime) -> None:
    with HttpServer().route("GET", "/a", HttpResponse(delay=60)) as server:
        with (
            socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as silent,
            socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as waiting,
        ):
            # Connections are accepted in order, so `silent` is accepted before `waiting`.
            waiting.sendall(b"GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n")
            runtime.run_until(lambda: server.requests)
            started = time.monotonic()
            server.close()
            assert time.monotonic() - started < 2
            assert (waiting.recv(1), silent.recv(1)) == (b"", b"")


def test_closing_a_server_does_not_wait_for_a_tls_handshake() -> None:
    with HttpServer(tls=True) as server:
        with socket.create_connection(("127.0.0.1", server.port), TIMEOUT) as silent:
            started = time.monotonic()
            server.close()
            assert time.monotonic() - started < 2
            try:
                assert silent.recv(1) == b""
            except ConnectionResetError:  # raised if the server had not accepted the connection yet
                pass


def test_restarted_server_keeps_its_port_and_routes(fetch: Fetch) -> None:
    with HttpServer().route("GET", "/a", HttpResponse(text="it")) as server:
        url = server.url
        assert fetch(server, "a")["status"] == 200
        server.close()
        assert fetch(server, "a")["status"] == -1
        server.start()
        assert server.url == url
        assert fetch(server, "a")["data"] == "it"


def test_server_raises_for_an_invalid_port_and_for_a_second_start() -> None:
    with pytest.raises(RuntimeError, match="HttpServer has no address before start"):
        _ = HttpServer().url
    with pytest.raises(ValueError, match="65535"):
        HttpServer(port=70000)
    with HttpServer() as server:
        with pytest.raises(RuntimeError, match="running already"):
            server.start()
        with pytest.raises(OSError, match="the port is taken; .* 0 for any free port"):
            HttpServer(port=server.port).start()


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: HttpResponse(status=101), "from 200 to 599"),
        (lambda: HttpResponse(text="a", json=None), "one of json, text and body"),
        (lambda: HttpResponse(headers={"X": "a\r\nY: b"}), "expected a header"),
        (
            lambda: HttpResponse(text="abc", drop_after=3),
            "less than the body's length, 3 bytes; got",
        ),
        (lambda: HttpResponse(delay=-1), "-1"),
        (lambda: HttpServer().route("GET", "users", HttpResponse()), 'starts with "/"'),
        (lambda: HttpServer().route("GET", "/{a", HttpResponse()), "lacks a closing brace"),
        (lambda: HttpServer().route("GET", "/users"), "GET /users needs a response"),
        (lambda: HttpServer().route("/users", "/me"), "expected a method first, got '/users'"),
        (lambda: HttpServer().route(cast(Any, {}), "/me"), "expected a method first, got {}"),
        (
            lambda: HttpServer().route("GET", cast(Any, {"a": 1})),
            "expected a path .*, got {'a': 1}",
        ),
    ],
)
def test_invalid_arguments_of_responses_and_routes_raise(
    build: Callable[[], object], problem: str
) -> None:
    with pytest.raises(Exception, match=problem):
        build()


# Tests with TLS.


def test_page_trusts_a_tls_server_only_with_the_network_settings_of_the_server(
    runtime: Runtime, open_page: Callable[..., Page], fetch: Fetch
) -> None:
    with HttpServer(tls=True).route("GET", "/a", HttpResponse(text="safe")) as server:
        assert server.url.startswith("https://")
        assert fetch(server, "a")["data"] == "safe"
        stranger = open_page(f"{BUNDLE}fetch({{ url: '{server.url}a' }});")
        runtime.run_until(lambda: logged(stranger), TIMEOUT)
        assert logged(stranger)[0]["status"] == -1
        assert len(server.requests) == 1


def test_error_for_tls_without_trustme_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    from weex_runtime.servers import certificates as throwaway_ca

    monkeypatch.setitem(sys.modules, "trustme", None)
    throwaway_ca.throwaway_ca.cache_clear()
    with pytest.raises(RuntimeError, match="pip install trustme"):
        HttpServer(tls=True)


# Tests of FileServer.


def test_file_server_serves_a_folder_and_records_requests(tmp_path: Any) -> None:
    (tmp_path / "a.txt").write_text("hello")
    with FileServer(tmp_path) as server:
        assert raw(server, b"GET /a.txt HTTP/1.0\r\n\r\n")[1] == b"hello"
        assert raw(server, b"GET /b.txt HTTP/1.0\r\n\r\n")[0].startswith(b"HTTP/1.0 404 ")
        assert server.requests == ["GET /a.txt", "GET /b.txt"]
    with pytest.raises(NotADirectoryError, match="expected the path of a folder"):
        FileServer(tmp_path / "a.txt").start()


def headers_of(answer: dict[str, Any]) -> dict[str, str]:
    return {name.lower(): value for name, value in answer["headers"].items()}


def raw(server: HttpServer | FileServer, request: bytes) -> tuple[bytes, bytes]:
    """Read a response up to the end of the connection."""
    client = socket.create_connection(("127.0.0.1", server.port), TIMEOUT)
    if server.url.startswith("https"):
        assert isinstance(server, HttpServer)
        client = server.network.tls_context.wrap_socket(client, server_hostname="127.0.0.1")
    with client:
        client.sendall(request)
        answer = b""
        while chunk := client.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


def test_route_rejects_an_argument_that_is_not_a_response() -> None:
    with pytest.raises(ValueError, match=r"GET /names: expected an HttpResponse"):
        HttpServer().route("GET", "/names", {"a": 1})  # type: ignore[arg-type]
