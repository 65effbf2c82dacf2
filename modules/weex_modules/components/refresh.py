"""`refresh` and `loading`: what shows when a list is pulled beyond its ends."""

from __future__ import annotations

from weex_runtime import Component


class Refresh(Component):
    """Above the first row."""

    type = "refresh"
    attributes = {"display": None}


class Loading(Component):
    """Below the last row."""

    type = "loading"
    attributes = {"display": None}
