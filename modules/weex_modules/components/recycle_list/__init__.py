"""The components `recycle-list` and `cell-slot`."""

from weex_modules.components.recycle_list.component import CellSlot as CellSlot
from weex_modules.components.recycle_list.component import RecycleList as RecycleList
