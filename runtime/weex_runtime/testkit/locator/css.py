"""CSS selectors for elements of the native tree, by type, class, attribute and structure.

cssselect2 matches the selectors in a copy of the tree. The class names of Vue pages come from
instance/js/Vue/classes.js.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import SubElement

import cssselect2

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError
from weex_runtime.instance.screen.outline import vue_classes
from weex_runtime.json_values import shown
from weex_runtime.naming import hyphenated, unhyphenated

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


class Selectors:
    """A list of CSS selectors, separated by commas.

    Raises:
        PageError: The text is not CSS, or has parts that cssselect2 does not support.
    """

    def __init__(self, text: str) -> None:
        try:
            self._compiled: list[Any] = list(cssselect2.compile_selector_list(text))
        except Exception as error:  # cssselect2 also raises errors other than SelectorError
            from weex_runtime.testkit.suggestions import suggest_for_selector

            reason = error.args if isinstance(error, cssselect2.SelectorError) else ("not CSS",)
            hint = suggest_for_selector(text)
            problem = hint or " ".join(part for part in reason if isinstance(part, str))
            raise PageError(f"expected a CSS selector, got {text!r}: {problem}") from None
        self._names_classes = "." in text or "class" in text
        self._classes: Mapping[str, Sequence[str]] = {}

    def select(self, page: Page) -> list[Element]:
        """Return the elements of a page that match a selector."""
        # Elements of Vue pages have no class names in the native tree, so they are read from Vue in
        # JS.
        classes = self._classes = vue_classes(page) if self._names_classes else {}
        root = page.document.root
        top = Node(root.type, _attributes(root, classes))
        order: list[Element] = []
        stack = [(root, top)]
        while stack:
            element, node = stack.pop()
            order.append(element)
            children = element.children
            nodes = [SubElement(node, c.type, _attributes(c, classes)) for c in children]
            stack.extend(zip(reversed(children), reversed(nodes), strict=True))
        wrapped = cssselect2.ElementWrapper.from_xml_root(top).iter_subtree()
        return [
            element
            for element, node in zip(order, wrapped, strict=True)
            if any(selector.test(node) for selector in self._compiled)
        ]

    def classes_of(self, element: Element) -> Sequence[str]:
        """Return the class names that an element had when `select` ran last; empty if no selector
        uses classes.
        """
        return [*element.class_list, *self._classes.get(element.ref, ())]


def _attributes(element: Element, classes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return {name: value as text} of an element's attributes. Each attribute has two names: in
    camelCase and with hyphens.
    """
    result: dict[str, str] = {}
    for name, value in element.attr.items():
        text = shown(value)
        for spelling in (hyphenated(name), unhyphenated(name)):
            result[spelling] = text
    names = [*element.class_list, *classes.get(element.ref, ())]
    if names:
        result["class"] = " ".join([*result.get("class", "").split(), *names])
    return result
