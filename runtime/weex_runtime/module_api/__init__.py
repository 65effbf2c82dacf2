"""What authors of modules, components and polyfills write against.

The classes themselves are names of `weex_runtime`; `Point` is the place of a touch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.module_api.component_events import Point as Point


def __getattr__(name: str) -> object:
    """Load it with the first use: a page's start needs no more of this room."""
    if name != "Point":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from weex_runtime.module_api.component_events import Point

    return Point
