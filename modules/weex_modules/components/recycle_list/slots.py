"""The choice of a row's template by `switch`, `case` and `default`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from weex_modules.components.recycle_list.templates import Templates
from weex_runtime.document.element import Element
from weex_runtime.json_values import JSONValue, shown


class _Slot(NamedTuple):
    case: str
    is_default: bool
    ref: str


class CellSlots:
    """The `cell-slot`s of one list.

    Args:
        children: The list's children in the bundle's tree.
        switch: The list's attribute `switch`: the key in a row's data whose value is the row's
            case.
        is_android: Whether to choose slots as Android does.
    """

    def __init__(
        self, children: Iterable[Element], templates: Templates, switch: str, is_android: bool
    ) -> None:
        self.templates = templates
        self._switch = switch
        self._is_android = is_android
        self._slots: list[_Slot] = []
        for child in children:
            if child.type != "cell-slot":
                templates.warn(
                    f"a child of type {child.type} is not drawn: a recycle-list draws only "
                    "cell-slots"
                )
                continue
            case = _text(child.attr.get("case"))
            is_default = child.attr.get("default") not in (None, False, "false")
            if switch and not (case or is_default) and not is_android:
                templates.warn(
                    "a cell-slot without `case` or `default` is not drawn in a list with `switch`"
                )
                continue
            templates.add(child)
            self._slots.append(_Slot(case, is_default, child.ref))

    def slot_of(self, row: JSONValue) -> str | None:
        """Return the ref of the cell-slot for a row's data; None: draw nothing.

        Without `switch` the first slot is chosen; with `switch` the first slot whose `case` equals
        the row's value for this key, else the first slot with `default`.

        Source: Weex documentation of recycle-list.
        """
        if self._is_android:
            return self._slot_on_android(row)
        if not self._switch:
            return self._slots[0].ref if self._slots else None
        case = _text(row.get(self._switch)) if isinstance(row, dict) else ""
        chosen = [slot for slot in self._slots if case and slot.case == case]
        chosen += [slot for slot in self._slots if slot.is_default]
        return chosen[0].ref if chosen else None

    def _slot_on_android(self, row: JSONValue) -> str | None:
        """Choose a slot as Android does.

        A row without a case gets the default slot; with `switch` the first slot is always the
        default slot. For a row whose case has no slot, nothing is drawn.

        Source: WXRecyclerTemplateList.java, addChild and getTemplateKey.
        """
        case = _text(row.get(self._switch or "case")) if isinstance(row, dict) else ""
        default = self._slots[:1]
        if not self._switch:
            default += [slot for slot in self._slots if slot.is_default]
        if case and case != (default[-1].case if default else ""):
            # Of several slots with the same case, Android uses the last one.
            default = [slot for slot in self._slots if slot.case == case]
        return default[-1].ref if default else None


def _text(value: JSONValue) -> str:
    return "" if isinstance(value, (list, dict)) else shown(value)
