"""The files of the Weex JS runtime and its frameworks, which the build adds to the package.

Each file is a JS expression whose value is the exports of an npm package.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from weex_runtime.errors import FrameworksMissing

FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "frameworks")
JS_RUNTIME = "js_runtime.js"

# {framework named in a bundle's first line: its file}; None: the code is in instance/js/Vanilla.
FRAMEWORKS: dict[str, str | None] = {
    "Vue": "vue.js",
    "Rax": "rax.js",
    "Weex": "legacy.js",
    "Vanilla": None,
}


@cache
def source_of(file: str) -> str:
    """Read the text of a framework file.

    Raises:
        FrameworksMissing: The file does not exist, as in a checkout that was not installed.
    """
    try:
        return read(os.path.join(FOLDER, file))
    except FileNotFoundError:
        raise FrameworksMissing(
            f"{file} of the Weex frameworks is missing: run `pip install PATH`, where PATH is a "
            "clone of the repository or a wheel of weex-runtime; in a checkout run `pip install "
            "-e .`"
        ) from None


def read(path: str) -> str:
    """Read the text of a file in the folder of the frameworks."""
    with open(path, "rb") as stream:  # reading a file in text mode takes twice as long
        return stream.read().decode()


def versions() -> dict[str, dict[str, Any]]:
    """Return {name: {"package", "version", "license", ...}} of the installed files; {} without
    any.
    """
    import json

    try:
        manifest = json.loads(source_of("frameworks.json"))
    except FrameworksMissing:
        return {}
    found: dict[str, dict[str, Any]] = manifest["frameworks"]
    return found
