"""Which template of a recycle-list a row is drawn from: `switch`, `case` and `default`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from weex_modules.components.recycle_list.binding import Binder
from weex_modules.components.recycle_list.template import Template
from weex_runtime.document.document import Element
from weex_runtime.json_values import JSONValue, shown


class _Slot(NamedTuple):
    case: str
    is_default: bool
    template: Template


class CellSlots:
    """The `cell-slot`s of one list.

    Args:
        children: What the bundle put into the list.
        switch: The list's attribute `switch`: the key of a row's case.
        is_android: Choose as Android does.
    """

    def __init__(
        self, children: Iterable[Element], binder: Binder, switch: str, is_android: bool
    ) -> None:
        self._switch = switch
        self._is_android = is_android
        self._slots: list[_Slot] = []
        for child in children:
            if child.type != "cell-slot":
                binder.warn(f"its children are cell-slots: a {child.type} is not drawn")
                continue
            case = _text(child.attr.get("case"))
            is_default = child.attr.get("default") not in (None, False, "false")
            if switch and not (case or is_default) and not is_android:
                binder.warn("a cell-slot beside `switch` needs `case` or `default`: it is left out")
                continue
            self._slots.append(_Slot(case, is_default, Template(child, binder)))

    def template_of(self, row: JSONValue) -> Template | None:
        """The template for a row's data; None draws nothing.

        Without `switch` it is the first. With it, the first whose `case` is what the row has under
        that key, else the first `default`. Source: Weex documentation of recycle-list.
        """
        if self._is_android:
            return self._template_on_android(row)
        if not self._switch:
            return self._slots[0].template if self._slots else None
        case = _text(row.get(self._switch)) if isinstance(row, dict) else ""
        chosen = [slot for slot in self._slots if case and slot.case == case]
        chosen += [slot for slot in self._slots if slot.is_default]
        return chosen[0].template if chosen else None

    def _template_on_android(self, row: JSONValue) -> Template | None:
        """A row without a case has the default, which beside `switch` is always the first; one
        whose case nobody has is empty. Source: WXRecyclerTemplateList.java, addChild and
        getTemplateKey."""
        case = _text(row.get(self._switch or "case")) if isinstance(row, dict) else ""
        default = self._slots[:1]
        if not self._switch:
            default += [slot for slot in self._slots if slot.is_default]
        if case and case != (default[-1].case if default else ""):
            # The latest of the same case takes the place of the others.
            default = [slot for slot in self._slots if slot.case == case]
        return default[-1].template if default else None


def _text(value: JSONValue) -> str:
    return "" if isinstance(value, (list, dict)) else shown(value)
