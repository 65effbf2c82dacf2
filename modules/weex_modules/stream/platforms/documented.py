"""`stream` as documented; where the documentation is silent, as on Android."""

from __future__ import annotations

from typing import TypeAlias, get_args

from weex_modules.stream.data import RunScript, WrongData, json_of, jsonp_of
from weex_modules.stream.http.message import Failure, Head, OptionKind, Response
from weex_modules.stream.platforms.request_rules import RequestRules
from weex_modules.stream.status_text import status_text
from weex_runtime.json_values import JSONValue

Result: TypeAlias = dict[str, JSONValue]


class DocumentedRules(RequestRules):
    """Rules for requests and for the arguments of callbacks, as documented. The subclass for a
    platform overrides the rules that differ on the platform.

    Attributes:
        http_failed: The argument of `sendHttp`'s callback after a failure; None: do not call back.
        wrong_data: The fields of a result whose data is not in the format of the option `type`.
    """

    http_failed: str | None = "{}"
    wrong_data: Result = {"ok": False, "data": "{'err':'Data parse failed!'}"}

    def result(self, response: Response, kind: str, run: RunScript) -> tuple[Result, str]:
        """Return the result of `fetch`, and the problem with the response's data ("": none)."""
        head, problem = response.head, ""
        result: Result = {
            "status": head.status,
            "ok": head.is_ok,
            "statusText": self.status_text(head),
        }
        try:
            result |= self.data(response, kind, run)
        except WrongData as error:
            result |= self.wrong_data
            problem = str(error) if response.body else ""
        return {**result, "headers": self.headers(head)}, problem

    def data(self, response: Response, kind: str, run: RunScript) -> Result:
        """Return {"data": ...} for the result of `fetch`; {} without data; can raise WrongData."""
        text = response.text()
        if kind == "jsonp":
            return {"data": jsonp_of(text, run)}
        if kind == "json":
            # A response to HEAD, or with a status like 204, has no body to parse.
            return {"data": json_of(text) if response.body else None}
        return {"data": text}

    def status_text(self, head: Head) -> str:
        """Return the name of a status."""
        return status_text(head.status) or head.reason or "unknown status"

    def headers(self, head: Head) -> Result:
        """Return {name: value}; values of a repeated header are joined with commas."""
        return {name: ", ".join(values) for name, values in head.grouped()}

    def failed(self, failure: Failure) -> Result | None:
        """Return the result of `fetch` for a failure; None if the platform does not call back."""
        is_invalid = failure.kind in get_args(OptionKind)
        return {
            "status": -1,
            "ok": False,
            "statusText": "ERR_INVALID_REQUEST" if is_invalid else "ERR_CONNECT_FAILED",
            "data": failure.cause,
            "headers": self.headers(failure.head) if failure.head else {},
        }

    def progress(self, state: int, length: int, head: Head | None, kind: str) -> Result | None:
        """Return the argument of the progress callback; None if the platform does not call back.

        Args:
            state: 1 opened, 2 headers received, 3 loading.
            length: Number of bytes of the decoded body so far.
            head: None before the response.
            kind: The option `type`, as the platform reads it.
        """
        return {
            "readyState": state,
            "status": head.status if head else 0,
            "length": length,
            "statusText": self.status_text(head) if head else "",
            "headers": self.headers(head) if head else {},
        }

    def http_result(self, response: Response) -> str:
        """Return the argument of `sendHttp`'s callback for a response."""
        return response.text()
