"""Stacks of pages that `navigator` pushes over each other; the screen shows the top page."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from weex_runtime.errors import BundleError, LimitExceeded, SourceError, WeexError
from weex_runtime.instance.bundle.bundle import end_of
from weex_runtime.instance.dialogs import Dialogs
from weex_runtime.limits import exceeded

if TYPE_CHECKING:
    from weex_runtime.instance.bundle.bundle import Bundle
    from weex_runtime.instance.instance import Instance

    PageT = TypeVar("PageT", bound=Instance)
    InstanceT = TypeVar("InstanceT", bound=Instance, covariant=True)
else:  # Without `bound`: evaluating the first bound takes Python a millisecond.
    PageT, InstanceT = TypeVar("PageT"), TypeVar("InstanceT")

_FAILURES = 1_000  # maximum number of failures that a stack keeps


class PageStack(Generic[InstanceT]):
    """A stack of pages; the first page is at the bottom.

    Attributes:
        pages: The open pages.
        opening: Addresses of bundles that are loading, in order.
        failures: The latest messages of pages that could not be opened, in order.
        dialogs: The open dialogs of the pages, and queued answers to the next dialogs.
        reload_problem: Why the latest reload of a page failed; "" if it succeeded.
        entry: The address of the first page; "" before the first page opens. All pages may read the
            project that contains this address.
    """

    def __init__(self) -> None:
        self.entry = ""
        self.reload_problem = ""
        self.pages: list[InstanceT] = []
        self.opening: list[str] = []
        self.failures: deque[str] = deque(maxlen=_FAILURES)
        self.dialogs = Dialogs()
        # For each push whose bundle is still loading, in order: a list with the function that
        # completes the push once the bundle is loaded.
        self._pushes: deque[list[Callable[[], object]]] = deque()
        # {page: object that identifies its latest reload}
        self._reloads: dict[Instance, object] = {}

    @property
    def top(self) -> InstanceT | None:
        """The page on the screen; None after all pages have ended."""
        return self.pages[-1] if self.pages else None

    def add(self, page: Instance) -> None:
        """Put a page on top; fire `viewdisappear` on the page below."""
        below = self.top
        self.pages.append(cast(InstanceT, page))
        if below:
            below.lifecycle.disappear()

    def push(self, opener: Instance, url: str) -> None:
        """Open a further page over the opener, with its platform, screen, environment and network.

        A failure is logged on the opener's console.

        Args:
            url: Relative to the opener's bundleUrl: the address of a bundle, or of a web page whose
                parameter `_wx_tpl` has the bundle's address.
        """
        address = bundle_address(url, opener.url)
        if not self._try(opener, address, lambda: self.require_room(opener, len(self.opening))):
            return
        ends: list[Callable[[], object]] = []
        self._pushes.append(ends)

        def opened(bundle: Bundle) -> None:
            self.require_room(opener)
            open_like(opener, bundle, address)

        def end_in_order(end: Callable[[], object]) -> None:
            ends.append(end)
            while self._pushes and self._pushes[0]:
                self._pushes.popleft()[0]()

        self._load(opener, address, opened, end_in_order)

    def require_room(self, opener: Instance, opening: int = 0) -> None:
        """Check that the limit `pages` allows a further page.

        Args:
            opening: The number of pages that are loading.

        Raises:
            LimitExceeded: The stack has as many pages as the limit allows, embedded pages included.
        """
        count = sum(page.stack.pages is self.pages for page in opener.runtime.pages)
        if count + opening >= opener.limits.pages:
            raise exceeded(opener.limits, "pages", "a page may open itself again and again")

    def reload(self, page: Instance) -> None:
        """Replace a page by a new page of the same bundle. A bundle that has an address is loaded
        again.

        A failure is logged on the page's console, and the page remains open.
        """

        this = self._reloads[page] = object()

        def replace(bundle: Bundle) -> None:
            if self._reloads.get(page) is not this:
                return  # a later reload of the page has begun
            pages: list[Any] = self.pages
            place = pages.index(page)
            fresh = open_like(page, bundle, page.url)
            pages.remove(fresh)
            pages.insert(place, fresh)
            page.destroy()
            self.reload_problem = ""

        if page.is_from_text:
            page.looper.call_soon(lambda: self._try(page, page.url, lambda: replace(page.bundle)))
        else:
            self._load(page, page.url, replace, lambda end: end())

    def _load(
        self,
        page: Instance,
        address: str,
        opened: Callable[[Bundle], object],
        when_loaded: Callable[[Callable[[], object]], object],
    ) -> None:
        """Load a bundle on a worker, and pass the bundle to `opened` unless the page has ended
        meanwhile.

        Args:
            opened: Gets the bundle.
            when_loaded: Gets a function that ends the load by calling `opened`.
        """
        self.opening.append(address)

        def loaded(bundle: Bundle | None, error: BaseException | None) -> None:
            def act() -> None:
                if error:
                    raise error
                if bundle and page in self.pages:
                    opened(bundle)

            def end() -> None:
                self.opening.remove(address)
                self._try(page, address, act)

            when_loaded(end)

        load_for(page, address, loaded)

    def _try(self, page: Instance, address: str, act: Callable[[], object]) -> bool:
        """Call a function that loads a page; log its failure with the address of the page.

        Returns:
            Whether the function raised no error.
        """
        try:
            act()
            return True
        except (WeexError, OSError, ValueError) as problem:
            if not page.is_ended:
                text = problem_of(page, problem)
                failure = f"cannot open {address} as a page: {text}"
                if address == page.url:
                    self.reload_problem = text
                    failure = f"{text}; the page stays as it was"
                    if isinstance(problem, SourceError):
                        # watch these files, so that a correction of a file reloads the page
                        page.source_files += (problem.path, *problem.missing)
                self.failures.append(failure)
                page.write_console("error", f"[weex-runtime] {failure}")
            return False

    def pop(self, page: Instance) -> bool:
        """Destroy a page; if it was on top, fire `viewappear` on the page below.

        Returns:
            False if the page is the only one, which remains open.
        """
        if len(self.pages) < 2:
            return False
        page.lifecycle.disappear()
        page.destroy()
        return True

    def remove(self, page: Instance) -> None:
        """Remove a destroyed page from the stack."""
        self._reloads.pop(page, None)
        if page in self.pages:
            was_top = page is self.top
            self.pages.remove(page)
            if was_top and self.top:
                self.top.lifecycle.appear()


def load_for(
    page: Instance, address: str, loaded: Callable[[Bundle | None, BaseException | None], None]
) -> None:
    """Load a bundle on a worker with the settings of a page, then call `loaded(bundle, error)`."""
    from weex_runtime.document.outline import cut  # imported only if needed

    load = partial(
        page.runtime.load_bundle, address, page.given_framework, page.isolation, page.access
    )
    what = f"loading {cut(page.runtime.location_of(address))}"
    page.looper.run_in_worker(load, loaded, what, page)


def problem_of(opener: Instance, error: Exception) -> str:
    """Return the reason why a page does not open. If a limit was exceeded, also add this error to
    `opener`, the page that tried to open the new page.
    """
    limit = error.__cause__ if isinstance(error, BundleError) else error
    if not isinstance(limit, LimitExceeded):
        return str(error)
    opener.add_limit_error(limit)
    return str(error).removeprefix("LimitExceeded: ")


def open_like(
    page: PageT, source: str | Bundle, url: str, stack: PageStack[Instance] | None = None
) -> PageT:
    """Open a further page with the settings of an open page, on the stack of that page.

    Args:
        source: The bundle, or its text.
        url: The bundleUrl.
        stack: Another stack for the new page.

    Raises:
        BundleError: The source is not a bundle.
        CreateInstanceFailed: The framework refused the bundle.
    """
    opened = page.runtime.open(
        source=source,
        name=end_of(url),
        config={**page.config, "bundleUrl": url},
        env=page.environment,
        viewport=page.viewport,
        platform=page.platform.name,
        network=page.own_network,
        websocket_adapter=page.websocket_adapter,
        isolation=page.isolation,
        polyfills=list(page.modules.polyfills),
        framework=page.given_framework,
        stack=stack or page.stack,
    )
    return cast(PageT, opened)


def bundle_address(url: str, base: str) -> str:
    """Return the address of the bundle for a `url` of navigator.push.

    Source: for `x.html?_wx_tpl=BUNDLE`, the playground app of Weex opens BUNDLE.
    """
    from weex_runtime.matching.url import normalised, query_of  # imported only if needed

    address = normalised(url, base) or url
    template = query_of(address, "_wx_tpl")
    return (normalised(template, base) or template) if template else address


def leads_to_bundle(url: str, base: str) -> bool:
    """Return whether a URL is an HTTP or file URL whose path ends like a bundle, for example in
    ".js".
    """
    from weex_runtime.matching.url import parse_url

    try:
        parts = parse_url(bundle_address(url, base))
    except ValueError:
        return False
    is_fetched = parts.protocol in ("http:", "https:", "file:")
    return is_fetched and parts.pathname.endswith((".js", ".vue", ".we", ".wx"))
