"""Modules from files, hot reload, and the files of `modules new`. Users may import
`load_modules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.module_dev.loader import load_modules as load_modules


def __getattr__(name: str) -> object:
    """Import `load_modules` at its first use: the start of a page does not need this room."""
    if name != "load_modules":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from weex_runtime.module_dev.loader import load_modules

    return load_modules
