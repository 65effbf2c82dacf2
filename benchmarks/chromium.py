"""Commands of the peer in headless Chromium with weex-vue-render, if Chromium is installed."""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import cache
from pathlib import Path

from tests.support.chromium import CHROMIUM as PROGRAM
from tests.support.node_peer import install, node_command

from benchmarks.measure import CHROMIUM, Scale

_FOLDER = Path(__file__).parent


def with_chromium(
    scale: Scale, commands: dict[str, list[str]], program: str = "chromium_peer", *arguments: str
) -> dict[str, list[str]]:
    """Add the command of a program with Chromium to commands of other peers, if possible."""
    if scale.before or not is_here():
        return commands
    return {**commands, CHROMIUM: [sys.executable, "-m", f"benchmarks.{program}", *arguments]}


@cache
def is_here() -> bool:
    """Install the npm packages. Return whether all parts are present; print missing parts once."""
    missing = ""
    if not sys.platform.startswith("linux"):
        missing = "Linux, where the costs of all processes of a browser can be read"
    elif not os.path.exists(PROGRAM):
        missing = f"{PROGRAM}, of Debian's package chromium"
    elif not importlib.util.find_spec("playwright"):
        missing = "the package playwright, of the extra dev"
    elif not node_command():
        missing = "Node with npm, which fetches weex-vue-render"
    else:
        install(_FOLDER / "browser")
    if missing:
        print(f"{CHROMIUM} is left out: expected {missing}", file=sys.stderr)
    return not missing
