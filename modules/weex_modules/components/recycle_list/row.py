"""One row of a recycle-list: its data, what is drawn for it, and the components in it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from weex_modules.components.recycle_list.drawing import CellDrawing
from weex_modules.components.recycle_list.expression.parser import Scope
from weex_modules.components.recycle_list.query import virtual_element
from weex_modules.components.recycle_list.template import Template
from weex_modules.components.recycle_list.virtual_component import VirtualComponent
from weex_runtime.json_values import JSONInput, JSONValue

if TYPE_CHECKING:
    from weex_modules.components.recycle_list.rows import RecycleRows

_component_numbers = itertools.count(1)


class DrawingStopped(Exception):
    """A component's hook ended the page, or took the list away."""


class Row:
    """A row.

    Args:
        owner: Its list's rows.
        number: Of the row in its list, never used again.
        data: An element of the list's data.

    Attributes:
        position: In the list, when it was last drawn or moved; -1: it is not on the screen.
        is_stale: What is drawn no longer follows from the data.
    """

    def __init__(self, owner: RecycleRows, number: int, data: JSONValue) -> None:
        self._owner = owner
        self.data = data
        self.position = -1
        self.is_stale = True
        self._template_ref: str | None = None
        prefix = f"{owner.element.ref}@{number}@"
        self.drawing = CellDrawing(owner.page.document, owner.element, prefix)
        self._components: dict[str, VirtualComponent] = {}
        self._seen: set[str] = set()  # keys of the components in the drawing that is made
        self._scopes: dict[str, Scope] = {}  # of v-once

    def draw(self, template: Template | None, scope: Scope, place: int) -> None:
        """Draw it, or bring what is drawn up to date.

        Args:
            template: None draws nothing.
            place: Of its first element among the list's children.

        Raises:
            DrawingStopped: There is nothing left to draw into.
        """
        ref = template.ref if template else None
        if ref != self._template_ref:
            self.clear()
            self._template_ref = ref
        self.is_stale = False
        self._seen.clear()
        drawn = template.draw(scope, self) if template else ()
        self.drawing.show(drawn, place)
        for key in self._components.keys() - self._seen:
            self._detach(key)

    def clear(self) -> None:
        """Take it from the screen, with its state."""
        self.drawing.remove()
        for key in list(self._components):
            self._detach(key)
        self._scopes.clear()

    def detach_components(self) -> None:
        """The list is gone, and the elements with it."""
        for key in list(self._components):
            self._detach(key)

    def attach_components(self) -> None:
        """Tell JS of the components that are on the screen for the first time."""
        for component_id in list(self.drawing.component_ids()):
            _, component = self._owner.components.get(component_id, (self, None))
            if component and not component.is_attached:
                component.attach(self.instance(component_id))
                self._owner.require_drawable()

    def instance(self, component_id: str = "") -> dict[str, JSONInput]:
        """What hooks and slot events say: {"position", "refs", "listRef"}.

        Args:
            component_id: Of the component whose refs are asked for; "": all of the row.
        """
        refs: dict[str, list[JSONInput]] = {}
        for name, drawn in self.drawing.refs:
            if component_id in ("", drawn.component_id):
                element = self._owner.page.document.get(self.drawing.ref(drawn))
                refs.setdefault(name, []).append(virtual_element(element))
        return {"position": self.position, "refs": refs, "listRef": self._owner.element.ref}

    # What the template asks.

    def component(
        self, key: str, template_id: str, props: dict[str, JSONValue]
    ) -> tuple[str, Mapping[str, JSONValue]]:
        """See cell_template.Row."""
        self._seen.add(key)
        component = self._components.get(key)
        if component is None:
            component_id = f"{self._owner.element.ref}@{key}@{next(_component_numbers)}"
            component = VirtualComponent(self._owner.page, component_id, template_id, props)
            self._components[key] = component
            self._owner.components[component_id] = self, component
        else:
            component.sync(props)
        self._owner.require_drawable()
        return component.id, component.data

    def once(self, key: str, scope: Scope) -> Scope:
        """See cell_template.Row."""
        return self._scopes.setdefault(key, tuple(dict(frame) for frame in scope))

    def _detach(self, key: str) -> None:
        component = self._components.pop(key)
        del self._owner.components[component.id]
        component.detach()
