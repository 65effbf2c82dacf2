"""`video`."""

from __future__ import annotations

from weex_runtime import Component


class Video(Component):
    """A film."""

    type = "video"
