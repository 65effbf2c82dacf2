"""`stream` on H5: weex-vue-render uses XMLHttpRequest, or a script element for jsonp."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from weex_modules.stream.data import (
    RunScript,
    WrongData,
    binary_object,
    is_one_call,
    json_of,
    jsonp_of,
)
from weex_modules.stream.http.message import Failure, Head, RequestFailed, Response
from weex_modules.stream.platforms.documented import DocumentedRules, Result
from weex_modules.stream.platforms.request_rules import Body, Options, absolute
from weex_runtime.json_values import JSONValue, brief, js_text
from weex_runtime.matching.url import normalised, origin_of

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

_KINDS = ("text", "json", "jsonp", "arraybuffer")
_FAILED: Result = {"status": -1, "ok": False, "statusText": "", "data": ""}


class WebRules(DocumentedRules):
    """Rules of `stream` on the web: options, requests, and arguments of callbacks."""

    content_type = "text/plain;charset=UTF-8"
    is_browser = True
    http_failed = None
    wrong_data: Result = {"data": None}

    def address(self, options: Options, method: str, bundle_url: str) -> str:
        """Return the absolute URL. The query of a GET request contains the body. The query of a
        jsonp request contains the name of the callback.
        """
        url, body = options.get("url"), options.get("body")
        if not url:
            return super().address(options, method, bundle_url)
        address = absolute(js_text(url), bundle_url)
        added = []
        if method == "GET" and body:
            added.append(_query(body) if isinstance(body, dict) else js_text(body))
        if options.get("type") == "jsonp":
            added.append(f"callback={js_text(options.get('jsonpCallbackName') or 'jsonp_1')}")
        for part in filter(None, added):
            address += ("&" if "?" in address else "?") + part.replace("#", "%23")
        return normalised(address)

    def body(self, body: Body, method: str) -> str | bytes | None:
        """Return String(body); GET and HEAD have no body."""
        if method in ("GET", "HEAD") or not body:
            return None
        return body if isinstance(body, bytes) else js_text(body)

    def user_agent(self, page: Instance) -> str:
        """Return the header User-Agent of the platform's browser."""
        return str(page.platform.environment["userAgent"])

    def keeps_cookies(self, options: Options, url: str, bundle_url: str) -> bool:
        """Whether to keep cookies: only for the bundle's own server, unless `withCredentials` is
        set.
        """
        return options.get("withCredentials") is True or origin_of(url) == origin_of(bundle_url)

    def http_options(self, options: Options) -> Options:
        """Return the options for `fetch`, without headers and body."""
        return {"method": options.get("method"), "url": options.get("url")}

    def kind(self, given: JSONValue) -> str:
        """Return the kind of data: "text", "json", "jsonp" or "arraybuffer"; may raise
        RequestFailed.
        """
        kind = js_text(given) if given not in (None, "") else "text"
        if kind.lower() not in _KINDS:
            expected = ", ".join(_KINDS)
            raise RequestFailed("type", f"expected one of the types {expected}, got {brief(kind)}")
        return kind if kind in _KINDS else "text"

    def result(self, response: Response, kind: str, run: RunScript) -> tuple[Result, str]:
        """Return the result of `fetch`. A script (jsonp) that was loaded has the status 200 and no
        headers in its result.
        """
        if kind != "jsonp":
            return super().result(response, kind, run)
        text = response.text()
        try:
            if not response.head.is_ok:
                raise WrongData(f"the script cannot be loaded: status {response.head.status}")
            data = jsonp_of(text, run) if is_one_call(text) else run(text)
        except WrongData as error:
            return _FAILED, str(error)
        return {"status": 200, "ok": True, "statusText": "OK", "data": data}, ""

    def data(self, response: Response, kind: str, run: RunScript) -> Result:
        """Return the part {data} of the result of `fetch`, decoded from the response's body."""
        if kind == "arraybuffer":
            return {"data": binary_object(response.body)}
        return {"data": json_of(response.text()) if kind == "json" else response.text()}

    def status_text(self, head: Head) -> str:
        """Return the reason phrase of the server."""
        return head.reason

    def headers(self, head: Head) -> Result:
        """Return the headers except cookies and empty headers, with names in lower case."""
        found = {name.lower(): value for name, value in super().headers(head).items()}
        return {n: v for n, v in found.items() if v and n not in ("set-cookie", "set-cookie2")}

    def failed(self, failure: Failure) -> Result | None:
        """Return the result of `fetch` for a failure; None, which means no callback, for invalid
        options.
        """
        return None if failure.kind in ("no url", "method", "type", "headers") else _FAILED

    def progress(self, state: int, length: int, head: Head | None, kind: str) -> Result | None:
        """Return the argument of the progress callback for state 3; None for other states."""
        if state != 3 or head is None or kind == "jsonp":
            return None
        total = head.header("content-length")
        is_computable = re.fullmatch("[0-9]{1,15}", total) and not head.header("content-encoding")
        return {
            "readyState": 3,
            "status": head.status,
            "length": length,
            "total": int(total) if is_computable else 0,
            "statusText": head.reason,
            "headers": self.headers(head),
        }


def _query(fields: dict[str, JSONValue]) -> str:
    pairs: list[str] = []
    for name, value in sorted(fields.items()):
        for one in value if isinstance(value, list) else [value]:
            key = quote(name, safe="")
            pairs.append(key if one is None else f"{key}={quote(js_text(one), safe='')}")
    return "&".join(pairs)
