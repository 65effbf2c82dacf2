"""The requests of one page, from the bundle's call to the last callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from weex_modules.stream import differences
from weex_modules.stream.http.message import Failure, Head, Request, RequestFailed, Response
from weex_modules.stream.pending_request import OnProgress, PendingRequest
from weex_modules.stream.platforms import rules_of
from weex_modules.stream.platforms.request_rules import METHODS, Options
from weex_runtime import Callback
from weex_runtime.instance.records.requests import FinishedRequest
from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_modules.stream.module import StreamModule

_LONG_WAIT = 3.0  # Android's default timeout for requests, in seconds


class PageRequests:
    """The requests of one page.

    Attributes:
        pending: The requests in progress.
    """

    def __init__(self, module: StreamModule) -> None:
        self._module = module
        self._page = module.page
        self._rules = rules_of(self._page.platform.name)
        self.pending: set[PendingRequest] = set()

    def fetch(self, options: Options, done: Callback, progress: Callback) -> None:
        """Send a request for `stream.fetch`."""
        rules = self._rules
        self._warn_about_options(options, progress)

        def fail(title: str, failure: Failure) -> None:
            self._fail(title, failure, rules.failed(failure), done)

        request = self._request("stream.fetch", options, fail)
        if request is None:
            return
        url, kind = request.url, request.kind

        def report(state: int, length: int, head: Head | None) -> None:
            value = rules.progress(state, length, head, kind)
            if value is not None and not self._page.is_ended:
                progress.invoke_and_keep_alive(value)

        def read(response: Response) -> tuple[JSONValue, str]:
            return rules.result(response, kind, lambda source: self._run_script(url, source))

        if progress.id:
            report(1, 0, None)
        on_progress = report if progress.id else None
        self._call("stream.fetch", request, options, read, on_progress, done, fail)

    def send_http(self, options: Options, done: Callback) -> None:
        """Send a request for `stream.sendHttp`."""
        rules = self._rules
        if options.get("body") or options.get("header"):
            self._page.report_difference(differences.SEND_HTTP)

        def fail(title: str, failure: Failure) -> None:
            self._fail(title, failure, rules.http_failed, done)

        def read(response: Response) -> tuple[JSONValue, str]:
            return rules.http_result(response), ""

        request = self._request("stream.sendHttp", rules.http_options(options), fail)
        if request:
            self._call("stream.sendHttp", request, options, read, None, done, fail)

    def download(self, url: str, done: Callable[[bytes, str], object], max_body: int) -> None:
        """Fetch a file for `StreamModule.download`."""
        page = self._page

        def refuse(problem: str) -> None:
            page.looper.call_soon(lambda: done(b"", problem))

        def finish(pending: PendingRequest, response: Response) -> None:
            self.pending.discard(pending)
            if pending.failure:
                failure = pending.failure
                advice = f"{failure.cause}; make the picture smaller"
                done(b"", advice if failure.kind == "too big" else str(failure))
            elif response.head.is_ok:
                done(response.body, "")
            else:
                done(b"", f"the server responded with {response.head.phrase}")

        try:
            request = self._rules.request(page, {"url": url}, self._module.timeout)
        except RequestFailed as error:
            refuse(error.failure.cause)
            return
        request = request._replace(keeps_cookies=False, max_body=max_body)
        pending = PendingRequest(page, request, "picture", lambda response: response, None, finish)
        if refusal := self._send(pending):
            refuse(refusal)

    # Private methods.

    def _request(
        self, name: str, options: Options, fail: Callable[[str, Failure], None]
    ) -> Request | None:
        """Build the request that the options describe. If an option is invalid, call `fail` and
        return None.
        """
        try:
            return self._rules.request(self._page, options, self._module.timeout)
        except RequestFailed as error:
            fail(name, error.failure)
            return None

    def _call(
        self,
        name: str,
        request: Request,
        options: Options,
        read: Callable[[Response], tuple[JSONValue, str]],
        progress: OnProgress | None,
        done: Callback,
        fail: Callable[[str, Failure], None],
    ) -> None:
        """Send the request of a bundle's call.

        Args:
            read: Converts the response to two values: the callback's argument, and the problem with
                the data ("" for none).
            fail: Called with the title of the request and the failure.
        """

        def finish(pending: PendingRequest, result: tuple[JSONValue, str]) -> None:
            self.pending.discard(pending)
            if pending.seconds > _LONG_WAIT and not options.get("timeout"):
                self._page.report_difference(differences.NO_TIMEOUT)
            self._record(pending)
            if pending.failure:
                self._page.report_difference(differences.FAILED)
                fail(pending.title, pending.failure)
                return
            value, problem = result
            self._warn_about_response(pending, problem)
            if problem:
                self._log(pending.title, problem)
            done.invoke(value)

        request = request._replace(max_body=self._module.max_body)
        pending = PendingRequest(self._page, request, name, read, progress, finish)
        if refusal := self._send(pending):
            fail(pending.title, Failure("ended", refusal))

    def _send(self, pending: PendingRequest) -> str:
        """Send a request. If the page has too many connections, return the error text, else ""."""
        connections = self._page.connections
        if refusal := connections.refusal():
            return refusal
        connections.add(lambda: pending.is_over)
        self.pending.add(pending)
        pending.begin()
        return ""

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

    def _record(self, pending: PendingRequest) -> None:
        method, url, *_ = pending.request
        response, failure = pending.response, pending.failure
        status, size = (response.head.status, len(response.body)) if response else (0, 0)
        cause = failure.cause if failure else ""
        request = FinishedRequest(method, url, status, size, pending.seconds, cause)
        self._page.runtime.on_request(self._page, request)

    def _fail(self, title: str, failure: Failure, value: JSONValue, done: Callback) -> None:
        self._log(title, str(failure))
        if value is not None:
            done.invoke(value)

    def _log(self, title: str, text: str) -> None:
        level = "error" if self._rules.is_browser else "warn"
        self._page.write_console(level, f"[weex-runtime] {title}: {text}")

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
        # Do not warn Rax pages about the progress callback: the `fetch` of Rax always passes a
        # callback that ignores its argument.
        if progress.id and self._page.framework != "Rax":
            warn(differences.READY_STATE)

    def _warn_about_response(self, pending: PendingRequest, problem: str) -> None:
        warn, response = self._page.report_difference, pending.response
        assert response
        if response.body and not response.head.is_ok:
            warn(differences.ERROR_BODY, status=str(response.head.status))
        if problem:
            warn(differences.NO_JSON)
        if response.head.header("set-cookie"):
            warn(differences.COOKIE_SET)
        if response.crossed_tls:
            warn(differences.ACROSS_TLS)
        if response.sent_again:
            warn(differences.SENT_AGAIN, method=pending.request.method)
