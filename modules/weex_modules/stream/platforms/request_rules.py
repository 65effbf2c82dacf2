"""Make an HTTP request from the options of a bundle's call."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from weex_modules.stream import differences
from weex_modules.stream.http.message import Request, RequestFailed
from weex_runtime.json_values import JSONValue, brief, to_unicode
from weex_runtime.matching.url import REQUEST, origin_of, parse_url, resolve
from weex_runtime.module_api.network import FIELD_VALUE, TOKEN, basic_credentials

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

Body: TypeAlias = JSONValue | bytes
Options: TypeAlias = Mapping[str, Any]  # {option: JSON value; body: JSON value or bytes}

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH")

_LONGEST_TIMEOUT = 1e6  # seconds, about 11 days; replaces a longer option `timeout`
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# Headers that the HTTP connection sets: another value would make the message invalid.
_RESERVED = {
    *("connection", "content-length", "expect", "keep-alive", "proxy-authorization"),
    *("proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
}


class RequestRules:
    """Rules for requests in the documentation; where the documentation is silent, those of
    Android's implementation. Rules with options as parameter may raise RequestFailed.

    Attributes:
        redirects_as_java, read_size: See `Request`.
        content_type: The Content-Type of a body if the bundle does not set the header.
        timeout: Default of `options.timeout`, in seconds; None: the module's `timeout`.
        is_browser: Whether the rules of browsers apply: requests do not time out, forbidden headers
            are dropped, and the header Origin names the bundle's server if the request goes to
            another server or its method is neither GET nor HEAD.
        sends_userinfo: Whether "user:password@" of the URL is sent as Basic credentials.
    """

    redirects_as_java = False
    read_size = 64 << 10
    content_type = "application/x-www-form-urlencoded"
    timeout: float | None = None
    is_browser = False
    sends_userinfo = True

    def request(self, page: Instance, options: Options, timeout: float) -> Request:
        """Build the request that the options of a call describe.

        Args:
            timeout: Seconds, if neither the options nor the platform set a timeout.

        Raises:
            RequestFailed: An option is invalid.
        """
        kind = self.kind(options.get("type"))
        method = self.method(options.get("method"))
        url, credentials = _without_credentials(self.address(options, method, page.url))
        _warn_about_body(page, options.get("body"), method)
        body = self.body(options.get("body"), method)
        if isinstance(body, str):
            body = _LONE_SURROGATE.sub("\ufffd", body).encode()
        headers = _Headers()
        headers.put("User-Agent", self.user_agent(page))
        headers.put("Accept", "*/*")
        headers.put("Accept-Encoding", "gzip, deflate")
        self._put_network(page, headers, method, url)
        if referer := self.referer(options, page.url):
            headers.put("Referer", referer)
        if credentials and self.sends_userinfo:
            headers.put("Authorization", credentials)
        self._put_bundles(page, headers, options.get("headers"))
        if body is not None and "content-type" not in headers.entries:
            page.report_difference(differences.NO_CONTENT_TYPE)
            headers.put("Content-Type", self.content_type)
        seconds = None
        if not self.is_browser:
            seconds = _seconds(page, options.get("timeout")) or self.timeout or timeout
        return Request(
            method,
            url,
            dict(headers.entries.values()),
            body,
            seconds,
            kind,
            self.keeps_cookies(options, url, page.url),
            self.redirects_as_java,
            self.read_size,
        )

    def kind(self, given: JSONValue) -> str:
        """Return the kind of data, from option `type`: "text", "json" or "jsonp"."""
        return given if isinstance(given, str) and given in ("json", "jsonp") else "text"

    def method(self, value: JSONValue) -> str:
        """Return the HTTP method in upper case; "GET" if none is given; can raise RequestFailed."""
        method = json_or_text(value).upper() if value not in (None, "") else "GET"
        if method not in METHODS:
            expected = ", ".join(METHODS)
            raise RequestFailed(
                "method", f"expected one of the methods {expected}, got {brief(value)}"
            )
        return method

    def address(self, options: Options, method: str, bundle_url: str) -> str:
        """Return the absolute URL of a request."""
        url = options.get("url")
        if not isinstance(url, str) or not url.strip():
            raise RequestFailed(
                "no url", "options need a url, like {url: 'https://example.test/list.json'}"
            )
        return absolute(url, bundle_url)

    def body(self, body: Body, method: str) -> str | bytes | None:
        """Return the body to send; None if the option `body` is missing or does not apply."""
        if method in ("GET", "HEAD") or body in (None, ""):
            return None
        return body if isinstance(body, bytes) else json_or_text(body)

    def user_agent(self, page: Instance) -> str:
        """Return the header User-Agent, with names and versions of the device, app and Weex."""
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

    def _put_network(self, page: Instance, headers: _Headers, method: str, url: str) -> None:
        """Add the headers that `Network` sets for each request."""
        network = page.network
        for name, value in network.headers.items():
            headers.put(name, value)
        if network.cookies:
            headers.add_cookies("; ".join(f"{n}={v}" for n, v in network.cookies.items()))
        if network.origin is not None:
            headers.put("Origin", network.origin)
        elif self.is_browser:
            own = origin_of(page.url)
            if own != origin_of(url) or method not in ("GET", "HEAD"):
                headers.put("Origin", own or "null")

    def _put_bundles(self, page: Instance, headers: _Headers, given: JSONValue) -> None:
        """Add the headers of the option `headers`: an object, or its JSON text."""
        if isinstance(given, str) and given.strip():
            try:
                given = json.loads(given)
            except (ValueError, RecursionError):
                pass
        if given in (None, ""):
            return
        if not isinstance(given, dict):
            raise RequestFailed("headers", f"expected an object of headers, got {brief(given)}")
        for name, value in given.items():
            if value is None:
                continue
            text = json_or_text(value).strip()
            lower = name.lower()
            if not TOKEN.fullmatch(name):
                expected = "expected a name of letters, digits and !#$%&'*+.^_`|~-"
                raise RequestFailed("header", f"the header {name!r} is invalid: {expected}")
            if not FIELD_VALUE.fullmatch(text):
                raise RequestFailed(
                    "header",
                    f"the value of the header {name} is invalid: expected one line of ASCII, got "
                    f"{text!r}; encode it, for example with encodeURIComponent",
                )
            if lower in _RESERVED:
                page.warn_once(
                    f"stream header {lower}",
                    f"stream: the header {name} of the bundle is not sent: HTTP itself sets it",
                )
                continue
            if differences.is_forbidden_on_the_web(lower):
                page.report_difference(differences.FORBIDDEN_HEADER, name=name)
                if self.is_browser:
                    continue
            if lower == "cookie":
                headers.add_cookies(text)
            else:
                headers.put("Host" if lower == "host" else name, text)


class _Headers:
    """Headers: {name in lower case: (name as first written, value)}."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, str]] = {}

    def put(self, name: str, value: str) -> None:
        known = self.entries.get(name.lower(), (name, ""))[0]
        self.entries[name.lower()] = (known, value)

    def add_cookies(self, cookies: str) -> None:
        before = self.entries.get("cookie", ("", ""))[1]
        self.put("Cookie", f"{before}; {cookies}" if before else cookies)


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
    """Return a string unchanged and other values as JSON text, as on Android."""
    return value if isinstance(value, str) else to_unicode(value)


def _warn_about_body(page: Instance, body: Body, method: str) -> None:
    if body in (None, ""):
        return
    if method in ("GET", "HEAD"):
        page.report_difference(differences.BODY_OF_GET, method=method)
        if not page.platform.name:
            page.warn_once(
                f"stream body {method}",
                f"stream: the body of a {method} is not sent; put the data into the url",
            )
    elif method == "DELETE":
        page.report_difference(differences.BODY_OF_DELETE)
    if not isinstance(body, (str, bytes)):
        page.report_difference(differences.BODY_IS_NOT_TEXT)


def _without_credentials(url: str) -> tuple[str, str]:
    """Split "user:password@" off a URL; return the URL and a header Authorization."""
    if "@" not in url:
        return url, ""
    parts = parse_url(url)
    if not parts.has_credentials():
        return url, ""
    credentials = basic_credentials(parts.username, parts.password)
    parts.username = parts.password = ""
    return parts.href, credentials


def _seconds(page: Instance, timeout: JSONValue) -> float:
    """Convert the option `timeout` from milliseconds to seconds; return 0 for no timeout."""
    if timeout in (None, "", 0) or isinstance(timeout, bool):
        return 0.0
    try:
        seconds = float(json_or_text(timeout)) / 1000
    except ValueError:
        seconds = -1.0
    if not seconds > 0:
        page.warn_once(
            "stream timeout",
            f"stream: expected a number of milliseconds as options.timeout, got {brief(timeout)}; "
            "the request has the default timeout",
        )
        return 0.0
    return min(seconds, _LONGEST_TIMEOUT)
