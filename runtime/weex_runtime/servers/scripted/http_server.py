"""An HTTP server on 127.0.0.1 that answers by the routes of a test and records requests.

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
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.url_pattern import UrlMatch
from weex_runtime.servers.http_listener import LoopbackHttpServer
from weex_runtime.servers.scripted.http_message import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from typing_extensions import Self


class HttpServer(LoopbackHttpServer):
    """A server in threads of its own, between `start()` and `close()`; a context manager.

    A request without a route gets 404 with a text that lists the routes. Connections are
    persistent, as in HTTP/1.1. Started again, the server takes the same port.

    Args:
        tls: Use https, with a certificate by an authority that only `network` trusts; needs
            `trustme`.
        port: 0 for any free port.

    Attributes:
        requests: All requests, in the order of arrival.
        unexpected: The requests without a route.

    Raises:
        ValueError: The port is not an integer from 0 to 65535.
        RuntimeError: `tls` is True, and trustme is not installed.
    """

    def __init__(self, *, tls: bool = False, port: int = 0) -> None:
        super().__init__(port, tls=tls)
        self.requests: list[HttpRequest] = []
        self.unexpected: list[HttpRequest] = []
        self._routes: list[_Route] = []
        self._lock = threading.Lock()
        self._pauses: set[threading.Event] = set()
        # {client's local port: the threading.Event that ends the delay of the response}
        self._held: dict[int, threading.Event] = {}
        self._is_closing = False

    def route(self, method: str, path: str | re.Pattern[str], *responses: HttpResponse) -> Self:
        """Answer requests with responses; if several routes match, the last added route answers.

        Args:
            method: A method in upper or lower case, or "*" for any method. "GET" also answers HEAD
                requests, without the body.
            path: A regular expression to search in path and query, or a glob that starts with "/".
                In the glob, `*` matches characters other than "/", `**` matches any characters, and
                `{a,b}` matches a or b. A glob with a "?" is compared with path and query.
            responses: The n-th request gets the n-th response; further requests get the last one.

        Raises:
            ValueError: The method is missing, the path does not start with "/" or "**", or a
                response is missing or is not an `HttpResponse`.
            WeexError: A brace is not closed.
        """
        route = _Route(method, path, responses)
        with self._lock:
            self._routes.insert(0, route)
        return self

    def check(self) -> None:
        """Assert that each request had a route.

        Raises:
            AssertionError: Lists the requests without a route.
        """
        with self._lock:
            if self.unexpected:
                asked = "".join(f"\n  {request}" for request in self.unexpected)
                raise AssertionError(f"requests without a route:{asked}\n{self._known()}")

    def __repr__(self) -> str:
        where = self.url if self.port else "not started"
        return f"HttpServer ({where}, requests: {len(self.requests)})"

    def close(self) -> None:
        with self._lock:
            self._is_closing = True
            for pause in self._pauses:
                pause.set()
        super().close()
        self._is_closing = False

    def holds(self, port: int) -> bool:
        pause = self._held.get(port)
        return pause is not None and not pause.is_set()

    def _handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        from http.server import BaseHTTPRequestHandler

        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def __getattr__(self, name: str) -> Any:
                # `http.server` looks up a method do_GET, do_POST and so on for each method of HTTP
                if name.startswith("do_"):
                    return self._answer
                raise AttributeError(name)

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing: `requests` records the requests."""

            def _answer(self) -> None:
                headers: dict[str, str] = {}
                for name, value in self.headers.items():
                    key = name.lower()
                    headers[key] = f"{headers[key]}, {value}" if key in headers else value
                if "transfer-encoding" in headers:
                    self.send_error(411, explain="a test server reads bodies by Content-Length")
                    return
                body = self.rfile.read(int(headers.get("content-length", 0)))
                request = HttpRequest(
                    method=self.command, target=self.path, headers=headers, body=body
                )
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

    # The following methods run in the threads of connections.

    def _answer_to(self, request: HttpRequest, port: int) -> HttpResponse | None:
        """Choose the response to a request, and wait for the delay of the response.

        Args:
            port: The client's local port.

        Returns:
            The response; None if the server is closing.
        """
        with self._lock:
            self.requests.append(request)
            route = next((route for route in self._routes if route.matches(request)), None)
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
        """Wait for the delay of a response, on the client's clock if that clock is virtual, else in
        real time.
        """
        pause, looper = threading.Event(), looper_of(port)
        cancel = None
        if looper and looper.clock.virtual:
            # Start the timer before setting `_held`. Once `_held` is set, the client's clock can
            # advance, and might pass the end of the delay.
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


class _Route:
    """A route of the server, with the arguments of `HttpServer.route`."""

    def __init__(
        self, method: str, path: str | re.Pattern[str], responses: tuple[HttpResponse, ...]
    ) -> None:
        if not isinstance(method, str) or method.startswith("/"):
            raise ValueError(f'route: expected a method first, got {method!r}; write "GET" or "*"')
        if not is_pattern(path) and not str(path).startswith(("/", "**")):
            raise ValueError(f'route: expected a path that starts with "/" or "**", got {path!r}')
        if not responses:
            raise ValueError(f"route: {method} {path} needs a response: HttpResponse(...)")
        for response in responses:
            if not isinstance(response, HttpResponse):
                raise ValueError(
                    f"route: {method} {path}: expected an HttpResponse(...), got {response!r}"
                )
        self._method = method.upper()
        self._path = path
        self._match = UrlMatch(path, base="http://server")
        self._responses = responses
        self._answered = 0

    def matches(self, request: HttpRequest) -> bool:
        """Return whether the route answers a request."""
        methods = ("GET", "HEAD") if self._method == "GET" else (self._method,)
        if self._method != "*" and request.method not in methods:
            return False
        has_query = is_pattern(self._path) or "?" in self._path
        return self._match(request.target if has_query else request.path)

    def next_response(self) -> HttpResponse:
        """Return the route's response to the next request."""
        response = self._responses[min(self._answered, len(self._responses) - 1)]
        self._answered += 1
        return response

    def __str__(self) -> str:
        path = self._path.pattern if is_pattern(self._path) else self._path
        return f"{self._method} {path}"
