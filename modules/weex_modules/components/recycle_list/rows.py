"""The rows of a recycle-list: the data that JS hands over, and their drawing.

Data changes at once, drawing follows when JS has come to rest, since the components in the rows
answer to hooks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from weex_modules.components.recycle_list.binding import Binder
from weex_modules.components.recycle_list.expression.operators import rules_of
from weex_modules.components.recycle_list.expression.parser import Scope
from weex_modules.components.recycle_list.row import DrawingStopped, Row
from weex_modules.components.recycle_list.slots import CellSlots
from weex_modules.components.recycle_list.virtual_component import VirtualComponent
from weex_runtime import Component
from weex_runtime.json_values import JSONValue, brief, shown


class RecycleRows:
    """The rows of one list.

    Args:
        owner: The list.

    Attributes:
        components: By id: the row that a component is in, and the component.
    """

    def __init__(self, owner: Component) -> None:
        self.element = owner.element
        self.page = owner.page
        self.components: dict[str, tuple[Row, VirtualComponent]] = {}
        self._owner = owner
        self._rows: list[Row] = []
        self._shown: dict[Row, None] = {}
        self._numbers = itertools.count()
        self._slots: CellSlots | None = None  # None: to be made from the templates
        self._is_scheduled = False
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._rows)

    def replace(self, rows: JSONValue) -> None:
        """Have these rows only."""
        if isinstance(rows, list):
            self._rows = self._made(rows)
            self._schedule()
        else:
            self._complain(f"listData is an array of rows, not {brief(rows)}")

    def insert(self, index: JSONValue, rows: JSONValue) -> None:
        """Insert rows before the one at this position."""
        if not isinstance(rows, list):
            self._complain(f"rows come as an array, not as {brief(rows)}")
        elif not isinstance(index, int) or not 0 <= index <= len(self._rows):
            self._complain(f"no row can come to {brief(index)}: there are {len(self._rows)}")
        else:
            self._rows[index:index] = self._made(rows)
            self._schedule()

    def update(self, index: int, data: JSONValue) -> None:
        """Give a row other data."""
        if self._has(index, "updated"):
            self._rows[index].data = data
            self._rows[index].is_stale = True
            self._schedule()

    def remove(self, index: int, count: int) -> None:
        """Remove rows."""
        if self._has(index, "removed"):
            del self._rows[index : index + count]
            self._schedule()

    def move(self, index: int, to: int) -> None:
        """Move a row to the position that it has then."""
        if self._has(index, "moved") and self._has(to, "the place to move to"):
            self._rows.insert(to, self._rows.pop(index))
            self._schedule()

    def update_component(self, component_id: str, data: dict[str, JSONValue]) -> None:
        """The state of a component changed; nothing happens when it is gone."""
        row, component = self.components.get(component_id, (None, None))
        if row and component:
            component.update(data)
            row.is_stale = True
            self._schedule()

    def redraw(self) -> None:
        """Templates changed, or names that they use."""
        self._slots = None
        for row in self._rows:
            row.is_stale = True
        self._schedule()

    def close(self) -> None:
        """The list is gone, and the elements of its rows with it."""
        self._is_closed = True
        for row in self._shown:
            row.detach_components()

    def require_drawable(self) -> None:
        """Asked whenever JS had its turn.

        Raises:
            DrawingStopped: The page has ended, or the bundle took the list away.
        """
        if self._is_closed or self.page.is_ended:
            raise DrawingStopped

    def _made(self, rows: Iterable[JSONValue]) -> list[Row]:
        return [Row(self, next(self._numbers), data) for data in rows]

    def _has(self, index: int, what: str) -> bool:
        if 0 <= index < len(self._rows):
            return True
        self._complain(f"row {index} cannot be {what}: there are {len(self._rows)}")
        return False

    def _complain(self, text: str) -> None:
        self.page.write_console("warn", f"[weex-runtime] recycle-list: {text}")

    def _warn(self, text: str) -> None:
        self.page.warn_once(f"recycle-list {text}", f"recycle-list: {text}")

    def _schedule(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            self.page.js.after(self._draw)

    def _draw(self) -> None:
        self._is_scheduled = False
        try:
            self.require_drawable()
            if self._slots is None:
                self._slots = self._made_slots()
            # Hooks and handlers may change rows and templates meanwhile: that is drawn afterwards.
            rows = list(self._rows)
            self._remove_others(rows)
            self._draw_rows(rows, self._slots)
        except DrawingStopped:
            pass
        except RecursionError:
            self._warn("its templates are nested too deeply: they are not drawn")
        except Exception as error:
            # A handler that ran at once, say of an image's `load`, may have taken the list away.
            if not self._is_closed:
                self.page.add_failure(f"drawing {self.element!r}", error)

    def _made_slots(self) -> CellSlots:
        platform = self.page.platform.name
        binder = Binder(rules_of(platform), self._warn)
        switch = shown(self._owner.attribute("switch") or "")
        return CellSlots(self.element.templates or (), binder, switch, platform == "android")

    def _remove_others(self, rows: list[Row]) -> None:
        """Take away what is not among the rows, and let refs go whose position changed."""
        positions = {row: position for position, row in enumerate(rows)}
        for row in list(self._shown):
            if row.position != positions.get(row):
                self._tell_slot("_detach_slot", row)
            if row not in positions:
                row.clear()
                del self._shown[row]

    def _draw_rows(self, rows: list[Row], slots: CellSlots) -> None:
        has_index = bool(self._owner.attribute("index"))
        place = 0
        for position, row in enumerate(rows):
            has_moved = row.position != position
            row.position = position
            row.drawing.move(place)
            is_drawn = row.is_stale or (has_moved and has_index)
            if is_drawn:
                self._shown[row] = None
                row.draw(slots.template_of(row.data), self._scope(row), place)
                row.attach_components()
            if is_drawn or has_moved:
                self._tell_slot("_attach_slot", row)
            place += len(row.drawing.roots)

    def _scope(self, row: Row) -> Scope:
        alias, index = self._owner.attribute("alias"), self._owner.attribute("index")
        names: dict[str, JSONValue] = {}
        if isinstance(index, str):
            names[index] = row.position
        if isinstance(alias, str):
            names[alias] = row.data
        elif isinstance(row.data, dict):
            return (names, row.data)
        return (names,)

    def _tell_slot(self, event: str, row: Row) -> None:
        """Tell of the refs in a row: Vue keeps them for `$refs`."""
        if row.drawing.refs and self.element.listens_to(event):
            self._owner.fire_event(event, row.instance())
            self.require_drawable()
