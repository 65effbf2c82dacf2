"""The handlers that a test added for requests or WebSockets, each with a pattern of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from weex_runtime.matching.callables import require_handler
from weex_runtime.matching.url_pattern import UrlMatch, UrlPattern

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance
    from weex_runtime.testkit.page import Page

T = TypeVar("T")


@dataclass(frozen=True)
class RouteHandler(Generic[T]):
    """A handler, and the pattern of the addresses that it handles.

    Attributes:
        page: The page whose requests or WebSockets are routed; None means all pages.
    """

    page: Page | None
    pattern: UrlMatch
    handle: Callable[[T], object]


class Routes(Generic[T]):
    """Handlers in the order in which they were added. Of several handlers that match an address,
    the handler added last is called first.

    Args:
        schemes: `SOCKET` or `REQUEST`.
    """

    def __init__(self, schemes: Mapping[str, str]) -> None:
        self._schemes = schemes
        self._handlers: list[RouteHandler[T]] = []

    def __len__(self) -> int:
        return len(self._handlers)

    def add(self, page: Page | None, url: UrlPattern, handle: Callable[[T], object]) -> None:
        """Add a handler, which is called before the handlers that were added earlier.

        Raises:
            WeexError: The pattern or the handler is of a wrong type.
        """
        pattern = UrlMatch(url, self._schemes)
        require_handler(handle, "the route", hint="route.request is the request")
        self._handlers.append(RouteHandler(page, pattern, handle))

    def remove(
        self, page: Page | None, url: UrlPattern, handle: Callable[[T], object] | None
    ) -> None:
        """Remove the handlers of a pattern. With a handler, remove only this handler of the
        pattern.
        """
        self._handlers = [
            handler
            for handler in self._handlers
            if handler.page is not page
            or not handler.pattern.is_of(url)
            or (handle is not None and handler.handle != handle)
        ]

    def forget(self, page: Instance) -> None:
        """Remove the handlers that were added on a page that ended."""
        self._handlers = [handler for handler in self._handlers if handler.page is not page]

    def matching(self, page: Page, url: str) -> Iterator[RouteHandler[T]]:
        """Yield the handlers for an address that a page opens, in the order in which they are
        called.
        """
        for handler in reversed(list(self._handlers)):
            if handler.page in (None, page) and handler.pattern(url):
                yield handler
