"""Make an HTTP request from the options of a bundle's call.

Source: spec/modules.md, section 2; Android WXStreamModule.java and DefaultWXHttpAdapter.java, iOS
WXStreamModule.m, weex-vue-render's stream over XMLHttpRequest.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from weex_modules.stream import differences
from weex_modules.stream.http.message import Request, RequestFailed
from weex_modules.stream.platforms.documented import DocumentedRules, Options, json_or_text
from weex_runtime.json_values import JSONValue, brief
from weex_runtime.matching.url import origin_of, parse_url
from weex_runtime.module_api.network import FIELD_VALUE, TOKEN, basic_credentials

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

_LONGEST_TIMEOUT = 1e6  # the longest timeout in seconds, about 11 days
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# Headers that the HTTP connection sets: a value of the bundle would break the message.
_RESERVED = {
    *("connection", "content-length", "expect", "keep-alive", "proxy-authorization"),
    *("proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
}


def make_request(
    page: Instance, rules: DocumentedRules, options: Options, binary: bytes | None, timeout: float
) -> Request:
    """Make the request for the options of a call.

    Args:
        binary: A body in place of the option `body`.
        timeout: Seconds, if neither the options nor the platform set a timeout.

    Raises:
        RequestFailed: An option is invalid.
    """
    method = rules.method(options.get("method"))
    url, credentials = _without_credentials(rules.address(options, method, page.url))
    _warn_about_body(page, options, method)
    body = rules.body(options.get("body") if binary is None else binary, method)
    if isinstance(body, str):
        body = _LONE_SURROGATE.sub("\ufffd", body).encode()
    headers = _Headers()
    headers.put("User-Agent", rules.user_agent(page))
    headers.put("Accept", "*/*")
    headers.put("Accept-Encoding", "gzip, deflate")
    _put_network(page, headers, method, url, rules.is_browser)
    referer = rules.referer(options, page.url)
    if referer:
        headers.put("Referer", referer)
    if credentials and rules.sends_userinfo:
        headers.put("Authorization", credentials)
    _put_bundles(page, headers, options.get("headers"), rules.is_browser)
    if body is not None and "content-type" not in headers.entries:
        page.report_difference(differences.NO_CONTENT_TYPE)
        headers.put("Content-Type", rules.content_type)
    seconds = None
    if rules.has_timeout:
        seconds = _seconds(page, options.get("timeout")) or rules.timeout or timeout
    return Request(method, url, dict(headers.entries.values()), body, seconds)


class _Headers:
    """Headers: {name in small letters: (name as first written, value)}."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, str]] = {}

    def put(self, name: str, value: str) -> None:
        known = self.entries.get(name.lower(), (name, ""))[0]
        self.entries[name.lower()] = (known, value)

    def add_cookies(self, cookies: str) -> None:
        before = self.entries.get("cookie", ("", ""))[1]
        self.put("Cookie", f"{before}; {cookies}" if before else cookies)


def _put_network(
    page: Instance, headers: _Headers, method: str, url: str, is_browser: bool
) -> None:
    """Add the headers that `Network` sets for each request."""
    network = page.network
    for name, value in network.headers.items():
        headers.put(name, value)
    if network.cookies:
        headers.add_cookies("; ".join(f"{n}={v}" for n, v in network.cookies.items()))
    if network.origin is not None:
        headers.put("Origin", network.origin)
    elif is_browser:
        own = origin_of(page.url)
        if own != origin_of(url) or method not in ("GET", "HEAD"):
            headers.put("Origin", own or "null")


def _put_bundles(page: Instance, headers: _Headers, given: JSONValue, is_browser: bool) -> None:
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
            if is_browser:
                continue
        if lower == "cookie":
            headers.add_cookies(text)
        else:
            headers.put("Host" if lower == "host" else name, text)


def _warn_about_body(page: Instance, options: Options, method: str) -> None:
    body = options.get("body")
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
    if not isinstance(body, str):
        page.report_difference(differences.BODY_IS_NOT_TEXT)


def _without_credentials(url: str) -> tuple[str, str]:
    """Split "user:password@" off a URL; return the URL and a header Authorization."""
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
