"""The options of a bundle's call become a request, on each platform.

Source: spec/modules.md, section 2; Android WXStreamModule.java and DefaultWXHttpAdapter.java, iOS
WXStreamModule.m, weex-vue-render's stream over XMLHttpRequest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from weex_modules.stream import differences
from weex_modules.stream.headers import Headers, put_bundles, put_network, text_of
from weex_modules.stream.http.message import Request, RequestFailed
from weex_runtime.json_values import JSONValue, brief, js_text
from weex_runtime.matching.url import REQUEST, normalised, parse_url, resolve
from weex_runtime.module_api.network import TOKEN, basic_credentials

if TYPE_CHECKING:
    from weex_runtime import Page

Options = Mapping[str, JSONValue]
Body = JSONValue | bytes

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH")
FORM = "application/x-www-form-urlencoded"
_LONGEST_TIMEOUT = 1e6  # seconds

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class RequestRules:
    """One platform's column. The defaults are the documentation's.

    Attributes:
        method: From option `method`; raises `RequestFailed`.
        address: The page's address for the options, the method and the bundle's URL; raises
            `RequestFailed`.
        body: What is sent for option `body` and the method, None for nothing; raises
            `RequestFailed`.
        content_type: What the body is when the bundle does not say it.
        timeout: Seconds without `options.timeout`; None: the module's.
        waits_for_ever: There is no timeout, whatever the options say.
        user_agent: From the page.
        is_browser: Headers that no page may set are not sent, and requests to other servers, and
            those that are neither GET nor HEAD, have the bundle's Origin; on others only that of
            the `Network`.
        sends_userinfo: "user:password@" of the URL goes out as Basic credentials.
        referer: From the options and the bundle's URL; "" for none.
    """

    method: Callable[[JSONValue], str]
    address: Callable[[Options, str, str], str]
    body: Callable[[Body, str], str | bytes | None]
    content_type: str = FORM
    timeout: float | None = None
    waits_for_ever: bool = False
    user_agent: Callable[[Page], str]
    is_browser: bool = False
    sends_userinfo: bool = True
    referer: Callable[[Options, str], str] = lambda options, url: ""


def make_request(
    page: Page, rules: RequestRules, options: Options, *, binary: bytes | None, timeout: float
) -> Request:
    """What goes out for the options of a call.

    Args:
        binary: Takes the place of the option `body`.
        timeout: Seconds, where neither the options nor the platform have their own.

    Raises:
        RequestFailed: An option cannot be used.
    """
    method = rules.method(options.get("method"))
    url, user = _without_user(rules.address(options, method, page.url))
    _tell_of_body(page, options, method)
    body = rules.body(options.get("body") if binary is None else binary, method)
    if isinstance(body, str):
        body = _LONE_SURROGATE.sub("\ufffd", body).encode()
    headers = Headers()
    headers.put("User-Agent", rules.user_agent(page))
    headers.put("Accept", "*/*")
    headers.put("Accept-Encoding", "gzip, deflate")
    put_network(page, headers, method, url, is_browser=rules.is_browser)
    referer = rules.referer(options, page.url)
    if referer:
        headers.put("Referer", referer)
    if user and rules.sends_userinfo:
        headers.put("Authorization", user)
    put_bundles(page, headers, options.get("headers"), is_browser=rules.is_browser)
    if body is not None and "content-type" not in headers:
        page.tell_difference(differences.NO_CONTENT_TYPE)
        headers.put("Content-Type", rules.content_type)
    seconds = None
    if not rules.waits_for_ever:
        seconds = _seconds(page, options.get("timeout")) or rules.timeout or timeout
    return Request(method, url, headers.as_dict(), body, seconds)


# Methods.


def one_of_six(value: JSONValue) -> str:
    """In any case; GET when there is none."""
    method = text_of(value).upper() if value not in (None, "") else "GET"
    if method not in METHODS:
        raise RequestFailed("method", f"the method {brief(value)} is none of {', '.join(METHODS)}")
    return method


def one_of_six_or_get(value: JSONValue) -> str:
    """Android: GET in place of what it does not know."""
    method = text_of(value).upper() if value is not None else "GET"
    return method if method in METHODS else "GET"


def as_given(value: JSONValue) -> str:
    """iOS: any, as it is written."""
    if not isinstance(value, str) or not value.strip():
        return "GET"
    if not TOKEN.fullmatch(value):
        raise RequestFailed("method", f"the method {value!r} is none")
    return value


# Addresses.


def of_text(options: Options, method: str, bundle_url: str) -> str:
    """The documentation and iOS: a text that is not blank."""
    url = options.get("url")
    if not isinstance(url, str) or not url.strip():
        raise RequestFailed(
            "no url", "options need a url, like {url: 'https://example.test/list.json'}"
        )
    return _complete(url, bundle_url)


def of_any(options: Options, method: str, bundle_url: str) -> str:
    """Android: an empty one is the bundle's own."""
    url = options.get("url")
    if url is None:
        return of_text(options, method, bundle_url)
    return _complete(text_of(url) or bundle_url, bundle_url)


def of_web(options: Options, method: str, bundle_url: str) -> str:
    """H5: the body of a GET is part of the query, and so is the name of a callback of jsonp."""
    url, body = options.get("url"), options.get("body")
    if not url:
        return of_text(options, method, bundle_url)
    address = _complete(js_text(url), bundle_url)
    added = []
    if method == "GET" and body:
        added.append(_query(body) if isinstance(body, dict) else js_text(body))
    if options.get("type") == "jsonp":
        added.append(f"callback={js_text(options.get('jsonpCallbackName') or 'jsonp_1')}")
    for part in filter(None, added):
        address += ("&" if "?" in address else "?") + part.replace("#", "%23")
    return normalised(address)


def _complete(url: str, bundle_url: str) -> str:
    address, problem = resolve(url, bundle_url, REQUEST)
    if problem:
        if bundle_url.startswith("file:") and ":" not in url.partition("/")[0]:
            problem += (
                f"; it is relative to {bundle_url}, which is on no server: open the bundle by its "
                'address there, or with config={"bundleUrl": "https://app.test/"}; page.route sees '
                "what it asks for then"
            )
        raise RequestFailed("url", problem)
    return address


def _query(fields: dict[str, JSONValue]) -> str:
    pairs: list[str] = []
    for name, value in sorted(fields.items()):
        for one in value if isinstance(value, list) else [value]:
            key = quote(name, safe="")
            pairs.append(key if one is None else f"{key}={quote(js_text(one), safe='')}")
    return "&".join(pairs)


# Bodies.


def text_body(body: Body, method: str) -> str | bytes | None:
    """The documentation: text; what is no text as its JSON text; none with GET and HEAD."""
    if method in ("GET", "HEAD") or body in (None, ""):
        return None
    return body if isinstance(body, bytes) else text_of(body)


def android_body(body: Body, method: str) -> str | bytes | None:
    """Android: with three methods only."""
    return text_body(body, method) if method in ("POST", "PUT", "PATCH") else None


def ios_body(body: Body, method: str) -> str | bytes | None:
    """iOS: text, or an object as its JSON text; with any method."""
    if body in (None, ""):
        return None
    if isinstance(body, dict):
        try:
            return json.dumps(body, indent=2, separators=(",", " : "), ensure_ascii=False)
        except RecursionError:
            raise RequestFailed("body", "the body is nested too deeply to be JSON text") from None
    if not isinstance(body, str):
        raise RequestFailed("body", "the body is neither text nor an object")
    return body


def web_body(body: Body, method: str) -> str | bytes | None:
    """H5: what JS makes text of, but for GET and HEAD."""
    if method in ("GET", "HEAD") or not body:
        return None
    return body if isinstance(body, bytes) else js_text(body)


def _tell_of_body(page: Page, options: Options, method: str) -> None:
    body = options.get("body")
    if body in (None, ""):
        return
    if method in ("GET", "HEAD"):
        page.tell_difference(differences.BODY_OF_GET, method=method)
        if not page.platform.name:
            page.warn_once(
                f"stream body {method}",
                f"stream: the body of a {method} is not sent; put it into the url",
            )
    elif method == "DELETE":
        page.tell_difference(differences.BODY_OF_DELETE)
    if not isinstance(body, str):
        page.tell_difference(differences.BODY_IS_NO_TEXT)


# Credentials and time.


def _without_user(url: str) -> tuple[str, str]:
    """The URL, and its credentials as HTTP's scheme Basic sends them."""
    parts = parse_url(url)
    if not parts.has_credentials():
        return url, ""
    credentials = basic_credentials(parts.username, parts.password)
    parts.username = parts.password = ""
    return parts.href, credentials


def _seconds(page: Page, timeout: JSONValue) -> float:
    """From milliseconds; 0 for none."""
    if timeout in (None, "", 0) or isinstance(timeout, bool):
        return 0.0
    try:
        seconds = float(text_of(timeout)) / 1000
    except ValueError:
        seconds = -1.0
    if not seconds > 0:
        page.warn_once(
            "stream timeout",
            f"stream: options.timeout is {brief(timeout)}, which is no number of "
            "milliseconds; the request has the default",
        )
        return 0.0
    return min(seconds, _LONGEST_TIMEOUT)
