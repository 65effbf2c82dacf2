"""The `get_by_...` methods of pages and locators."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from re import Pattern

    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.locator.selectors import Finder
    from weex_runtime.testkit.page import Page


class Queries:
    """The `get_by_...` methods. A page's methods search the whole page. A locator's methods search
    inside the locator's elements.

    A text argument matches a part of the element's text. Upper and lower case are equal, and any
    white space counts as one space. With `exact=True` the argument must equal the whole text, in
    the same case. A compiled regular expression is searched for. The elements of a locator are
    looked up at each use.
    """

    def get_by_text(self, text: str | Pattern[str], exact: bool = False) -> Locator:
        """Find the innermost elements that show a text. The values of fields are ignored."""
        from weex_runtime.testkit.locator.selectors import ByText

        return self._locate(ByText(text, exact))

    def get_by_placeholder(self, text: str | Pattern[str], exact: bool = False) -> Locator:
        """Find fields by the attribute `placeholder`."""
        return self._by_attribute("get_by_placeholder", ("placeholder",), text, exact)

    def get_by_label(self, text: str | Pattern[str], exact: bool = False) -> Locator:
        """Find elements by the attribute `aria-label` or `accessibilityLabel`. The bundle may write
        both names in camelCase or with hyphens.
        """
        from weex_runtime.testkit.locator.roles import LABELS

        return self._by_attribute("get_by_label", LABELS, text, exact)

    def get_by_test_id(self, test_id: str | Pattern[str]) -> Locator:
        """Find elements whose attribute `testId` (`test-id`) equals a text."""
        return self._by_attribute("get_by_test_id", ("testId", "test-id"), test_id, True)

    def get_by_role(
        self, role: str, name: str | Pattern[str] | None = None, exact: bool = False
    ) -> Locator:
        """Find elements by role. The attribute `role` or `accessibilityRole` sets the role.
        Elements without this attribute have the role of their type: "textbox" (input, textarea),
        "switch", "img" (image), "link" (a), "list" (list, recycle-list, waterfall, hlist and
        others), "listitem" (cell, cell-slot), and "button" for other elements that listen to
        click.

        Args:
            name: The name for screen readers: the label, a field's placeholder, or the text in the
                element.
        """
        from weex_runtime.testkit.locator.selectors import ByRole

        return self._locate(ByRole(role, name, exact))

    def locator(
        self,
        selector: str | Locator,
        *,
        has_text: str | Pattern[str] | None = None,
        has_not_text: str | Pattern[str] | None = None,
        has: Locator | None = None,
        has_not: Locator | None = None,
    ) -> Locator:
        """Find elements by a CSS selector for types, classes, attributes and structure, like
        `scroller > text.button[testId=connect]`. If the argument is a locator, find its elements
        inside this page or inside this locator's elements.

        Args:
            has_text, has_not_text, has, has_not: See `Locator.filter`.

        Raises:
            PageError: The selector is not CSS, or the locator is of another page.
            WeexError: The selector is neither text nor a locator.
        """
        from weex_runtime.testkit.locator.locator import Locator
        from weex_runtime.testkit.locator.selectors import ByCss

        page = self._page_of()
        if isinstance(selector, str):
            found = self._locate(ByCss(page, selector))
        elif isinstance(selector, Locator):
            found = self._locate(selector._within(page))
        else:
            raise WeexError(f"locator: expected a CSS selector or a locator, got {selector!r}")
        if any(option is not None for option in (has_text, has_not_text, has, has_not)):
            return found.filter(
                has_text=has_text, has_not_text=has_not_text, has=has, has_not=has_not
            )
        return found

    def _by_attribute(
        self, method: str, names: tuple[str, ...], text: str | Pattern[str], exact: bool
    ) -> Locator:
        from weex_runtime.testkit.locator.selectors import ByAttribute

        return self._locate(ByAttribute(method, names, text, exact))

    # The following two methods search the whole page; `Lookup` overrides them for locators.

    def _locate(self, finder: Finder) -> Locator:
        from weex_runtime.testkit.locator.locator import Locator

        return Locator(self._page_of(), finder.find, finder.description, finder)

    def _page_of(self) -> Page:
        return cast("Page", self)
