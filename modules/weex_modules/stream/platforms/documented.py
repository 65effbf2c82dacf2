"""`stream` by the documentation; where the documentation is silent, by Android's implementation."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from weex_modules.stream.data import RunScript, WrongData, json_of, jsonp_of
from weex_modules.stream.http.message import Failure, Head, Response
from weex_modules.stream.platforms.request_rules import RequestRules
from weex_modules.stream.status_text import status_text
from weex_runtime.json_values import JSONValue

Result: TypeAlias = dict[str, JSONValue]

PARSE_FAILED = "{'err':'Data parse failed!'}"  # `data` of a result for invalid JSON, as on Android
_OPTION_KINDS = ("no url", "url", "method", "type", "headers", "header", "body")


class Progress(NamedTuple):
    """The state of a request, for a progress callback.

    Attributes:
        state: 1 opened, 2 headers received, 3 loading.
        length: Bytes of the body so far, decoded.
        head: None before the response.
        kind: The option `type`, as the platform reads it.
    """

    state: int
    length: int
    head: Head | None
    kind: str


class DocumentedRules(RequestRules):
    """Rules for requests and for the arguments of callbacks in the documentation. A subclass for a
    platform overrides the rules in which the platform differs.

    Attributes:
        http_failed: The argument of `sendHttp`'s callback after a failure; None: do not call back.
    """

    http_failed: str | None = "{}"

    def result(self, response: Response, kind: str, run: RunScript) -> tuple[Result, str]:
        """Return the result of `fetch`, and the problem with the response's data ("": none)."""
        head, problem = response.head, ""
        data: JSONValue = response.text()
        ok = head.is_ok
        try:
            if kind == "jsonp":
                data = jsonp_of(str(data), run)
            elif kind == "json":
                # A response to HEAD, or with a status like 204, has no body to parse.
                data = json_of(str(data)) if response.body else None
        except WrongData as error:
            data, ok, problem = PARSE_FAILED, False, str(error)
        return {
            "status": head.status,
            "ok": ok,
            "statusText": _status_text(head),
            "data": data,
            "headers": _headers(head),
        }, problem

    def failed(self, failure: Failure) -> Result | None:
        """Return the result of `fetch` for a failure; None: do not call back."""
        is_invalid = failure.kind in _OPTION_KINDS
        return {
            "status": -1,
            "ok": False,
            "statusText": "ERR_INVALID_REQUEST" if is_invalid else "ERR_CONNECT_FAILED",
            "data": failure.cause,
            "headers": _headers(failure.head) if failure.head else {},
        }

    def progress(self, progress: Progress) -> Result | None:
        """Return the argument of the progress callback; None: do not call back."""
        head = progress.head
        return {
            "readyState": progress.state,
            "status": head.status if head else 0,
            "length": progress.length,
            "statusText": _status_text(head) if head else "",
            "headers": _headers(head) if head else {},
        }

    def http_result(self, response: Response) -> str:
        """Return the argument of `sendHttp`'s callback for a response."""
        return response.text()


def _status_text(head: Head) -> str:
    return status_text(head.status) or head.reason or "unknown status"


def _headers(head: Head) -> Result:
    """Return {name: value}; values of a repeated header are joined with commas."""
    return {name: ", ".join(values) for name, values in head.grouped()}
