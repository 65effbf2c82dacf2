"""`embed`: a page inside the page."""

from __future__ import annotations

from weex_runtime import Component


class Embed(Component):
    """Another bundle, as an instance of its own."""

    type = "embed"
    append_tree = True
    attributes = {"src": None, "visibility": "visible"}
