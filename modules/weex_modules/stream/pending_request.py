"""One request in progress: on a worker, or handled by a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from weex_modules.stream.http.exchange import Exchange
from weex_modules.stream.http.message import Failure, Head, Kind, Request, RequestFailed, Response
from weex_runtime import WeexError
from weex_runtime.matching.url import REQUEST, resolve

if TYPE_CHECKING:
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.instance import Instance
    from weex_runtime.instance.interception import RoutedRequest, RoutedResponse
    from weex_runtime.loop.timers import Timer
    from weex_runtime.module_api.busy import Busy

# A function that is called on the loop with the request's readyState, the number of body bytes
# received so far, and the head of the response.
OnProgress: TypeAlias = Callable[[int, int, Head | None], None]

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

# Number of received bytes of a body between two updates of the page's memory account.
_NOTED = 64 << 10

_SHOWN = 200  # maximum number of characters of an address or body in a message


class PendingRequest:
    """A request from the bundle's call to its end.

    Args:
        what: The start of the title, like "stream.fetch".
        read: Converts the response for `done`; called on a worker or on the loop.
        progress: Called when headers or a part of the body have arrived; None: not called.
        done: Called on the loop with this object and the converted response (None after a failure).
            Not called after `break_off` or after the page has ended.

    Attributes:
        title: A name for messages, like "stream.fetch GET http://127.0.0.1:8080/list.json".
        received: Number of bytes of the body so far.
        response, failure: None before the end of the request; then one of them is set.
        is_over: Whether the request has ended.
    """

    def __init__(
        self,
        page: Instance,
        request: Request,
        what: str,
        read: Callable[[Response], Any],
        progress: OnProgress | None,
        done: Callable[[PendingRequest, Any], None],
    ) -> None:
        self._page = page
        url = request.url
        self._name = f"{request.method} {url if len(url) <= _SHOWN else url[:_SHOWN] + '...'}"
        self.request = request
        self.title = f"{what} {self._name}"
        self._read = read
        self._progress = progress
        self._done = done
        self._head: Head | None = None
        self._exchange: Exchange | None = None
        self._is_routed = False
        self._timer: Timer | None = None
        self._end: Timer | None = None  # the timer of the page limit `fetch`
        self._noted = 0  # number of bytes of the body in the page's memory account
        self.received = 0
        self.response: Response | None = None
        self.failure: Failure | None = None
        self.is_over = False
        self._now = page.looper.clock.now
        self._started = self._now()

    @property
    def seconds(self) -> float:
        """The time since the bundle's call."""
        return self._now() - self._started

    def begin(self) -> None:
        """Send the request, or pass the request to a route of a test."""
        page, request = self._page, self.request
        self._trace(f"→ {self._name} {_shown(request.body or b'')}")
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
        """Return the request while it waits for a test's route handler, or else an empty list."""
        if not self._is_routed:
            return []
        return [{"what": "worker", "text": f"{self.title} (routed)", "seconds": self.seconds}]

    def break_off(self) -> None:
        """Drop the request when the page ends."""
        self.is_over = True
        self._stop_timers()
        if self._exchange:
            self._exchange.end("aborted", "the page has ended")

    def lose_network(self) -> None:
        """Fail the request because the device went offline."""
        if self._exchange:
            self._exchange.end("ended", "the connection was lost: the device is offline")

    # Methods that the test kit calls: see RequestCarrier in weex_runtime/instance/interception.py.

    def go_on(self, request: RoutedRequest) -> None:
        """Send the request as the test has changed it with `route.continue_`."""
        self._is_routed = False
        if self.is_over or self._page.is_ended:
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
            self._exchange = self._exchange_of(self._changed(request), is_quiet=True)
            head, body, *_ = self._exchange.run()
        except RequestFailed as error:
            raise WeexError(f"route.fetch: {request.url}: {error}") from None
        finally:
            self._exchange = None
        return RoutedResponse(head.status, head.reason, head.headers, body)

    def fulfill(self, response: RoutedResponse) -> None:
        """Pass a response to the bundle, for `route.fulfill`."""
        self._is_routed = False
        head = Head("HTTP/1.1", response.status, response.status_text, response.headers)
        body = b"" if self.request.method == "HEAD" else response.body
        self._on_head(head)
        if body:
            self._on_data(len(body))
        value = self._receive(Response(head, body))
        self._page.looper.call_soon(lambda: self._finish(value, None))

    def abort(self, error: str) -> None:
        """Fail the request, for `route.abort`."""
        self._is_routed = False
        self._fail(RequestFailed(*_ABORTS[error]))

    # Private methods.

    def _send(self, request: Request) -> None:
        looper = self._page.looper
        if self._page.runtime.is_offline:
            self._fail(_offline())
            return
        plan = self._page.runtime.fault_plan
        faults = None if plan is None else plan.connection(self._page.id, request.url)
        if faults and (status := faults.status()):
            from weex_modules.stream.status_text import status_text
            from weex_runtime.instance.interception import RoutedResponse

            headers = (("Content-Length", "0"),)
            self.fulfill(RoutedResponse(status, status_text(status), headers, b""))
            return
        self._exchange = exchange = self._exchange_of(request, faults=faults)
        self._start_timer()
        self._end = looper.call_later(self._page.limits.fetch, self._take_too_long)
        looper.run_in_worker(
            lambda: self._receive(exchange.run()), self._finish, self.title, self._page, exchange
        )

    def _exchange_of(
        self, request: Request, is_quiet: bool = False, faults: ConnectionFaults | None = None
    ) -> Exchange:
        return Exchange(
            self._page,
            request,
            on_head=_ignore if is_quiet else self._on_head,
            on_data=_ignore if is_quiet else self._on_data,
            is_timed=is_quiet or not self._page.looper.clock.virtual,
            faults=faults,
        )

    def _changed(self, request: RoutedRequest) -> Request:
        url, problem = resolve(request.url, self._page.url, REQUEST)
        if problem:
            raise RequestFailed("url", problem)
        body, headers = request.body, dict(request.headers)
        return self.request._replace(method=request.method, url=url, headers=headers, body=body)

    def _start_timer(self) -> None:
        """If the clock is virtual, restart the timeout on this clock, since sockets time out by the
        machine's clock.
        """
        looper, timeout = self._page.looper, self.request.timeout
        if self._timer:
            self._timer.cancel()
        if timeout and looper.clock.virtual and self._exchange and not self.is_over:
            self._timer = looper.call_later(timeout, self._exchange.time_out)

    def _stop_timers(self) -> None:
        for timer in (self._timer, self._end):
            if timer:
                timer.cancel()

    def _take_too_long(self) -> None:
        self._page.exceed("fetch", self.title)
        if self._exchange:
            seconds = self._page.limits.fetch
            self._exchange.end("timeout", f"the response took longer than {seconds:g} s")

    def _on_head(self, head: Head) -> None:
        self._head = head
        self._on_progress(2, 0)

    def _on_data(self, length: int) -> None:
        self.received = length
        if length - self._noted > _NOTED:
            page, more, self._noted = self._page, length - self._noted, length
            page.looper.call_soon_threadsafe(lambda: page.account.note(more))
        self._on_progress(3, length)

    def _on_progress(self, state: int, length: int) -> None:
        if self._timer:
            self._page.looper.call_soon_threadsafe(self._start_timer)
        if self._progress:
            report = partial(self._progress, state, length, self._head)
            self._page.looper.call_soon_threadsafe(report)

    def _fail(self, error: RequestFailed) -> None:
        self._page.looper.call_soon(lambda: self._finish(None, error))

    def _receive(self, response: Response) -> Any:
        self.response = response
        return self._read(response)

    def _finish(self, value: Any, error: BaseException | None) -> None:
        was_over, self.is_over = self.is_over, True
        self._stop_timers()
        if was_over or self._page.is_ended:
            return
        if isinstance(error, RequestFailed):
            self.failure = error.failure
        elif error:
            self._page.add_failure(self.title, error)
            self.failure = Failure("ended", f"{type(error).__name__}: {error}")
        if self.failure:
            self._trace(f"← {self._name} failed: {self.failure.cause}")
        elif self.response:
            phrase, body = self.response.head.phrase, self.response.body
            self._trace(f"← {self._name} {phrase} {_shown(body)}")
        self._done(self, value)

    def _trace(self, text: str) -> None:
        if self._page.tracer:
            self._page.tracer("http", text.rstrip())


def _offline() -> RequestFailed:
    return RequestFailed("offline", "the device is offline")


def _ignore(_: object) -> None:
    pass


def _shown(body: bytes) -> str:
    """Return the start of a body in one line; the length of a body that is not text."""
    text = " ".join(body[:_SHOWN].decode("utf-8", "replace").split())
    if "\0" in text:
        return f"({len(body)} bytes)"
    return f"{text}... ({len(body)} bytes)" if len(body) > _SHOWN else text
