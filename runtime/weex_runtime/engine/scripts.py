"""Read the JS files of a folder as scripts, in the order of the file names."""

from __future__ import annotations

import os
from functools import cache

from weex_runtime.engine.frameworks import read
from weex_runtime.engine.positions import Script


@cache
def scripts_in(folder: str) -> list[Script]:
    """Read the `*.js` files of a folder."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".js"))
    return [Script(name, read(os.path.join(folder, name))) for name in names]


def engine_scripts() -> list[Script]:
    """Return the scripts that make the built-ins of any context behave as on devices."""
    return scripts_in(os.path.join(os.path.dirname(__file__), "js"))
