"""`WeexUser`: a user of Locust whose page is a bundle."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import gevent
from gevent.lock import BoundedSemaphore
from locust import User

from weex_runtime.errors import WeexError
from weex_runtime.instance.stack import PageStack
from weex_runtime.load.greenlets import GreenletLooper
from weex_runtime.load.statistics import PAGE, Statistics, cause_of
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

if TYPE_CHECKING:
    from weex_runtime.instance.bundle.bundle import Bundle
    from weex_runtime.json_values import JSONInput
    from weex_runtime.module_api.network import Network
    from weex_runtime.module_api.platforms import PlatformName


class UserRuntime(Runtime):
    """The device of one user. While its loop waits, other users run. It keeps few console lines,
    calls and messages, because full records of a thousand pages would fill the memory.
    """

    looper_class = GreenletLooper
    history = 100


class WeexUser(User):
    """A user of Locust whose page is a bundle.

    Each user has a separate device, so users share no storage, cookies or clipboard. The page opens
    before `on_start` and closes after `on_stop`. Only the user's greenlet may use the page.
    Locust's statistics get the sockets, requests and errors of the page.

    Attributes:
        bundle: The path or URL of the bundle.
        config: Fields of `weex.config`.
        platform: "android", "ios" or "web"; None for the documented behaviour.
        network: Trusted certificates, headers, cookies, redirects and proxy.
        runtime_options: Further arguments of `Runtime`, like {"polyfills": ["websocket"]}.
        page_options: Further arguments of `Runtime.open`, like {"data": {...}}.
        runtime: The Weex device of this user.
        page: The page of this user.
    """

    abstract = True
    bundle: str | PathLike[str] = ""
    config: Mapping[str, JSONInput] = {}
    platform: PlatformName | None = None
    network: Network | None = None
    runtime_options: Mapping[str, Any] = {}
    page_options: Mapping[str, Any] = {}

    runtime: Runtime
    page: Page

    # bundles that users of this process have read: {(class, address, framework): bundle}
    _bundles: ClassVar[dict[tuple[object, ...], Bundle]] = {}
    # held while a user opens its page, so that only one user of the process opens a page at a time
    _opening: ClassVar[Any] = BoundedSemaphore(1)

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        self.statistics = Statistics(self, self.request_name)
        wait_time = self.wait_time
        # Locust sleeps between tasks for the seconds that `wait_time` returns. The page's loop runs
        # here instead.
        self.wait_time = lambda: self.sleep(wait_time())  # type: ignore[method-assign]

    def run(self) -> None:  # type: ignore[misc]  # final in Locust, which calls it in the greenlet
        """Open the page and run the tasks until Locust stops the user."""
        try:
            with UserRuntime(**self._options()) as self.runtime:
                # Open the loop's file descriptors here, where a failure is recorded.
                self.sleep(0.001)
                self.statistics.watch(self.runtime)
                self.page = self._open_in_turn()
                super().run()  # type: ignore[no-untyped-call]
        except Exception as error:
            if hasattr(self, "page"):
                raise
            self.statistics.record(PAGE, str(self.bundle), failure=cause_of(error))
            if not isinstance(error, (WeexError, OSError)):
                raise  # a mistake in the locustfile: its traceback shows the place

    def sleep(self, seconds: float) -> float:
        """Run the page's loop for some seconds. (`time.sleep` would stop the page.)

        Returns:
            0, since no seconds remain.
        """
        self.runtime.looper.run_for(seconds)
        return 0.0

    def measure(self, name: str) -> AbstractContextManager[None]:
        """Measure the time until an answer. Put the action and the expectation into the block `with
        self.measure("say"):`.

        The time starts when the block sends its first message, or at the start of a block that
        sends none, and ends with the block. A failed expectation in the block counts as a failure.

        Args:
            name: The name of the measured times in the statistics; their type is "measured".
        """
        return self.statistics.measure(name)

    def reopen(self) -> None:
        """Close the page and open the bundle again, as a user who restarts the app."""
        for page in reversed(self.page.stack.pages):
            page.destroy()
        self.page = self._open()

    def request_name(self, url: str) -> str:
        """Return the name that the statistics use for the address of a socket or request: the
        address without its query. Override this method to count addresses like /rooms/17 in one
        row.
        """
        return url.partition("?")[0].partition("#")[0]

    def _options(self) -> dict[str, Any]:
        return {
            "hints": False,
            "platform": self.platform,
            "network": self.network,
            **self.runtime_options,
        }

    def _open_in_turn(self) -> Page:
        """Open the page while no other user of the process opens one, then let the running users
        work for twice the duration of the opening. Locust starts all users of a second at once, and
        opening all their pages together would delay the running users.
        """
        WeexUser._opening.acquire()
        begun = time.monotonic()
        try:
            return self._open()
        finally:
            gevent.spawn_later(2 * (time.monotonic() - begun), WeexUser._opening.release)

    def _open(self) -> Page:
        location = fspath(self.bundle)
        if not location:
            raise WeexError(
                f"{type(self).__name__} has no bundle: set bundle = 'chat.vue', or abstract = True "
                "for a base class"
            )
        address = location if "://" in location else Path(location).absolute().as_uri()
        options = dict(self.page_options)
        framework = options.pop("framework", None)
        # The class is in the key, since each subclass may set options for compiling sources.
        key = type(self), address, framework
        if key not in self._bundles:
            self._bundles[key] = self.runtime.load_bundle(address, framework)
        stack: PageStack[Page] = PageStack()
        stack.entry = address
        return self.runtime.open(
            source=self._bundles[key],
            config={"bundleUrl": address, **self.config},
            stack=stack,
            **options,
        )
