"""Components that scroll."""

from __future__ import annotations

from weex_runtime import Component, js_method


class Scroller(Component):
    """A box that scrolls."""

    type = "scroller"

    @js_method
    def resetLoadmore(self) -> None:
        """Let `loadmore` fire again for the same content."""


class List(Scroller):
    """Rows that scroll."""

    type = "list"
    aliases = ("recycler", "waterfall", "vlist")
    append_tree = True


class HorizontalList(Scroller):
    """Lists that are drawn row by row."""

    type = "hlist"
    aliases = ("simplelist",)
