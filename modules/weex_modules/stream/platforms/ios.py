"""`stream` on iOS. Source: WXStreamModule.m, NSURLError.h."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from weex_modules.stream.data import RunScript, WrongData, between_brackets, json_of
from weex_modules.stream.http.message import Failure, Head, RequestFailed, Response
from weex_modules.stream.platforms.documented import DocumentedRules, Result
from weex_modules.stream.platforms.request_rules import Body, Options
from weex_modules.stream.status_text import status_text
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.network import TOKEN

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

_UNKNOWN = "Unknown"
_TEXTS = {101: "Switching Protocol", 205: " Reset Content", 306: "Switch Proxy"}
_TEXTS |= dict.fromkeys((103, 425), _UNKNOWN)
_STATES: dict[int, Result] = {1: {"OPENED": 1}, 2: {"HEADERS_RECEIVED": 2}, 3: {"LOADING": 3}}

# {failure: (code, localizedDescription)}, the properties of iOS's NSError
_ERRORS = {
    "url": (-1002, "unsupported URL"),
    **dict.fromkeys(("method", "header", "headers"), (-1000, "bad URL")),
    "offline": (-1009, "The Internet connection appears to be offline."),
    "lookup": (-1003, "A server with the specified hostname could not be found."),
    **dict.fromkeys(("access", "connect", "proxy"), (-1004, "Could not connect to the server.")),
    "timeout": (-1001, "The request timed out."),
    "tls": (
        -1200,
        "An SSL error has occurred and a secure connection to the server cannot be made.",
    ),
    "certificate": (
        -1202,
        "The certificate for this server is invalid. You might be connecting to a server that is "
        "pretending to be “{host}” which could put your confidential information at risk.",
    ),
    "redirect": (-1007, "too many HTTP redirects"),
    "encoding": (-1015, "cannot decode raw data"),
    "too big": (-1103, "resource exceeds maximum size"),
    "no http": (-1017, "cannot parse response"),
}
_LOST = (-1005, "The network connection was lost.")


class IOSRules(DocumentedRules):
    """Rules of `stream` on iOS: options, requests, and arguments of callbacks."""

    timeout = 60.0
    wrong_data: Result = {}
    http_failed = '"{}"'  # iOS passes nil to JS as the text '"{}"', with the double quotes

    def method(self, value: JSONValue) -> str:
        """Return the HTTP method unchanged, or "GET" if none is given; can raise RequestFailed."""
        if not isinstance(value, str) or not value.strip():
            return "GET"
        if not TOKEN.fullmatch(value):
            expected = "expected a method of letters, digits and !#$%&'*+.^_`|~-"
            raise RequestFailed("method", f"{expected}, got {value!r}")
        return value

    def body(self, body: Body, method: str) -> str | bytes | None:
        """Return the body to send: a string, or an object as JSON text. Any method may have one."""
        if body in (None, ""):
            return None
        if isinstance(body, dict):
            try:
                return json.dumps(body, indent=2, separators=(",", " : "), ensure_ascii=False)
            except RecursionError:
                raise RequestFailed("body", "the body is nested too deeply for JSON") from None
        if not isinstance(body, str):
            raise RequestFailed("body", "expected a string or an object as option body")
        return body

    def user_agent(self, page: Instance) -> str:
        """Return the header User-Agent, with names and versions of the device, app and Weex."""
        values = page.platform.environment
        device = f"{values['deviceModel']}(iOS/{values['osVersion']})"
        app = f"WeexGroup({values['appName']}/{values['appVersion']})"
        width, height = page.viewport
        return f"{device} {app} Weex/{values['weexVersion']} {width}x{height}"

    def referer(self, options: Options, bundle_url: str) -> str:
        """Return the bundle's URL up to "?" if the option `referer` is true; "" for a URL without a
        query.
        """
        start, mark, _ = bundle_url.partition("?")
        return start if mark and options.get("referer") in (True, "true", 1, "1") else ""

    def keeps_cookies(self, options: Options, url: str, bundle_url: str) -> bool:
        """Return True: iOS keeps the cookies of all servers."""
        return True

    def http_options(self, options: Options) -> Options:
        """Return the options for `fetch`, without the option `timeout`."""
        return {**options, "headers": options.get("header"), "timeout": None}

    def kind(self, given: JSONValue) -> str:
        """Return the option `type` in lower case."""
        return given.lower() if isinstance(given, str) else ""

    def data(self, response: Response, kind: str, run: RunScript) -> Result:
        """Return {"data": ...} with the converted body; {} if the response has no body."""
        text = response.strict_text()
        if kind in ("json", "jsonp"):
            inner = between_brackets(text or "") if kind == "jsonp" else None
            return {"data": json_of((text or "") if inner is None else inner)}
        if text is None and response.body:
            charset = response.head.charset
            raise WrongData(
                f"the body is not text in the charset {charset}: the result has no data"
            )
        return {} if text is None else {"data": text}

    def status_text(self, head: Head) -> str:
        """Return the name of a status on iOS."""
        return _TEXTS.get(head.status) or status_text(head.status) or _UNKNOWN

    def headers(self, head: Head) -> Result:
        """Return the headers, with each word of a name capitalized: "Content-Type"."""
        return {name.title(): value for name, value in super().headers(head).items()}

    def failed(self, failure: Failure) -> Result:
        """Return the result of `fetch` for a failure, with the code and text of an NSError."""
        if failure.kind in ("no url", "body"):
            return {"status": -1, "ok": False}
        code, description = _ERRORS.get(failure.kind, _LOST)
        result: Result = {
            "status": -1,
            "data": f"{description.format(host=failure.host)}({code})",
            "statusText": "ERR_INVALID_REQUEST" if code in (-1000, -1002, -1003) else "",
        }
        if failure.head:
            result["headers"] = self.headers(failure.head)
        return result

    def progress(self, state: int, length: int, head: Head | None, kind: str) -> Result:
        """Return the argument of the progress callback, whose readyState is an object."""
        result: Result = {"readyState": _STATES[state]}
        if kind:
            result["responseType"] = kind
        if head:
            result |= {
                "status": head.status,
                "headers": self.headers(head),
                "statusText": self.status_text(head),
                "length": length,
            }
        return result

    def http_result(self, response: Response) -> str:
        """Return the argument of `sendHttp`'s callback: the body decoded as UTF-8, whatever its
        charset.
        """
        return response.body.decode("utf-8", "replace")
