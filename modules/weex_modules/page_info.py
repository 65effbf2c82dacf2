"""`pageInfo`: the title of a page."""

from __future__ import annotations

from weex_runtime import Module, js_method


class PageInfoModule(Module):
    """`pageInfo`, which the legacy framework and older bundles ask for.

    Attributes:
        title: What the page calls itself; "" at first.
    """

    name = "pageInfo"
    documented = False

    def __init__(self) -> None:
        self.title = ""

    @js_method
    def setTitle(self, title: str) -> None:
        """Set the title above the page."""
        self.title = title or ""
