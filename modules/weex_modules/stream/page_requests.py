"""The requests of one page behind `stream`, on the page's platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from weex_modules.stream import differences
from weex_modules.stream.http.message import Answer, Failure, Head, Kind, Request, RequestFailed
from weex_modules.stream.pending_request import Flight
from weex_modules.stream.platform_rules import RULES
from weex_modules.stream.request import METHODS, Options, make_request
from weex_modules.stream.response import Progress, bytes_of
from weex_modules.stream.script import ScriptRunner
from weex_runtime import Callback
from weex_runtime.json_values import JSONValue

if TYPE_CHECKING:
    from weex_modules.stream.module import StreamModule
    from weex_runtime.instance.busy import Busy

_SHOWN = 200  # characters of an address or body
LONG_WAIT = 3.0  # seconds; Android waits no longer

# What to do about a failure, where its cause does not say it.
_ADVICE: dict[Kind, str] = {
    "lookup": "lead the address to another server with url_map or --map",
    "connect": "start the server, or lead the address to another with url_map or --map",
    "certificate": "trust its authority with Network(ca_file=...) or --ca-file, or accept any "
    "certificate with verify=False or --insecure",
    "proxy": "name another with Network(proxy=...) or --proxy, '' for none",
    "timeout": "options.timeout gives it longer, in milliseconds",
    "redirect": "Network(max_redirects=...) or --redirects allows more, 0 none",
    "too big": "subclass StreamModule with a larger max_body",
}


class _Outcome(NamedTuple):
    """What a worker brings: an answer, and what the callback gets of it."""

    answer: Answer
    value: JSONValue
    problem: str = ""


class PageRequests:
    """Those of one page that are under way."""

    def __init__(self, module: StreamModule) -> None:
        self._module = module
        self._page = module.page
        self._rules = RULES[self._page.platform.name]
        self._running: set[Flight[_Outcome]] = set()

    def fetch(
        self, options: Options, done: Callback, progress: Callback, binary: JSONValue = None
    ) -> None:
        rules = self._rules
        self._tell_of_options(options, progress)
        try:
            kind = rules.kind(options.get("type"))
            request = self._request(options, bytes_of(binary))
        except RequestFailed as error:
            self._failed("stream.fetch", error.failure, rules.failed, done)
            return

        def tell(state: int, length: int, head: Head | None) -> None:
            value = rules.progress(Progress(state, length, head, kind))
            if value is not None and not self._page.is_ended:
                progress.invoke_and_keep_alive(value)

        scripts = ScriptRunner.of(self._page, request.url)

        def read(answer: Answer) -> _Outcome:
            return _Outcome(answer, *rules.result(answer, kind, scripts.run))

        if progress.id:
            tell(1, 0, None)
        call = _Call("stream.fetch", request, done, rules.failed, options)
        self._send(call, read, tell if progress.id else None)

    def send_http(self, options: Options, done: Callback) -> None:
        rules = self._rules
        if options.get("body") or options.get("header"):
            self._page.tell_difference(differences.SEND_HTTP)

        def failed(failure: Failure) -> JSONValue:
            return rules.http_failed

        try:
            request = self._request(rules.http_options(options), None)
        except RequestFailed as error:
            self._failed("stream.sendHttp", error.failure, failed, done)
            return
        call = _Call("stream.sendHttp", request, done, failed, options)
        self._send(call, lambda answer: _Outcome(answer, rules.http_result(answer)), None)

    def lose_network(self) -> None:
        """The network is gone."""
        for flight in self._running:
            flight.lose_network()

    def abort(self) -> None:
        """The page ends."""
        for flight in self._running:
            flight.break_off()

    def busy_with(self) -> Iterator[Busy]:
        """Requests that wait for a test."""
        for flight in self._running:
            yield from flight.busy_with()

    # Private parts.

    def _request(self, options: Options, binary: bytes | None) -> Request:
        return make_request(
            self._page,
            self._rules.request,
            options,
            binary=binary,
            timeout=self._module.timeout,
        )

    def _send(
        self,
        call: _Call,
        read: Callable[[Answer], _Outcome],
        tell: Callable[[int, int, Head | None], None] | None,
    ) -> None:
        page, request, rules = self._page, call.request, self._rules

        def done(
            flight: Flight[_Outcome],
            outcome: _Outcome | None,
            error: BaseException | None,
            seconds: float,
        ) -> None:
            self._running.discard(flight)
            self._finish(call, outcome, error, seconds)

        flight = Flight(
            page,
            request,
            call.title,
            redirects=rules.redirects,
            keeps_cookies=rules.keeps_cookies(call.options, request.url, page.url),
            max_body=self._module.max_body,
            read_size=rules.read_size,
            read=read,
            tell=tell,
            done=done,
        )
        self._running.add(flight)
        self._trace(f"→ {call.what} {_shown(request.body or b'')}")
        flight.begin()

    def _finish(
        self,
        call: _Call,
        outcome: _Outcome | None,
        error: BaseException | None,
        seconds: float,
    ) -> None:
        if seconds > LONG_WAIT and not call.options.get("timeout"):
            self._page.tell_difference(differences.NO_TIMEOUT)
        if outcome is None:
            if isinstance(error, RequestFailed):
                failure = error.failure
            else:
                assert error
                self._page.add_failure(call.title, error)
                failure = Failure("ended", f"{type(error).__name__}: {error}")
            self._trace(f"← {call.what} failed: {failure.cause}")
            self._page.tell_difference(differences.FAILED)
            self._failed(call.title, failure, call.failed, call.done)
            return
        answer = outcome.answer
        phrase = f"{answer.head.status} {answer.head.reason}".strip()
        self._trace(f"← {call.what} {phrase} {_shown(answer.body)}")
        self._tell_of_answer(call, outcome)
        if outcome.problem:
            self._say(call.title, outcome.problem)
        call.done.invoke(outcome.value)

    def _failed(
        self,
        title: str,
        failure: Failure,
        failed: Callable[[Failure], JSONValue],
        done: Callback,
    ) -> None:
        advice = _ADVICE.get(failure.kind)
        self._say(title, f"{failure.cause}; {advice}" if advice else failure.cause)
        value = failed(failure)
        if value is not None:
            done.invoke(value)

    def _tell_of_options(self, options: Options, progress: Callback) -> None:
        tell = self._page.tell_difference
        method = options.get("method")
        if not options.get("url"):
            tell(differences.NO_URL)
        if isinstance(method, str) and method:
            if method.upper() not in METHODS:
                tell(differences.OTHER_METHOD, method=method)
            elif method != method.upper():
                tell(differences.SMALL_METHOD, method=method, upper=method.upper())
        if options.get("timeout"):
            tell(differences.TIMEOUT_IGNORED)
        # Rax's own fetch has one always, and looks at nothing.
        if progress.id and self._page.framework != "Rax":
            tell(differences.READY_STATE)

    def _tell_of_answer(self, call: _Call, outcome: _Outcome) -> None:
        tell, answer = self._page.tell_difference, outcome.answer
        if answer.body and not answer.head.is_ok:
            tell(differences.ERROR_BODY, status=str(answer.head.status))
        if outcome.problem:
            tell(differences.NO_JSON)
        if answer.head.header("set-cookie"):
            tell(differences.COOKIE_SET)
        if answer.crossed_tls:
            tell(differences.ACROSS_TLS)
        if answer.sent_again:
            tell(differences.SENT_AGAIN, method=call.request.method)

    def _say(self, title: str, text: str) -> None:
        self._page.write_console(self._rules.level, f"[weex-runtime] {title}: {text}")

    def _trace(self, text: str) -> None:
        if self._page.tracer:
            self._page.tracer("http", text.rstrip())


class _Call(NamedTuple):
    """A call of the bundle that has become a request.

    Attributes:
        failed: What the callback gets of a failure; None: it is not called.
    """

    name: str
    request: Request
    done: Callback
    failed: Callable[[Failure], JSONValue]
    options: Options

    @property
    def what(self) -> str:
        """ "GET http://127.0.0.1:8080/list.json"."""
        url = self.request.url
        return f"{self.request.method} {url if len(url) <= _SHOWN else url[:_SHOWN] + '...'}"

    @property
    def title(self) -> str:
        return f"{self.name} {self.what}"


def _shown(body: bytes) -> str:
    """The begin of a body in one line."""
    text = " ".join(body[:_SHOWN].decode("utf-8", "replace").split())
    return f"{text}... ({len(body)} bytes)" if len(body) > _SHOWN else text
