"""Pages that `navigator` pushes over each other; the topmost is what the screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.errors import BundleError, CreateInstanceFailed

if TYPE_CHECKING:
    from weex_runtime.page import Page


class PageStack:
    """One stack of pages, the first at the bottom.

    Attributes:
        pages: Those that are open.
    """

    def __init__(self) -> None:
        self.pages: list[Page] = []

    @property
    def top(self) -> Page | None:
        """The page that the screen shows; None when all are gone."""
        return self.pages[-1] if self.pages else None

    def add(self, page: Page) -> None:
        """Put a page on top: the one below hears `viewdisappear`."""
        below = self.top
        self.pages.append(page)
        if below:
            below.disappear()

    def push(self, opener: Page, url: str) -> None:
        """Open a further page over the opener's; it is read on a worker.

        The new page is what its opener is: platform, screen, environment, network, dialogs. Where
        it cannot be opened, the opener's console and errors say so.

        Args:
            url: Relative to the opener's bundleUrl; the address of a bundle, or of a web page with
                the bundle's in its parameter `_wx_tpl`.
        """
        from weex_runtime.bundle import load

        address = bundle_address(url, opener.url)
        runtime = opener.runtime
        location = runtime.mapped(address)

        def loaded(result: tuple[str, str] | None, error: BaseException | None) -> None:
            try:
                if error:
                    raise error
                if result:
                    opener.open_on_top(result[0], address)
            except (BundleError, CreateInstanceFailed, OSError, ValueError) as problem:
                opener.write_console(
                    "error", f"[weex-runtime] cannot open {url!r} as a page: {problem}"
                )

        opener.looper.run_in_worker(lambda: load(location), loaded, f"loading {location}")

    def pop(self, page: Page) -> bool:
        """Destroy a page; the one below it hears `viewappear` when it was the topmost.

        Returns:
            False when it is the only one, and stays.
        """
        if len(self.pages) < 2:
            return False
        page.disappear()
        page.destroy()
        return True

    def remove(self, page: Page) -> None:
        """The page was destroyed."""
        if page in self.pages:
            was_top = page is self.top
            self.pages.remove(page)
            if was_top and self.top:
                self.top.appear()


def bundle_address(url: str, base: str) -> str:
    """The address of the bundle that a `url` of navigator.push leads to.

    Source: the playground of Weex opens `x.html?_wx_tpl=BUNDLE` with the bundle of its parameter.
    """
    from urllib.parse import parse_qs, urljoin, urlsplit  # costs a cold start what few pages need

    address = urljoin(base, url)
    template = parse_qs(urlsplit(address).query).get("_wx_tpl")
    return urljoin(base, template[0]) if template else address
