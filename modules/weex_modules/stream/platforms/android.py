"""`stream` on Android, where null values of a result do not reach JS.

Source: WXStreamModule.java, DefaultWXHttpAdapter.java, Status.java. Unlike in spec/modules.md, the
adapter drops the body of an error status.
"""

from __future__ import annotations

from weex_modules.stream.data import RunScript, between_brackets, json_of
from weex_modules.stream.http.message import Failure, Head, Response
from weex_modules.stream.platforms.documented import DocumentedRules, Result
from weex_modules.stream.platforms.request_rules import (
    METHODS,
    Body,
    Options,
    absolute,
    json_or_text,
)
from weex_modules.stream.status_text import status_text
from weex_runtime.json_values import JSONValue

_UNKNOWN = "unknown status"
_TEXTS = dict.fromkeys((102, 103, 207, 208, 226, 422, 423, 424, 425, 451, 508, 510), _UNKNOWN) | {
    101: "Switching Protocol",
    300: "Multiple Choice",
    306: "unused",
    416: "Requested Range Not Satisfiable",
    507: "Variant Also Negotiates",
}


class AndroidRules(DocumentedRules):
    """Rules of `stream` on Android: options, requests, and arguments of callbacks."""

    redirects_as_java = True
    read_size = 2048
    timeout = 3.0
    sends_userinfo = False

    def method(self, value: JSONValue) -> str:
        """Return the method in capitals; GET for an unknown method."""
        method = json_or_text(value).upper() if value is not None else "GET"
        return method if method in METHODS else "GET"

    def address(self, options: Options, method: str, bundle_url: str) -> str:
        """Return the absolute URL; for an empty URL, the URL of the bundle."""
        url = options.get("url")
        if url is None:
            return super().address(options, method, bundle_url)
        return absolute(json_or_text(url) or bundle_url, bundle_url)

    def body(self, body: Body, method: str) -> str | bytes | None:
        """Return the body, which only POST, PUT and PATCH have."""
        return super().body(body, method) if method in ("POST", "PUT", "PATCH") else None

    def data(self, response: Response, kind: str, run: RunScript) -> Result:
        """Return {data}; {} for an error status and for null."""
        if not response.head.is_ok:
            return {}
        text = response.text()
        data: JSONValue = text
        if kind == "json":
            data = json_of(text) if text else None
        elif kind == "jsonp":
            inner = between_brackets(text)
            data = {} if inner is None else json_of(inner)
        return {} if data is None else {"data": data}

    def status_text(self, head: Head) -> str:
        """Return Android's name of a status."""
        return _TEXTS.get(head.status) or status_text(head.status) or _UNKNOWN

    def headers(self, head: Head) -> Result:
        """Return the headers. A repeated header becomes the text of a Java list; the header "_" is
        the status line.
        """
        headers: Result = {"_": f"{head.version} {head.phrase}"}
        for name, values in head.grouped():
            headers[name] = values[0] if len(values) == 1 else f"[{', '.join(values)}]"
        return headers

    def failed(self, failure: Failure) -> Result:
        """Return the result of `fetch` after a failure. The result has no `data`."""
        if failure.kind == "no url":
            return {"ok": False, "statusText": "ERR_INVALID_REQUEST"}
        result: Result = {"status": -1, "statusText": "ERR_CONNECT_FAILED"}
        if failure.head:
            result["headers"] = self.headers(failure.head)
        return result

    def progress(self, state: int, length: int, head: Head | None, kind: str) -> Result:
        """Return the argument of the progress callback. Its readyState stays 2 while the body
        arrives.
        """
        result: Result = {"readyState": min(state, 2), "length": length}
        if head:
            result |= {"status": head.status, "headers": self.headers(head)}
        return result

    def http_result(self, response: Response) -> str:
        """Return the argument of `sendHttp`'s callback: the body, or "{}" for an error status."""
        return response.text() if response.head.is_ok else "{}"
