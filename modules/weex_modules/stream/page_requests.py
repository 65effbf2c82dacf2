"""The requests of one page: from the bundle's call to its callbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from weex_modules.stream import differences
from weex_modules.stream.advice import advised
from weex_modules.stream.http.message import Failure, Head, Request, RequestFailed, Response
from weex_modules.stream.pending_request import PendingRequest
from weex_modules.stream.platforms import rules_of
from weex_modules.stream.platforms.documented import METHODS, Options, Progress
from weex_modules.stream.request import make_request
from weex_runtime import Callback
from weex_runtime.instance.records.requests import FinishedRequest
from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_modules.stream.module import StreamModule
    from weex_runtime.module_api.busy import Busy

_SHOWN = 200  # the longest address or body in a message, in characters
_LONG_WAIT = 3.0  # Android's default timeout for requests, in seconds


class _Call(NamedTuple):
    """A bundle's call and its request.

    Attributes:
        read: Converts the response to two values: the callback's argument, and the problem with the
            data ("" for none).
        failed: Returns the callback's argument after a failure; None: do not call back.
    """

    name: str
    request: Request
    options: Options
    done: Callback
    read: Callable[[Response], tuple[JSONValue, str]]
    failed: Callable[[Failure], JSONValue]

    @property
    def what(self) -> str:
        return name_of(self.request)

    @property
    def title(self) -> str:
        return f"{self.name} {self.what}"


class PageRequests:
    """The requests of one page that are in progress."""

    def __init__(self, module: StreamModule) -> None:
        self._module = module
        self._page = module.page
        self._rules = rules_of(self._page.platform.name)
        self._pending: set[PendingRequest] = set()

    def fetch(
        self, options: Options, done: Callback, progress: Callback, binary: JSONValue = None
    ) -> None:
        rules = self._rules
        self._warn_about_options(options, progress)
        try:
            kind = rules.kind(options.get("type"))
            request = self._request(options, binary)
        except RequestFailed as error:
            self._fail("stream.fetch", error.failure, rules.failed, done)
            return

        def report(state: int, length: int, head: Head | None) -> None:
            value = rules.progress(Progress(state, length, head, kind))
            if value is not None and not self._page.is_ended:
                progress.invoke_and_keep_alive(value)

        def read(response: Response) -> tuple[JSONValue, str]:
            return rules.result(response, kind, partial(self._run_script, request.url))

        if progress.id:
            report(1, 0, None)
        call = _Call("stream.fetch", request, options, done, read, rules.failed)
        self._send(call, report if progress.id else None)

    def send_http(self, options: Options, done: Callback) -> None:
        rules = self._rules
        if options.get("body") or options.get("header"):
            self._page.report_difference(differences.SEND_HTTP)

        def failed(failure: Failure) -> JSONValue:
            return rules.http_failed

        try:
            request = self._request(rules.http_options(options), None)
        except RequestFailed as error:
            self._fail("stream.sendHttp", error.failure, failed, done)
            return

        def read(response: Response) -> tuple[JSONValue, str]:
            return rules.http_result(response), ""

        self._send(_Call("stream.sendHttp", request, options, done, read, failed), None)

    def lose_network(self) -> None:
        """Fail all requests, since the network is lost."""
        for pending in self._pending:
            pending.lose_network()

    def abort(self) -> None:
        """Drop all requests when the page ends."""
        for pending in self._pending:
            pending.break_off()

    def memory_held(self) -> int:
        """The bytes of bodies that are being received."""
        return sum(pending.received for pending in self._pending)

    def busy_with(self) -> Iterator[Busy]:
        """The requests that wait for a test's route handler."""
        for pending in self._pending:
            yield from pending.busy_with()

    def begin(self, pending: PendingRequest, shown: str) -> None:
        """Send a request.

        Args:
            shown: The text of the request in the trace.
        """
        self._pending.add(pending)
        self._page.connections.add(lambda: pending not in self._pending)
        self.trace(f"→ {shown}")
        pending.begin()

    def forget(self, pending: PendingRequest) -> None:
        """Forget a request that has ended."""
        self._pending.discard(pending)

    def trace(self, text: str) -> None:
        """Record a request or a response in the trace of the page."""
        if self._page.tracer:
            self._page.tracer("http", text.rstrip())

    # Private methods.

    def _request(self, options: Options, binary: JSONValue) -> Request:
        data = None
        if binary is not None:
            from weex_modules.stream.data import bytes_of

            data = bytes_of(binary)
        return make_request(self._page, self._rules, options, data, self._module.timeout)

    def _run_script(self, url: str, source: str) -> JSONValue:
        from weex_modules.stream.script import run_script

        limits = self._page.runtime
        return run_script(
            source,
            url,
            memory_limit=limits.memory_limit,
            time_limit=limits.time_limit,
            isolation=self._page.isolation,
        )

    def _send(self, call: _Call, progress: Callable[[int, int, Head | None], None] | None) -> None:
        page, request, rules = self._page, call.request, self._rules
        if refusal := page.connections.refusal():
            self._fail(call.title, Failure("ended", refusal), call.failed, call.done)
            return

        def read(response: Response) -> tuple[Response, JSONValue, str]:
            return response, *call.read(response)

        pending = PendingRequest(
            page,
            request,
            call.title,
            rules=rules,
            keeps_cookies=rules.keeps_cookies(call.options, request.url, page.url),
            max_body=self._module.max_body,
            read=read,
            progress=progress,
            done=partial(self._finish, call),
        )
        self.begin(pending, f"{call.what} {_shown(request.body or b'')}")

    def _finish(
        self,
        call: _Call,
        pending: PendingRequest,
        outcome: tuple[Response, JSONValue, str] | None,
        error: BaseException | None,
        seconds: float,
    ) -> None:
        self.forget(pending)
        if seconds > _LONG_WAIT and not call.options.get("timeout"):
            self._page.report_difference(differences.NO_TIMEOUT)
        if outcome is None:
            if isinstance(error, RequestFailed):
                failure = error.failure
            else:
                assert error
                self._page.add_failure(call.title, error)
                failure = Failure("ended", f"{type(error).__name__}: {error}")
            self.trace(f"← {call.what} failed: {failure.cause}")
            self._record(call, None, seconds, failure.cause)
            self._page.report_difference(differences.FAILED)
            self._fail(call.title, failure, call.failed, call.done)
            return
        response, value, problem = outcome
        phrase = f"{response.head.status} {response.head.reason}".strip()
        self.trace(f"← {call.what} {phrase} {_shown(response.body)}")
        self._record(call, response, seconds)
        self._warn_about_response(call, response, problem)
        if problem:
            self._log(call.title, problem)
        call.done.invoke(value)

    def _fail(
        self,
        title: str,
        failure: Failure,
        failed: Callable[[Failure], JSONValue],
        done: Callback,
    ) -> None:
        self._log(title, advised(failure))
        value = failed(failure)
        if value is not None:
            done.invoke(value)

    def _warn_about_options(self, options: Options, progress: Callback) -> None:
        warn = self._page.report_difference
        method = options.get("method")
        if not options.get("url"):
            warn(differences.NO_URL)
        if isinstance(method, str) and method:
            if method.upper() not in METHODS:
                warn(differences.OTHER_METHOD, method=method)
            elif method != method.upper():
                warn(differences.SMALL_METHOD, method=method, upper=method.upper())
        if options.get("timeout"):
            warn(differences.TIMEOUT_IGNORED)
        # Do not warn Rax pages: the fetch of Rax always passes a progress callback, which ignores
        # its argument.
        if progress.id and self._page.framework != "Rax":
            warn(differences.READY_STATE)

    def _warn_about_response(self, call: _Call, response: Response, problem: str) -> None:
        warn = self._page.report_difference
        if response.body and not response.head.is_ok:
            warn(differences.ERROR_BODY, status=str(response.head.status))
        if problem:
            warn(differences.NO_JSON)
        if response.head.header("set-cookie"):
            warn(differences.COOKIE_SET)
        if response.crossed_tls:
            warn(differences.ACROSS_TLS)
        if response.sent_again:
            warn(differences.SENT_AGAIN, method=call.request.method)

    def _record(
        self, call: _Call, response: Response | None, seconds: float, failure: str = ""
    ) -> None:
        status, size = (response.head.status, len(response.body)) if response else (0, 0)
        method, url = call.request.method, call.request.url
        request = FinishedRequest(method, url, status, size, seconds, failure)
        self._page.runtime.on_request(self._page, request)

    def _log(self, title: str, text: str) -> None:
        self._page.write_console(self._rules.level, f"[weex-runtime] {title}: {text}")


def name_of(request: Request) -> str:
    """Return the name of a request in messages, like "GET http://127.0.0.1:8080/list.json"."""
    url = request.url
    return f"{request.method} {url if len(url) <= _SHOWN else url[:_SHOWN] + '...'}"


def _shown(body: bytes) -> str:
    """Return the start of a body in one line."""
    text = " ".join(body[:_SHOWN].decode("utf-8", "replace").split())
    return f"{text}... ({len(body)} bytes)" if len(body) > _SHOWN else text
