"""`weex-runtime modules new`: what it writes works at once, and it overwrites nothing."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from weex_runtime.module_dev.scaffold import ScaffoldRefused, scaffold


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, timeout=60, cwd=cwd
    )


@pytest.mark.parametrize("name", ["steps", "step-counter", "calendar"])
def test_the_three_commands_that_it_names_work(name: str, tmp_path: Path) -> None:
    """`calendar.py` would hide Python's own, so that one is calendar_module.py."""
    made = run("weex_runtime", "modules", "new", name, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    before, _, commands = made.stdout.partition("next:\n")
    stem = {"calendar": "calendar_module", "step-counter": "step_counter"}.get(name, name)
    files = [f"{stem}.py", f"{stem}_demo.js", f"test_{stem}.py"]
    assert before.splitlines() == [f"wrote {file}" for file in files]

    done = []
    for line in commands.splitlines():
        program, *args = shlex.split(line)
        done.append(run(program.replace("-", "_"), *args, cwd=tmp_path))
    demo, test, show = done
    assert (demo.returncode, demo.stderr) == (0, "")
    assert '"hello, Weex (1)"' in demo.stdout
    assert test.returncode == 0, test.stdout
    assert "3 passed" in test.stdout
    assert show.stdout.startswith(f"# {name}\n")
    assert "- Callback `done` is called once, with one value: `Greeting`." in show.stdout


def test_it_writes_into_a_folder_and_makes_it(tmp_path: Path) -> None:
    made = scaffold("steps", str(tmp_path / "my modules" / "steps"))
    folder = tmp_path / "my modules" / "steps"
    assert made.files == [folder / n for n in ("steps.py", "steps_demo.js", "test_steps.py")]
    assert all(path.is_file() for path in made.files)
    assert made.commands[1] == f"pytest '{folder / 'test_steps.py'}'"
    assert made.warnings == []


@pytest.mark.parametrize("there", ["steps.py", "steps_demo.js", "test_steps.py"])
def test_a_file_in_the_way_is_named_and_nothing_is_written(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")
    with pytest.raises(ScaffoldRefused, match=f"there is .*{there} already"):
        scaffold("steps", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "2d", "a b", "a_b", "-a", "a-", "a--b", "ä", "../a", "a.b"])
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScaffoldRefused, match="no name for a module: letters and digits"):
        scaffold(name, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["test", "test-kit", "Testing"])
def test_a_name_that_pytest_would_collect_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScaffoldRefused, match=f"as tests: .*another NAME, .*name = '{name}'"):
        scaffold(name, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_dom_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldRefused, match="'dom' is the JS framework's own"):
        scaffold("dom", str(tmp_path))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ScaffoldRefused, match="cannot write into .*file"):
        scaffold("steps", str(tmp_path / "file"))


def test_name_of_an_installed_module_comes_with_a_warning(tmp_path: Path) -> None:
    made = scaffold("modal", str(tmp_path))
    (warning,) = made.warnings
    assert "there is a module 'modal' (entry point of weex-runtime)" in warning
    assert "takes that one's place" in warning
    done = run("weex_runtime", "modules", "new", "timer", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("there is a module 'timer'")) == (0, 1)


def test_refusal_is_wrong_usage(tmp_path: Path) -> None:
    done = run("weex_runtime", "modules", "new", "dom", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("weex-runtime: 'dom' is")
