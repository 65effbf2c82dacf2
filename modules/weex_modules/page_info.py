"""`pageInfo`: the title of a page."""

from __future__ import annotations

from weex_runtime import Module, js_method


class PageInfoModule(Module):
    """`pageInfo` of the legacy framework and older bundles.

    Attributes:
        title: The title of the page; "" before `setTitle`.
    """

    name = "pageInfo"
    documented = False

    def __init__(self) -> None:
        self.title = ""

    @js_method
    def setTitle(self, title: str) -> None:
        """Set the title of the page."""
        self.title = title or ""
