"""CSS selectors for the elements of an outline that show no text; each matches one element."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_LONGEST_SRC = 60
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")


def addresses(page: Instance) -> Callable[[Element], str]:
    """The function that gives an element's address as steps and locators take it, like
    `css=image.icon`; the page is looked through when it is first asked."""
    found: list[_Addresses] = []

    def address(element: Element) -> str:
        if not found:
            found.append(_Addresses(page))
        return f"css={found[0].selector(element)}"

    return address


class _Addresses:
    def __init__(self, page: Instance) -> None:
        text = page.vue_classes()
        self._vue_classes: Mapping[str, Sequence[str]] = json.loads(text) if text else {}
        self._elements = list(page.document.elements())
        self._classes = {element: self._classes_of(element) for element in self._elements}

    def selector(self, element: Element) -> str:
        """The shortest of some selectors that matches the element only."""
        kind, classes = element.type, self._classes.get(element, set())
        alike = [other for other in self._elements if other.type == kind]
        if len(alike) < 2:
            return kind
        if classes and sum(classes <= self._classes[other] for other in alike) == 1:
            return kind + "".join(f".{name}" for name in sorted(classes))
        src = element.attr.get("src")
        if isinstance(src, str) and src and len(src) <= _LONGEST_SRC and '"' not in src + "\\":
            if sum(other.attr.get("src") == src for other in alike) == 1:
                return f'{kind}[src="{src}"]'
        return _path(element)

    def _classes_of(self, element: Element) -> set[str]:
        names = [*element.class_list, *self._vue_classes.get(element.ref, ())]
        return {name for name in names if _CLASS.fullmatch(name)}


def _path(element: Element) -> str:
    steps: list[str] = []
    part = element
    while part.parent:
        steps.append(f"{part.type}:nth-child({part.parent.children.index(part) + 1})")
        part = part.parent
    return " > ".join([":root", *reversed(steps)])
