"""The outline of a page's screen, with a CSS selector for each element that shows no text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from weex_runtime.document.element import Element
from weex_runtime.document.outline import outline

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_LONGEST_SRC = 60
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")


def outline_of(page: Instance) -> str:
    """The screen in lines of text (document/outline.py); "" while nothing is rendered."""
    return "" if page.document.is_empty else outline(page.document.root, _addresses(page))


def vue_classes(page: Instance) -> str | None:
    """{ref: [class name]} of a Vue page as JSON text.

    None for other frameworks, before there is a Vue instance, and while JS runs or has ended.
    """
    if page.framework != "Vue" or page.is_ended or page.engine.running:
        return None
    return cast("str | None", page.js.enter("vueClasses"))


def _addresses(page: Instance) -> Callable[[Element], str]:
    """A function that gives the CSS selector of an element, like `css=image.icon`, as steps and
    locators take it. Its first call reads the page."""
    found: list[_Addresses] = []

    def address(element: Element) -> str:
        if not found:
            found.append(_Addresses(page))
        return f"css={found[0].selector(element)}"

    return address


class _Addresses:
    def __init__(self, page: Instance) -> None:
        text = vue_classes(page)
        self._vue_classes: Mapping[str, Sequence[str]] = json.loads(text) if text else {}
        self._elements = list(page.document.elements())
        self._classes = {element: self._classes_of(element) for element in self._elements}

    def selector(self, element: Element) -> str:
        """The shortest selector of several forms that matches only the element."""
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
