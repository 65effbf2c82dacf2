"""`route`, `route_web_socket` and `mock_module` of pages and runtimes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.testkit.module_mock import ModuleMock
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute
    from weex_runtime.testkit.runtime import Runtime


class Interceptor:
    """Takes over requests, WebSockets and module calls: of one page until its end, or of all pages
    of a runtime, from the first line of their bundles."""

    def route(self, url: UrlPattern, handler: Callable[[Route], object]) -> None:
        """Give requests (`stream`) to a handler, until `unroute`. The last route that matches goes
        first.

        Args:
            url: The address that the bundle asks for, a glob like "**/list.json", a regular
                expression, or a function.
            handler: Called in a turn of the loop with a `Route`: it fulfills, aborts or continues
                the request, or keeps it for later. An exception is logged and fails the request.

        Raises:
            WeexError: The pattern or the handler is of a wrong type.
        """
        from weex_runtime.testkit.routing.route import intercept_request

        runtime, page = self._scope("route requests")
        runtime.routes.add(page, url, handler)
        runtime.interception.request = intercept_request

    def unroute(self, url: UrlPattern, handler: Callable[[Route], object] | None = None) -> None:
        """Remove the routes of this pattern that `route` added here, or the one of a handler."""
        runtime, page = self._scope()
        runtime.routes.remove(page, url, handler)

    def route_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object]
    ) -> None:
        """Give WebSockets that open from now on to a handler, until `unroute_web_socket`. The last
        route that matches has the socket.

        Args:
            url: The address that the bundle asks for, a glob of ws or wss like "**/chat", a regular
                expression, or a function.
            handler: Called in a turn of the loop with a `WebSocketRoute`. The socket opens when the
                handler returns, or with the server after `connect_to_server`. An exception is
                logged and fails the socket.

        Raises:
            WeexError: The pattern or the handler is of a wrong type.
        """
        from weex_runtime.testkit.routing.web_socket_route import intercept_socket

        runtime, page = self._scope("route web sockets")
        runtime.web_socket_routes.add(page, url, handler)
        runtime.interception.socket = intercept_socket

    def unroute_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object] | None = None
    ) -> None:
        """Remove routes as `unroute` does; open sockets stay routed."""
        runtime, page = self._scope()
        runtime.web_socket_routes.remove(page, url, handler)

    def mock_module(self, name: str, **methods: Callable[..., Any]) -> ModuleMock:
        """Replace or observe the methods of a module, until the end of a `with` block.

        Args:
            name: Like "storage".
            methods: Replacements by the method's name in JS: a function of the method's arguments,
                converted by their type hints, or of one parameter named `call`, a `MockedCall`
                with the original. It returns the result of a sync method, and may be async for
                other methods. Calls of other methods are only recorded.

        Raises:
            ModuleError: The module or method does not exist, or a function takes other arguments.
        """
        from weex_runtime.testkit.module_mock import ModuleMock

        runtime, page = self._scope(f"mock module {name!r}")
        return ModuleMock(runtime, page, name, methods)

    def _scope(self, action: str = "") -> tuple[Runtime, Page | None]:
        """The runtime, and the page, or None for all pages.

        Args:
            action: Like "route requests", if the page has to be open for it; "" if not.
        """
        raise NotImplementedError
