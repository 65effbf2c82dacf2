"""A hostile bundle spoils its own page only: see README.md of this folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from .beside_chat import FOLDER, header_of, names

ROOT = Path(__file__).parents[2]
PATHS = [str(ROOT / "runtime"), str(ROOT / "modules"), os.environ.get("PYTHONPATH", "")]


def run_program(module: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this folder in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, PATHS))}
    command = [sys.executable, "-X", "faulthandler", "-m", f"tests.hostile.{module}", *args]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def reports_of(chosen: list[str], *options: str) -> list[dict[str, Any]]:
    """Run bundles in a process, and those after a bundle that ends the process in a further one."""
    reports: list[dict[str, Any]] = []
    left = chosen
    while left:
        ended = run_program("beside_chat", *options, *left)
        lines = [json.loads(line) for line in ended.stdout.splitlines()]
        reports += [line for line in lines if "bundle" in line]
        begun = [line["begins"] for line in lines if "begins" in line]
        if len(begun) == len(left) and ended.returncode == 0:
            assert "Traceback" not in ended.stderr, ended.stderr
            break
        assert begun, ended.stderr
        fatal = f"the process ended with {ended.returncode}: {ended.stderr[-2000:]}"
        reports = [report for report in reports if report["bundle"] != begun[-1]]
        reports.append({"bundle": begun[-1], "raised": [fatal], "kept": 0})
        left = left[len(begun) :]
    return reports


def problems_of(report: dict[str, Any]) -> list[str]:
    """Return what a bundle reached that it must not reach, and what it lacks of its header."""
    header = header_of(FOLDER / f"{report['bundle']}.js")
    problems = [*report["raised"], *report.get("failures", [])]
    for key in ("errors", "console"):
        found = iter(report.get(key, []))
        for text in header.get(key, []):
            if not any(text in line for line in found):
                problems.append(f"{key}: expected {text!r}, got {report.get(key)}")
    if report["kept"]:
        problems.append(f"{report['kept']} JS contexts were not freed")
    return problems


def test_hostile_bundle_affects_only_its_own_page() -> None:
    problems = [
        f"{report['bundle']}: {problem}"
        for report in reports_of(names())
        for problem in problems_of(report)
    ]
    assert not problems, "\n".join(problems)


def test_bundle_that_crashes_the_engine_affects_only_its_own_isolated_page() -> None:
    (report,) = reports_of(["hangs_in_join"], "--isolate")
    assert not problems_of(report)


def test_page_does_not_crash_the_process_under_any_memory_limit() -> None:
    require_limits_survived(10)


def require_limits_survived(count: int) -> None:
    """Run pages under that many memory limits."""
    ended = run_program("memory_limits", str(count))
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout[-20:] + ended.stderr[-3000:]
    assert ended.stdout.endswith("done\n")
