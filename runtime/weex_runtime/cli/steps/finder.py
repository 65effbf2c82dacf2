"""Find the elements that a step of `weex-runtime run --do` names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias, cast

from weex_runtime.document.element import FIELDS, Element
from weex_runtime.json_values import shown
from weex_runtime.testkit.locator.locator import Locator
from weex_runtime.testkit.locator.roles import LABELS
from weex_runtime.testkit.locator.selectors import ByCss, Finder, Scope

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page

ON_SCREEN = "on the screen"
_NAMES = ("placeholder", *LABELS, "testId", "test-id", "id")

# A function that takes the elements that match the name in a step, and returns the elements on
# which the step can act.
Selection: TypeAlias = Callable[["Page", list[Element]], list[Element]]


class ByName(Finder):
    """Elements by their text or value, placeholder, label, test id or id.

    Args:
        name: A text, value, placeholder, label, test id or id, or a part of it in any letter case;
            `css=SELECTOR`; "" for any element.
    """

    def __init__(self, page: Page, name: str, is_whole: bool, select: Selection | None) -> None:
        self._page = page
        self._is_whole = is_whole
        self._select = select
        self._css = ByCss(page, name.removeprefix("css=")) if name.startswith("css=") else None
        self.description = repr(name) if name else ON_SCREEN
        self.wanted = name

    def find(self, scope: Scope) -> list[Element]:
        if self._css:
            elements = self._css.find(scope)
        else:
            elements = [element for element in scope.element.walk() if self._fits(element)]
        return self._select(self._page, elements) if self._select else elements

    def compared_text(self, element: Element) -> str:
        return next(iter(names_of(element)), "")

    def _fits(self, element: Element) -> bool:
        if not self.wanted:
            return True
        if self._is_whole:
            return self.wanted in (name.strip() for name in names_of(element))
        return any(self.wanted.lower() in name.lower() for name in names_of(element))


def locator(
    page: Page, name: str, is_whole: bool = False, select: Selection | None = None
) -> Locator:
    finder = ByName(page, name, is_whole, select)
    return Locator(page, finder.find, finder.description, finder)


def matches(top: Page, name: str, select: Selection | None = None) -> list[Locator]:
    """Return a locator for each element whose whole name is `name`. If there is no such element,
    return a locator for each element whose name contains `name`.
    """
    for is_whole in (True, False):
        locators = [locator(page, name, is_whole, select) for page in _with_embedded(top)]
        if found := [one for locator in locators for one in _each(locator)]:
            return found
    return []


def _each(locator: Locator) -> list[Locator]:
    found = locator.all()
    return found if len(found) > 1 else [locator] * len(found)


def _with_embedded(page: Page) -> Iterator[Page]:
    """Return a page and the pages in its <embed> elements."""
    yield page
    for embedded in page.components.embedded_pages():
        yield from _with_embedded(cast("Page", embedded))


def names_of(element: Element) -> list[str]:
    """Return the texts by which a step can name an element: its labels, and its text or value."""
    names = [shown(element.attr[key]) for key in _NAMES if element.attr.get(key) is not None]
    value = element.attr.get("value") if element.type in ("text", *FIELDS) else None
    return names if value is None else [*names, shown(value)]


# Each of the following functions is a `Selection`, or returns one.


def of_types(*types: str) -> Selection:
    return lambda page, elements: [element for element in elements if element.type in types]


def listening_to(event: str) -> Selection:
    return lambda page, elements: [element for element in elements if element.listens_to(event)]


def under_listener(event: str) -> Selection:
    """Select one element for each element that listens to the event, since several elements can
    have the same listening ancestor.
    """
    return lambda page, elements: _one_for_each(
        elements, lambda element: element.nearest_listener(event)
    )


def tappable(page: Page, elements: list[Element]) -> list[Element]:
    """Select one element for each tap target, since a tap anywhere in the target has the same
    effect.
    """

    def tap_target(element: Element) -> Element | None:
        around = element.with_ancestors()
        return next((part for part in around if page.components.of(part).takes_tap()), None)

    return _one_for_each(elements, tap_target)


def switches(page: Page, elements: list[Element]) -> list[Element]:
    """Return the switches among the elements. If none of the elements is a switch, return for each
    element the switches in its closest ancestor that contains a switch.
    """
    own = of_types("switch")(page, elements)
    return own or list(dict.fromkeys(near for e in elements for near in _switches_beside(e)))


def _switches_beside(element: Element) -> Iterable[Element]:
    boxes = (
        [part for part in box.walk() if part.type == "switch"] for box in element.with_ancestors()
    )
    return next(filter(None, boxes), [])


def _one_for_each(
    elements: list[Element], target_of: Callable[[Element], Element | None]
) -> list[Element]:
    """Return the first element for each different result of `target_of`, and leave out elements
    with the result None. If all results are None, return all elements.
    """
    first: dict[Element, Element] = {}
    for element in elements:
        if target := target_of(element):
            first.setdefault(target, element)
    return list(first.values()) or elements
