"""The code blocks of README and docs run, and the commands print what they are shown to print.

Blocks on a page: ```python is run by itself, ```console is one command and its output, both in the
checkout; ```js with an `it(` in it is a file of tests. Of docs/modules.md, ```python FILE and ```js
FILE write a file and ```shell runs commands, in order and in one folder; `...` in output stands for
anything.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[ParameterSet]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in _BLOCK.finditer(text):
            if match.group(1) == language:
                line = text.count("\n", 0, match.start()) + 1
                found.append(pytest.param(match.group(2), id=f"{page.name}:{line}"))
    return found


@pytest.mark.parametrize("code", blocks("python"))
def test_python_block_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(code, "<docs>", "exec"), {"__name__": "docs"})


@pytest.mark.parametrize("session", blocks("console"))
def test_command_prints_what_is_shown(session: str) -> None:
    command, _, expected = session.removeprefix("$ ").partition("\n")
    program, *args = shlex.split(command)
    assert program == "weex-runtime"
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, expected.strip()), done.stderr


@pytest.mark.parametrize(
    "code", [block for block in blocks("js") if re.search(r"^ *it\(", str(block.values[0]), re.M)]
)
def test_js_block_is_a_file_of_tests_that_pass(code: str, tmp_path: Path) -> None:
    (tmp_path / "bundles").symlink_to(ROOT / "bundles")
    (tmp_path / "docs.test.js").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", "test"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


_TUTORIAL_BLOCK = re.compile(r"^```(?:shell|\w+ (\S+))\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROGRAMS = {"weex-runtime": "weex_runtime", "pytest": "pytest"}


def test_tutorial_works_from_top_to_bottom(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "modules.md").read_text(encoding="utf-8")
    blocks = _TUTORIAL_BLOCK.findall(text)
    assert len(blocks) > 5
    for file, content in blocks:
        if file:
            (tmp_path / file).write_text(content, encoding="utf-8")
            continue
        for session in content.removeprefix("$ ").split("\n$ "):
            command, _, expected = session.partition("\n")
            program, *args = shlex.split(command)
            done = subprocess.run(
                [sys.executable, "-m", _PROGRAMS[program], *args],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=60,
            )
            is_as_shown = doctest.OutputChecker().check_output(
                expected.strip() + "\n", done.stdout.strip() + "\n", doctest.ELLIPSIS
            )
            assert is_as_shown, f"{command}\n{done.stdout}\n{done.stderr}"
            assert done.returncode == 0, command


def test_module_table_is_what_the_modules_say() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", "modules", "table"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    page = ROOT / "docs" / "module-table.md"
    assert page.read_text(encoding="utf-8") == done.stdout.decode(), (
        "docs/module-table.md is not what the modules say: run `make table`"
    )


def test_every_page_that_is_linked_exists() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
