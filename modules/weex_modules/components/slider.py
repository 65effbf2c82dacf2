"""`slider` and its kin: one page of several."""

from __future__ import annotations

from weex_runtime import Component


class Slider(Component):
    """Pages side by side."""

    type = "slider"
    aliases = ("cycleslider", "slider-neighbor")
    append_tree = True
