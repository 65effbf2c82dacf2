"""One request in progress: on a worker, or handled by a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from weex_modules.net.connect import faults_for
from weex_modules.stream.http.exchange import Exchange
from weex_modules.stream.http.message import Head, Kind, Request, RequestFailed, Response
from weex_modules.stream.http.pool import HttpClient
from weex_runtime import WeexError
from weex_runtime.matching.url import REQUEST, resolve

if TYPE_CHECKING:
    from weex_modules.stream.platforms.documented import DocumentedRules
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.instance import Instance
    from weex_runtime.instance.interception import RoutedRequest, RoutedResponse
    from weex_runtime.loop.timers import Timer
    from weex_runtime.module_api.busy import Busy

# {argument of `route.abort`: (kind of the failure, cause of the failure)}
_ABORTS: dict[str, tuple[Kind, str]] = {
    "failed": ("ended", "the request failed"),
    "aborted": ("ended", "the request was aborted"),
    "timedout": ("timeout", "no response came in time"),
    "connectionrefused": ("connect", "the server refuses the connection"),
    "connectionreset": ("ended", "the server reset the connection"),
    "connectionfailed": ("connect", "there is no connection"),
    "addressunreachable": ("connect", "the address cannot be reached"),
    "namenotresolved": ("lookup", "the host cannot be looked up"),
    "internetdisconnected": ("offline", "the device is offline"),
}

# Bytes of a body that arrive before they are recorded in the page's memory account.
_NOTED = 64 << 10


class PendingRequest:
    """A request from the bundle's call to its end.

    Args:
        title: "stream.fetch GET http://…".
        keeps_cookies, max_body: As in `Exchange`.
        read: Converts the response for `done`; called on a worker or on the loop.
        progress: Called on the loop with the state, the length and the head; None: no progress is
            reported.
        done: Called on the loop with the converted response or the error, and the seconds passed;
            not after `break_off` or the end of the page.

    Attributes:
        received: Bytes of the body so far.
    """

    def __init__(
        self,
        page: Instance,
        request: Request,
        title: str,
        *,
        rules: DocumentedRules,
        keeps_cookies: bool,
        max_body: int,
        read: Callable[[Response], Any],
        progress: Callable[[int, int, Head | None], None] | None,
        done: Callable[[PendingRequest, Any, BaseException | None, float], None],
    ) -> None:
        self._page = page
        self._request = request
        self._title = title
        self._rules = rules
        self._keeps_cookies = keeps_cookies
        self._max_body = max_body
        self._read = read
        self._progress = progress
        self._done = done
        self._head: Head | None = None
        self._exchange: Exchange | None = None
        self._is_over = False
        self._is_routed = False
        self._timer: Timer | None = None
        self._end: Timer | None = None  # the timer of the page's limit `fetch`
        self._noted = 0  # bytes of the body that are recorded in the page's memory account
        self.received = 0
        self._now = page.looper.clock.now
        self._started = self._now()

    def begin(self) -> None:
        """Send the request, or pass the request to a route of a test."""
        page, request = self._page, self._request
        intercept = page.runtime.intercept_request
        if intercept:
            from weex_runtime.instance.interception import RoutedRequest

            routed = RoutedRequest(request.method, request.url, request.headers, request.body)
            handle = intercept(page, routed, self)
            if handle:
                self._is_routed = True
                page.looper.call_soon(handle)
                return
        self._send(request)

    def busy_with(self) -> list[Busy]:
        """The request, while it waits for a test's route handler; else nothing."""
        if not self._is_routed:
            return []
        seconds = self._now() - self._started
        return [{"what": "worker", "text": f"{self._title} (routed)", "seconds": seconds}]

    def break_off(self) -> None:
        """Drop the request when the page ends."""
        self._is_over = True
        self._stop_timers()
        if self._exchange:
            self._exchange.abort()

    def lose_network(self) -> None:
        """Fail the request, since the network is lost."""
        if self._exchange:
            self._exchange.lose_network()

    # Methods that the test kit calls: see RequestCarrier in weex_runtime/instance/interception.py.

    def go_on(self, request: RoutedRequest) -> None:
        """Send the request, maybe changed, for `route.continue_`."""
        self._is_routed = False
        if self._is_over or self._page.is_ended:
            return
        try:
            self._send(self._changed(request))
        except RequestFailed as error:
            self._finish(None, error)

    def fetch(self, request: RoutedRequest) -> RoutedResponse:
        """Send the request and wait for the response, for `route.fetch`."""
        from weex_runtime.instance.interception import RoutedResponse

        try:
            if self._page.runtime.is_offline:
                raise _offline()
            self._exchange = exchange = self._exchange_of(self._changed(request), quiet=True)
            response = exchange.run()
        except RequestFailed as error:
            raise WeexError(f"route.fetch: {request.url}: {error}") from None
        finally:
            self._exchange = None
        head = response.head
        return RoutedResponse(head.status, head.reason, head.headers, response.body)

    def fulfill(self, response: RoutedResponse) -> None:
        """Pass a response to the bundle, for `route.fulfill`."""
        self._is_routed = False
        head = Head("HTTP/1.1", response.status, response.status_text, response.headers)
        body = b"" if self._request.method == "HEAD" else response.body
        self._on_head(head)
        if body:
            self._on_data(len(body))
        routed = Response(head, body)
        self._page.looper.call_soon(lambda: self._finish(self._read(routed), None))

    def abort(self, error: str) -> None:
        """Fail the request, for `route.abort`."""
        kind, cause = _ABORTS[error]
        self._is_routed = False
        failed = RequestFailed(kind, cause)
        self._page.looper.call_soon(lambda: self._finish(None, failed))

    # Private methods.

    def _send(self, request: Request) -> None:
        looper = self._page.looper
        if self._page.runtime.is_offline:
            looper.call_soon(lambda: self._finish(None, _offline()))
            return
        faults = faults_for(self._page, request.url)
        if faults and (status := faults.status()):
            self._answer(status)
            return
        self._exchange = exchange = self._exchange_of(request, faults=faults)
        self._start_timer()
        self._end = looper.call_later(self._page.limits.fetch, self._take_too_long)
        looper.run_in_worker(
            lambda: self._read(exchange.run()), self._finish, self._title, self._page, exchange
        )

    def _answer(self, status: int) -> None:
        """Pass a response without a body to the bundle, in place of the response of the server."""
        from weex_modules.stream.status_text import STATUS_TEXTS

        head = Head("HTTP/1.1", status, STATUS_TEXTS.get(status, ""), (("Content-Length", "0"),))
        self._on_head(head)
        response = Response(head, b"")
        self._page.looper.call_soon(lambda: self._finish(self._read(response), None))

    def _exchange_of(
        self, request: Request, quiet: bool = False, faults: ConnectionFaults | None = None
    ) -> Exchange:
        page = self._page
        return Exchange(
            request,
            client=page.runtime.shared(HttpClient),
            network=page.network,
            access=page.access,
            mapped=page.runtime.mapped,
            redirects=self._rules.redirects,
            keeps_cookies=self._keeps_cookies,
            max_body=self._max_body,
            read_size=self._rules.read_size,
            on_head=_ignore if quiet else self._on_head,
            on_data=_ignore if quiet else self._on_data,
            is_timed=quiet or not page.looper.clock.virtual,
            faults=faults,
        )

    def _changed(self, request: RoutedRequest) -> Request:
        url, problem = resolve(request.url, self._page.url, REQUEST)
        if problem:
            raise RequestFailed("url", problem)
        body, headers = request.body, dict(request.headers)
        return self._request._replace(method=request.method, url=url, headers=headers, body=body)

    def _start_timer(self) -> None:
        """If the clock is virtual, restart the timeout on this clock, since sockets time out by the
        machine's clock.
        """
        looper, timeout = self._page.looper, self._request.timeout
        self._stop_timer()
        if timeout and looper.clock.virtual and self._exchange and not self._is_over:
            self._timer = looper.call_later(timeout, self._exchange.time_out)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _stop_timers(self) -> None:
        self._stop_timer()
        if self._end:
            self._end.cancel()

    def _take_too_long(self) -> None:
        self._page.exceed("fetch", self._title)
        if self._exchange:
            self._exchange.time_out(f"the response took longer than {self._page.limits.fetch:g} s")

    def _on_head(self, head: Head) -> None:
        self._head = head
        if self._timer:
            self._page.looper.call_soon_threadsafe(self._start_timer)
        if self._progress:
            self._page.looper.call_soon_threadsafe(partial(self._progress, 2, 0, head))

    def _on_data(self, length: int) -> None:
        self.received = length
        if length - self._noted > _NOTED:
            page, more, self._noted = self._page, length - self._noted, length
            page.looper.call_soon_threadsafe(lambda: page.account.note(more))
        if self._timer:
            self._page.looper.call_soon_threadsafe(self._start_timer)
        if self._progress:
            self._page.looper.call_soon_threadsafe(partial(self._progress, 3, length, self._head))

    def _finish(self, result: Any, error: BaseException | None) -> None:
        was_over, self._is_over = self._is_over, True
        self._stop_timers()
        if not (was_over or self._page.is_ended):
            self._done(self, result, error, self._now() - self._started)


def _offline() -> RequestFailed:
    return RequestFailed("offline", "the device is offline")


def _ignore(_: object) -> None:
    pass
