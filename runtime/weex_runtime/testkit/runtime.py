"""The device of users and tests: its pages have locators and assertions, and tests can route
requests and WebSockets and mock modules."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from weex_runtime.device.device import Device
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.routing.interceptor import Interceptor
from weex_runtime.testkit.suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.instance import Instance
    from weex_runtime.testkit.module_mock import ModuleMock
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.routes import Routes
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute


class Runtime(Device[Page], Interceptor, NameSuggestions):
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
    def routes(self) -> Routes[Route]:
        """Routes of requests."""
        from weex_runtime.matching.url import REQUEST
        from weex_runtime.testkit.routing.routes import Routes

        return Routes(REQUEST)

    @cached_property
    def web_socket_routes(self) -> Routes[WebSocketRoute]:
        """Routes of WebSockets."""
        from weex_runtime.matching.url import SOCKET
        from weex_runtime.testkit.routing.routes import Routes

        return Routes(SOCKET)

    def forget(self, page: Instance) -> None:
        """Drop a destroyed page, with its mocks and routes."""
        made = vars(self)  # a page without mocks and routes makes no registry of them
        if mocks := made.get("mocks"):
            mocks[:] = [mock for mock in mocks if mock.page is not page]
        for name in ("routes", "web_socket_routes"):
            if routes := made.get(name):
                routes.forget(page)
        super().forget(page)

    def _scope(self, action: str = "") -> tuple[Runtime, None]:
        return self, None
