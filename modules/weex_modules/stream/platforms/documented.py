"""`stream` by the documentation; where the documentation is silent, by Android's implementation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from weex_modules.stream.data import RunScript, WrongData, json_of, jsonp_of
from weex_modules.stream.http.message import Failure, Head, RequestFailed, Response
from weex_modules.stream.http.redirects import RedirectRules
from weex_modules.stream.status_text import STATUS_TEXTS
from weex_runtime.json_values import JSONValue, brief, to_unicode
from weex_runtime.matching.url import REQUEST, resolve

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

Options: TypeAlias = Mapping[str, JSONValue]
Body: TypeAlias = JSONValue | bytes
Result: TypeAlias = dict[str, JSONValue]

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH")

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


class DocumentedRules:
    """Rules of `stream` in the documentation: options, requests, and arguments of callbacks. A
    subclass for a platform overrides the rules in which the platform differs.

    Attributes:
        redirects: Which redirects are followed.
        read_size: The most bytes between two progress callbacks.
        content_type: The Content-Type of a body if the bundle does not set the header.
        timeout: Default of `options.timeout`, in seconds; None: the module's `timeout`.
        has_timeout: Whether requests time out.
        is_browser: Whether the rules of browsers apply: forbidden headers are dropped, and the
            header Origin names the bundle's server if the request goes to another server or its
            method is neither GET nor HEAD.
        sends_userinfo: Whether "user:password@" of the URL is sent as Basic credentials.
        http_failed: The argument of `sendHttp`'s callback after a failure; None: do not call back.
        level: The level of the console line about a failure.
    """

    redirects = RedirectRules()
    read_size = 64 << 10
    content_type = "application/x-www-form-urlencoded"
    timeout: float | None = None
    has_timeout = True
    is_browser = False
    sends_userinfo = True
    http_failed: str | None = "{}"
    level = "warn"

    # Rules for requests.

    def method(self, value: JSONValue) -> str:
        """Return the method, from option `method`; may raise RequestFailed."""
        method = json_or_text(value).upper() if value not in (None, "") else "GET"
        if method not in METHODS:
            expected = ", ".join(METHODS)
            raise RequestFailed("method", f"expected a method {expected}, got {brief(value)}")
        return method

    def address(self, options: Options, method: str, bundle_url: str) -> str:
        """Return the absolute URL of a request; may raise RequestFailed."""
        url = options.get("url")
        if not isinstance(url, str) or not url.strip():
            raise RequestFailed(
                "no url", "options need a url, like {url: 'https://example.test/list.json'}"
            )
        return absolute(url, bundle_url)

    def body(self, body: Body, method: str) -> str | bytes | None:
        """Return the body to send, from option `body`; may raise RequestFailed."""
        if method in ("GET", "HEAD") or body in (None, ""):
            return None
        return body if isinstance(body, bytes) else json_or_text(body)

    def user_agent(self, page: Instance) -> str:
        """Return the header User-Agent."""
        values = page.platform.environment
        model, version = values["deviceModel"], values["osVersion"]
        app = f"({values['appName']}/{values['appVersion']})"
        width, height = page.viewport
        return f"{model}(Android/{version}) {app} Weex/{values['weexVersion']} {width}x{height}"

    def referer(self, options: Options, bundle_url: str) -> str:
        """Return the header Referer; "" for none."""
        return ""

    def keeps_cookies(self, options: Options, url: str, bundle_url: str) -> bool:
        """Whether to store the server's cookies and send them back."""
        return False

    def http_options(self, options: Options) -> Options:
        """Convert the options of `sendHttp` to options of `fetch`."""
        return {**options, "headers": options.get("header")}

    # Rules for the arguments of callbacks.

    def kind(self, given: JSONValue) -> str:
        """Return the kind of data, from option `type`: "text", "json" or "jsonp"."""
        return given if isinstance(given, str) and given in ("json", "jsonp") else "text"

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


def absolute(url: str, bundle_url: str) -> str:
    """Resolve a URL against the bundle's URL.

    Raises:
        RequestFailed: The URL is invalid.
    """
    address, problem = resolve(url, bundle_url, REQUEST)
    if problem:
        if bundle_url.startswith("file:") and ":" not in url.partition("/")[0]:
            problem += (
                f"; it is relative to {bundle_url}, which has no server: open the bundle by its "
                'address there, or with config={"bundleUrl": "https://app.test/"}, so that '
                "page.route can answer"
            )
        raise RequestFailed("url", problem)
    return address


def json_or_text(value: JSONValue) -> str:
    """Return a text unchanged and other values as JSON text, as on Android."""
    return value if isinstance(value, str) else to_unicode(value)


def _status_text(head: Head) -> str:
    return STATUS_TEXTS.get(head.status) or head.reason or "unknown status"


def _headers(head: Head) -> Result:
    """Return {name: value}; values of a repeated header are joined with commas."""
    return {name: ", ".join(values) for name, values in head.grouped()}
