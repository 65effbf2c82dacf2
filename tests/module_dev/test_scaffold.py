"""`weex-runtime modules new` writes files that work, and overwrites none."""

from __future__ import annotations

import runpy
import shlex
from pathlib import Path

import pytest

from weex_runtime.cli.exit_status import USAGE
from weex_runtime.cli.main import main
from weex_runtime.errors import WeexError
from weex_runtime.module_dev.scaffold import scaffold


def weex(monkeypatch: pytest.MonkeyPatch, folder: Path, *args: str) -> int:
    """Run `weex-runtime` in this process, in the folder."""
    monkeypatch.chdir(folder)
    return main(args)


def test_each_command_suggested_by_the_scaffold_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert weex(monkeypatch, tmp_path, "modules", "new", "step-counter") == 0
    before, _, commands = capsys.readouterr().out.partition("next:\n")
    files = ["step_counter.py", "step_counter_demo.vue", "test_step_counter.py"]
    assert before.splitlines() == [f"wrote {file}" for file in files]
    demo, [test], show = (shlex.split(line)[1:] for line in commands.splitlines())
    assert weex(monkeypatch, tmp_path, *demo) == 0
    assert '"hello, Weex (1)"' in capsys.readouterr().out
    # Call the functions of the generated test directly: a test of docs/modules.md already runs
    # pytest on a generated test.
    monkeypatch.syspath_prepend(tmp_path)
    tests = runpy.run_path(test)
    tests["test_module_passes_check_module"]()
    assert weex(monkeypatch, tmp_path, *show) == 0
    page = capsys.readouterr().out
    assert page.startswith("# step-counter\n")
    assert "- Callback `done` is called once, with one value: `Greeting`." in page


def test_scaffold_chooses_file_names_that_do_not_hide_a_python_module(tmp_path: Path) -> None:
    made = scaffold("calendar", str(tmp_path))
    assert [path.name for path in made.files] == [
        "calendar_module.py",
        "calendar_module_demo.vue",
        "test_calendar_module.py",
    ]


def test_scaffold_creates_a_missing_folder(tmp_path: Path) -> None:
    made = scaffold("steps", str(tmp_path / "my modules" / "steps"))
    folder = tmp_path / "my modules" / "steps"
    assert made.files == [folder / n for n in ("steps.py", "steps_demo.vue", "test_steps.py")]
    assert all(path.is_file() for path in made.files)
    assert made.commands[1] == f"pytest '{folder / 'test_steps.py'}'"
    assert made.warnings == []


@pytest.mark.parametrize("there", ["steps.py", "steps_demo.vue", "test_steps.py"])
def test_scaffold_writes_nothing_when_a_file_exists(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")
    with pytest.raises(WeexError, match=f"expected no file at .*{there}"):
        scaffold("steps", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "2d", "a b", "a_b", "-a", "a-", "a--b", "ä", "../a", "a.b"])
def test_scaffold_refuses_a_name_that_is_not_lower_case_words_with_hyphens(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(WeexError, match="expected a module name"):
        scaffold(name, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["test", "test-kit", "Testing"])
def test_scaffold_refuses_a_module_name_that_pytest_would_collect(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(WeexError, match=f"as a test, .*another NAME, .*name = '{name}'"):
        scaffold(name, str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_scaffold_refuses_the_module_name_dom(tmp_path: Path) -> None:
    with pytest.raises(WeexError, match="'dom' is the JS framework's own module"):
        scaffold("dom", str(tmp_path))


def test_scaffold_refuses_a_folder_that_cannot_be_created(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WeexError, match="cannot write into .*file"):
        scaffold("steps", str(tmp_path / "file"))


def test_scaffold_warns_about_the_name_of_an_installed_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert weex(monkeypatch, tmp_path, "modules", "new", "timer") == 0
    assert "a module 'timer' is installed (entry point of weex-runtime)" in capsys.readouterr().err


def test_modules_new_with_a_refused_name_exits_with_the_status_for_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert weex(monkeypatch, tmp_path, "modules", "new", "dom") == USAGE
    assert capsys.readouterr().err.startswith("weex-runtime: 'dom' is")
