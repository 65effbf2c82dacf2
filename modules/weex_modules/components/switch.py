"""`switch`."""

from __future__ import annotations

from weex_runtime import Component


class Switch(Component):
    """On or off."""

    type = "switch"
    attributes = {"checked": False, "disabled": False}
