"""Locators: elements of a page as a test names them, looked up anew at each use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from re import Pattern
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.errors import AmbiguousLocator, PageError, WaitTimeout, WeexError
from weex_runtime.instance.waiting import opening_problem, report, wait
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.matching.text import TextMatch, nearest
from weex_runtime.testkit.locator import element_state as states
from weex_runtime.testkit.locator.actions import LocatorActions
from weex_runtime.testkit.locator.properties import LocatorReading
from weex_runtime.testkit.locator.selectors import Finder, Scope, Within
from weex_runtime.testkit.queries import Queries
from weex_runtime.testkit.suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


_Find = Callable[[Scope], list[Element]]

_LISTED = 10


class Locator(Queries, LocatorActions, LocatorReading, NameSuggestions):
    """Elements of one page, found at each use.

    What acts on an element (actions.py) or reads from it (properties.py) waits until
    exactly one is there; several are an error at once, which lists them. All timeouts are real
    seconds, or a `timedelta`; the default is the page's (`Page.set_default_timeout`).

    Attributes:
        page: The page it belongs to, whatever page the screen shows.
    """

    def __init__(self, page: Page, find: _Find, words: str, finder: Finder) -> None:
        self.page = page
        self._find = find
        self._words = words
        self._finder = finder

    # Narrowing down.

    def filter(
        self,
        *,
        has_text: str | Pattern[str] | None = None,
        has_not_text: str | Pattern[str] | None = None,
        has: Locator | None = None,
        has_not: Locator | None = None,
        visible: bool | None = None,
    ) -> Locator:
        """Those of the elements with a text in them, without one, with an element in them that
        another locator finds there, without one, that can be seen (element_state.py), or cannot."""
        inner = None if has is None else self._find_of(has)
        unwanted_inner = None if has_not is None else self._find_of(has_not)
        page = self.page
        wanted = None if has_text is None else TextMatch(has_text)
        unwanted = None if has_not_text is None else TextMatch(has_not_text)

        def passes(scope: Scope, element: Element) -> bool:
            text = states.text_of(element)
            return (
                (wanted is None or wanted(text))
                and (unwanted is None or not unwanted(text))
                and (inner is None or holds(scope, element, inner))
                and (unwanted_inner is None or not holds(scope, element, unwanted_inner))
                and (visible is None or states.is_visible(page, element) == visible)
            )

        def holds(scope: Scope, element: Element, find: _Find) -> bool:
            return any(inside is not element for inside in find(scope.at(element)))

        given = [
            *([f"has_text={wanted.words}"] if wanted else []),
            *([f"has_not_text={unwanted.words}"] if unwanted else []),
            *([f"has={has}"] if has is not None else []),
            *([f"has_not={has_not}"] if has_not is not None else []),
            *([f"visible={visible}"] if visible is not None else []),
        ]
        find = self._find
        return self._narrowed(
            lambda scope: [e for e in find(scope) if passes(scope, e)],
            f".filter({', '.join(given)})",
        )

    def nth(self, index: int) -> Locator:
        """The one at a place, from 0; from the end when negative.

        Raises:
            WeexError: The index is no integer.
        """
        if not isinstance(index, int):
            raise WeexError(f"{self}.nth(index): an index is an integer, not {index!r}")
        find = self._find
        stop = index + 1 or None
        return self._narrowed(lambda scope: find(scope)[index:stop], f".nth({index})")

    @property
    def first(self) -> Locator:
        """The first."""
        return self._narrowed(lambda scope: self._find(scope)[:1], ".first")

    @property
    def last(self) -> Locator:
        """The last."""
        return self._narrowed(lambda scope: self._find(scope)[-1:], ".last")

    def and_(self, other: Locator) -> Locator:
        """Those that the other locator finds too."""
        find, others = self._find, self._find_of(other)

        def both(scope: Scope) -> list[Element]:
            also = set(others(scope))
            return [element for element in find(scope) if element in also]

        return self._narrowed(both, f".and_({other})")

    def or_(self, other: Locator) -> Locator:
        """Those that either finds."""
        find, others = self._find, self._find_of(other)
        return self._narrowed(
            lambda scope: _in_order(scope, [*find(scope), *others(scope)]), f".or_({other})"
        )

    # Reading.

    def count(self) -> int:
        """How many there are now."""
        return len(self.elements())

    def all(self) -> list[Locator]:
        """A locator for each that is there now."""
        return [self.nth(index) for index in range(self.count())]

    def elements(self) -> list[Element]:
        """The nodes of the page's document that it finds now, in document order."""
        document = self.page.document
        return [] if document.is_empty else self._find(Scope(document.root))

    # For messages.

    def nearest(self) -> list[str]:
        """What is on the page that is most like what it looks for, a line each."""
        finder = self._finder
        said = ((finder.said(e), e) for e in self.page.document.elements())
        return [
            f"{text!r}: {states.describe(element)}"
            for text, element in nearest(finder.wanted, (pair for pair in said if pair[0]))
        ]

    def require_one_at_most(self, found: Sequence[Element]) -> None:
        """Refuse several.

        Raises:
            AmbiguousLocator: Lists them.
        """
        if len(found) > 1:
            lines = [f"  {n}. {states.describe(e)}" for n, e in enumerate(found[:_LISTED], 1)]
            if len(found) > _LISTED:
                lines.append(f"  ... {len(found) - _LISTED} more")
            raise AmbiguousLocator(repr(self), len(found), lines)

    # Private parts.

    def __repr__(self) -> str:
        return self._words

    def __bool__(self) -> bool:
        raise WeexError(
            f"{self} is neither true nor false: it says what to look for, whether that is there or "
            "not; expect(locator).to_be_visible() claims it, locator.count() and "
            "locator.is_visible() tell it"
        )

    def _locate(self, finder: Finder) -> Locator:
        find = self._find

        def inside(scope: Scope) -> list[Element]:
            outer = find(scope)
            found = [
                element
                for element_around in outer
                for element in finder.find(scope.at(element_around))
                if element is not element_around
            ]
            return found if len(outer) < 2 else _in_order(scope, found)

        return Locator(self.page, inside, f"{self._words}.{finder.words}", finder)

    def _page_of(self) -> Page:
        return self.page

    def _within(self, page: Page) -> Finder:
        """Itself as a way to find, in elements of the same page."""
        if page is not self.page:
            raise PageError(f"{self} belongs to another page")
        return Within(repr(self), self._find, self._finder)

    def _find_of(self, other: Locator) -> _Find:
        if not isinstance(other, Locator):
            raise WeexError(f"{self} goes with another locator, not {other!r}")
        if other.page is not self.page:
            raise PageError(f"{self} and {other} belong to different pages")
        return other._find

    def _narrowed(self, find: _Find, words: str) -> Locator:
        return Locator(self.page, find, self._words + words, self._finder)

    def _one(
        self,
        action: str,
        timeout: Timeout | None,
        problem_of: Callable[[Page, Element], str] | None = None,
    ) -> Element:
        """The one element, once it is there and has no problem."""
        found: list[Element] = []

        def problem() -> str:
            found[:] = self.elements()
            self.require_one_at_most(found)
            if not found:
                return "no element matches"
            if problem_of is None:
                return ""
            return opening_problem(self.page) or problem_of(self.page, found[0])

        text, waited = wait(self.page, problem, timeout)
        if text:
            head = f"{self}.{action}: {text} {waited}"
            raise WaitTimeout(report(self.page, head, [] if found else self.nearest()))
        return found[0]


def _in_order(scope: Scope, elements: Iterable[Element]) -> list[Element]:
    """Each once, in document order."""
    found = set(elements)
    return [element for element in scope.element.walk() if element in found]
