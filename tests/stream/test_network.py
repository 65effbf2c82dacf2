"""The ways of `stream` to servers: connections, the end of a page, TLS, proxies, cookies, url_map;
all on 127.0.0.1."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from weex_modules.stream.http.pool import HttpClient
from weex_runtime import Network, Page, Runtime

from ..support.raw_server import TIMEOUT, Peer, RawServer, answering, tls_of
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


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authority") / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def secure_server(authority: trustme.CA) -> Iterator[HttpServer]:
    """An https server for localhost."""
    with HttpServer({"/": Reply(body=b"hello")}, tls=tls_of(authority)) as server:
        yield server


def http(server: RawServer) -> str:
    return server.url.replace("ws", "http", 1)


# Reuse of connections.


def test_pages_of_a_runtime_share_connections(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"x" * 100_000), "/json": Reply(body=b"{}")}) as server:
        for _ in range(3):
            result_of(runtime, {"url": server.url})
            result_of(runtime, {"url": server.url + "/json", "method": "POST", "type": "json"})
            result_of(runtime, {"url": server.url + "/none", "method": "HEAD"})
    assert [asked.connection for asked in server.requests] == [1] * 9


def test_requests_of_several_pages_run_in_parallel_and_each_gets_its_own_response(
    runtime: Runtime,
) -> None:
    """The server answers once it has all requests."""
    all_there = threading.Barrier(6)

    def wait(asked: Asked) -> Reply:
        all_there.wait(TIMEOUT)
        return Reply(body=asked.path.encode())

    with HttpServer({f"/{page}{number}": wait for page in "ab" for number in "123"}) as server:
        pages = {
            name: open_with(
                runtime,
                "".join(f"fetch({{url: '{server.url}/{name}{number}'}});" for number in "123"),
            )
            for name in "ab"
        }
        runtime.run_until_idle()
        assert server.connections == 6
        for name, page in pages.items():
            data = sorted(result["data"] for result in told(page))
            assert data == [f"/{name}{number}" for number in "123"]
            assert result_of(runtime, {"url": server.url})["status"] == 404
    assert server.connections == 6


def test_all_requests_get_responses_even_if_there_are_fewer_workers(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"x")}) as server:
        page = open_with(runtime, f"for (var i = 0; i < 150; i++) fetch({{url: '{server.url}'}});")
        runtime.run_until_idle()
    assert [result["status"] for result in told(page)] == [200] * 150
    assert server.connections <= 64


def test_idle_connection_that_the_server_closed_is_replaced(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"x")}) as server:
        for method in ("GET", "POST"):
            assert result_of(runtime, {"url": server.url, "method": method})["ok"]
            server.drop_connections()
    assert server.connections == 2


def keep_one_answer(peer: Peer) -> None:
    """Answer one request, and close the connection at the next."""
    peer.read_head()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
    peer.read_head()
    peer.close()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_request_is_sent_again_if_the_server_closes_the_reused_connection(
    runtime: Runtime, method: str
) -> None:
    with RawServer(keep_one_answer) as server:
        assert result_of(runtime, {"url": http(server)})["ok"]
        assert result_of(runtime, {"url": http(server), "method": method})["ok"]
        assert len(server.peers) == 2


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_post_request_is_not_sent_again_after_a_lost_connection(
    runtime: Runtime, method: str
) -> None:
    with RawServer(keep_one_answer) as server:
        assert result_of(runtime, {"url": http(server)})["ok"]
        result = result_of(runtime, {"url": http(server), "method": method})
        assert len(server.peers) == 1
    assert result["data"] == "the server closed the connection without a response"


def test_request_on_a_new_connection_is_not_sent_twice(runtime: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.close()

    with RawServer(script) as server:
        assert result_of(runtime, {"url": http(server)})["status"] == -1
        assert len(server.peers) == 1


def test_second_address_of_a_host_is_tried_if_the_first_fails(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """localhost has ::1 first on many machines, and the server listens on 127.0.0.1."""
    with HttpServer({"/": Reply(body=b"x")}) as server:
        real = socket.getaddrinfo

        def two(host: str, port: int, **options: Any) -> list[Any]:
            dead = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1))
            return [dead, *real("127.0.0.1", port, **options)]

        monkeypatch.setattr(socket, "getaddrinfo", two)
        assert result_of(runtime, {"url": f"http://two.test:{server.port}"})["ok"]


def test_runtime_closes_connections_at_its_end() -> None:
    with RawServer(keep_one_answer) as server:
        with Runtime(hints=False) as runtime:
            assert result_of(runtime, {"url": http(server)})["ok"]
            assert server.peer.end == ""
        server.wait()
        assert server.peer.end == "end"


# Requests of a page that ends.


def stall(answer: bytes) -> Callable[[Peer], None]:
    """Read a request, and send the start of a response only."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.read_to_end()

    return script


STALLS = {
    "before the answer": stall(b""),
    "in the body": stall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"),
    "in the body, of a connection that is not kept": stall(
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"
    ),
}


def is_quiet(page: Page) -> bool:
    """The page has no callbacks, warnings and errors."""
    return not (told(page) or warnings(page) or page.errors)


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("script", STALLS.values(), ids=STALLS)
def test_end_of_a_page_aborts_a_request_that_waits_for_the_response(
    make_runtime: Callable[..., Runtime],
    authority: trustme.CA,
    ca_file: Path,
    script: Callable[[Peer], None],
    secure: bool,
) -> None:
    runtime = make_runtime(network=Network(ca_file=ca_file))
    with RawServer(script, tls=tls_of(authority) if secure else None) as server:
        page = open_with(runtime, f"fetchWithProgress({{url: '{http(server)}'}});")
        runtime.run_until(lambda: server.peers and server.peers[0].head)
        page.destroy()
        runtime.run_until(lambda: server.is_done)
        runtime.run_until_idle()
        assert server.peer.end in ("end", "reset")
    assert is_quiet(page)


def test_end_of_a_page_aborts_a_request_in_its_tls_handshake(runtime: Runtime) -> None:
    hello: list[bytes] = []

    def script(peer: Peer) -> None:
        hello.append(peer.sock.recv(1 << 16))
        while peer.sock.recv(1 << 16):
            pass

    with RawServer(script) as server:
        page = open_with(runtime, f"fetch({{url: 'https://127.0.0.1:{server.port}/'}});")
        runtime.run_until(lambda: hello)
        page.destroy()
        runtime.run_until(lambda: server.is_done)
        runtime.run_until_idle()
    assert is_quiet(page)


def test_end_of_a_page_aborts_a_request_that_is_connecting(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listener with a full queue accepts no connection."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for sock in (first, second):
            sock.setblocking(False)
            sock.connect_ex(listener.getsockname())
        asked = threading.Event()
        real = socket.getaddrinfo

        def look_up(*args: Any, **options: Any) -> Any:
            asked.set()
            return real(*args, **options)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        port = listener.getsockname()[1]
        page = open_with(runtime, f"fetch({{url: 'http://127.0.0.1:{port}/'}});")
        runtime.run_until(asked.is_set)
        page.destroy()
        runtime.run_until_idle()
    assert is_quiet(page)


def test_destroyed_page_sends_no_further_request(runtime: Runtime) -> None:
    """The redirect arrives after the end of the page."""
    ended = threading.Event()

    def wait(asked: Asked) -> Reply:
        assert ended.wait(TIMEOUT)
        return redirect("/b")

    with HttpServer({"/a": wait}) as server:
        page = open_with(runtime, f"fetch({{url: '{server.url}/a'}});")
        runtime.run_until(lambda: server.requests)
        page.destroy()
        ended.set()
        runtime.run_until_idle()
        assert [asked.path for asked in server.requests] == ["/a"]
    assert is_quiet(page)


def test_end_of_a_page_does_not_abort_the_requests_of_another_page(runtime: Runtime) -> None:
    go = threading.Event()

    def wait(asked: Asked) -> Reply:
        assert go.wait(TIMEOUT)
        return Reply(body=b"x")

    with HttpServer({"/": wait}) as server:
        pages = [open_with(runtime, f"fetch({{url: '{server.url}'}});") for _ in range(2)]
        runtime.run_until(lambda: len(server.requests) == 2)
        pages[0].destroy()
        go.set()
        runtime.run_until_idle()
    assert is_quiet(pages[0])
    assert [result["data"] for result in told(pages[1])] == ["x"]


def test_page_may_be_destroyed_in_the_callback_of_its_request(runtime: Runtime) -> None:
    with HttpServer({"/": Reply(body=b"x" * 1_000_000)}) as server:
        page = open_with(
            runtime, f"fetchWithProgress({{url: '{server.url}'}}); fetch({{url: '{server.url}'}});"
        )
        runtime.on_console = lambda page, line: (
            runtime.looper.call_soon(page.destroy) if "progress" in line.text else None
        )
        runtime.run_until(lambda: page.destroyed)
        runtime.run_until_idle()
    assert not page.errors
    assert not warnings(page)


def test_closed_runtime_aborts_requests() -> None:
    with RawServer(STALLS["before the answer"]) as server:
        with Runtime(hints=False) as runtime:
            page = open_with(runtime, f"fetch({{url: '{http(server)}'}});")
            runtime.run_until(lambda: server.peers and server.peers[0].head)
        server.wait()
    assert is_quiet(page)


def test_requests_leave_no_open_sockets(runtime: Runtime) -> None:
    def count() -> int:
        return len(os.listdir("/dev/fd"))

    with HttpServer({"/": Reply(body=b"x"), "/r": redirect("/")}) as server:
        urls = (server.url + "/r", "http://127.0.0.1:1/", "http://nowhere.invalid/")
        for url in urls:
            result_of(runtime, {"url": url})
        # Run a turn of the loop before counting: the first turn opens the selector, an open file.
        runtime.looper.turn(0.001)
        before = count()
        for url in urls:
            for _ in range(3):
                result_of(runtime, {"url": url})
        # Expect at most as many open files as before: servers of other tests may have closed files.
        runtime.run_until(lambda: count() <= before, waiting_for="files to be closed")


# Requests over TLS.


def test_server_with_a_certificate_of_the_ca_file_is_trusted(
    make_runtime: Callable[..., Runtime], secure_server: HttpServer, ca_file: Path
) -> None:
    runtime = make_runtime(network=Network(ca_file=ca_file))
    assert result_of(runtime, {"url": secure_server.url})["data"] == "hello"
    assert result_of(runtime, {"url": secure_server.url})["data"] == "hello"
    assert secure_server.connections == 1


def test_server_with_an_unknown_certificate_is_not_trusted(
    runtime: Runtime, secure_server: HttpServer
) -> None:
    page = open_with(runtime, f"fetch({{url: '{secure_server.url}'}});")
    runtime.run_until_idle()
    (result,) = told(page)
    assert (result["status"], secure_server.requests) == (-1, [])
    cause = "TLS with localhost: certificate verify failed: "
    assert result["data"].startswith(cause)
    (warning,) = warnings(page)
    assert warning.startswith(f"[weex-runtime] stream.fetch GET {secure_server.url}/: {cause}")
    assert warning.endswith(
        "; trust its authority with Network(ca_file=...) or --ca-file, or accept any certificate "
        "with verify=False or --insecure"
    )


def test_certificate_for_another_host_is_not_trusted(
    make_runtime: Callable[..., Runtime], secure_server: HttpServer, ca_file: Path
) -> None:
    runtime = make_runtime(network=Network(ca_file=ca_file))
    result = result_of(runtime, {"url": f"https://127.0.0.1:{secure_server.port}/"})
    assert "IP address mismatch" in result["data"]


def test_verify_false_accepts_any_certificate(
    make_runtime: Callable[..., Runtime], secure_server: HttpServer
) -> None:
    runtime = make_runtime(network=Network(verify=False))
    for host in ("localhost", "127.0.0.1"):
        result = result_of(runtime, {"url": f"https://{host}:{secure_server.port}/"})
        assert result["data"] == "hello"


def test_page_that_verifies_certificates_does_not_reuse_a_connection_opened_without_verification(
    runtime: Runtime, secure_server: HttpServer
) -> None:
    trusting = Network(verify=False)
    assert result_of(runtime, {"url": secure_server.url}, network=trusting)["ok"]
    assert result_of(runtime, {"url": secure_server.url})["status"] == -1
    assert result_of(runtime, {"url": secure_server.url}, network=trusting)["ok"]


def test_https_request_to_a_server_without_tls_is_a_failure(runtime: Runtime) -> None:
    with HttpServer() as server:
        result = result_of(runtime, {"url": f"https://127.0.0.1:{server.port}/"})
    assert result["data"].startswith("TLS with 127.0.0.1 failed: ")


def test_request_times_out_during_the_tls_handshake(runtime: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.stall()

    with RawServer(script) as server:
        url = f"https://127.0.0.1:{server.port}/"
        page = open_with(runtime, f"fetch({json.dumps({'url': url, 'timeout': 50})});")
        runtime.clock.run_for(0.05)
    assert told(page)[0]["data"] == "no answer within 0.05 s"


# Settings of `Network`.


def test_headers_cookies_and_origin_set_on_the_network_object_are_sent(
    make_runtime: Callable[..., Runtime],
) -> None:
    network = Network(
        headers={"X-App": "weex", "Authorization": "Bearer network", "Accept": "application/json"},
        cookies={"session": "abc", "theme": "dark"},
        origin="https://shop.test",
    )
    with HttpServer() as server:
        runtime = make_runtime(network=network)
        result_of(runtime, {"url": server.url})
        result_of(
            runtime,
            {"url": server.url, "headers": {"authorization": "Bearer mine", "cookie": "own=1"}},
        )
    first, second = server.requests
    assert first.header("X-App") == second.header("X-App") == "weex"
    assert first.header("Origin") == "https://shop.test"
    assert first.header("Accept") == "application/json"
    assert first.header("Cookie") == "session=abc; theme=dark"
    assert second.header("Cookie") == "session=abc; theme=dark; own=1"
    assert first.header("Authorization") == "Bearer network"
    assert second.header("Authorization") == "Bearer mine"


@pytest.mark.parametrize(
    ("limit", "status", "requests"), [(None, 200, 3), (2, 200, 3), (1, -1, 2), (0, 302, 1)]
)
def test_field_max_redirects_of_the_network_object_limits_redirects(
    runtime: Runtime, limit: int | None, status: int, requests: int
) -> None:
    replies = {"/a": redirect("/b"), "/b": redirect("/c"), "/c": Reply(body=b"there")}
    with HttpServer(replies) as server:
        result = result_of(
            runtime, {"url": server.url + "/a"}, network=Network(max_redirects=limit)
        )
    assert (result["status"], len(server.requests)) == (status, requests)
    if status == -1:
        assert result["data"] == "the server redirects more than once"


SECRETS = {"Authorization": "Bearer secret", "Cookie": "own=1", "X-App": "weex"}


def test_redirect_to_another_server_drops_secrets(runtime: Runtime) -> None:
    network = Network(cookies={"session": "abc"})
    with HttpServer({"/": Reply(body=b"x")}) as other:
        with HttpServer({"/a": redirect("/b"), "/b": redirect(other.url)}) as server:
            options = {"url": server.url + "/a", "headers": SECRETS}
            assert result_of(runtime, options, network=network)["ok"]
    for asked in server.requests:
        assert asked.header("Authorization") == "Bearer secret"
        assert asked.header("Cookie") == "session=abc; own=1"
    assert other.request.header("Authorization") is other.request.header("Cookie") is None
    assert other.request.header("X-App") == "weex"


def test_redirect_from_http_to_https_and_back_is_followed(
    make_runtime: Callable[..., Runtime], secure_server: HttpServer, ca_file: Path
) -> None:
    runtime = make_runtime(network=Network(ca_file=ca_file))
    with HttpServer({"/in": redirect(secure_server.url), "/": Reply(body=b"plain")}) as server:
        assert result_of(runtime, {"url": server.url + "/in"})["data"] == "hello"
        secure_server.replies["/out"] = redirect(server.url)
        assert result_of(runtime, {"url": secure_server.url + "/out"})["data"] == "plain"


# Tests of the option url_map.


def test_url_map_maps_a_request_to_another_server(make_runtime: Callable[..., Runtime]) -> None:
    with HttpServer({"/v2/list": Reply(body=b"x")}) as server:
        runtime = make_runtime(url_map={"https://api.example/v1": server.url + "/v2"})
        page = open_with(
            runtime,
            "fetch({url: '/v1/list?a=b'});",
            config={"bundleUrl": "https://api.example/app/main.js"},
        )
        assert "GET https://api.example/v1/list?a=b" in runtime.looper.pending()
        runtime.run_until_idle()
    assert told(page)[0]["data"] == "x"
    assert server.request.path == "/v2/list?a=b"
    assert server.request.header("Host") == f"127.0.0.1:{server.port}"


def test_url_map_maps_redirects_too(make_runtime: Callable[..., Runtime]) -> None:
    replies = {
        "/absolute": redirect("https://api.example/there"),
        "/relative": redirect("there"),
        "/there": Reply(body=b"x"),
    }
    with HttpServer(replies) as server:
        runtime = make_runtime(url_map={"https://api.example": server.url})
        for path in ("absolute", "relative"):
            options = {"url": f"https://api.example/{path}", "headers": SECRETS}
            assert result_of(runtime, options)["ok"]
    assert all(asked.header("Authorization") == "Bearer secret" for asked in server.requests)


def test_url_map_that_changes_the_scheme_is_a_failure(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(url_map={"https://api.example": "127.0.0.1:8080"})
    result = result_of(runtime, {"url": "https://api.example/list"})
    assert (result["status"], result["statusText"]) == (-1, "ERR_INVALID_REQUEST")
    assert result["data"] == (
        "url_map maps https://api.example/list to 127.0.0.1:8080/list, which is not in a folder "
        "that exists; the URL '127.0.0.1:8080/list' is not http or https"
    )


@pytest.mark.parametrize(
    ("options", "status", "data"),
    [
        ({"url": "https://api.example/v1/list.json?page=2", "type": "json"}, 200, [1]),
        ({"url": "https://api.example/v1/a%20b.txt"}, 200, "two"),
        ({"url": "https://api.example/v1/none.json"}, 404, ""),
        ({"url": "https://api.example/v1"}, 404, ""),
        ({"url": "https://api.example/v1/list.json", "method": "POST"}, 405, ""),
        ({"url": "https://api.example/v1/..%2f..%2fsecret.txt"}, -1, "refused"),
    ],
)
def test_request_to_an_address_that_url_map_maps_to_a_folder_gets_a_file_of_the_folder(
    make_runtime: Callable[..., Runtime],
    tmp_path: Path,
    options: dict[str, Any],
    status: int,
    data: object,
) -> None:
    folder = tmp_path / "api" / "v1"
    folder.mkdir(parents=True)
    (folder / "list.json").write_text("[1]")
    (folder / "a b.txt").write_text("two")
    (tmp_path / "secret.txt").write_text("secret")
    runtime = make_runtime(url_map={"https://api.example": str(tmp_path / "api")})
    result = result_of(runtime, options)
    assert result["status"] == status
    assert result["data"] == data if status > 0 else str(data) in str(result["data"])


# Requests through proxies.


def tunnel(peer: Peer) -> None:
    """An HTTP proxy for https."""
    peer.read_head()
    peer.tunnel()


def forward(peer: Peer) -> None:
    """An HTTP proxy that answers itself."""
    while True:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")


def test_proxy_forwards_http(runtime: Runtime) -> None:
    with RawServer(forward) as proxy:
        network = Network(proxy=f"http://ada:s%40@127.0.0.1:{proxy.port}")
        options = {"url": "http://api.example/list?a=b", "headers": {"host": "other.example"}}
        for _ in range(2):
            assert result_of(runtime, options, network=network)["data"] == "proxy"
        head = proxy.peer.head
    assert head.startswith("GET http://api.example/list?a=b HTTP/1.1\r\n")
    assert head.lower().count("\r\nhost:") == 1
    assert proxy.peer.header("Host") == "other.example"
    assert proxy.peer.header("Proxy-Authorization") == "Basic YWRhOnNA"
    assert head.count("\r\nAccept:") == 1


def test_proxy_tunnels_https(runtime: Runtime, secure_server: HttpServer, ca_file: Path) -> None:
    with RawServer(tunnel) as proxy:
        network = Network(proxy=f"http://ada:s%40@127.0.0.1:{proxy.port}", ca_file=ca_file)
        for _ in range(2):
            assert result_of(runtime, {"url": secure_server.url}, network=network)["ok"]
        secure_server.drop_connections()
        assert proxy.peer.head.startswith(f"CONNECT localhost:{secure_server.port} HTTP/1.")
        assert proxy.peer.header("Proxy-Authorization") == "Basic YWRhOnNA"
    assert secure_server.connections == 1
    assert secure_server.requests[0].header("Proxy-Authorization") is None


def test_proxy_set_in_the_environment_is_used_for_requests(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer(forward) as proxy, HttpServer({"/": Reply(body=b"direct")}) as server:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert result_of(runtime, {"url": "http://api.example/"})["data"] == "proxy"
        assert result_of(runtime, {"url": server.url})["data"] == "direct"


@pytest.mark.parametrize(
    ("no_proxy", "is_direct"),
    [
        ("127.0.0.1:PORT", True),
        ("127.0.0.1:1", False),
        ("127.0.0.0/8", True),
        ("localhost", False),
        ("10.0.0.0/8, 127.0.0.1", True),
    ],
)
def test_environment_variable_no_proxy_applies_to_requests_and_sockets(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, no_proxy: str, is_direct: bool
) -> None:
    def end(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        peer.close()

    with RawServer(end) as proxy, RawServer(end) as server:
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", no_proxy.replace("PORT", str(server.port)))
        open_with(
            runtime,
            f"fetch({{url: '{http(server)}'}});"
            f"weex.requireModule('webSocket').WebSocket('{server.url}', '');",
        )
        runtime.run_until_idle()
        assert (len(server.peers), len(proxy.peers)) == ((2, 0) if is_direct else (0, 2))


def test_certificate_of_a_server_reached_through_a_proxy_is_verified(
    runtime: Runtime, secure_server: HttpServer
) -> None:
    with RawServer(tunnel) as proxy:
        network = Network(proxy=f"http://127.0.0.1:{proxy.port}")
        result = result_of(runtime, {"url": secure_server.url}, network=network)
    assert result["data"].startswith("TLS with localhost: certificate verify failed: ")


# Interim responses. A client reads any number of interim responses before the final response (RFC
# 9110, section 15.2). RFC 8297, section 2, defines the interim response 103.

FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfinal"
INTERIM = {
    "100": b"HTTP/1.1 100 Continue\r\n\r\n",
    "102": b"HTTP/1.1 102 Processing\r\n\r\n",
    "103": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
    "unknown, without reason": b"HTTP/1.1 199\r\n\r\n",
    "a length, which is not of a body": b"HTTP/1.1 103 Hints\r\nContent-Length: 9\r\n\r\n",
    "several": b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" * 3,
    "many": b"HTTP/1.1 102 Processing\r\n\r\n" * 100,
}


def final_behind(interim: bytes) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        for _ in range(2):
            peer.read_head()
            peer.send(interim + FINAL)

    return script


@pytest.mark.parametrize("interim", INTERIM.values(), ids=INTERIM)
def test_interim_responses_are_skipped(runtime: Runtime, interim: bytes) -> None:
    with RawServer(final_behind(interim)) as server:
        for _ in range(2):
            result = result_of(runtime, {"url": http(server)})
            assert (result["status"], result["data"]) == (200, "final")
            assert result["headers"] == {"Content-Length": "5"}
        assert len(server.peers) == 1


def test_sendhttp_skips_interim_responses(runtime: Runtime) -> None:
    with RawServer(final_behind(INTERIM["103"])) as server:
        page = open_with(
            runtime,
            f"stream.sendHttp({{url: '{http(server)}'}}, (text) => console.log('done', "
            "JSON.stringify(text)));",
        )
        runtime.run_until_idle()
    assert told(page) == ["final"]


def test_interim_responses_of_a_proxy_are_skipped(runtime: Runtime) -> None:
    with RawServer(final_behind(INTERIM["several"])) as proxy:
        network = Network(proxy=f"http://127.0.0.1:{proxy.port}")
        assert result_of(runtime, {"url": "http://api.test"}, network=network)["data"] == "final"


def test_interim_responses_before_a_tunnel_are_skipped(
    runtime: Runtime, secure_server: HttpServer, ca_file: Path
) -> None:
    def hint(peer: Peer) -> None:
        peer.read_head()
        peer.send(INTERIM["several"])
        peer.tunnel()

    with RawServer(hint) as proxy:
        network = Network(proxy=f"http://127.0.0.1:{proxy.port}", ca_file=ca_file)
        assert result_of(runtime, {"url": secure_server.url}, network=network)["data"] == "hello"
        secure_server.drop_connections()


def test_response_with_status_101_is_not_skipped_as_an_interim_response(runtime: Runtime) -> None:
    with RawServer(final_behind(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")) as server:
        assert result_of(runtime, {"url": http(server)})["status"] == 101


def test_more_than_100_interim_responses_are_a_failure(runtime: Runtime) -> None:
    with RawServer(final_behind(INTERIM["102"] * 101)) as server:
        result = result_of(runtime, {"url": http(server)})
    assert result["status"] == -1
    assert "more than 100 interim responses" in result["data"]


def test_request_fails_if_the_connection_ends_after_an_interim_response(runtime: Runtime) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(INTERIM["103"])
        peer.close()

    with RawServer(script) as server:
        result = result_of(runtime, {"url": http(server)})
    assert (result["status"], result["data"]) == (
        -1,
        "the server closed the connection without a response",
    )


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (
            b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            " refuses the connection: '407 Proxy Authentication Required'",
        ),
        (b"", ": Remote end closed connection without response"),
        (b"hello\r\n\r\n", ": hello"),
    ],
)
def test_error_for_a_refusal_by_a_proxy_has_the_address_of_the_proxy(
    runtime: Runtime, answer: bytes, cause: str
) -> None:
    with RawServer(answering(answer)) as proxy:
        network = Network(proxy=f"http://ada:secret@127.0.0.1:{proxy.port}")
        page = open_with(runtime, "fetch({url: 'https://api.example/'});", network=network)
        runtime.run_until_idle()
    (result,) = told(page)
    assert result["data"] == f"the proxy 127.0.0.1:{proxy.port}{cause}"
    assert "secret" not in str(warnings(page))
    assert warnings(page)[0].endswith(
        "; name another with Network(proxy=...) or --proxy, '' for none"
    )


def test_error_for_an_unreachable_proxy_has_the_address_of_the_proxy(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for scheme in ("http", "https"):
        network = Network(proxy="http://127.0.0.1:1")
        result = result_of(runtime, {"url": f"{scheme}://api.example/"}, network=network)
        assert result["data"] == (
            "the proxy cannot be reached: cannot connect to 127.0.0.1:1: Connection refused"
        )
    monkeypatch.setenv("all_proxy", "socks5://ada:secret@h:1")
    assert result_of(runtime, {"url": "http://api.example/"})["data"] == (
        "the proxy 'h:1' cannot be used; write it like http://[user:password@]host:port"
    )


# The class HttpClient.


def test_closed_client_opens_no_connection(runtime: Runtime) -> None:
    with HttpServer() as server:
        assert result_of(runtime, {"url": server.url})["status"] == 404
        runtime.shared(HttpClient).close()
        page = open_with(runtime, f"fetch({json.dumps({'url': server.url})});")
        runtime.run_until_idle()
    assert told(page)[0]["data"] == "the runtime is closed"
