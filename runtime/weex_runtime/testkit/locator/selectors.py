"""Ways to find elements: by text, attribute, role or CSS selector."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.json_values import shown
from weex_runtime.matching.text import TextMatch, require_text
from weex_runtime.naming import call, value
from weex_runtime.testkit.locator.roles import name_of, role_of

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


class Scope:
    """The element whose subtree a look-up searches.

    Attributes:
        selected: A cache that all scopes of a look-up share: {finder by CSS selector: the elements
            of the page that match}.
    """

    def __init__(
        self, element: Element, selected: dict[Finder, set[Element]] | None = None
    ) -> None:
        self.element = element
        self.selected = {} if selected is None else selected

    def at(self, element: Element) -> Scope:
        """Return a scope for the subtree of `element`, with the same `selected` as this scope."""
        return Scope(element, self.selected)


class Finder:
    """A search for elements by text, attribute, role or CSS selector, as locators use it.

    Attributes:
        description: The call that a test writes, like `get_by_text("Send")`.
        wanted: The text that the finder looks for, to suggest elements with a similar
            `compared_text`.
    """

    description: str
    wanted: str

    def find(self, scope: Scope) -> list[Element]:
        """Return the matching elements of the scope's subtree, including the root of the subtree,
        in document order.
        """
        return [element for element in scope.element.walk() if self.matches(element)]

    def matches(self, element: Element) -> bool:
        """Whether an element matches. Called by `find`, unless a subclass overrides `find`."""
        raise NotImplementedError

    def compared_text(self, element: Element) -> str:
        """Return the text of an element that is compared with the wanted text; "" for none."""
        raise NotImplementedError

    def facts(self, element: Element) -> str:
        """Describe the properties of an element that this finder compares in addition to the text;
        "" for none.
        """
        return ""


class ByText(Finder):
    """Finds the innermost elements that contain a text."""

    def __init__(self, text: str | Pattern[str], exact: bool) -> None:
        self._matches = TextMatch(text, exact)
        self.description = _call("get_by_text", self._matches, exact)
        self.wanted = self._matches.text

    def find(self, scope: Scope) -> list[Element]:
        order = list(scope.element.walk())
        texts: dict[Element, str] = {}
        matching: set[Element] = set()
        around: set[Element] = set()  # ancestors of matching elements

        # iterate in reverse order, so that children come before their parent
        for element in reversed(order):
            children = element.children
            parts = [element.own_text, *(texts.pop(child) for child in children)]
            texts[element] = " ".join(part for part in parts if part)
            if any(child in matching or child in around for child in children):
                around.add(element)
            elif texts[element] and self._matches(texts[element]):
                matching.add(element)
        return [element for element in order if element in matching]

    def compared_text(self, element: Element) -> str:
        return element.own_text


def _call(method: str, match: TextMatch, is_exact: bool) -> str:
    return call(method, match.description, exact=value(True) if is_exact else None)


class ByAttribute(Finder):
    """Finds elements with a wanted text in one of several attributes."""

    def __init__(
        self, method: str, names: tuple[str, ...], text: str | Pattern[str], exact: bool
    ) -> None:
        self._names = names
        self._matches = TextMatch(text, exact)
        # get_by_test_id has no argument `exact`: a test id is always compared as a whole.
        self.description = _call(method, self._matches, exact and method != "get_by_test_id")
        self.wanted = self._matches.text

    def matches(self, element: Element) -> bool:
        return any(map(self._matches, self._texts(element)))

    def compared_text(self, element: Element) -> str:
        return next(iter(self._texts(element)), "") or element.own_text

    def _texts(self, element: Element) -> list[str]:
        attr = element.attr
        return [shown(attr[name]) for name in self._names if attr.get(name) not in (None, "")]


class ByRole(Finder):
    """Finds elements with a role. If a name is given, the element must have the name too."""

    def __init__(self, role: str, name: str | Pattern[str] | None, exact: bool) -> None:
        require_text(role)
        self._role = "img" if role == "image" else role
        self._matches = None if name is None else TextMatch(name, exact)
        self.description = call(
            "get_by_role",
            f'"{role}"',
            name=self._matches.description if self._matches else None,
            exact=value(True) if exact else None,
        )
        self.wanted = self._matches.text if self._matches else role

    def matches(self, element: Element) -> bool:
        role = role_of(element)
        has_role = ("img" if role == "image" else role) == self._role
        return has_role and (self._matches is None or self._matches(name_of(element)))

    def compared_text(self, element: Element) -> str:
        if self._matches is None:
            return role_of(element)
        return name_of(element) if role_of(element) else element.own_text

    def facts(self, element: Element) -> str:
        return f", role {role_of(element) or 'none'}" if self._matches else ""


class Within(Finder):
    """Finds the elements that a given locator selects in the subtree of the scope's element.

    Args:
        locator: The locator's description.
        finder: The last finder of the locator, for messages.
    """

    def __init__(
        self, locator: str, find: Callable[[Scope], list[Element]], finder: Finder
    ) -> None:
        self._find = find
        self._finder = finder
        self.description = f"locator({locator})"
        self.wanted = finder.wanted

    def find(self, scope: Scope) -> list[Element]:
        return self._find(scope)

    def compared_text(self, element: Element) -> str:
        return self._finder.compared_text(element)

    def facts(self, element: Element) -> str:
        return self._finder.facts(element)


class ByCss(Finder):
    """Finds elements in the scope that match a CSS selector. The last part of the selector must
    match an element in the scope; the other parts may match ancestors outside.
    """

    def __init__(self, page: Page, selector: str) -> None:
        from weex_runtime.testkit.locator.css import Selectors

        self._page = page
        self._selectors = Selectors(selector)
        self.description = f"locator({selector!r})"
        self.wanted = selector.replace(">", " ").split()[-1] if selector.split() else ""

    def find(self, scope: Scope) -> list[Element]:
        found = scope.selected.get(self)
        if found is None:
            found = scope.selected[self] = set(self._selectors.select(self._page))
        return [element for element in scope.element.walk() if element in found]

    def compared_text(self, element: Element) -> str:
        classes = "".join(f".{name}" for name in self._selectors.classes_of(element))
        for name in ("testId", "test-id", "id"):
            if element.attr.get(name) and name in self.wanted:
                return f"{element.type}{classes}[{name}={element.attr[name]}]"
        return f"{element.type}{classes}"
