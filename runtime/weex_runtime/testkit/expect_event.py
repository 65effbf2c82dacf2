"""Implements `with page.expect_page() as expected:` and similar methods, which wait for an event
that happens in the block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from re import Pattern
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

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
    from typing_extensions import Self

    from weex_runtime.loop.timeouts import Timeout
    from weex_runtime.testkit.page import Page


LinePattern: TypeAlias = "str | Pattern[str] | Callable[[ConsoleLine], object]"


T = TypeVar("T")


def opened(
    page: Page,
    kind: str,
    url: UrlPattern | None,
    read: Callable[[], Iterable[Any]],
    timeout: Timeout | None,
) -> Expected[Any]:
    """Expect that a page or a WebSocket opens.

    Args:
        kind: "page" or "web_socket".
        url: The expected address or a pattern; None means any address.
        read: A function that returns the pages or sockets that are open now.

    Raises:
        WeexError: The pattern is of a wrong type.
    """
    match = None if url is None else UrlMatch(url, SOCKET if kind == "web_socket" else None)
    return Expected(
        page,
        f"expect_{kind}",
        match.description if match else "",
        f"no such {'socket' if kind == 'web_socket' else kind} was opened",
        read,
        lambda thing: match is None or match(thing.url),
        lambda thing: thing.url,
        timeout,
    )


def console_line(
    page: Page, wanted: LinePattern | None, timeout: Timeout | None
) -> Expected[ConsoleLine]:
    """Expect that a line is written to the page's console.

    Args:
        wanted: A part of the line's text, a regular expression or a function; None means any line.

    Raises:
        WeexError: `wanted` is of another type.
    """
    description = ""
    accepts: Callable[[ConsoleLine], object] = _accept_any_line
    if isinstance(wanted, str) or is_pattern(wanted):
        match = TextMatch(wanted, any_case=False)
        description = match.description

        def accepts(line: ConsoleLine) -> bool:
            return match(line.text)

    elif callable(wanted):
        description = getattr(wanted, "__qualname__", repr(wanted))
        accepts = wanted
    elif wanted is not None:
        raise WeexError(
            "expected text, a regular expression or a function to select a console line, got "
            f"{wanted!r}"
        )
    return Expected(
        page,
        "expect_console_message",
        description,
        "no such line was written",
        lambda: page.console,
        accepts,
        lambda line: f"{line.level}: {line.text}",
        timeout,
    )


def _accept_any_line(line: ConsoleLine) -> bool:
    return True


class Expected(MustBeUsed, Generic[T]):
    """Waits at the end of a `with` block for an event that happened in the block. Afterwards
    `value` is the new page, WebSocket or console line.

    Args:
        method: The method of the page, like "expect_page".
        description: The expected address or text for messages; "" for any.
        missing: The text of the failure if the event did not happen, like "no such page was
            opened".
        read: A function that returns the pages, sockets or lines that exist now.
        accepts: A function that returns whether a page, socket or line is the expected one.
        show: A function that describes an unexpected page, socket or line for messages.
    """

    def __init__(
        self,
        page: Page,
        method: str,
        description: str,
        missing: str,
        read: Callable[[], Iterable[T]],
        accepts: Callable[[T], object],
        show: Callable[[T], str],
        timeout: Timeout | None,
    ) -> None:
        self._page = page
        self._method = method
        self._description = description
        self._missing = missing
        self._read = read
        self._accepts = accepts
        self._show = show
        self._timeout = timeout
        self._before: list[T] = []
        self._found: T | None = None
        super().__init__()

    @property
    def value(self) -> T:
        """The page, WebSocket or line that the block waited for.

        Raises:
            WeexError: The block has not ended yet.
        """
        if self._found is None:
            raise WeexError(f"{self._method}: read its value after the `with` block")
        return self._found

    def _forgotten(self) -> tuple[Page, str, str]:
        advice = f"use `with page.{self._method}() as expected:`, and act inside the block"
        return self._page, f"{self._method}()", advice

    def __enter__(self) -> Self:
        self._is_used = True
        self._before = list(self._read())
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind:
            return
        before = set(map(id, self._before))
        fresh: list[T] = []

        def problem() -> str:
            fresh[:] = [thing for thing in self._read() if id(thing) not in before]
            self._found = next((thing for thing in fresh if self._accepts(thing)), None)
            return self._missing if self._found is None else ""

        text, waited = wait(self._page, problem, self._timeout)
        if text:
            head = f"{call(self._method, self._description)}: {text} {waited}"
            raise WaitTimeout(report(self._page, head, [self._show(thing) for thing in fresh]))
