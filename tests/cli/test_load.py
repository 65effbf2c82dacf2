"""`weex-runtime load`: wrong arguments, and a run against its own server in two processes."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from weex_runtime.cli.main import parse_arguments

from ..support.command import ROOT, weex

ECHO = "bundles/echo.vue"
# Each user ends after one step, which fails.
ONCE = ("--repeat", "tap nothing", "--repetitions", "1", "--timeout", "0.01", "--wait", "0")
PRINTS = """
from weex_runtime import Module, js_method


class Prints(Module):
    name = "prints"

    @js_method
    def hello(self):
        print("hello")
"""


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        ([], "BUNDLE"),
        (["nope.vue"], "nope.vue: no such file"),
        (["-"], "path or URL"),
        ([ECHO, "--users", "0"], "from 1 to "),
        ([ECHO, "--users", "2", "--processes", "3"], "at most one process"),
        ([ECHO, "--spawn-rate", "fast"], "users per second"),
        ([ECHO, "--spawn-rate", "0"], "above 0"),
        ([ECHO, "--wait", "3-1"], "like 1, 0.5 or 1-3"),
        ([ECHO, "--threshold", "p95<50"], "unit 'ms' or 's'"),
        ([ECHO, "--do", "clik x"], "unknown verb"),
        ([ECHO, "--repeat", "tap"], "write tap TEXT"),
        ([ECHO, "--repeat", "screenshot a.svg"], "cannot write pictures"),
        ([ECHO, "--trace"], "use weex-runtime run --trace"),
        ([ECHO, "--isolate"], "use weex-runtime run --isolate"),
        ([ECHO, "--polyfill", "nope"], "no polyfill"),
        ([ECHO, "--map", "ws://a.example=echo"], "add --serve echo"),
    ],
)
def test_wrong_arguments_are_usage_errors(arguments: list[str], fact: str) -> None:
    status, out, log = weex("load", *arguments)
    assert (status, out) == (2, "")
    assert fact in log


def test_load_commands_in_the_documentation_have_valid_arguments() -> None:
    page = (ROOT / "docs" / "load.md").read_text(encoding="utf-8").replace("\\\n", "")
    commands = re.findall(r"^ +weex-runtime (load .*)$", page, re.MULTILINE)
    assert commands
    for command in commands:
        args = parse_arguments(shlex.split(command))
        assert (args.threshold, args.repeat) != ([], [])


def test_load_figures_of_two_processes_equal_the_counts_of_the_server() -> None:
    # Wait for the log line with 'onmessage': the input field contains the rest of the line.
    answer = """'onmessage: "{user} {n}"'"""
    status, out, _ = weex(
        *("load", ECHO, "--serve", "echo", "--json"),
        *("--users", "3", "--processes", "2", "--spawn-rate", "100", "--repetitions", "5"),
        *("--config", "url=ws://echo.websocket.org/{user}"),
        *("--do", "tap connect", "--do", 'wait "onopen: open"'),
        *("--repeat", 'fill message "{user} {n}"', "--repeat", "tap send"),
        *("--repeat", f"wait {answer}", "--wait", "0.01"),
        *("--threshold", "failures<1", "--threshold", "max<0.01ms"),
    )
    document = json.loads(out)
    assert status == 4
    assert [one["is_met"] for one in document["thresholds"]] == [True, False]
    rows = {f"{row['type']} {row['name']}".split(" ws://")[0]: row for row in document["rows"]}
    (server,) = document["servers"]
    assert rows["WS open"]["name"].endswith("/{user}")
    sent, received = rows["WS sent"]["count"], rows["WS recv"]["count"]
    assert rows["WS open"]["count"] == server["connections"] == 3
    assert sent == server["received"]
    assert received == server["sent"]
    assert rows[f"measured wait {answer}"]["count"] == received == 3 * 5
    assert document["errors"] == []


def test_output_printed_by_a_module_is_not_parsed_as_figures(tmp_path: Path) -> None:
    bundle = tmp_path / "page.js"
    bundle.write_text("weex.requireModule('prints').hello(); undefined.x", encoding="utf-8")
    module = tmp_path / "prints.py"
    module.write_text(PRINTS, encoding="utf-8")
    status, out, log = weex(
        *("load", str(bundle), "--module", str(module), "--users", "1", "--json"),
        *ONCE,
    )
    assert "Traceback" not in log
    (row,) = json.loads(out)["rows"]
    assert (status, row["type"]) == (1, "page")


def test_signal_that_killed_a_process_is_named(tmp_path: Path) -> None:
    bundle = tmp_path / "page.js"
    bundle.write_text("weex.requireModule('prints').hello();", encoding="utf-8")
    module = tmp_path / "prints.py"
    kills = PRINTS.replace('print("hello")', "import os; os.kill(os.getpid(), 9)")
    module.write_text(kills, encoding="utf-8")
    status, _, log = weex("load", str(bundle), "--module", str(module), "--users", "1")
    assert status == 2
    assert "SIGKILL" in log


def test_users_that_cannot_open_files_are_counted_as_failures() -> None:
    command = ["load", ECHO, "--users", "20", "--spawn-rate", "100", "--json", *ONCE]
    done = subprocess.run(
        [
            "sh",
            "-c",
            'ulimit -n 34; exec "$@"',
            "sh",
            sys.executable,
            "-m",
            "weex_runtime",
            *command,
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'runtime'}{os.pathsep}{ROOT / 'modules'}"},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    causes = [error["cause"] for error in json.loads(done.stdout)["errors"]]
    assert any("Too many open files" in cause for cause in causes)
    assert done.returncode == 1
