"""`weex-runtime test --watch`: runs the tests again when a file that they use is saved, or a test
file comes or goes.

Each run is a process of its own, so that Python modules are loaded anew.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from weex_runtime.cli.terminal import log
from weex_runtime.cli.test import arguments
from weex_runtime.loop.looper import Looper
from weex_runtime.module_dev.watch import FileWatch

_TURN = 0.5  # seconds


def watch(args: argparse.Namespace) -> int:
    """Run the tests again and again, until Ctrl-C.

    Returns:
        The exit status of the last run.
    """
    looper = Looper()
    changed: list[str] = []
    files = FileWatch(looper, changed.append)
    status = 0
    with tempfile.TemporaryDirectory(prefix="weex-runtime-") as folder:
        used = Path(folder, "used.json")
        try:
            while True:
                there, begun = _test_files(args.paths), time.time_ns()
                status, is_interrupted = _run(args, used)
                if is_interrupted:
                    break
                for path in set(_read(used)).difference(files.paths):
                    files.add(path)
                    if (
                        _saved_at(path) > begun
                    ):  # while the tests ran, which may have had the old one
                        changed.append(path)
                files.start()
                log("watching for changes; Ctrl-C ends it")
                while not changed:
                    looper.turn(_TURN)
                    changed += there ^ _test_files(args.paths)
                files.stop()
                names = ", ".join(sorted(map(os.path.relpath, changed)))
                log(f"\n{names} changed")
                changed.clear()
        except KeyboardInterrupt:
            log("")
        finally:
            looper.close()
    return status


def _run(args: argparse.Namespace, used: Path) -> tuple[int, bool]:
    """The status of a run, and whether Ctrl-C ended it."""
    command = [sys.executable, "-m", "weex_runtime", "test", *arguments(args)]
    child = subprocess.Popen([*command, f"--used-files={used}"])
    try:
        return child.wait(), False
    except KeyboardInterrupt:
        return child.wait(), True  # it hears of it itself


def _test_files(paths: Sequence[str]) -> set[str]:
    """The test files in folders; those that were named are looked at as any other file."""
    found: set[str] = set()
    for path in paths or ["."]:
        for folder, folders, names in os.walk(path):
            folders[:] = [name for name in folders if not name.startswith((".", "node_modules"))]
            found.update(
                os.path.abspath(os.path.join(folder, name))
                for name in names
                if name.endswith((".test.js", ".spec.js"))
            )
    return found


def _saved_at(path: str) -> int:
    """Nanoseconds since 1970; 0 when it is gone."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _read(used: Path) -> list[str]:
    try:
        found: list[str] = json.loads(used.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []  # the run ended before it knew
    return found
