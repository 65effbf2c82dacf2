"""The headers of a request: the device's, those of the `Network`, and the bundle's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from weex_modules.stream import differences
from weex_modules.stream.http.message import RequestFailed
from weex_runtime.json_values import JSONValue, brief, to_unicode
from weex_runtime.matching.url import origin_of
from weex_runtime.module_api.network import FIELD_VALUE, TOKEN

if TYPE_CHECKING:
    from weex_runtime import Page

# What is the protocol's own: a bundle that sets it would break the message.
_RESERVED = {
    *("connection", "content-length", "expect", "keep-alive", "proxy-authorization"),
    *("proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
}


class Headers:
    """Headers by name, whatever its case; the name stays as it was written first."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[str, str]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def put(self, name: str, value: str) -> None:
        known = self._entries.get(name.lower(), (name, ""))[0]
        self._entries[name.lower()] = (known, value)

    def add_cookies(self, cookies: str) -> None:
        before = self._entries.get("cookie", ("", ""))[1]
        self.put("Cookie", f"{before}; {cookies}" if before else cookies)

    def as_dict(self) -> dict[str, str]:
        return dict(self._entries.values())


def put_network(page: Page, headers: Headers, method: str, url: str, *, is_browser: bool) -> None:
    """Add what the page's network has for each request."""
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


def put_bundles(page: Page, headers: Headers, given: JSONValue, *, is_browser: bool) -> None:
    """Add option `headers`: an object, or its JSON text.

    Raises:
        RequestFailed: They cannot be sent.
    """
    if isinstance(given, str) and given.strip():
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            pass
    if given in (None, ""):
        return
    if not isinstance(given, dict):
        raise RequestFailed("headers", f"the headers are no object: {brief(given)}")
    for name, value in given.items():
        if value is None:
            continue
        text = text_of(value).strip()
        if not TOKEN.fullmatch(name):
            allowed = "a name is of letters, digits and !#$%&'*+.^_`|~- only"
            raise RequestFailed("header", f"the header {name!r} cannot be sent: {allowed}")
        if not FIELD_VALUE.fullmatch(text):
            raise RequestFailed(
                "header",
                f"the header {name} cannot be sent: its value {text!r} is not one line of ASCII; "
                "encode it, with encodeURIComponent say",
            )
        lower = name.lower()
        if lower in _RESERVED:
            page.warn_once(
                f"stream header {lower}",
                f"stream: the header {name} is not sent as given: the protocol sets it",
            )
            continue
        if differences.is_forbidden_on_the_web(lower):
            page.tell_difference(differences.FORBIDDEN_HEADER, name=name)
            if is_browser:
                continue
        if lower == "cookie":
            headers.add_cookies(text)
        else:
            headers.put("Host" if lower == "host" else name, text)


def text_of(value: JSONValue) -> str:
    """As Android's SDK makes text of a value."""
    return value if isinstance(value, str) else to_unicode(value)
