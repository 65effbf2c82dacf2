"""Requests and responses of an `HttpServer`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from weex_runtime.json_values import JSONInput, to_text
from weex_runtime.loop.timeouts import Timeout, seconds
from weex_runtime.module_api.network import FIELD_VALUE, TOKEN

_NOTHING: Any = ...  # marks an argument `json` that is not given, since None is a JSON value


@dataclass(frozen=True, kw_only=True)
class HttpRequest:
    """A received request.

    Attributes:
        method: The method in upper case, like "GET".
        target: Path and query, like "/search?q=a&q=b".
        headers: {name in lower case: value}; the values of a repeated name are joined with ", ".
        body: b"" without a body.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Return `target` without the query, like "/search"."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Return the decoded query, with the last value of a repeated name."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def text(self) -> str:
        """Return the body, decoded as UTF-8."""
        return self.body.decode()

    def json(self) -> Any:
        """Parse the body as JSON.

        Raises:
            ValueError: The body is not JSON.
        """
        import json

        return json.loads(self.body)

    def __str__(self) -> str:
        return f"{self.method} {self.target}"


@dataclass(frozen=True, kw_only=True)
class HttpResponse:
    """A response with at most one of `json`, `text` and `body`.

    Attributes:
        status: The status code, from 200 to 599.
        headers: {name: value}; these override the headers that the body implies.
        json: A JSON value; None is sent as "null".
        text: A text, which is sent as UTF-8.
        body: Bytes, sent without a Content-Type.
        delay: Seconds, or a `timedelta`, to wait before sending, on the clock of the page that
            sent the request.
        drop_after: End the connection after this many bytes of the body; 0: after the headers.
            Content-Length still counts the whole body.

    Raises:
        ValueError: An attribute is not valid.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    json: JSONInput = _NOTHING
    text: str | None = None
    body: bytes | None = None
    delay: Timeout = 0.0
    drop_after: int | None = None

    def __post_init__(self) -> None:
        if not 200 <= self.status <= 599:
            raise ValueError(f"response: expected a status from 200 to 599, got {self.status!r}")
        if (self.json is not _NOTHING) + (self.text is not None) + (self.body is not None) > 1:
            raise ValueError("response: expected at most one of json, text and body, got several")
        for name, value in self.headers.items():
            if not TOKEN.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
                raise ValueError(
                    f"response: expected a header in one line of ASCII, got {name!r}: {value!r}"
                )
        if self.drop_after is not None and not 0 <= self.drop_after < len(self.content):
            raise ValueError(
                f"response: expected drop_after from 0 to less than the body's length, "
                f"{len(self.content)} bytes; got {self.drop_after}"
            )
        seconds(self.delay, "delay")

    @staticmethod
    def redirect(location: str, status: int = 302) -> HttpResponse:
        """Make a redirect to a path like "/login", or to an address."""
        return HttpResponse(status=status, headers={"Location": location})

    @property
    def content(self) -> bytes:
        """Return the body as bytes."""
        if self.json is not _NOTHING:
            return to_text(self.json).encode()
        return self.text.encode() if self.text is not None else self.body or b""

    def head(self) -> bytes:
        """Return the status line and headers as bytes."""
        lines = dict(self.headers)
        named = {name.lower() for name in lines}
        if self.json is not _NOTHING and "content-type" not in named:
            lines["Content-Type"] = "application/json"
        if self.text is not None and "content-type" not in named:
            lines["Content-Type"] = "text/plain; charset=utf-8"
        if "content-length" not in named and self.status not in (204, 304):
            lines["Content-Length"] = str(len(self.content))
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"HTTP/1.1 {self.status} {reason_of(self.status)}\r\n{text}\r\n".encode("latin-1")


def reason_of(status: int) -> str:
    """Return the reason phrase of a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
