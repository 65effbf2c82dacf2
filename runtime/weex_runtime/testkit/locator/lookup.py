"""Looks up the elements of a locator, and makes locators that narrow down the elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from re import Pattern
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.errors import AmbiguousLocator, PageError, WaitTimeout, WeexError
from weex_runtime.instance.waiting import opening_problem, report, wait
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.matching.text import TextMatch, nearest
from weex_runtime.naming import attribute, call, named, value
from weex_runtime.testkit.locator import element_state as states
from weex_runtime.testkit.locator.selectors import Finder, Scope, Within
from weex_runtime.testkit.name_suggestions import NameSuggestions
from weex_runtime.testkit.queries import Queries

if TYPE_CHECKING:
    from typing_extensions import Self

    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.page import Page

_Find = Callable[[Scope], list[Element]]

_LISTED = 10


class Lookup(Queries, NameSuggestions):
    """The part of `Locator` that finds elements.

    Attributes:
        page: The page whose elements are searched; the screen may show another page.
    """

    def __init__(self, page: Page, find: _Find, description: str, finder: Finder) -> None:
        self.page = page
        self._find = find
        self._description = description
        self._finder = finder

    def filter(
        self,
        *,
        has_text: str | Pattern[str] | None = None,
        has_not_text: str | Pattern[str] | None = None,
        has: Locator | None = None,
        has_not: Locator | None = None,
        visible: bool | None = None,
    ) -> Self:
        """Return a locator for the elements that meet all given conditions.

        Args:
            has_text, has_not_text: The elements contain, or do not contain, this text.
            has, has_not: The elements contain, or do not contain, an element of this locator.
            visible: True selects visible elements, False hidden ones.
        """
        inner = None if has is None else self._find_of(has)
        unwanted_inner = None if has_not is None else self._find_of(has_not)
        wanted = None if has_text is None else TextMatch(has_text)
        unwanted = None if has_not_text is None else TextMatch(has_not_text)

        def passes(scope: Scope, element: Element) -> bool:
            text = element.text
            return (
                (wanted is None or wanted(text))
                and (unwanted is None or not unwanted(text))
                and (inner is None or holds(scope, element, inner))
                and (unwanted_inner is None or not holds(scope, element, unwanted_inner))
                and (visible is None or states.is_visible(self.page, element) == visible)
            )

        def holds(scope: Scope, element: Element, find: _Find) -> bool:
            return any(inside is not element for inside in find(scope.at(element)))

        description = call(
            "filter",
            has_text=wanted.description if wanted else None,
            has_not_text=unwanted.description if unwanted else None,
            has=None if has is None else repr(has),
            has_not=None if has_not is None else repr(has_not),
            visible=None if visible is None else value(visible),
        )
        find = self._find
        return self._narrowed(
            lambda scope: [e for e in find(scope) if passes(scope, e)], f".{description}"
        )

    def nth(self, index: int) -> Self:
        """Return a locator for the element at an index, from 0; a negative index counts from the
        end.

        Raises:
            WeexError: The index is not an integer.
        """
        if not isinstance(index, int):
            raise WeexError(f"{self}.nth(index): expected an integer, got {index!r}")
        find = self._find
        stop = index + 1 or None
        return self._narrowed(lambda scope: find(scope)[index:stop], f".nth({index})")

    @property
    def first(self) -> Self:
        """A locator for the first element."""
        return self._narrowed(lambda scope: self._find(scope)[:1], attribute("first"))

    @property
    def last(self) -> Self:
        """A locator for the last element."""
        return self._narrowed(lambda scope: self._find(scope)[-1:], attribute("last"))

    def and_(self, other: Locator) -> Self:
        """Return a locator for the elements that both locators find."""
        find, others = self._find, self._find_of(other)

        def both(scope: Scope) -> list[Element]:
            also = set(others(scope))
            return [element for element in find(scope) if element in also]

        return self._narrowed(both, f".{call('and_', repr(other))}")

    def or_(self, other: Locator) -> Self:
        """Return a locator for the elements that either locator finds."""
        find, others = self._find, self._find_of(other)
        return self._narrowed(
            lambda scope: _in_order(scope, [*find(scope), *others(scope)]),
            f".{call('or_', repr(other))}",
        )

    def count(self) -> int:
        """Return the number of elements that match now."""
        return len(self.elements())

    def all(self) -> list[Self]:
        """Return a locator for each element that exists now."""
        return [self.nth(index) for index in range(self.count())]

    def elements(self) -> list[Element]:
        """Return the elements that match now, in document order."""
        document = self.page.document
        return [] if document.is_empty else self._find(Scope(document.root))

    def nearest(self) -> list[str]:
        """Return lines that describe elements similar to the wanted element, for messages."""
        finder = self._finder
        texts = ((finder.compared_text(e), e) for e in self.page.document.elements())
        return [
            f"{text!r}: {states.describe(element)}{finder.facts(element)}"
            for text, element in nearest(finder.wanted, (pair for pair in texts if pair[0]))
        ]

    def require_one_at_most(self, found: Sequence[Element]) -> None:
        """Raise AmbiguousLocator if several elements match.

        Raises:
            AmbiguousLocator: Lists the elements.
        """
        if len(found) > 1:
            lines = [f"  {n}. {states.describe(e)}" for n, e in enumerate(found[:_LISTED], 1)]
            if len(found) > _LISTED:
                lines.append(f"  ... {len(found) - _LISTED} more")
            raise AmbiguousLocator(repr(self), len(found), lines)

    def __repr__(self) -> str:
        return self._description

    def __bool__(self) -> bool:
        raise WeexError(
            f"{self} has no truth value: use expect(locator).to_be_visible(), "
            "locator.count() or locator.is_visible()"
        )

    def _one(
        self,
        action: str,
        timeout: Timeout | None,
        problem_of: Callable[[Page, Element], str] | None = None,
    ) -> Element:
        """Wait until the locator finds exactly one element, and the element is ready for an action.

        Args:
            action: The name of the action for messages, like "click".
            problem_of: A function that returns why the action cannot start on an element; "" if it
                can.

        Raises:
            WaitTimeout: No element was ready in time.
            AmbiguousLocator: Several elements match.
        """
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
            head = f"{self}.{named(action)}: {text} {waited}"
            raise WaitTimeout(report(self.page, head, [] if found else self.nearest()))
        return found[0]

    def _locate(self, finder: Finder) -> Locator:
        from weex_runtime.testkit.locator.locator import Locator

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

        return Locator(self.page, inside, f"{self._description}.{finder.description}", finder)

    def _page_of(self) -> Page:
        return self.page

    def _within(self, page: Page) -> Finder:
        """Return a finder that searches for this locator's elements inside a given element."""
        if page is not self.page:
            raise PageError(f"{self} belongs to another page")
        return Within(repr(self), self._find, self._finder)

    def _find_of(self, other: Locator) -> _Find:
        if not isinstance(other, Lookup):
            raise WeexError(f"{self}: expected a locator as argument, got {other!r}")
        if other.page is not self.page:
            raise PageError(f"{self} and {other} belong to different pages")
        return other._find

    def _narrowed(self, find: _Find, method: str) -> Self:
        return type(self)(self.page, find, self._description + method, self._finder)


def _in_order(scope: Scope, elements: Iterable[Element]) -> list[Element]:
    """Return the given elements without repetitions, in document order."""
    found = set(elements)
    return [element for element in scope.element.walk() if element in found]
