"""Queries for elements in the rows of a recycle-list. Native draws these elements, so JS cannot
find them in its own tree.

Source: Android Selector.java; iOS WXRecycleListComponent.mm.
"""

from __future__ import annotations

import re

from weex_runtime.document.document import Document
from weex_runtime.document.element import Element
from weex_runtime.errors import UnknownRef
from weex_runtime.json_values import JSONValue, shown

# After the "=", each alternative matches a space in one place only, so matching takes linear time.
_SELECTOR = re.compile(r"""\s*\[\s*([^\]=\s]+)\s*(?:=(?:\s*("[^"]*"|'[^']*')\s*|([^\]]*)))?\]\s*""")


def virtual_element(element: Element) -> dict[str, JSONValue]:
    """Return the object that stands for an element of a row in `$refs` and in query results."""
    return {
        "attrs": dict(element.attr),
        "type": element.type,
        "ref": element.ref,
        "[[VirtualElement]]": True,
    }


def find(
    document: Document, ref: str, selector: str, *, upwards: bool
) -> list[dict[str, JSONValue]]:
    """Return the elements in a row that match a selector "[name]" or "[name=value]"; other
    selectors match nothing.

    Args:
        ref: The ref of an element in the row.
        upwards: Search the element and its ancestors in the row, innermost first; otherwise search
            the descendants of the element in document order.
    """
    parsed = _SELECTOR.fullmatch(selector)
    try:
        start = document.get(ref)
    except UnknownRef:
        return []
    if not parsed:
        return []
    name, quoted, plain = parsed.groups()
    given = quoted or (plain or "").strip()
    value = given.strip("\"'")
    elements = list(start.with_ancestors()) if upwards else list(start.walk())[1:]
    found = []
    for element in elements:
        if element.origin and name in element.attr:
            if not given or shown(element.attr[name]) == value:
                found.append(virtual_element(element))
    return found
