"""`recycle-list`: rows drawn by native from templates and data."""

from __future__ import annotations

from weex_runtime import Component


class RecycleList(Component):
    """The list."""

    type = "recycle-list"


class CellSlot(Component):
    """A template of its rows."""

    type = "cell-slot"
    append_tree = True
