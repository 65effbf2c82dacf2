"""The methods `route`, `route_web_socket` and `mock_module`, and the property `faults`, of pages
and runtimes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weex_runtime.faults.faults import Faults
    from weex_runtime.matching.url_pattern import UrlPattern
    from weex_runtime.testkit.module_mock import ModuleMock
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute
    from weex_runtime.testkit.runtime import Runtime


class Interceptor:
    """Intercepts requests, WebSockets and module calls. A page intercepts those of its bundle,
    until the page ends. A runtime intercepts those of all its pages, from the first line of their
    bundles on.
    """

    def route(self, url: UrlPattern, handler: Callable[[Route], object]) -> None:
        """Pass requests (`stream`) to a handler, until `unroute`. Of several matching routes, the
        last one added is called first.

        Args:
            url: The address that the bundle requests, a glob like "**/list.json", a regular
                expression, or a function.
            handler: Called in a turn of the loop with a `Route`. The handler fulfills, aborts or
                continues the request, or keeps the route and handles the request later. An
                exception is logged and fails the request.

        Raises:
            WeexError: The pattern or the handler is of a wrong type.
        """
        from weex_runtime.testkit.routing.route import intercept_request

        runtime, page = self._scope("route requests")
        runtime.routes.add(page, url, handler)
        runtime.intercept_request = intercept_request

    def unroute(self, url: UrlPattern, handler: Callable[[Route], object] | None = None) -> None:
        """Remove the routes that `route` added for a pattern. If `handler` is given, remove only
        the routes with this handler.
        """
        runtime, page = self._scope()
        runtime.routes.remove(page, url, handler)

    def route_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object]
    ) -> None:
        """Pass WebSockets that open from now on to a handler, until `unroute_web_socket`. Of
        several matching routes, the last one added gets the socket.

        Args:
            url: The address that the bundle opens, a glob of ws or wss like "**/chat", a regular
                expression, or a function.
            handler: Called in a turn of the loop with a `WebSocketRoute`. The socket opens when the
                handler returns. If the handler calls `connect_to_server`, the socket opens when the
                server's side opens. An exception is logged and fails the socket.

        Raises:
            WeexError: The pattern or the handler is of a wrong type.
        """
        from weex_runtime.testkit.routing.web_socket_route import intercept_socket

        runtime, page = self._scope("route web sockets")
        runtime.web_socket_routes.add(page, url, handler)
        runtime.intercept_socket = intercept_socket

    def unroute_web_socket(
        self, url: UrlPattern, handler: Callable[[WebSocketRoute], object] | None = None
    ) -> None:
        """Remove routes of WebSockets, like `unroute`. Open sockets stay routed."""
        runtime, page = self._scope()
        runtime.web_socket_routes.remove(page, url, handler)

    def mock_module(self, name: str, **methods: Callable[..., Any]) -> ModuleMock:
        """Replace methods of a module, and record its calls, until the end of a `with` block.

        Args:
            name: The name of the module, like "storage".
            methods: {name of the method in JS: replacement}. A replacement is a function with the
                parameters of the method; the arguments are converted by the type hints. A function
                with one parameter named `call` gets a `MockedCall`, which can call the original.
                The replacement of a sync method returns the result; other replacements may be
                async. Calls of methods without a replacement are only recorded.

        Raises:
            ModuleError: The module or method does not exist, or a function takes other arguments.
        """
        from weex_runtime.testkit.module_mock import ModuleMock

        runtime, page = self._scope(f"mock module {name!r}")
        return ModuleMock(runtime, page, name, methods)

    @property
    def faults(self) -> Faults:
        """Faults of the network: `page.faults.add("drop after 3 messages")` (docs/faults.md)."""
        from weex_runtime.faults.faults import Faults

        runtime, page = self._scope()
        plan = runtime.planned_faults()
        if page:
            return Faults(plan, page.id, page.require_open)
        return Faults(plan, None, runtime.looper.check_thread)

    def _scope(self, action: str = "") -> tuple[Runtime, Page | None]:
        """Return (runtime, page): the scope of an interception. The page is None for all pages of
        the runtime.

        Args:
            action: What the caller does, like "route requests". If the page has ended, the error
                names this action. "" to allow an ended page.
        """
        raise NotImplementedError
