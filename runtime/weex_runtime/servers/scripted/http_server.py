"""A real HTTP server on 127.0.0.1 that answers as a test says, and remembers what it was asked.

with HttpServer() as server:
    server.route("GET", "/users/*", HttpResponse(json={"name": "Ada"}))
    page = runtime.open("dist/user.js", config={"url": server.url})
    ...
    assert server.requests[0].path == "/users/7"
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.loop.quiescence import looper_of
from weex_runtime.loop.timeouts import seconds
from weex_runtime.servers.http_listener import LoopbackHttpServer
from weex_runtime.servers.scripted.http_message import HttpRequest, HttpResponse
from weex_runtime.servers.scripted.http_route import Route

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from typing_extensions import Self


class HttpServer(LoopbackHttpServer):
    """A server in threads of its own, between `start()` and `close()`; a context manager.

    What no route is for gets 404, with a text that names the routes. Connections are kept for
    further requests, as HTTP/1.1 has it. Started again, it has the same port.

    Args:
        tls: https, with a certificate by an authority that only `network` trusts; needs `trustme`.
        port: 0 for any free one.

    Attributes:
        requests: All so far, in the order of arrival.
        unexpected: Those of them that no route was for.

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
        RuntimeError: `tls`, and trustme is not installed.
    """

    def __init__(self, *, tls: bool = False, port: int = 0) -> None:
        super().__init__(port, tls=tls)
        self.requests: list[HttpRequest] = []
        self.unexpected: list[HttpRequest] = []
        self._routes: list[Route] = []
        self._lock = threading.Lock()
        self._pauses: set[threading.Event] = set()
        self._held: dict[int, threading.Event] = {}  # of virtual time, by clients' local ports
        self._is_closing = False

    def route(self, method: str, path: str | re.Pattern[str], *responses: HttpResponse) -> Self:
        """Answer requests; where several routes fit, the one that was added last does.

        Args:
            method: "GET" (HEAD too, without the body), in any case; "*" for any.
            path: A glob from "/" on: `*` is anything but "/", `**` anything, `{a,b}` either. With a
                "?" in it the query is compared too. Or a regular expression, which is searched for
                in path and query.
            responses: The n-th request gets the n-th; the last one is for all further ones.

        Raises:
            ValueError: The path does not begin with "/", there is no response, or one that is none.
            WeexError: A brace is not closed.
        """
        route = Route(method, path, responses)
        with self._lock:
            self._routes.insert(0, route)
        return self

    def check(self) -> None:
        """Claim that there was a route for each request.

        Raises:
            AssertionError: Lists the others.
        """
        with self._lock:
            if self.unexpected:
                asked = "".join(f"\n  {request}" for request in self.unexpected)
                raise AssertionError(f"requests that no route was for:{asked}\n{self._known()}")

    def __repr__(self) -> str:
        where = self.url if self.port else "not started"
        return f"HttpServer ({where}, requests: {len(self.requests)})"

    def start(self) -> None:
        self._is_closing = False
        super().start()

    def close(self) -> None:
        with self._lock:
            self._is_closing = True
            for pause in self._pauses:
                pause.set()
        super().close()

    def holds(self, port: int) -> bool:
        pause = self._held.get(port)
        return pause is not None and not pause.is_set()

    def _handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        return _handler(self)

    # On the threads of connections.

    def _answer_to(self, request: HttpRequest, port: int) -> HttpResponse | None:
        """Choose the response and wait as long as it says; None: the server closes.

        Args:
            port: The client's local one.
        """
        with self._lock:
            self.requests.append(request)
            route = next((route for route in self._routes if route.fits(request)), None)
            if route is None:
                self.unexpected.append(request)
                text = f"no route for {request}\n{self._known()}\n"
                return HttpResponse(status=404, text=text)
            response = route.next_response()
        delay = seconds(response.delay)
        if delay:
            self._pause(delay, port)
        return None if self._is_closing else response

    def _pause(self, delay: float, port: int) -> None:
        """Wait on the client's clock, if that is virtual."""
        pause, looper = threading.Event(), looper_of(port)
        cancel = None
        if looper and looper.clock.virtual:
            # The clock hears of the end before the client is taken to wait for it.
            cancel = looper.call_later_threadsafe(delay, pause.set)
        with self._lock:
            self._pauses.add(pause)
            if cancel:
                self._held[port] = pause
            if self._is_closing:
                pause.set()
        pause.wait(None if cancel else delay)
        with self._lock:
            self._pauses.discard(pause)
            self._held.pop(port, None)
        if cancel:
            cancel()

    def _known(self) -> str:
        return f"routes: {', '.join(map(str, self._routes)) or 'none'}"


def _handler(server: HttpServer) -> Callable[..., BaseHTTPRequestHandler]:
    from http.server import BaseHTTPRequestHandler

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):  # a method of HTTP, whichever
                return self._answer
            raise AttributeError(name)

        def log_message(self, format: str, *args: object) -> None:
            """What was asked is in `requests`."""

        def _answer(self) -> None:
            headers: dict[str, str] = {}
            for name, value in self.headers.items():
                key = name.lower()
                headers[key] = f"{headers[key]}, {value}" if key in headers else value
            if "transfer-encoding" in headers:
                self.send_error(411, explain="a test server reads bodies by Content-Length")
                return
            body = self.rfile.read(int(headers.get("content-length", 0)))
            request = HttpRequest(method=self.command, target=self.path, headers=headers, body=body)
            response = server._answer_to(request, self.client_address[1])
            if response is None:
                self.close_connection = True
                return
            content = b"" if self.command == "HEAD" else response.content
            if response.drop_after is not None:
                content = content[: response.drop_after]
                self.close_connection = True
            self.wfile.write(response.head() + content)

    return Handler
