"""`recycle-list`: native draws the rows from the bundle's templates and data.

Sources: weex-native-directive Implementation.md; Android WXRecyclerTemplateList.java; iOS
WXRecycleListComponent.mm.
"""

from __future__ import annotations

from weex_modules.components.scrollable import List
from weex_runtime import Callback, Component, Difference, component_prop, js_method
from weex_runtime.document.element import Element
from weex_runtime.json_values import JSONValue

# Warnings about calls that have no effect on some platforms.
_APPEND_ROW = Difference(
    "recycle-list.appendData was called with one row",
    android="nothing is added, since it takes an array of rows",
    ios="nothing is added",
    instead="insertRange(length, [row])",
)
_APPEND_ROWS = Difference(
    "recycle-list.appendData was called with an array",
    ios="nothing is added",
    instead="insertRange(length, rows)",
)
_APPEND_RANGE = Difference(
    "recycle-list.appendRange was called without an index",
    android="nothing is added, since an index comes first there",
    instead="insertRange(length, rows)",
)
_APPEND_RANGE_AT = Difference(
    "recycle-list.appendRange was called with an index",
    ios="nothing is added, since it takes the rows only",
    instead="insertRange(index, rows)",
)
_MOVE = Difference(
    "recycle-list.moveData was called",
    android="nothing moves, since there is no such method",
    instead="removeData(from, 1) and insertData(to, row)",
)


class RecycleList(List):
    """Weex `recycle-list`; it scrolls like a list.

    Its children are templates: `cell-slot`s with a `case` or `default`. The attribute `listData`
    has the rows. `switch` is the key in a row's data whose value is compared with `case`. `alias`
    and `index` are the names of a row's data and position in templates. All rows are drawn, not
    only the visible ones. Rows are drawn only when no JS is running.
    """

    type = "recycle-list"
    aliases = ()
    append_tree = False
    holds_templates = True
    attributes = {**List.attributes, "listData": None, "switch": None, "alias": None, "index": None}

    def __init__(self) -> None:
        super().__init__()
        # Import rows.py only here, since few pages have a recycle-list.
        from weex_modules.components.recycle_list.rows import RecycleRows

        self.rows = RecycleRows(self)

    @component_prop("listData")
    def setList(self, rows: JSONValue) -> None:
        """Set the rows, like `setListData`."""
        self.setListData(rows)

    @component_prop("alias")
    def setAlias(self, name: JSONValue) -> None:
        """Set the name of a row's data in templates."""
        self.rows.redraw()

    @component_prop("index")
    def setIndex(self, name: JSONValue) -> None:
        """Set the name of a row's position in templates."""
        self.rows.redraw()

    @component_prop("switch")
    def setSwitch(self, name: JSONValue) -> None:
        """Choose the template of a row by this key of the row's data."""
        self.rows.redraw()

    @js_method
    def setListData(self, rows: JSONValue) -> None:
        """Replace all rows."""
        if rows is not None and rows != "":
            self.rows.replace(rows)

    @js_method
    def appendData(self, data: JSONValue) -> None:
        """Add a row at the end. An array adds a row for each of its elements, as on Android."""
        is_array = isinstance(data, list)
        if not self._is_lost(_APPEND_ROWS if is_array else _APPEND_ROW):
            self.rows.insert(len(self.rows), data if is_array else [data])

    @js_method
    def appendRange(self, *args: JSONValue) -> None:
        """Add an array of rows at the end. If two arguments are passed, insert the rows at the
        index in the first argument, as on Android.
        """
        has_index = len(args) > 1
        if not self._is_lost(_APPEND_RANGE_AT if has_index else _APPEND_RANGE):
            self.rows.insert(args[0] if has_index else len(self.rows), args[-1] if args else None)

    @js_method
    def insertData(self, index: int, data: JSONValue) -> None:
        """Insert one row."""
        self.rows.insert(index, [data])

    @js_method
    def insertRange(self, index: int, rows: JSONValue) -> None:
        """Insert an array of rows."""
        self.rows.insert(index, rows)

    @js_method
    def updateData(self, index: int, data: JSONValue) -> None:
        """Replace the data of a row; components in the row keep their state."""
        if index != -1:  # Vue passes -1 when it updates a row that was already removed
            self.rows.update(index, data)

    @js_method
    def removeData(self, index: int, count: int = 1) -> None:
        """Remove rows. A count below 1 removes one row."""
        self.rows.remove(index, max(count, 1))

    @js_method
    def moveData(self, index: int, to: int) -> None:
        """Move a row; `to` is the position of the row after the move."""
        if not self._is_lost(_MOVE):
            self.rows.move(index, to)

    @js_method
    def scrollTo(self, ref: JSONValue, options: dict[str, JSONValue] | None = None) -> None:
        """Scroll to a row, given by its position or by an element in the row.

        Args:
            options: As for `dom.scrollToElement`.
        """
        rows = self.element.children
        element: Element | None = None
        if isinstance(ref, (int, float)):
            element = rows[int(ref)] if 0 <= int(ref) < len(rows) else None
        else:
            element = next((row for row in self.element.walk() if row.ref == ref), None)
        if element:
            self.scroll_to_element(element, options or {})

    @js_method
    def scrollToElement(self, ref: JSONValue, options: dict[str, JSONValue] | None = None) -> None:
        """Scroll to a row, like `scrollTo`."""
        self.scrollTo(ref, options)

    @js_method
    def queryElement(self, ref: str, selector: str, done: Callback) -> None:
        """Search the descendants of an element in a row by a selector, "[name=value]" or "[name]".
        Calls back with the first match as {attrs, type, ref}, or with {}.
        """
        found = self._query(ref, selector)
        done.invoke(found[0] if found else {})

    @js_method
    def queryElementAll(self, ref: str, selector: str, done: Callback) -> None:
        """Search the descendants of an element in a row, like `queryElement`. Calls back with an
        array of all matches.
        """
        done.invoke(self._query(ref, selector))

    @js_method
    def closest(self, ref: str, selector: str, done: Callback) -> None:
        """Search upwards from an element in a row, starting with the element. Calls back with the
        nearest match in the form of `queryElement`.
        """
        found = self._query(ref, selector, upwards=True)
        done.invoke(found[0] if found else {})

    def update_component(self, component_id: str, data: dict[str, JSONValue]) -> None:
        """Update the state of a component in a row (`dom.updateComponentData`)."""
        self.rows.update_component(component_id, data)

    def created(self) -> None:
        """Implements `Component.created`."""
        self.rows.redraw()

    def _content(self) -> object:
        return len(self.rows)

    def templates_changed(self) -> None:
        """Implements `Component.templates_changed`."""
        self.rows.redraw()

    def destroy(self) -> None:
        """Implements `Component.destroy`."""
        self.rows.close()

    def memory_held(self) -> int:
        """Implements `Native.memory_held`."""
        return self.rows.memory_held()

    def _is_lost(self, call: Difference) -> bool:
        """Log the platforms on which a method has no effect. Return whether the page's platform is
        one of these platforms.
        """
        self.page.report_difference(call)
        name = self.page.platform.name
        return name is not None and bool(getattr(call, name))

    def _query(
        self, ref: str | None, selector: str | None, *, upwards: bool = False
    ) -> list[dict[str, JSONValue]]:
        """Find elements in rows. Without a ref or selector nothing is found, as on Android, where
        such a query ends in an exception (WXRecyclerTemplateList.java).
        """
        from weex_modules.components.recycle_list.query import find

        # Refs of elements in rows start with the ref of the list.
        if not ref or not ref.startswith(f"{self.element.ref}@"):
            return []
        return find(self.page.document, ref, selector or "", upwards=upwards)


class CellSlot(Component):
    """Weex `cell-slot`: a template for rows, or a row drawn from a template."""

    type = "cell-slot"
    append_tree = True
    attributes = {"case": None, "default": None, "key": None}
