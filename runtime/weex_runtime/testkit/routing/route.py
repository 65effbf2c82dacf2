"""Requests of pages that a test answers, changes or breaks off, in Playwright's words."""

from __future__ import annotations

import json as json_text
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import WeexError
from weex_runtime.instance.interception import RoutedRequest, RoutedResponse
from weex_runtime.matching.url import REQUEST
from weex_runtime.testkit.routing.handlers import RouteHandler, fitting
from weex_runtime.testkit.suggestions import NameSuggestions

if TYPE_CHECKING:
    from collections.abc import Callable

    from weex_runtime.instance.interception import RequestCarrier
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

# What `Route.abort` takes: Playwright's names for what can happen to a request.
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
    """One request in the hands of a test: one of `fulfill`, `abort`, `continue_` and `fallback`
    ends that, in the handler or later; until then the bundle waits.

    Attributes:
        request: What the bundle asks for.
        page: Whose it is.
    """

    def __init__(self, page: Page, request: RoutedRequest, carrier: RequestCarrier) -> None:
        self.page = page
        self.request = request
        self.is_handled = False
        self._carrier = carrier
        self._others = fitting(page.runtime.routes, page, request.url)

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
        """Answer without a server.

        Args:
            status: Default 200, or the response's.
            text: The body, as UTF-8; or `json`, a value as JSON text; or `body`, bytes or text of
                no kind.
            content_type: Header Content-Type.
            headers: In place of the response's; Content-Type follows from the kind of body when
                they have none.
            response: Of `fetch`; what is not given comes from it.

        Raises:
            WeexError: Several bodies are given, one is none, the status is none, or the route is
                handled already.
        """
        given = [value for value in (text, json, body) if value is not None]
        if len(given) > 1:
            raise WeexError("route.fulfill takes one of text, json and body")
        if status is not None and not (isinstance(status, int) and 100 <= status <= 599):
            raise WeexError(f"route.fulfill: a status is a number from 100 to 599, not {status!r}")
        if not isinstance(text, (str, type(None))):
            raise WeexError(f"route.fulfill: text is a str, not {text!r}; json= takes other values")
        if not isinstance(body, (str, bytes, type(None))):
            raise WeexError(f"route.fulfill: body is text or bytes, not {body!r}; json= takes it")
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
            # The headers of another body say nothing of this one.
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
        """Let it fail.

        Args:
            error: "failed", "timedout", "connectionrefused", "namenotresolved",
                "internetdisconnected" and others of `ABORTS`.

        Raises:
            WeexError: There is no such error, or the route is handled already.
        """
        if error not in ABORTS:
            raise WeexError(f"route.abort takes one of {', '.join(ABORTS)}, not {error!r}")
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
        """Send it to its server, or as given; headers in place of all that it has.

        Raises:
            WeexError: The route is handled already.
        """
        self._handle("continue_")
        self._carrier.go_on(self._changed(url, method, headers, post_data))

    def fetch(
        self,
        *,
        url: str | None = None,
        method: str | None = None,
        headers: Mapping[str, str] | None = None,
        post_data: str | bytes | None = None,
    ) -> RoutedResponse:
        """Get the real answer, to change it and `fulfill(response=…)`; the loop stands still
        meanwhile.

        Raises:
            WeexError: There is none; it says why.
        """
        return self._carrier.fetch(self._changed(url, method, headers, post_data))

    def fallback(self) -> None:
        """Leave it to the route before; to the server where there is none.

        Raises:
            WeexError: The route is handled already.
        """
        self._handle("fallback")
        self.is_handled = False
        self.run()

    def run(self) -> None:
        """Hand it to the next handler."""
        handler = next(self._others, None)
        if handler is None:
            self.continue_()
            return
        try:
            handler.handle(self)
        except Exception as error:
            self.page.add_failure(f"the handler of route {handler.match.words}", error)
            if not self.is_handled:
                self.abort()

    def _changed(
        self,
        url: str | None,
        method: str | None,
        headers: Mapping[str, str] | None,
        post_data: str | bytes | None,
    ) -> RoutedRequest:
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


def add_route(
    runtime: Runtime, page: Page | None, url: UrlPattern, handler: Callable[[Route], object]
) -> None:
    """Give a handler the requests of a page, or of all pages.

    Raises:
        WeexError: The pattern or the handler is not one.
    """
    runtime.routes.append(RouteHandler(page, url, handler, REQUEST))
    runtime.interception.request = intercept_request


def intercept_request(
    page: Page, request: RoutedRequest, carrier: RequestCarrier
) -> Callable[[], object] | None:
    """The interception hook for requests: hand one to the handlers whose patterns match."""
    if next(fitting(page.runtime.routes, page, request.url), None) is None:
        return None
    return Route(page, request, carrier).run


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
