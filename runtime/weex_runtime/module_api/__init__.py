"""The base classes of modules, components and polyfills, and the registries of their classes.

Authors import the base classes from `weex_runtime`, and `Point`, the type of a touch's position,
from `weex_runtime.module_api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.module_api.component_events import Point as Point


def __getattr__(name: str) -> object:
    """Import `Point` at its first use."""
    if name != "Point":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from weex_runtime.module_api.component_events import Point

    return Point
