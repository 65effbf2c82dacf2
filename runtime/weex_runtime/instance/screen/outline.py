"""The outline of a page's screen, with a CSS selector for each element that shows no text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from weex_runtime.document.element import Element
from weex_runtime.document.outline import outline
from weex_runtime.instance.instance import Instance
from weex_runtime.json_values import JSONValue

_LONGEST_SRC = 60
_LONGEST_PATH = 50  # maximum number of steps in a path; a deeper element is addressed by its ref
_COMPARED = 100  # maximum number of elements whose classes are compared for a unique selector
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")


def outline_of(page: Instance) -> str:
    """Return the screen as lines of text (document/outline.py); "" if nothing is rendered."""
    if page.document.is_empty:
        return ""
    made: list[_Selectors] = []  # filled at the first element that needs a selector

    def address_of(element: Element) -> str:
        if not made:
            made.append(_Selectors(page))
        return made[0].of(element)

    return outline(page.document.root, address_of)


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
    """CSS selectors that match one element each; finding a selector takes the same time in trees of
    any size.
    """

    def __init__(self, page: Instance) -> None:
        of_vue = vue_classes(page)
        self._classes: dict[Element, set[str]] = {}
        self._types: Counter[str] = Counter()
        self._sources: Counter[tuple[str, JSONValue]] = Counter()
        # {(type, class name): for each element with this type and class, its set of classes}
        self._with_class: dict[tuple[str, str], list[set[str]]] = {}
        self._places: dict[Element, dict[Element, int]] = {}  # {parent: {child: its index}}
        for element in page.document.elements():
            kind = element.type
            self._types[kind] += 1
            if isinstance(element.attr.get("src"), str):
                self._sources[kind, element.attr["src"]] += 1
            names = (*element.class_list, *of_vue.get(element.ref, ()))
            classes = self._classes[element] = {name for name in names if _CLASS.fullmatch(name)}
            for name in classes:
                self._with_class.setdefault((kind, name), []).append(classes)

    def of(self, element: Element) -> str:
        """Return the shortest selector that matches only this element. Tries several forms."""
        kind, classes = element.type, self._classes.get(element, set())
        if self._types[kind] < 2:
            return f"css={kind}"
        if classes:
            fewest = min((self._with_class[kind, name] for name in classes), key=len)
            if len(fewest) <= _COMPARED and sum(classes <= other for other in fewest) == 1:
                return f"css={kind}" + "".join(f".{name}" for name in sorted(classes))
        src = element.attr.get("src")
        if isinstance(src, str) and src and len(src) <= _LONGEST_SRC and '"' not in src + "\\":
            if self._sources[kind, src] == 1:
                return f'css={kind}[src="{src}"]'
        return self._path(element)

    def _path(self, element: Element) -> str:
        steps: list[str] = []
        part = element
        while part.parent:
            places = self._places.get(part.parent)
            if places is None:
                places = {child: place for place, child in enumerate(part.parent.children, 1)}
                self._places[part.parent] = places
            steps.append(f"{part.type}:nth-child({places[part]})")
            part = part.parent
            if len(steps) > _LONGEST_PATH:
                return f"ref={element.ref}"
        return "css=" + " > ".join([":root", *reversed(steps)])
