"""Functions of a test that handle what pages open, by address: of `page.route` and its like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from weex_runtime.matching.callables import require_handler
from weex_runtime.matching.url_pattern import UrlMatch, UrlPattern

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page

T = TypeVar("T")


class RouteHandler(Generic[T]):
    """A function of a test and the addresses that it is for.

    Args:
        schemes: `SOCKET` or `REQUEST`.

    Attributes:
        page: Whose; None: all pages'.

    Raises:
        WeexError: The pattern is none, or the function.
    """

    def __init__(
        self,
        page: Page | None,
        url: UrlPattern,
        handle: Callable[[T], object],
        schemes: Mapping[str, str],
    ) -> None:
        self.page = page
        self.match = UrlMatch(url, schemes)
        self.handle = require_handler(handle, "the route", hint="route.request is the request")


def fitting(handlers: Iterable[RouteHandler[T]], page: Page, url: str) -> Iterator[RouteHandler[T]]:
    """Those for an address that a page opens: the last first, of those that there are now."""
    for handler in reversed(list(handlers)):
        if handler.page in (None, page) and handler.match(url):
            yield handler


def without(
    handlers: Iterable[RouteHandler[T]],
    page: Page | None,
    url: UrlPattern,
    handle: Callable[[T], object] | None,
) -> list[RouteHandler[T]]:
    """What is left when those of a pattern are taken away, or one of them."""
    return [
        handler
        for handler in handlers
        if handler.page is not page
        or not handler.match.is_of(url)
        or (handle is not None and handler.handle != handle)
    ]
