"""The rows of a recycle-list: their data, elements and components.

A call of JS changes the data immediately. Rows are drawn when no JS is running, because drawing
calls the hooks of the components in the rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from weex_modules.components.recycle_list.drawing import CellDrawing
from weex_modules.components.recycle_list.slots import CellSlots
from weex_modules.components.recycle_list.templates import Frames, Templates
from weex_modules.components.recycle_list.virtual_component import VirtualComponent
from weex_runtime import Component, LimitExceeded
from weex_runtime.json_values import JSONInput, JSONValue, brief, shown, size_of

_PER_ROW = 1000  # bytes that a row needs in addition to its data

_component_numbers = itertools.count(1)


class DrawingStopped(Exception):
    """A component's hook ended the page or removed the list."""


class Row:
    """A row of a recycle-list, with its data, elements and components.

    Args:
        number: Identifies the row in its list; numbers of removed rows are not used again.
        data: An element of the list's data.

    Attributes:
        position: Index in the list when the row was last drawn or moved; -1 before the first
            drawing.
        is_stale: Whether the data changed after the last drawing.
    """

    def __init__(self, rows: RecycleRows, number: int, data: JSONValue) -> None:
        self._rows = rows
        self.data = data
        self.position = -1
        self.is_stale = True
        prefix = f"{rows.element.ref}@{number}@"
        self.drawing = CellDrawing(rows.page.document, rows.element, prefix)
        self._slot: str | None = None
        self._components: dict[str, VirtualComponent] = {}
        # Keys of the components in the latest drawing; `draw` detaches all other components.
        self._drawn_components: set[str] = set()
        # {key of a v-once element: the data in scope when the element was drawn first}
        self._once: dict[str, Mapping[str, JSONValue]] = {}

    def draw(self, templates: Templates, slot: str | None, frames: Frames, place: int) -> None:
        """Insert the row's elements, or update them; may raise DrawingStopped.

        Args:
            slot: Ref of the row's cell-slot; None: draw nothing.
            place: Index of the row's first element among the list's children.
        """
        if slot != self._slot:
            self.clear()
            self._slot = slot
        self.is_stale = False
        self._drawn_components.clear()
        drawn = (templates.draw(slot, frames, self),) if slot else ()
        self.drawing.show(drawn, place)
        for key in self._components.keys() - self._drawn_components:
            self._detach(key)

    def clear(self) -> None:
        """Remove the row's elements and state."""
        self.drawing.remove()
        self.detach_components()
        self._once.clear()

    def detach_components(self) -> None:
        for key in list(self._components):
            self._detach(key)

    def attach_components(self) -> None:
        """Call the hook `attach` of each component that was drawn for the first time."""
        for component_id in list(self.drawing.component_ids()) if self._components else ():
            _, component = self._rows.components.get(component_id, (self, None))
            if component and not component.is_attached:
                component.attach(self.instance(component_id))
                self._rows.require_drawable()

    def instance(self, component_id: str = "") -> dict[str, JSONInput]:
        """The payload of hooks and slot events: {"position", "refs", "listRef"}.

        Args:
            component_id: Return only the refs of this component; "": all refs of the row.
        """
        refs = self.drawing.virtual_refs(component_id)
        return {"position": self.position, "refs": refs, "listRef": self._rows.element.ref}

    # Implements the interface RowState of templates.py.

    def component(
        self, key: str, template_id: str, props: dict[str, JSONValue]
    ) -> tuple[str, Mapping[str, JSONValue]]:
        self._drawn_components.add(key)
        component = self._components.get(key)
        if component is None:
            component_id = f"{self._rows.element.ref}@{key}@{next(_component_numbers)}"
            component = VirtualComponent(self._rows.page, component_id, template_id, props)
            self._components[key] = component
            self._rows.components[component_id] = self, component
        else:
            component.sync(props)
        self._rows.require_drawable()
        return component.id, component.data

    def once(self, key: str, data: Mapping[str, JSONValue]) -> Mapping[str, JSONValue]:
        return self._once.setdefault(key, dict(data))

    def _detach(self, key: str) -> None:
        component = self._components.pop(key)
        del self._rows.components[component.id]
        component.detach()


class RecycleRows:
    """The rows of one list, and the components in the rows by id."""

    def __init__(self, owner: Component) -> None:
        self.element = owner.element
        self.page = owner.page
        self.components: dict[str, tuple[Row, VirtualComponent]] = {}
        self._owner = owner
        self._rows: list[Row] = []
        self._shown: dict[Row, None] = {}
        self._numbers = itertools.count()
        self._slots: CellSlots | None = None
        self._is_outdated = False  # whether the templates changed after the last drawing
        self._is_scheduled = False
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._rows)

    def replace(self, rows: JSONValue) -> None:
        if isinstance(rows, list):
            self._rows = self._made(rows)
            self._schedule()
        else:
            self._refuse(f"listData needs an array of rows, got {brief(rows)}")

    def insert(self, index: JSONValue, rows: JSONValue) -> None:
        """Insert rows before the row at this position."""
        if not isinstance(rows, list):
            self._refuse(f"expected an array of rows, got {brief(rows)}")
        elif not isinstance(index, int) or not 0 <= index <= len(self._rows):
            self._refuse(f"cannot insert rows at {brief(index)}: the list has {len(self._rows)}")
        else:
            self._rows[index:index] = self._made(rows)
            self._schedule()

    def update(self, index: int, data: JSONValue) -> None:
        if self._has(index, "update row"):
            self._rows[index].data = data
            self._rows[index].is_stale = True
            self._schedule()

    def remove(self, index: int, count: int) -> None:
        if self._has(index, "remove row"):
            del self._rows[index : index + count]
            self._schedule()

    def move(self, index: int, to: int) -> None:
        """Move a row; `to` is the position of the row after the move."""
        if self._has(index, "move row") and self._has(to, "move a row to"):
            self._rows.insert(to, self._rows.pop(index))
            self._schedule()

    def update_component(self, component_id: str, data: dict[str, JSONValue]) -> None:
        """Update the state of a component from JS; ignored if the component has ended."""
        row, component = self.components.get(component_id, (None, None))
        if row and component:
            component.update(data)
            row.is_stale = True
            self._schedule()

    def redraw(self) -> None:
        """Draw all rows again, after a change of a template or of the attributes alias, index,
        switch.
        """
        self._is_outdated = True
        for row in self._rows:
            row.is_stale = True
        self._schedule()

    def memory_held(self) -> int:
        """Return the approximate number of bytes that the rows and the JS of the templates take."""
        templates = self._slots.templates.memory() if self._slots else 0
        return templates + sum(_PER_ROW + size_of(row.data) for row in self._rows)

    def close(self) -> None:
        """Detach the components and free the templates, when the list is removed."""
        self._is_closed = True
        for row in self._shown:
            row.detach_components()
        self._close_slots()

    def require_drawable(self) -> None:
        """Check that drawing can continue. Call this method whenever JS has run.

        Raises:
            DrawingStopped: The page has ended, or the bundle has removed the list.
        """
        if self._is_closed or self.page.is_ended:
            raise DrawingStopped

    def _made(self, rows: list[JSONValue]) -> list[Row]:
        return [Row(self, next(self._numbers), data) for data in rows]

    def _has(self, index: int, what: str) -> bool:
        has = 0 <= index < len(self._rows)
        if not has:
            self._refuse(f"cannot {what} {index}: the list has {len(self._rows)}")
        return has

    def _refuse(self, problem: str) -> None:
        self.page.warn(f"recycle-list: {problem}")

    def _warn_once(self, text: str) -> None:
        self.page.warn_once(f"recycle-list {text}", f"recycle-list: {text}")

    def _schedule(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            self.page.js.after(self._draw)

    def _draw(self) -> None:
        self._is_scheduled = False
        try:
            self.require_drawable()
            # Iterate over a copy of the list of rows, since hooks and handlers may change rows and
            # templates. The next drawing shows these changes.
            rows = list(self._rows)
            if self._slots is None or self._is_outdated:
                self._is_outdated = False
                self._close_slots()
                children, switch = self.element.templates or (), self._owner.attribute("switch")
                templates = Templates(self.page, self._warn_once)
                is_android = self.page.platform.name == "android"
                self._slots = CellSlots(children, templates, shown(switch or ""), is_android)
            self._remove_others(rows)
            self._draw_rows(rows, self._slots)
        except DrawingStopped:
            return
        except LimitExceeded as error:
            self.page.add_limit_error(error)
        except Exception as error:
            # A handler that ran during the drawing may have removed the list, for example the
            # handler of an image's `load`.
            if not self._is_closed:
                self.page.add_failure(f"drawing {self.element!r}", error)

    def _close_slots(self) -> None:
        if self._slots:
            self._slots.templates.close()
        self._slots = None

    def _remove_others(self, rows: list[Row]) -> None:
        """Remove drawn rows that are not in `rows`."""
        positions = {row: position for position, row in enumerate(rows)}
        for row in list(self._shown):
            if row.position != positions.get(row):
                self._fire_slot_event("_detach_slot", row)
            if row not in positions:
                row.clear()
                del self._shown[row]

    def _draw_rows(self, rows: list[Row], slots: CellSlots) -> None:
        alias, index = self._owner.attribute("alias"), self._owner.attribute("index")
        place = 0
        for position, row in enumerate(rows):
            if self._is_outdated:
                return  # a hook of a component changed the templates, so all rows are drawn again
            has_moved = row.position != position
            row.position = position
            row.drawing.move(place)
            is_drawn = row.is_stale or (has_moved and index)
            if is_drawn:
                self._shown[row] = None
                frames = _frames(row, alias, index)
                row.draw(slots.templates, slots.slot_of(row.data), frames, place)
                row.attach_components()
            if is_drawn or has_moved:
                self._fire_slot_event("_attach_slot", row)
            place += len(row.drawing.roots)

    def _fire_slot_event(self, event: str, row: Row) -> None:
        if row.drawing.refs and self.element.listens_to(event):
            self._owner.fire_event(event, row.instance())
            self.require_drawable()


def _frames(row: Row, alias: JSONValue, index: JSONValue) -> Frames:
    """Return the scopes of a row's template, the outermost scope first."""
    names: dict[str, JSONValue] = {}
    if isinstance(index, str):
        names[index] = row.position
    if isinstance(alias, str):
        names[alias] = row.data
    elif isinstance(row.data, dict):
        return [row.data, names]
    return [names]
