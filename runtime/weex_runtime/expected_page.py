"""`with page.expect_page() as expected:`: a page that another one opens over itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.errors import WaitTimeout, WeexError

if TYPE_CHECKING:
    from types import TracebackType

    from weex_runtime.page import Page
    from weex_runtime.timeouts import Timeout
    from weex_runtime.url_match import UrlPattern

# A failed wait's report ends at the line of the test; pytest reads this.
__tracebackhide__ = True


class ExpectedPage:
    """What `Page.expect_page` answers; `expected.value` behind the block."""

    def __init__(self, page: Page, url: UrlPattern | None, timeout: Timeout | None) -> None:
        from weex_runtime.url_match import UrlMatch

        self._page = page
        self._match = UrlMatch(url) if url is not None else None
        self._timeout = timeout
        self._before: list[Page] = []
        self._found: Page | None = None

    @property
    def value(self) -> Page:
        """The page.

        Raises:
            WeexError: The block has not ended yet.
        """
        if self._found is None:
            raise WeexError("expect_page: its value is there when the `with` block has ended")
        return self._found

    def __enter__(self) -> ExpectedPage:
        self._before = list(self._page.stack.pages)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error:
            return
        from weex_runtime.waiting import report, wait

        match = self._match
        fresh: list[Page] = []

        def problem() -> str:
            fresh[:] = [page for page in self._page.stack.pages if page not in self._before]
            self._found = next((page for page in fresh if not match or match(page.url)), None)
            return "" if self._found else "no page was opened"

        text, waited = wait(self._page, problem, self._timeout)
        if text:
            head = f"expect_page({match.words if match else ''}): no such page was opened {waited}"
            raise WaitTimeout(report(self._page, head, [page.url for page in fresh]))
