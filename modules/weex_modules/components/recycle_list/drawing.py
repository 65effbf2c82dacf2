"""The elements of one row in the page's document. The first drawing inserts the elements, each
later drawing updates what changed.

An element keeps changes that the user made, like typed text, as long as the values of its bindings
stay the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from weex_modules.components.recycle_list.query import virtual_element
from weex_modules.components.recycle_list.templates import Drawn
from weex_runtime.document.document import Document
from weex_runtime.document.element import Element, Origin
from weex_runtime.json_values import JSONInput, JSONValue


class CellDrawing:
    """The elements of one row.

    Args:
        parent: The list's element.
        prefix: The start of each drawn element's ref, like "7@2@"; the element's `Drawn.key`
            follows.
    """

    def __init__(self, document: Document, parent: Element, prefix: str) -> None:
        self._document = document
        self._parent = parent
        self._prefix = prefix
        self._drawn: Sequence[Drawn] = ()
        # The row's elements that are direct children of the list.
        self.roots: list[Element] = []
        # (value of the attribute `ref` in a template, element drawn from that template)
        self.refs: list[tuple[str, Drawn]] = []

    def ref(self, drawn: Drawn) -> str:
        """The ref of a drawn element in the document."""
        return self._prefix + drawn.key

    def component_ids(self) -> Iterator[str]:
        """Ids of the components in the row, inner ones first."""
        outer_first: list[str] = []
        stack = [(part, "") for part in self._drawn]
        while stack:
            part, outer = stack.pop()
            if part.component_id != outer:
                outer_first.append(part.component_id)
            stack.extend((child, part.component_id) for child in part.children)
        return reversed(outer_first)

    def virtual_refs(self, component_id: str) -> dict[str, list[JSONInput]]:
        """Return {`ref` in the template: elements of the row that were drawn from the template}.

        Args:
            component_id: Return only elements of this component; "": all elements of the row.
        """
        found: dict[str, list[JSONInput]] = {}
        for name, drawn in self.refs:
            if component_id in ("", drawn.component_id):
                element = self._document.get(self.ref(drawn))
                found.setdefault(name, []).append(virtual_element(element))
        return found

    def show(self, drawn: Sequence[Drawn], position: int) -> None:
        """Insert the row's elements into the list, or update them.

        Args:
            position: Index of the row's first element among the list's children.
        """
        self._update_children(self._parent, position, self._drawn, drawn)
        self._drawn = drawn
        self.roots = [self._document.get(self.ref(root)) for root in drawn]
        self.refs = [
            (str(part.attr["ref"]), part)
            for root in drawn
            for part in root.walk()
            if part.attr.get("ref") is not None
        ]

    def move(self, position: int) -> None:
        """Move the row; `position` is the new index of the row's first element in the list."""
        for number, root in enumerate(self.roots, start=position):
            if self._parent.children[number] is not root:
                self._document.move_element(root.ref, self._parent.ref, number)

    def remove(self) -> None:
        for drawn in self._drawn:
            self._document.remove_element(self.ref(drawn))
        self._drawn, self.roots, self.refs = (), [], []

    def _update_children(
        self, parent: Element, position: int, before: Sequence[Drawn], after: Sequence[Drawn]
    ) -> None:
        waiting = deque([(parent, position, before, after)])
        while waiting:
            parent, position, before, after = waiting.popleft()
            # Both lists are in the order of the templates, so the children that are in both lists
            # are in the right order already.
            present = {child.key: child for child in before}
            kept = {child.key for child in after}
            for child in before:
                if child.key not in kept:
                    self._document.remove_element(self.ref(child))
            for number, child in enumerate(after, start=position):
                old = present.get(child.key)
                if old is None:
                    self._document.draw(parent, self._data(child), number)
                    continue
                self._update(old, child)
                if old.children or child.children:
                    element = self._document.get(self.ref(child))
                    waiting.append((element, 0, old.children, child.children))

    def _update(self, before: Drawn, after: Drawn) -> None:
        document, ref = self._document, self.ref(after)
        attrs = _changes(before.attr, after.attr)
        if attrs:
            document.update_attrs(ref, attrs)
        styles = _changes(before.style, after.style)
        if styles:
            document.update_style(ref, styles)
        if before.class_list != after.class_list:
            document.update_class_list(ref, list(after.class_list))
        if before.event != after.event:
            document.get(ref).event = list(after.event)

    def _data(self, drawn: Drawn) -> dict[str, Any]:
        data: dict[str, Any] = {}
        stack = [(drawn, data)]
        while stack:
            part, out = stack.pop()
            out["ref"], out["type"] = self.ref(part), part.type
            out["attr"], out["style"] = dict(part.attr), dict(part.style)
            out["classList"], out["event"] = list(part.class_list), list(part.event)
            out["origin"] = Origin(part.ref, part.component_id)
            out["children"] = [{} for _ in part.children]
            stack.extend(zip(part.children, out["children"], strict=True))
        return data


def _changes(before: dict[str, JSONValue], after: dict[str, JSONValue]) -> dict[str, JSONValue]:
    """Return {name: new value} for each change; the new value of a removed name is None."""
    if before is after:
        return {}
    changes = {name: value for name, value in after.items() if before.get(name) != value}
    changes.update(dict.fromkeys(before.keys() - after.keys()))
    return changes
