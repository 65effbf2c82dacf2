"""Code blocks of README and docs run, commands print the shown output, links lead somewhere.

A ```python block runs by itself; a ```console block is one command and its output; a ```js block
with `it(` is a test file. In docs/modules.md, docs/sources.md and docs/js-tests.md ```python FILE,
```js FILE and ```vue FILE write a file and ```shell runs commands, in order, in one folder; `...`
in the output matches anything.
"""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from weex_runtime.cli.main import main

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_TUTORIAL_BLOCK = re.compile(r"^```(?:shell|\w+ (\S+))\n(.*?)^```$", re.MULTILINE | re.DOTALL)
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
def test_python_block_in_the_documentation_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("CI", raising=False)  # the test kit writes no screenshots in CI
    exec(compile(code, "<docs>", "exec"), {"__name__": "docs"})


@pytest.mark.parametrize("session", blocks("console"))
def test_command_in_the_documentation_prints_the_output_shown_there(
    session: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command, _, expected = session.removeprefix("$ ").partition("\n")
    program, *args = shlex.split(command)
    assert program == "weex-runtime"
    monkeypatch.chdir(ROOT)
    status = main(args)
    output = capsys.readouterr()
    assert (status, output.out.strip()) == (0, expected.strip()), output.err


def test_js_tests_in_the_documentation_pass(tmp_path: Path) -> None:
    found = [block for block in blocks("js") if re.search(r"^ *it\(", str(block.values[0]), re.M)]
    assert len(found) > 3
    (tmp_path / "bundles").symlink_to(ROOT / "bundles")
    for block in found:
        name = str(block.id).replace(":", "-")
        (tmp_path / f"{name}.test.js").write_text(str(block.values[0]), encoding="utf-8")
    page = (ROOT / "docs" / "js-tests.md").read_text(encoding="utf-8")
    for file, content in _TUTORIAL_BLOCK.findall(page):
        (tmp_path / file).write_text(content, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", "test"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _run(
    program: str, args: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Status, output and log of a command; pytest gets a process of its own."""
    if program == "weex-runtime":
        return main(args), *capsys.readouterr()
    command = [sys.executable, "-m", program, *args]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("page", ["modules.md", "sources.md"])
def test_tutorial_in_the_documentation_works_from_top_to_bottom(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = _TUTORIAL_BLOCK.findall(text)
    assert len(blocks) > 3
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])  # restores sys.path, to which commands append
    for file, content in blocks:
        if file:
            (tmp_path / file).write_text(content, encoding="utf-8")
            continue
        for session in content.removeprefix("$ ").split("\n$ "):
            command, _, expected = session.partition("\n")
            program, *args = shlex.split(command)
            status, output, log = _run(program, args, tmp_path, capsys)
            is_as_shown = doctest.OutputChecker().check_output(
                expected.strip() + "\n", output.strip() + "\n", doctest.ELLIPSIS
            )
            assert is_as_shown, f"{command}\n{output}\n{log}"
            assert status == 0, command


def test_module_table_in_the_documentation_is_up_to_date(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["modules", "table"]) == 0
    page = (ROOT / "docs" / "module-table.md").read_text(encoding="utf-8")
    assert page == capsys.readouterr().out, "docs/module-table.md is outdated: run `make table`"


def _anchors(page: Path) -> set[str]:
    """Anchors of the headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_each_link_in_the_documentation_leads_to_an_existing_page_and_heading() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^):]+)\)", page.read_text(encoding="utf-8")):
            file, _, anchor = target.partition("#")
            linked = page.parent / file if file else page
            assert linked.exists(), f"{page.name} links to {target}"
            assert not anchor or anchor in _anchors(linked), f"{page.name} links to {target}"
