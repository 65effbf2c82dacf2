"""The ways to find elements: by text, by attribute, by role, by CSS selector."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.json_values import shown
from weex_runtime.matching.text import TextMatch, require_text
from weex_runtime.naming import call, value
from weex_runtime.testkit.locator.element_state import own_text
from weex_runtime.testkit.locator.roles import name_of, role_of

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


class Scope:
    """An element in and at which elements are looked for.

    Attributes:
        element: It.
        selected: What CSS selectors match in the whole page, each asked once a look-up.
    """

    def __init__(
        self, element: Element, selected: dict[Finder, set[Element]] | None = None
    ) -> None:
        self.element = element
        self.selected = {} if selected is None else selected

    def at(self, element: Element) -> Scope:
        """Another element, in the same look-up."""
        return Scope(element, self.selected)


class Finder:
    """One way, with what it looks for.

    Attributes:
        words: As a test writes it, like `get_by_text("Send")`.
        wanted: The text that it looks for, which is compared with what others `say`.
    """

    words: str
    wanted: str

    def find(self, scope: Scope) -> list[Element]:
        """Those in the subtree, the scope itself included, in document order."""
        raise NotImplementedError

    def said(self, element: Element) -> str:
        """What the element has in place of what is wanted; "" for nothing."""
        raise NotImplementedError


class ByText(Finder):
    """The innermost elements with a text in them."""

    def __init__(self, text: str | Pattern[str], exact: bool) -> None:
        self._matches = TextMatch(text, exact)
        self.words = call("get_by_text", self._matches.words, exact=value(True) if exact else None)
        self.wanted = self._matches.text

    def find(self, scope: Scope) -> list[Element]:
        order = list(scope.element.walk())
        texts: dict[Element, str] = {}
        matching: set[Element] = set()
        around: set[Element] = set()  # something in it matches
        for element in reversed(order):  # children first
            children = element.children
            parts = [own_text(element), *(texts[child] for child in children)]
            texts[element] = " ".join(part for part in parts if part)
            if any(child in matching or child in around for child in children):
                around.add(element)
            elif texts[element] and self._matches(texts[element]):
                matching.add(element)
        return [element for element in order if element in matching]

    def said(self, element: Element) -> str:
        return own_text(element)


class ByAttribute(Finder):
    """Elements with a text in one of some attributes."""

    def __init__(
        self, method: str, names: tuple[str, ...], text: str | Pattern[str], exact: bool
    ) -> None:
        self._names = names
        self._matches = TextMatch(text, exact)
        is_shown = exact and method != "get_by_test_id"  # always exact
        self.words = call(method, self._matches.words, exact=value(True) if is_shown else None)
        self.wanted = self._matches.text

    def find(self, scope: Scope) -> list[Element]:
        return [
            element
            for element in scope.element.walk()
            if any(self._matches(text) for text in self._texts(element))
        ]

    def said(self, element: Element) -> str:
        return next(iter(self._texts(element)), "") or own_text(element)

    def _texts(self, element: Element) -> list[str]:
        attr = element.attr
        return [shown(attr[name]) for name in self._names if attr.get(name) not in (None, "")]


class ByRole(Finder):
    """Elements with a role, and a name."""

    def __init__(self, role: str, name: str | Pattern[str] | None, exact: bool) -> None:
        require_text(role)
        self._role = "img" if role == "image" else role
        self._matches = None if name is None else TextMatch(name, exact)
        self.words = call(
            "get_by_role",
            f'"{role}"',
            name=self._matches.words if self._matches else None,
            exact=value(True) if exact else None,
        )
        self.wanted = self._matches.text if self._matches else role

    def find(self, scope: Scope) -> list[Element]:
        return [
            element
            for element in scope.element.walk()
            if self._has_role(element)
            and (self._matches is None or self._matches(name_of(element)))
        ]

    def said(self, element: Element) -> str:
        if self._matches is None:
            return role_of(element)
        return name_of(element) if self._has_role(element) else own_text(element)

    def _has_role(self, element: Element) -> bool:
        role = role_of(element)
        return role == self._role or (role == "image" and self._role == "img")


class Within(Finder):
    """What another locator finds, there.

    Args:
        words: The locator's.
        finder: Its last one, for messages.
    """

    def __init__(self, words: str, find: Callable[[Scope], list[Element]], finder: Finder) -> None:
        self._find = find
        self._finder = finder
        self.words = f"locator({words})"
        self.wanted = finder.wanted

    def find(self, scope: Scope) -> list[Element]:
        return self._find(scope)

    def said(self, element: Element) -> str:
        return self._finder.said(element)


class ByCss(Finder):
    """Elements that match a CSS selector; what is around the scope counts too."""

    def __init__(self, page: Page, selector: str) -> None:
        from weex_runtime.testkit.locator.css import Selectors

        self._page = page
        self._selectors = Selectors(selector)
        self.words = f"locator({selector!r})"
        self.wanted = selector.replace(">", " ").split()[-1] if selector.split() else ""

    def find(self, scope: Scope) -> list[Element]:
        found = scope.selected.get(self)
        if found is None:
            found = scope.selected[self] = set(self._selectors.select(self._page))
        return [element for element in scope.element.walk() if element in found]

    def said(self, element: Element) -> str:
        classes = "".join(f".{name}" for name in self._selectors.classes_of(element))
        for name in ("testId", "test-id", "id"):
            if element.attr.get(name) and name in self.wanted:
                return f"{element.type}{classes}[{name}={element.attr[name]}]"
        return f"{element.type}{classes}"
