"""An HTTP server with responses of a test, which records requests; and bundles that fetch.

with HttpServer({"/list": Reply(body=b"[1, 2]")}) as server:
    ...  # fetch server.url + "/list", pump the loop
    assert server.requests[0].method == "GET"

Broken responses come from a script of RawServer (raw_server.py).
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, cast

from weex_runtime import Page, Runtime


class Asked(NamedTuple):
    """A received request.

    Attributes:
        path: With the query.
        headers: (name, value), in order.
        connection: The number of the connection that it came over, from 1.
    """

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int

    def header(self, name: str) -> str | None:
        """A header; None if missing. A repeated header fails the test."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) < 2, values
        return values[0] if values else None


class Reply(NamedTuple):
    """A response.

    Attributes:
        reason: In place of the status' own phrase.
        length: Content-Length goes with it; else the end of the connection ends the body.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    reason: str | None = None
    length: bool = True


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status, (("Location", location),), b"elsewhere")


class HttpServer:
    """Listens on 127.0.0.1; keeps connections.

    Args:
        replies: {path: the reply, or what makes it of the request}; other paths have 404.
        tls: Makes it an https server, named localhost.

    Attributes:
        requests: In the order of arrival.
        connections: How many were accepted so far.
    """

    def __init__(
        self,
        replies: Mapping[str, Reply | Callable[[Asked], Reply]] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.replies = dict(replies or {})
        self.requests: list[Asked] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                with owner._lock:
                    owner.connections += 1
                    self.number = owner.connections
                    owner._sockets.append(self.connection)

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True  # raised if the client disconnected

            def answer(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                asked = Asked(
                    self.command,
                    self.path,
                    self.headers.items(),
                    self.rfile.read(size),
                    self.number,
                )
                owner.requests.append(asked)
                reply = owner.replies.get(self.path.partition("?")[0], Reply(404))
                self.write(reply if isinstance(reply, Reply) else reply(asked))

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = answer
            do_get = do_post = answer

            def write(self, reply: Reply) -> None:
                self.send_response_only(reply.status, reply.reason)
                for name, value in reply.headers:
                    # http.server encodes headers as Latin-1; tests send UTF-8.
                    self.send_header(name, value.encode().decode("latin-1"))
                if reply.length:
                    self.send_header("Content-Length", str(len(reply.body)))
                else:
                    self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(reply.body)

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # raised if a client disconnects or does not trust the certificate

        self._server = Server(("127.0.0.1", 0), Handler)
        if tls:
            # The TLS handshake happens in the thread of the connection, when the thread first
            # reads.
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self._server.server_port
        self.url = f"https://localhost:{self.port}" if tls else f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    @property
    def request(self) -> Asked:
        """The only one."""
        (request,) = self.requests
        return request

    def drop_connections(self) -> None:
        """End all of them."""
        for sock in self._sockets:
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                pass  # raised if the connection has ended

    def __enter__(self) -> HttpServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self.drop_connections()
        self._server.server_close()


FETCH = """
var stream = weex.requireModule('stream');
function fetch(options) {
  stream.fetch(options, function (result) {
    console.log('done ' + JSON.stringify(result));
  });
}
function fetchWithProgress(options) {
  stream.fetch(options, function (result) {
    console.log('done ' + JSON.stringify(result));
  }, function (progress) {
    console.log('progress ' + JSON.stringify(progress));
  });
}
"""


def open_with(runtime: Runtime, code: str, **options: Any) -> Page:
    """A page that has `stream`, `fetch(options)` and `fetchWithProgress(options)`."""
    return runtime.open(source='// { "framework": "Vanilla" }\n' + FETCH + code, **options)


def told(page: Page, what: str = "done") -> list[Any]:
    """The results that callbacks got so far, of kind "done" or "progress"."""
    start = f"{what} "
    return [
        json.loads(line.text.removeprefix(start))
        for line in page.console
        if line.level == "log" and line.text.startswith(start)
    ]


def warnings(page: Page) -> list[str]:
    """The warnings and errors on the console."""
    return [line.text for line in page.console if line.level in ("warn", "error")]


def result_of(runtime: Runtime, options: Mapping[str, object], **page: Any) -> dict[str, Any]:
    """Fetch with `stream.fetch(options)` and return the result."""
    opened = open_with(runtime, f"fetch({json.dumps(options)});", **page)
    runtime.run_until_idle()
    (result,) = told(opened)
    return cast(dict[str, Any], result)
