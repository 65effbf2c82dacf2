"""What an HTTP server of a test is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from weex_runtime.json_values import JSONInput, to_text
from weex_runtime.loop.timeouts import Timeout, seconds
from weex_runtime.module_api.network import FIELD_VALUE, TOKEN

_NOTHING: Any = ...  # since None is JSON


@dataclass(frozen=True, kw_only=True)
class HttpRequest:
    """A request as it arrived.

    Attributes:
        method: "GET".
        target: What was asked for, "/search?q=a&q=b".
        headers: {name in small letters: value}; a repeated one's values are joined with ", ".
        body: As it came; b"" when there is none.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Of `target`, without its query: "/search"."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Of `target`, decoded; of a repeated name the last value."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as the JSON value that it is.

        Raises:
            ValueError: It is none.
        """
        import json

        return json.loads(self.body)

    def __str__(self) -> str:
        return f"{self.method} {self.target}"


@dataclass(frozen=True, kw_only=True)
class HttpResponse:
    """An answer; of `json`, `text` and `body` one at the most.

    Attributes:
        status: From 200 to 599.
        headers: {name: value}; they go before those that the body brings.
        json: A value for a body of JSON, None for "null".
        text: For a body of UTF-8.
        body: Bytes.
        delay: Seconds, or a `timedelta`, before anything is sent, on the clock of the page that
            asks.
        drop_after: After so many bytes of the body the connection ends, though Content-Length
            promises all of them; 0: after the headers.

    Raises:
        ValueError: An attribute cannot be used.
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
            raise ValueError(f"response: a status is from 200 to 599, not {self.status!r}")
        if (self.json is not _NOTHING) + (self.text is not None) + (self.body is not None) > 1:
            raise ValueError("response: write one of json, text and body")
        for name, value in self.headers.items():
            if not TOKEN.fullmatch(name) or not FIELD_VALUE.fullmatch(value):
                raise ValueError(f"response: {name!r}: {value!r} is no header of ASCII in one line")
        if self.drop_after is not None and not 0 <= self.drop_after < len(self.content):
            raise ValueError(
                f"response: drop_after={self.drop_after} drops nothing of a body of "
                f"{len(self.content)} bytes"
            )
        seconds(self.delay)

    @staticmethod
    def redirect(location: str, status: int = 302) -> HttpResponse:
        """An answer that leads elsewhere: "/login", or a whole address."""
        return HttpResponse(status=status, headers={"Location": location})

    @property
    def content(self) -> bytes:
        """The body's bytes."""
        if self.json is not _NOTHING:
            return to_text(self.json).encode()
        return self.text.encode() if self.text is not None else self.body or b""

    @property
    def reason(self) -> str:
        """The phrase behind the status."""
        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return "Unknown"

    def head(self) -> bytes:
        """Status line and headers, up to the body."""
        lines = dict(self.headers)
        named = {name.lower() for name in lines}
        if self.json is not _NOTHING and "content-type" not in named:
            lines["Content-Type"] = "application/json"
        if self.text is not None and "content-type" not in named:
            lines["Content-Type"] = "text/plain; charset=utf-8"
        if "content-length" not in named and self.status not in (204, 304):
            lines["Content-Length"] = str(len(self.content))
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"HTTP/1.1 {self.status} {self.reason}\r\n{text}\r\n".encode("latin-1")
