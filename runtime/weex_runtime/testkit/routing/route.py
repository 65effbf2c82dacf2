"""`Route`: a page's request, which a test answers, changes or aborts."""

from __future__ import annotations

import json as json_text
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import WeexError
from weex_runtime.instance.interception import RoutedRequest, RoutedResponse
from weex_runtime.testkit.name_suggestions import NameSuggestions

if TYPE_CHECKING:
    from collections.abc import Callable

    from weex_runtime.instance.interception import RequestCarrier
    from weex_runtime.testkit.page import Page

# The errors that `Route.abort` accepts. Playwright has these names for network errors.
ABORTS = (
    "failed",
    "aborted",
    "timedout",
    "connectionrefused",
    "connectionreset",
    "connectionfailed",
    "addressunreachable",
    "namenotresolved",
    "internetdisconnected",
)


class Route(NameSuggestions):
    """A request that a test handles: the test calls one of `fulfill`, `abort`, `continue_` and
    `fallback`, once, in the handler or later.

    Attributes:
        request: The request of the bundle.
        page: The page of the bundle.
    """

    def __init__(self, page: Page, request: RoutedRequest, carrier: RequestCarrier) -> None:
        self.page = page
        self.request = request
        self.is_handled = False
        self._carrier = carrier
        self._others = page.runtime.routes.matching(page, request.url)

    def fulfill(
        self,
        status: int | None = None,
        *,
        text: str | None = None,
        json: Any = None,
        body: str | bytes | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
        response: RoutedResponse | None = None,
    ) -> None:
        """Answer the request without a server.

        Args:
            status: The status; default: the status of `response`, or 200 without a response.
            text: The body, sent as UTF-8.
            json: The body, as a JSON value.
            body: The body, as bytes or text, without a content type.
            content_type: The value of the header Content-Type; default: the type of `text` or
                `json`.
            headers: The headers, which replace the headers of `response`.
            response: A response that `fetch` returned, for the parts that the other arguments do
                not set.

        Raises:
            WeexError: There are several bodies, an argument has a wrong type, or the request was
                handled before.
        """
        _require_text("fulfill", content_type=content_type)
        _require_headers("fulfill", headers)
        if not isinstance(response, (RoutedResponse, type(None))):
            raise WeexError(
                f"route.fulfill: expected a response that fetch returned, got {response!r}"
            )
        given = [value for value in (text, json, body) if value is not None]
        if len(given) > 1:
            raise WeexError("route.fulfill: expected one of text, json and body, got several")
        if status is not None and not (isinstance(status, int) and 100 <= status <= 599):
            raise WeexError(f"route.fulfill: expected a status from 100 to 599, got {status!r}")
        if not isinstance(text, (str, type(None))):
            raise WeexError(f"route.fulfill: expected a str as text, got {text!r}; use json=")
        if not isinstance(body, (str, bytes, type(None))):
            raise WeexError(f"route.fulfill: expected text or bytes, got {body!r}; use json=")
        kind = ""
        content = response.body if response else b""
        if text is not None:
            content, kind = text.encode(), "text/plain; charset=utf-8"
        elif json is not None:
            content, kind = json_text.dumps(json).encode(), "application/json"
        elif body is not None:
            content = body.encode() if isinstance(body, str) else body
        pairs = response.headers if response else ()
        if headers is not None:
            pairs = tuple(headers.items())
        if given:
            # The test replaces the body, so drop the headers that describe the body of the server's
            # response.
            about_body = ("content-length", "content-encoding", "transfer-encoding")
            pairs = tuple(pair for pair in pairs if pair[0].lower() not in about_body)
        if content_type is not None:
            kind = content_type
            pairs = tuple(pair for pair in pairs if pair[0].lower() != "content-type")
        if kind and not any(name.lower() == "content-type" for name, _ in pairs):
            pairs += (("Content-Type", kind),)
        phrase = response.status_text if response and status is None else ""
        code = status if status is not None else response.status if response else 200
        self._handle("fulfill")
        self._carrier.fulfill(RoutedResponse(code, phrase or _phrase(code), pairs, content))

    def abort(self, error: str = "failed") -> None:
        """Fail the request with a network error.

        Args:
            error: "failed", "timedout", "connectionrefused", "namenotresolved",
                "internetdisconnected" or another of `ABORTS`.

        Raises:
            WeexError: The error is unknown, or the request was handled before.
        """
        if error not in ABORTS:
            raise WeexError(f"route.abort: expected {', '.join(ABORTS)}, got {error!r}")
        self._handle("abort")
        self._carrier.abort(error)

    def continue_(
        self,
        *,
        url: str | None = None,
        method: str | None = None,
        headers: Mapping[str, str] | None = None,
        post_data: str | bytes | None = None,
    ) -> None:
        """Send the request to its server. The arguments replace parts of the request; `headers`
        replace all headers.

        Raises:
            WeexError: An argument has a wrong type, or the request was handled before.
        """
        request = self._changed("continue_", url, method, headers, post_data)
        self._handle("continue_")
        self._carrier.go_on(request)

    def fetch(
        self,
        *,
        url: str | None = None,
        method: str | None = None,
        headers: Mapping[str, str] | None = None,
        post_data: str | bytes | None = None,
    ) -> RoutedResponse:
        """Send the request and return the server's response, which the test can change and pass to
        `fulfill(response=…)`. The loop stops until the response has arrived.

        Raises:
            WeexError: An argument has a wrong type, or the server did not send a response. The
                message has the reason.
        """
        return self._carrier.fetch(self._changed("fetch", url, method, headers, post_data))

    def fallback(self) -> None:
        """Pass the request to the next matching route, or to the server.

        Raises:
            WeexError: The request was handled before.
        """
        self._handle("fallback")
        self.is_handled = False
        self.run()

    def run(self) -> None:
        """Call the next handler. If there is none, send the request."""
        handler = next(self._others, None)
        if handler is None:
            self.continue_()
            return
        try:
            handler.handle(self)
        except Exception as error:
            self.page.add_failure(f"the handler of route {handler.pattern.description}", error)
            if not self.is_handled:
                self.abort()

    def _changed(
        self,
        what: str,
        url: str | None,
        method: str | None,
        headers: Mapping[str, str] | None,
        post_data: str | bytes | None,
    ) -> RoutedRequest:
        _require_text(what, url=url, method=method)
        _require_headers(what, headers)
        if not isinstance(post_data, (str, bytes, type(None))):
            raise WeexError(f"route.{what}: expected text or bytes, got {post_data!r}")
        old = self.request
        body = post_data.encode() if isinstance(post_data, str) else post_data
        return RoutedRequest(
            method or old.method,
            url or old.url,
            old.headers if headers is None else headers,
            old.body if body is None else body,
        )

    def _handle(self, what: str) -> None:
        if self.is_handled:
            raise WeexError(f"route.{what}: the request {self.request.url} is handled already")
        self.is_handled = True


def intercept_request(
    page: Page, request: RoutedRequest, carrier: RequestCarrier
) -> Callable[[], object] | None:
    """Pass a request to the handlers whose patterns match. The runtime calls this function for each
    request, as its interception hook.
    """
    if next(page.runtime.routes.matching(page, request.url), None) is None:
        return None
    return Route(page, request, carrier).run


def _require_text(what: str, **arguments: object) -> None:
    for name, value in arguments.items():
        if not isinstance(value, (str, type(None))):
            raise WeexError(f"route.{what}: expected a str as {name}, got {value!r}")


def _require_headers(what: str, headers: object) -> None:
    if headers is None:
        return
    if not isinstance(headers, Mapping) or not all(
        isinstance(text, str) for text in (*headers, *headers.values())
    ):
        raise WeexError(
            f"route.{what}: expected headers as a dict of texts, like "
            f"{{'Content-Type': 'text/plain'}}, got {headers!r}"
        )


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
