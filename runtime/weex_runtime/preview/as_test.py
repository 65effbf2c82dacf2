"""Write the actions of a preview's user as the code of a test, for "Copy as test"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.json_values import shown

if TYPE_CHECKING:
    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.page import Page


class Actions:
    """The actions so far.

    Attributes:
        device: Index of the device on which the next action acts.
    """

    def __init__(self) -> None:
        self.device = 0
        self._calls: list[tuple[int, str]] = []  # the device, and a call of its page
        self._field: Element | None = None

    def add(self, page: Page, element: Element, action: str) -> None:
        """Record an action on an element, like `click()`."""
        self.call(f"{_locator_of(page, element)}.{action}")

    def call(self, line: str) -> None:
        """Record a call of the page, like `go_back()`."""
        self._field = None
        self._calls.append((self.device, line))

    def typed(self, page: Page, element: Element, text: str) -> None:
        """Record the text of a field; further typing replaces it."""
        if self._field is element:
            self._calls.pop()
        self.call(f"{_locator_of(page, element)}.fill({text!r})")
        self._field = element

    def code(self, platforms: Sequence[str]) -> str:
        """Return a test in Python.

        Args:
            platforms: The platform of each device; "" for the documented one.
        """
        pages = ["page"]
        if len(platforms) > 1:
            pages = [f"page{number}" for number in range(1, len(platforms) + 1)]
        head = ["def test_it(weex_page):", "    page = weex_page"]
        if any(platforms) or len(platforms) > 1:
            head = ["def test_it(new_weex_page):"]
            for page, platform in zip(pages, platforms, strict=True):
                option = f"platform={platform!r}" if platform else ""
                head.append(f"    {page} = new_weex_page({option})")
        body = [f"    {pages[device]}.{call}" for device, call in self._calls] or ["    ..."]
        return "\n".join([*head, *body, ""])


def _locator_of(page: Page, element: Element) -> str:
    """Return the code of the first locator that finds this element only."""
    for code, locator in _candidates(page, element):
        if locator.elements() == [element]:
            return code
    elements = page.locator(element.type).elements()
    return f"locator({element.type!r}).nth({elements.index(element)})"


def _candidates(page: Page, element: Element) -> Iterator[tuple[str, Locator]]:
    attr = element.attr
    test_id = shown(attr.get("testId") or attr.get("test-id"))
    if test_id:
        yield f"get_by_test_id({test_id!r})", page.get_by_test_id(test_id)
    placeholder = shown(attr.get("placeholder"))
    if placeholder:
        yield f"get_by_placeholder({placeholder!r})", page.get_by_placeholder(placeholder)
    label = shown(attr.get("ariaLabel") or attr.get("aria-label"))
    if label:
        yield f"get_by_label({label!r})", page.get_by_label(label)
    text = element.own_text
    if text:
        yield f"get_by_text({text!r})", page.get_by_text(text)
        yield f"get_by_text({text!r}, exact=True)", page.get_by_text(text, exact=True)
