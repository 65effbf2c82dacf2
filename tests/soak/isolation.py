"""`make soak`: isolated pages under hostile bundles, under all memory limits and in the tests of
pages.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from weex_runtime import JSError, Runtime
from weex_runtime.errors import WeexError

from ..hostile.beside_chat import names
from ..hostile.test_hostile import problems_of, reports_of

ROOT = Path(__file__).parents[2]
VANILLA = '// { "framework": "Vanilla" }\n'
FILL = (
    "var all = []; setTimeout(() => { for (;;) all.push(new Array(100).join('x') + all.length); })"
)
PADDING = f"/*{'x' * (60 << 20)}*/"

# This test counts open files, so it fails with isolated pages, each of which opens two files.
COUNTS_FILES = "test_requests_leave_no_open_sockets"


def test_hostile_bundles_affect_only_their_own_isolated_page() -> None:
    problems = [
        f"{report['bundle']}: {problem}"
        for report in reports_of(names(isolated=True), "--isolate")
        for problem in problems_of(report)
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("source", "step"), [(FILL, 10), (PADDING + FILL, 300)], ids=["plain", "padded"]
)
def test_exceeding_any_memory_limit_is_an_error_of_the_isolated_page(
    source: str, step: int
) -> None:
    with Runtime(isolation="process", time_limit=1, hints=False) as other:
        kept = other.open(source=VANILLA)
        for kib in range(2048, 5120, step):
            limit = kib << 10
            with Runtime(isolation="process", memory_limit=limit, hints=False) as runtime:
                try:
                    page = runtime.open(source=VANILLA + source)
                    runtime.run_until_idle(20)
                except WeexError:
                    continue
                assert page.errors
                assert all(isinstance(error, JSError) for error in page.errors), limit
        assert not kept.is_ended


@pytest.mark.parametrize(
    "folder",
    [
        *("instance", "engine", "device", "demos", "modules", "websocket", "testkit"),
        *("components", "interaction", "stream", "js_tests", "module_check", "cli"),
    ],
)
def test_page_tests_pass_too_when_pages_run_in_separate_processes(folder: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"tests/{folder}"]
    command += ["-k", f"not {COUNTS_FILES}"]
    environment = {**os.environ, "WEEX_TEST_ISOLATION": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:]
