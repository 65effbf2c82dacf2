"""Components `recycle-list` and `cell-slot`: a list whose rows native draws from templates."""

from weex_modules.components.recycle_list.component import CellSlot as CellSlot
from weex_modules.components.recycle_list.component import RecycleList as RecycleList
