"""Load modules from files, reload changed files, and write new modules for `weex-runtime modules
new`. Users import `load_modules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.module_dev.loader import load_modules as load_modules


def __getattr__(name: str) -> object:
    """Import `load_modules` at its first use, since opening a page does not need this package."""
    if name != "load_modules":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from weex_runtime.module_dev.loader import load_modules

    return load_modules
