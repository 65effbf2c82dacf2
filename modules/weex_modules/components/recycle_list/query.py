"""Queries for elements in the rows of a recycle-list. Native draws these elements, so JS cannot
find them in its own tree.

Source: Android Selector.java; iOS WXRecycleListComponent.mm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from weex_runtime.document.document import Document
from weex_runtime.document.element import Element
from weex_runtime.errors import UnknownRef
from weex_runtime.json_values import JSONValue, shown

_SELECTOR = re.compile(r"\s*\[\s*([^\]=\s]+)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[^\]]*?)\s*)?\]\s*")


def virtual_element(element: Element) -> dict[str, JSONValue]:
    """Return the object that stands for an element of a row in `$refs` and in query results."""
    return {
        "attrs": dict(element.attr),
        "type": element.type,
        "ref": element.ref,
        "[[VirtualElement]]": True,
    }


def row_element(document: Document, holder: Element, ref: str) -> Element | None:
    """Return the element with this ref in a row of the list."""
    # Refs of elements in rows start with the ref of the list.
    if not ref.startswith(f"{holder.ref}@"):
        return None
    try:
        return document.get(ref)
    except UnknownRef:
        return None


def under(element: Element | None) -> Iterator[Element]:
    """Return the descendants of an element in document order."""
    return (part for part in (element.walk() if element else ()) if part is not element)


def around(element: Element | None) -> Iterator[Element]:
    """Return an element and its ancestors within the row, innermost first."""
    while element and element.origin:
        yield element
        element = element.parent


def matching(elements: Iterable[Element], selector: str) -> list[dict[str, JSONValue]]:
    """Return the elements that match a selector "[name]" or "[name=value]"; other selectors match
    nothing.
    """
    parsed = _SELECTOR.fullmatch(selector)
    if not parsed:
        return []
    name, value = parsed[1], parsed[2]
    wanted = value.strip("\"'") if value else None
    return [
        virtual_element(element)
        for element in elements
        if name in element.attr and (wanted is None or shown(element.attr[name]) == wanted)
    ]
