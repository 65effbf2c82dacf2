"""How bundles find elements in the rows of a recycle-list, which their own tree does not have.

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
    """What `$refs` and queries give for an element in a row."""
    return {
        "attrs": dict(element.attr),
        "type": element.type,
        "ref": element.ref,
        "[[VirtualElement]]": True,
    }


def row_element(document: Document, holder: Element, ref: str) -> Element | None:
    """The element in a row of the list that has this ref."""
    # The refs in a row begin with that of its list.
    if not ref.startswith(f"{holder.ref}@"):
        return None
    try:
        return document.get(ref)
    except UnknownRef:
        return None


def under(element: Element | None) -> Iterator[Element]:
    """All under an element, in document order."""
    return (part for part in (element.walk() if element else ()) if part is not element)


def around(element: Element | None) -> Iterator[Element]:
    """An element and those around it in its row, the innermost first."""
    while element and element.origin:
        yield element
        element = element.parent


def matching(elements: Iterable[Element], selector: str) -> list[dict[str, JSONValue]]:
    """Those that match "[name]" or "[name=value]"; none for any other selector."""
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
