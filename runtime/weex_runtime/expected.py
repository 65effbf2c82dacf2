"""`with page.expect_page() as expected:` and the like: something that is opened in the block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from weex_runtime.claims import MustBeUsed
from weex_runtime.errors import WaitTimeout, WeexError
from weex_runtime.url_match import UrlMatch, UrlPattern
from weex_runtime.waiting import report, wait

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from weex_runtime.page import Page
    from weex_runtime.timeouts import Timeout

# A failed wait's report ends at the line of the test; pytest reads this.
__tracebackhide__ = True


class Opened(Protocol):
    """A page, or a socket."""

    @property
    def url(self) -> str: ...


T = TypeVar("T", bound=Opened)


class Expected(MustBeUsed, Generic[T]):
    """What `Page.expect_page` and `expect_web_socket` answer; `expected.value` behind the block.

    Args:
        what: "page": it is called so in messages.
        method: "expect_page", likewise.
        there: Those that there are at this moment.
    """

    def __init__(
        self,
        page: Page,
        what: str,
        method: str,
        there: Callable[[], Iterable[T]],
        url: UrlPattern | None,
        timeout: Timeout | None,
    ) -> None:
        self._page = page
        self._what = what
        self._method = method
        self._there = there
        self._match = UrlMatch(url) if url is not None else None
        self._timeout = timeout
        self._before: list[T] = []
        self._found: T | None = None
        super().__init__()

    @property
    def value(self) -> T:
        """What was opened.

        Raises:
            WeexError: The block has not ended yet.
        """
        if self._found is None:
            raise WeexError(f"{self._method}: its value is there when the `with` block has ended")
        return self._found

    def _forgotten(self) -> tuple[Page, str, str]:
        return (
            self._page,
            f"{self._method}()",
            f"write `with page.{self._method}() as expected:`, and in the block what the test does",
        )

    def __enter__(self) -> Self:
        self._is_used = True
        self._before = list(self._there())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error:
            return
        match = self._match
        before = set(map(id, self._before))
        fresh: list[T] = []

        def problem() -> str:
            fresh[:] = [one for one in self._there() if id(one) not in before]
            self._found = next((one for one in fresh if not match or match(one.url)), None)
            return "" if self._found else f"no {self._what} was opened"

        text, waited = wait(self._page, problem, self._timeout)
        if text:
            words = match.words if match else ""
            head = f"{self._method}({words}): no such {self._what} was opened {waited}"
            raise WaitTimeout(report(self._page, head, [one.url for one in fresh]))
