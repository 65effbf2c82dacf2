"""`Runtime`: a device whose pages have locators and assertions. Tests can route the device's
requests and WebSockets, and mock its modules.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

from weex_runtime.device.device import Device
from weex_runtime.loop.timeouts import Timeout, real_seconds
from weex_runtime.testkit.interceptor import Interceptor
from weex_runtime.testkit.name_suggestions import NameSuggestions
from weex_runtime.testkit.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from weex_runtime.instance import Instance
    from weex_runtime.testkit.module_mock import ModuleMock
    from weex_runtime.testkit.routing.route import Route
    from weex_runtime.testkit.routing.routes import Routes
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute
    from weex_runtime.testkit.steps import StepObserver


class Runtime(Device[Page], Interceptor, NameSuggestions):
    """A headless Weex device.

    Use a runtime as a context manager: at the end of the block its pages are destroyed, and its
    loop and workers are closed. A runtime and its pages belong to the thread that made the runtime.
    `Device` describes the options and attributes.
    """

    instance_class = Page

    step_observer: StepObserver | None = None
    """Receives the actions and assertions of the test (`observe_steps`)."""

    on_snapshot: Callable[[Path], object] | None = None
    """Called with each snapshot or picture that an assertion has written."""

    output: str | PathLike[str] = "weex-output"
    """The folder for pictures that differ from those of `to_match_screenshot`."""

    @cached_property
    def mocks(self) -> list[ModuleMock]:
        """The mocks of modules. Of several mocks of one module, the last is called first."""
        return []

    @cached_property
    def routes(self) -> Routes[Route]:
        """The routes of HTTP requests that were added for single pages or for all pages."""
        from weex_runtime.matching.url import REQUEST
        from weex_runtime.testkit.routing.routes import Routes

        return Routes(REQUEST)

    @cached_property
    def web_socket_routes(self) -> Routes[WebSocketRoute]:
        """The routes of WebSockets that were added for single pages or for all pages."""
        from weex_runtime.matching.url import SOCKET
        from weex_runtime.testkit.routing.routes import Routes

        return Routes(SOCKET)

    def run_until(
        self,
        predicate: Callable[[], Any],
        timeout: Timeout = 5.0,
        waiting_for: str | None = None,
    ) -> None:
        """Run the loop until the predicate holds.

        Args:
            predicate: Called after each turn of the loop.
            timeout: Real seconds, or a `timedelta`.
            waiting_for: A description of the condition for the error message; default: the
                predicate's source.

        Raises:
            WeexError: The timeout is invalid, as for `set_default_timeout`.
            WaitTimeout: A TimeoutError with the condition, the pending work, and the work of each
                busy page.
        """
        self.looper.run_until(predicate, real_seconds(timeout), waiting_for)

    def run_until_idle(self, timeout: Timeout = 5.0) -> None:
        """Run the loop until the runtime is idle: no work is queued, no timer is due, no worker
        runs, and all data was sent.

        Timers that are not due yet and silent sockets do not count.

        Args:
            timeout: Real seconds, or a `timedelta`.

        Raises:
            WeexError: The timeout is invalid, as for `set_default_timeout`.
            WaitTimeout: The runtime did not become idle in time.
        """
        self.looper.run_until_idle(real_seconds(timeout))

    def forget(self, page: Instance) -> None:
        """Forget a destroyed page, with its mocks and routes."""
        made = vars(self)  # a cached property like `mocks` has no entry before its first use
        if mocks := made.get("mocks"):
            mocks[:] = [mock for mock in mocks if mock.page is not page]
        for name in ("routes", "web_socket_routes"):
            if routes := made.get(name):
                routes.forget(page)
        super().forget(page)

    def _scope(self, action: str = "") -> tuple[Runtime, None]:
        return self, None


# Python's errors about wrong arguments contain `__qualname__`: use the class name that users know.
for _method in ("__init__", "open"):
    getattr(Device, _method).__qualname__ = f"Runtime.{_method}"
