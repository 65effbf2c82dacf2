"""One request under way: to its server on a worker, or in the hands of a test that routes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from weex_modules.stream.http.exchange import Exchange
from weex_modules.stream.http.message import Answer, Head, Kind, Request, RequestFailed
from weex_modules.stream.http.pool import HttpClient
from weex_runtime import WeexError
from weex_runtime.matching.url import REQUEST, resolve

if TYPE_CHECKING:
    from weex_modules.stream.http.exchange import RedirectRules
    from weex_runtime import Page
    from weex_runtime.instance.busy import Busy
    from weex_runtime.instance.interception import RoutedRequest, RoutedResponse
    from weex_runtime.loop.looper import Timer

T = TypeVar("T")

# What a test's `route.abort` is to a device.
_ABORTS: dict[str, tuple[Kind, str]] = {
    "failed": ("ended", "the request failed"),
    "aborted": ("ended", "the request was aborted"),
    "timedout": ("timeout", "no answer came in time"),
    "connectionrefused": ("connect", "the server refuses the connection"),
    "connectionreset": ("ended", "the server reset the connection"),
    "connectionfailed": ("connect", "there is no connection"),
    "addressunreachable": ("connect", "the address cannot be reached"),
    "namenotresolved": ("lookup", "the host cannot be looked up"),
    "internetdisconnected": ("offline", "the device is offline"),
}


class Flight(Generic[T]):
    """A request from the call to its end.

    Args:
        title: "stream.fetch GET http://…".
        redirects: Which are followed.
        keeps_cookies: As `Exchange` has it.
        max_body: Bytes of the longest body.
        read_size: Bytes that are read at once at the most.
        read: Makes of an answer what `done` gets; on a worker, or on the loop.
        tell: Called on the loop with the state, the length and the head of what has come, if
            anybody listens.
        done: Called on the loop with the result or the error, and the seconds that it took; not
            after `break_off`, nor when the page has ended.
    """

    def __init__(
        self,
        page: Page,
        request: Request,
        title: str,
        *,
        redirects: RedirectRules,
        keeps_cookies: bool,
        max_body: int,
        read_size: int,
        read: Callable[[Answer], T],
        tell: Callable[[int, int, Head | None], None] | None,
        done: Callable[[Flight[T], T | None, BaseException | None, float], None],
    ) -> None:
        self._page = page
        self._request = request
        self._title = title
        self._redirects = redirects
        self._keeps_cookies = keeps_cookies
        self._max_body = max_body
        self._read_size = read_size
        self._read = read
        self._tell = tell
        self._done = done
        self._heads: list[Head] = []
        self._exchange: Exchange | None = None
        self._is_over = False
        self._is_routed = False
        self._timer: Timer | None = None
        self._now = page.looper.clock.now
        self._started = self._now()

    def begin(self) -> None:
        """Send it, or hand it to the test that routes it, in the next turn."""
        page, request = self._page, self._request
        intercept = page.interception.request
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
        """What waits for a test; the rest is a worker's."""
        if not self._is_routed:
            return []
        seconds = self._now() - self._started
        return [{"what": "worker", "text": f"{self._title} (routed)", "seconds": seconds}]

    def break_off(self) -> None:
        """Nobody waits for it any more."""
        self._is_over = True
        self._stop_timer()
        if self._exchange:
            self._exchange.abort()

    def lose_network(self) -> None:
        """The network is gone."""
        if self._exchange:
            self._exchange.lose_network()

    # Called by the test kit: see RequestCarrier in weex_runtime/instance/interception.py.

    def go_on(self, request: RoutedRequest) -> None:
        """Send it, changed or not."""
        self._is_routed = False
        if self._is_over or self._page.is_ended:
            return
        try:
            self._send(self._changed(request))
        except RequestFailed as error:
            self._finish(None, error)

    def fetch(self, request: RoutedRequest) -> RoutedResponse:
        """Send it and wait for the answer."""
        from weex_runtime.instance.interception import RoutedResponse

        try:
            if self._page.runtime.is_offline:
                raise _offline()
            self._exchange = exchange = self._exchange_of(self._changed(request), quiet=True)
            answer = exchange.run()
        except RequestFailed as error:
            raise WeexError(f"route.fetch: {request.url}: {error}") from None
        finally:
            self._exchange = None
        head = answer.head
        return RoutedResponse(head.status, head.reason, head.headers, answer.body)

    def fulfill(self, response: RoutedResponse) -> None:
        """Answer it."""
        self._is_routed = False
        head = Head("HTTP/1.1", response.status, response.status_text, response.headers)
        body = b"" if self._request.method == "HEAD" else response.body
        self._on_head(head)
        if body:
            self._on_data(len(body))
        answer = Answer(head, body)
        self._page.looper.call_soon(lambda: self._finish(self._read(answer), None))

    def abort(self, error: str) -> None:
        """Let it fail."""
        kind, cause = _ABORTS[error]
        self._is_routed = False
        failed = RequestFailed(kind, cause)
        self._page.looper.call_soon(lambda: self._finish(None, failed))

    # Private parts.

    def _send(self, request: Request) -> None:
        looper = self._page.looper
        if self._page.runtime.is_offline:
            looper.call_soon(lambda: self._finish(None, _offline()))
            return
        self._exchange = exchange = self._exchange_of(request)
        self._start_timer()
        looper.run_in_worker(
            lambda: self._read(exchange.run()), self._finish, self._title, self._page, exchange
        )

    def _exchange_of(self, request: Request, quiet: bool = False) -> Exchange:
        page = self._page
        return Exchange(
            request,
            client=page.runtime.shared(HttpClient),
            network=page.network,
            mapped=page.runtime.mapped,
            redirects=self._redirects,
            keeps_cookies=self._keeps_cookies,
            max_body=self._max_body,
            read_size=self._read_size,
            on_head=_ignore if quiet else self._on_head,
            on_data=_ignore if quiet else self._on_data,
            is_timed=quiet or not page.looper.clock.virtual,
        )

    def _changed(self, request: RoutedRequest) -> Request:
        url, problem = resolve(request.url, self._page.url, REQUEST)
        if problem:
            raise RequestFailed("url", problem)
        body, headers = request.body, dict(request.headers)
        return self._request._replace(method=request.method, url=url, headers=headers, body=body)

    def _start_timer(self) -> None:
        """Begin to wait anew, where the machine does not do it: it would wait for each byte, but a
        virtual clock stands still while some come."""
        looper, timeout = self._page.looper, self._request.timeout
        self._stop_timer()
        if timeout and looper.clock.virtual and self._exchange and not self._is_over:
            self._timer = looper.call_later(timeout, self._exchange.time_out)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _on_head(self, head: Head) -> None:
        self._heads.append(head)
        if self._timer:
            self._page.looper.call_soon_threadsafe(self._start_timer)
        if self._tell:
            self._page.looper.call_soon_threadsafe(partial(self._tell, 2, 0, head))

    def _on_data(self, length: int) -> None:
        if self._timer:
            self._page.looper.call_soon_threadsafe(self._start_timer)
        if self._tell:
            head = self._heads[0]
            self._page.looper.call_soon_threadsafe(partial(self._tell, 3, length, head))

    def _finish(self, result: T | None, error: BaseException | None) -> None:
        over, self._is_over = self._is_over, True
        self._stop_timer()
        if not (over or self._page.is_ended):
            self._done(self, result, error, self._now() - self._started)


def _offline() -> RequestFailed:
    return RequestFailed("offline", "the device is offline")


def _ignore(_: object) -> None:
    pass
