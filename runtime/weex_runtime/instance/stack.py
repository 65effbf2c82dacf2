"""Stacks of pages that `navigator` pushes over each other; the screen shows the top page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from weex_runtime.errors import PageError, WeexError
from weex_runtime.instance.bundle.bundle import end_of
from weex_runtime.instance.records.dialogs import Answers

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

PageT = TypeVar("PageT", bound="Instance")
InstanceT = TypeVar("InstanceT", bound="Instance", covariant=True)

# Pages of one stack with the pages embedded in them: stops a page that opens itself.
MAX_PAGES = 100


class PageStack(Generic[InstanceT]):
    """A stack of pages, the first at the bottom.

    Attributes:
        pages: The open pages.
        opening: Addresses of bundles that are loading, in order.
        failures: Messages of pages that could not be opened, in order.
        answers: Answers to the pages' dialogs.
    """

    def __init__(self) -> None:
        self.pages: list[InstanceT] = []
        self.opening: list[str] = []
        self.failures: list[str] = []
        self.answers = Answers()

    @property
    def top(self) -> InstanceT | None:
        """The page on the screen; None when all pages are gone."""
        return self.pages[-1] if self.pages else None

    def add(self, page: Instance) -> None:
        """Put a page on top; the page below gets `viewdisappear`."""
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

        def opened(source: str) -> None:
            self.require_room(opener)
            open_like(opener, source, address)

        self._load(opener, address, opened)

    def require_room(self, opener: Instance) -> None:
        """Refuse a page beyond `MAX_PAGES`.

        Raises:
            PageError: So many pages are open.
        """
        count = sum(page.stack.pages is self.pages for page in opener.runtime.pages)
        if count >= MAX_PAGES:
            raise PageError(
                f"{count} pages are open over or in each other, the most that a stack holds; "
                "does a page open itself?"
            )

    def reload(self, page: Instance) -> None:
        """Replace a page by a new one of its bundle, which is loaded again if it has an address.

        A failure is logged on the page's console, and the page stays.
        """

        def replace(source: str) -> None:
            pages: list[Any] = self.pages
            place = pages.index(page)
            fresh = open_like(page, source, page.url)
            pages.remove(fresh)
            pages.insert(place, fresh)
            page.destroy()

        if page.is_from_text:
            page.looper.call_soon(lambda: self._try(page, page.url, lambda: replace(page.source)))
        else:
            self._load(page, page.url, replace)

    def _load(self, page: Instance, address: str, opened: Callable[[str], object]) -> None:
        """Read a bundle on a worker and pass on its text, unless the page has ended by then."""
        from weex_runtime.document.outline import cut  # for the few pages that open others

        location = page.runtime.location_of(address)
        self.opening.append(address)

        def loaded(result: tuple[str, str] | None, error: BaseException | None) -> None:
            self.opening.remove(address)

            def act() -> None:
                if error:
                    raise error
                if result and page in self.pages:
                    opened(result[0])

            self._try(page, address, act)

        page.looper.run_in_worker(
            lambda: page.runtime.load_bundle(location), loaded, f"loading {cut(location)}", page
        )

    def _try(self, page: Instance, address: str, act: Callable[[], object]) -> None:
        try:
            act()
        except (WeexError, OSError, ValueError) as problem:
            if not page.is_ended:
                failure = f"cannot open {address} as a page: {problem}"
                self.failures.append(failure)
                page.write_console("error", f"[weex-runtime] {failure}")

    def pop(self, page: Instance) -> bool:
        """Destroy a page; the page below gets `viewappear` if the destroyed one was on top.

        Returns:
            False for the only page, which stays.
        """
        if len(self.pages) < 2:
            return False
        page.lifecycle.disappear()
        page.destroy()
        return True

    def remove(self, page: Instance) -> None:
        """Drop a destroyed page."""
        if page in self.pages:
            was_top = page is self.top
            self.pages.remove(page)
            if was_top and self.top:
                self.top.lifecycle.appear()


def open_like(
    page: PageT, source: str, url: str, stack: PageStack[Instance] | None = None
) -> PageT:
    """Open a further page with the settings of a page, on its stack.

    Args:
        source: The bundle's text.
        url: The bundleUrl.
        stack: Another stack to open it on.

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
        polyfills=[cls.name for cls in page.modules.polyfill_classes],
        framework=page.given_framework,
        stack=stack or page.stack,
    )
    return cast(PageT, opened)


def bundle_address(url: str, base: str) -> str:
    """The address of the bundle to which a `url` of navigator.push leads.

    Source: the playground of Weex opens `x.html?_wx_tpl=BUNDLE` with the bundle of its parameter.
    """
    from weex_runtime.matching.url import normalised, query_of  # for the few pages that open others

    address = normalised(url, base) or url
    template = query_of(address, "_wx_tpl")
    return (normalised(template, base) or template) if template else address


def leads_to_bundle(url: str, base: str) -> bool:
    """Whether an address looks like that of a bundle."""
    from weex_runtime.matching.url import parse_url

    try:
        parts = parse_url(bundle_address(url, base))
    except ValueError:
        return False
    is_fetched = parts.protocol in ("http:", "https:", "file:")
    return is_fetched and parts.pathname.endswith((".js", ".vue", ".we", ".wx"))
