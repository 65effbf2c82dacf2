"""Report one user's sockets, requests, page errors and measured times to Locust.

Each event becomes a call of Locust's `events.request`. Messages have no response time, so they do
not count in the percentiles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from locust import User

    from weex_runtime.errors import JSError
    from weex_runtime.instance.records.reporting import PageFailure
    from weex_runtime.instance.records.requests import FinishedRequest
    from weex_runtime.instance.records.web_sockets import WebSocket
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

# The types of rows. Locust's column for the type is 8 characters wide, so no type may be longer.
OPEN, SENT, RECEIVED, CLOSE = "WS open", "WS sent", "WS recv", "WS close"
MEASURED, PAGE = "measured", "page"

_EXPECTED_CODES = (1000, 1001, 1005)  # codes of a normal end (RFC 6455, section 7.4.1)
_FIRST_CODE_OF_APPS = 3000  # lowest code for apps (RFC 6455, section 7.4.2)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


class Failed(Exception):
    """A failure in Locust's statistics, which groups failures by their text."""

    def __repr__(self) -> str:
        return str(self)


class Statistics:
    """Reports the events on the pages of one user to Locust.

    Args:
        name_of: A function that returns the name of the row for an address.
    """

    def __init__(self, user: User, name_of: Callable[[str], str]) -> None:
        self._user = user
        self._name_of = name_of
        self._fire = user.environment.events.request.fire
        # For each running `measure`, outermost first: the time of its first sent message, or None.
        self._sent: list[float | None] = []

    def watch(self, runtime: Runtime) -> None:
        """Record the sockets, requests and errors of all pages of a runtime."""
        runtime.on_web_socket = self._on_web_socket
        runtime.on_request = self._on_request
        runtime.on_error = self._on_error
        runtime.on_failure = self._on_failure

    def record(
        self,
        kind: str,
        name: str,
        *,
        seconds: float | None = None,
        size: int = 0,
        failure: str = "",
    ) -> None:
        """Record one request, message, close or error.

        Args:
            seconds: The duration; None for an event without duration.
            size: The size of the message or body in bytes.
            failure: The cause of the failure; "" for a success.
        """
        self._fire(
            request_type=kind,
            name=name,
            response_time=None if seconds is None else seconds * 1000,
            response_length=size,
            exception=Failed(failure) if failure else None,
            context=self._user.context(),
        )

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Record the time from the first message that the block sends to the end of the block."""
        begun = perf_counter()
        self._sent.append(None)
        failure = ""
        try:
            yield
        except (WeexError, AssertionError) as error:
            failure = cause_of(error)
            raise
        except BaseException:
            begun = 0.0  # Locust ended the task or stopped the user
            raise
        finally:
            sent = self._sent.pop()
            if begun:
                seconds = perf_counter() - (sent or begun)
                self.record(MEASURED, name, seconds=seconds, failure=failure)

    def _on_web_socket(self, page: Page, socket: WebSocket) -> None:
        begun = perf_counter()
        name = self._name_of(socket.url)
        opened: list[bool] = []
        causes: list[str] = []

        def on_open(_: object) -> None:
            opened.append(True)
            self.record(OPEN, name, seconds=perf_counter() - begun)

        def on_sent(data: str | bytes) -> None:
            self.record(SENT, name, size=_size_of(data))
            if self._sent:
                now = perf_counter()
                self._sent = [sent or now for sent in self._sent]

        def on_received(data: str | bytes) -> None:
            self.record(RECEIVED, name, size=_size_of(data))

        def on_close(_: object) -> None:
            code, cause = socket.close_code or 0, "".join(causes)
            if opened:
                if not cause and code not in _EXPECTED_CODES and code < _FIRST_CODE_OF_APPS:
                    cause = socket.close_reason or "the server ended the connection"
                failure = cause and f"closed with {code}: {cause}"
                self.record(CLOSE, f"{code} {name}", failure=failure)
            elif cause:
                self.record(OPEN, name, seconds=perf_counter() - begun, failure=cause)

        socket.on("open", on_open)
        socket.on("framesent", on_sent)
        socket.on("framereceived", on_received)
        socket.on("socketerror", causes.append)
        socket.on("close", on_close)

    def _on_request(self, page: Page, request: FinishedRequest) -> None:
        failure = request.failure
        if request.status >= 400:
            failure = f"HTTP status {request.status}"
        name, seconds = self._name_of(request.url), request.seconds
        self.record(request.method, name, seconds=seconds, size=request.size, failure=failure)

    def _on_error(self, page: Page, error: JSError) -> None:
        self.record(PAGE, page.name, failure=str(error))

    def _on_failure(self, page: Page, failure: PageFailure, call: str) -> None:
        self.record(PAGE, page.name, failure=failure.report())


def cause_of(error: BaseException) -> str:
    """Return the first line of an error, without the digits in quoted texts, so that Locust groups
    errors that differ in a number only.
    """
    line = str(error).partition("\n")[0] or type(error).__name__
    return _QUOTED.sub(lambda quoted: re.sub(r"\d+", "#", quoted.group()), line)


def _size_of(data: str | bytes) -> int:
    if isinstance(data, bytes) or data.isascii():
        return len(data)
    return len(data.encode("utf-8", "replace"))
