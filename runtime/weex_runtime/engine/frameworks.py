"""The files of the Weex JS runtime and its frameworks, which the build adds to the package.

Each is one JS expression whose value is the npm package's exports.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from weex_runtime.errors import FrameworksMissing

FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "frameworks")
JS_RUNTIME = "js_runtime.js"

# By the name that a bundle's first line gives; Vanilla is built in (js/60_vanilla.js).
FRAMEWORKS: dict[str, str | None] = {
    "Vue": "vue.js",
    "Rax": "rax.js",
    "Weex": "legacy.js",
    "Vanilla": None,
}


@cache
def source_of(file: str) -> str:
    """The text of a framework file.

    Raises:
        FrameworksMissing: The package was not installed by its build.
    """
    try:
        return read(os.path.join(FOLDER, file))
    except FileNotFoundError:
        raise FrameworksMissing(
            f"{file} of the Weex frameworks is missing: install with `pip install PATH` "
            "(of a clone, or of the wheel), in a checkout with `pip install -e .`"
        ) from None


def read(path: str) -> str:
    """The text of a file."""
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def versions() -> dict[str, dict[str, Any]]:
    """{name: {"package", "version", "license", ...}} of the installed files, {} without them."""
    try:
        manifest = json.loads(source_of("frameworks.json"))
    except FrameworksMissing:
        return {}
    found: dict[str, dict[str, Any]] = manifest["frameworks"]
    return found
