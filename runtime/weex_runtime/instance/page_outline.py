"""The outline of a page's screen, with a CSS selector for each element that shows no text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

from weex_runtime.document.element import Element
from weex_runtime.document.outline import outline

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_LONGEST_SRC = 60
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")


def outline_of(page: Instance) -> str:
    """Return the screen as lines of text (document/outline.py); "" if nothing is rendered."""
    if page.document.is_empty:
        return ""
    selectors = _Selectors(page)
    return outline(page.document.root, lambda element: f"css={selectors.of(element)}")


def vue_classes(page: Instance) -> Mapping[str, Sequence[str]]:
    """Return {ref: class names} of a Vue page.

    The result is empty for other frameworks, without a Vue instance, while JS runs, and after the
    page has ended.
    """
    if page.framework != "Vue" or page.is_ended or page.engine.running:
        return {}
    text = cast("str | None", page.js.enter("vueClasses"))
    found: Mapping[str, Sequence[str]] = json.loads(text) if text else {}
    return found


class _Selectors:
    def __init__(self, page: Instance) -> None:
        self._page = page

    @cached_property
    def _classes(self) -> dict[Element, set[str]]:
        """{element: class names}, read when the first element without a text needs a selector."""
        of_vue = vue_classes(self._page)
        return {
            element: {
                name
                for name in (*element.class_list, *of_vue.get(element.ref, ()))
                if _CLASS.fullmatch(name)
            }
            for element in self._page.document.elements()
        }

    def of(self, element: Element) -> str:
        """Return the shortest selector, of several forms, that matches only the element."""
        kind, classes = element.type, self._classes.get(element, set())
        alike = [other for other in self._classes if other.type == kind]
        if len(alike) < 2:
            return kind
        if classes and sum(classes <= self._classes[other] for other in alike) == 1:
            return kind + "".join(f".{name}" for name in sorted(classes))
        src = element.attr.get("src")
        if isinstance(src, str) and src and len(src) <= _LONGEST_SRC and '"' not in src + "\\":
            if sum(other.attr.get("src") == src for other in alike) == 1:
                return f'{kind}[src="{src}"]'
        return _path(element)


def _path(element: Element) -> str:
    steps: list[str] = []
    part = element
    while part.parent:
        steps.append(f"{part.type}:nth-child({part.parent.children.index(part) + 1})")
        part = part.parent
    return " > ".join([":root", *reversed(steps)])
