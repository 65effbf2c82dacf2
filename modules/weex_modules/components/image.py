"""`image`."""

from __future__ import annotations

from weex_runtime import Callback, Component, js_method


class Image(Component):
    """A picture."""

    type = "image"
    aliases = ("img",)
    attributes = {"src": None, "placeholder": None, "resize": "stretch"}

    @js_method
    def save(self, done: Callback) -> None:
        """Put the picture into the device's album."""
