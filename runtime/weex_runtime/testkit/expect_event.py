"""`with page.expect_page() as expected:` and the like: something that comes in the block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from re import Pattern
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

from weex_runtime.errors import WaitTimeout, WeexError
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.instance.waiting import report, wait
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.text import TextMatch
from weex_runtime.matching.url import SOCKET
from weex_runtime.matching.url_pattern import UrlMatch, UrlPattern
from weex_runtime.naming import call
from weex_runtime.testkit.expect.unused import MustBeUsed

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from weex_runtime.loop.timeouts import Timeout
    from weex_runtime.testkit.page import Page


LinePattern: TypeAlias = "str | Pattern[str] | Callable[[ConsoleLine], object]"


class Opened(Protocol):
    """A page, or a socket."""

    @property
    def url(self) -> str: ...


SomethingOpened = TypeVar("SomethingOpened", bound=Opened)
T = TypeVar("T")


class Wanted(Generic[T]):
    """What is waited for.

    Args:
        method: "expect_page": what was called.
        nothing: "no such page was opened": what a report says of none.
        words: The wanted one, as a report shows it; "" for any.
        accepts: Whether one is it.
        show: How a report shows another one.
    """

    def __init__(
        self,
        method: str,
        nothing: str,
        words: str,
        accepts: Callable[[T], object],
        show: Callable[[T], str],
    ) -> None:
        self.method = method
        self.nothing = nothing
        self.words = words
        self.accepts = accepts
        self.show = show


def opened(method: str, what: str, url: UrlPattern | None) -> Wanted[SomethingOpened]:
    """A "page" or a "socket" of an address; None: any.

    Raises:
        WeexError: The pattern is none.
    """
    schemes = SOCKET if what == "socket" else None
    match = UrlMatch(url, schemes) if url is not None else None
    return Wanted(
        method,
        f"no such {what} was opened",
        match.words if match else "",
        lambda one: match is None or match(one.url),
        lambda one: one.url,
    )


def console_line(wanted: LinePattern | None) -> Wanted[ConsoleLine]:
    """A line of the console; None: any.

    Raises:
        WeexError: It is no text, regular expression or function.
    """
    words = ""
    accepts: Callable[[ConsoleLine], object] = bool  # any: a line is never empty
    if isinstance(wanted, str) or is_pattern(wanted):
        match = TextMatch(wanted, any_case=False)
        words = match.words

        def accepts(line: ConsoleLine) -> bool:
            return match(line.text)

    elif callable(wanted):
        words, accepts = getattr(wanted, "__qualname__", repr(wanted)), wanted
    elif wanted is not None:
        raise WeexError(
            "a console line is wanted by a text, a regular expression or a function, "
            f"not {wanted!r}"
        )
    return Wanted(
        "expect_console_message",
        "no such line was written",
        words,
        accepts,
        lambda line: f"{line.level}: {line.text}",
    )


class Expected(MustBeUsed, Generic[T]):
    """What `Page.expect_page`, `expect_web_socket` and `expect_console_message` answer;
    `expected.value` behind the block.

    Args:
        there: Those that there are at this moment.
    """

    def __init__(
        self,
        page: Page,
        wanted: Wanted[T],
        there: Callable[[], Iterable[T]],
        timeout: Timeout | None,
    ) -> None:
        self._page = page
        self._wanted = wanted
        self._method = wanted.method
        self._there = there
        self._timeout = timeout
        self._before: list[T] = []
        self._found: T | None = None
        super().__init__()

    @property
    def value(self) -> T:
        """What came.

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
        wanted = self._wanted
        before = set(map(id, self._before))
        fresh: list[T] = []

        def problem() -> str:
            fresh[:] = [one for one in self._there() if id(one) not in before]
            self._found = next((one for one in fresh if wanted.accepts(one)), None)
            return wanted.nothing if self._found is None else ""

        text, waited = wait(self._page, problem, self._timeout)
        if text:
            head = f"{call(wanted.method, wanted.words)}: {text} {waited}"
            raise WaitTimeout(report(self._page, head, [wanted.show(one) for one in fresh]))
