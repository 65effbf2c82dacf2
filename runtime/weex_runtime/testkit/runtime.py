"""The device of users and tests: its pages have locators and expectations, and tests can route
requests and sockets and mock modules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from weex_runtime.device.device import Device
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.instance import Instance
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.testkit.module_mock import ModuleMock
    from weex_runtime.testkit.routing.handlers import RouteHandler
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute


class Runtime(Device[Page], NameSuggestions):
    """A headless Weex device.

    Use it as a context manager: at the end its pages are destroyed and its loop and workers
    closed. All of it belongs to the thread that made it. `Device` describes the options and
    attributes.
    """

    instance_class = Page

    @cached_property
    def mocks(self) -> list[ModuleMock]:
        """Mocks of modules; the last goes first."""
        return []

    @cached_property
    def routes(self) -> list[RouteHandler[Route]]:
        """Routes of requests; the last goes first."""
        return []

    @cached_property
    def web_socket_routes(self) -> list[RouteHandler[WebSocketRoute]]:
        """Routes of WebSockets; the last goes first."""
        return []

    def mock_module(self, name: str, **methods: Callable[..., Any]) -> ModuleMock:
        """As `Page.mock_module`, on all pages, also those that are opened later.

        Raises:
            ModuleError: There is no such module or method, or a function takes other arguments.
        """
        from weex_runtime.testkit.module_mock import ModuleMock

        return ModuleMock(self, None, name, methods)

    def route(self, url: UrlPattern, handler: Callable[[Route], object]) -> None:
        """As `Page.route`, on all pages, also those that are opened later."""
        from weex_runtime.testkit.routing.route import add_route

        add_route(self, None, url, handler)

    def unroute(self, url: UrlPattern, handler: Callable[[Route], object] | None = None) -> None:
        """Remove routes that `route` added: all of this pattern, or the one with this handler."""
        from weex_runtime.testkit.routing.handlers import without

        self.routes = without(self.routes, None, url, handler)

    def route_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object]
    ) -> None:
        """As `Page.route_web_socket`, on all pages, also those that are opened later."""
        from weex_runtime.testkit.routing.web_socket_route import add_web_socket_route

        add_web_socket_route(self, None, url, handler)

    def unroute_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object] | None = None
    ) -> None:
        """Remove routes that `route_web_socket` added, as `unroute`; open sockets stay open."""
        from weex_runtime.testkit.routing.handlers import without

        self.web_socket_routes = without(self.web_socket_routes, None, url, handler)

    def forget(self, page: Instance) -> None:
        """Drop a destroyed page, with its mocks and routes."""
        if self.mocks:
            self.mocks = [mock for mock in self.mocks if mock.page is not page]
        if self.routes:
            self.routes = [route for route in self.routes if route.page is not page]
        if self.web_socket_routes:
            self.web_socket_routes = [
                route for route in self.web_socket_routes if route.page is not page
            ]
        super().forget(page)
