"""weex_runtime.module_dev.watch: hot reload of changed files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.module_dev.loader import ModuleFile
from weex_runtime.module_dev.watch import FileWatch, RuntimeWatch

STEPS = """from weex_runtime import Component, Module, js_method

class Steps(Module):
    name = "steps"

    def __init__(self):
        self.count = 0

    @js_method(sync=True)
    def walk(self) -> str:
        self.count += 1
        return f"walked {self.count}"
"""
BUNDLE = """// { "framework": "Vanilla" }
var steps = weex.requireModule('steps');
setInterval(function () { console.log(steps.run ? steps.run() : steps.walk()) }, 1000);
"""


def write(path: Path, text: str) -> None:
    """Replace a file as an editor does, with another stamp."""
    other = path.with_name(path.name + "~")
    other.write_text(text, encoding="utf-8")
    os.replace(other, path)


# Changes of single files (`FileWatch`).


class Changes(list[str]):
    """The reports of a FileWatch, while the test moves the clock."""

    def __init__(self, runtime: Runtime, path: Path) -> None:
        self.clock = runtime.clock
        watch = FileWatch(runtime.looper, self.append)
        watch.add(str(path))
        watch.start()
        self.watch = watch

    def after(self, seconds: float) -> list[str]:
        self.clock.run_for(seconds)
        told, self[:] = [os.path.basename(path) for path in self], []
        return told


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    write(path, "one")
    return path


@pytest.fixture
def changes(runtime: Runtime, file: Path) -> Changes:
    return Changes(runtime, file)


def test_unchanged_file_is_not_reported_as_changed(changes: Changes) -> None:
    assert changes.after(10) == []


def test_change_of_a_file_is_reported_after_two_polls_with_the_same_result(
    changes: Changes, file: Path
) -> None:
    write(file, "two")
    assert changes.after(0.1) == []
    assert changes.after(0.1) == ["a.py"]
    assert changes.after(10) == []


def test_file_written_in_pieces_is_reported_as_changed_when_complete(
    changes: Changes, file: Path
) -> None:
    for text in ("t", "tw", "two"):
        file.write_text(text)
        assert changes.after(0.1) == []
    assert changes.after(0.1) == ["a.py"]


def test_file_that_is_deleted_and_then_written_is_reported_as_changed(
    changes: Changes, file: Path
) -> None:
    file.rename(file.with_name("backup"))
    assert changes.after(1) == []
    write(file, "two")
    assert changes.after(0.2) == ["a.py"]


def test_file_written_with_equal_content_is_not_reported_as_changed(
    changes: Changes, file: Path
) -> None:
    write(file, "one")
    os.utime(file, (1, 1))
    assert changes.after(1) == []


def test_watched_file_that_is_created_later_is_reported(runtime: Runtime, tmp_path: Path) -> None:
    changes = Changes(runtime, tmp_path / "later.py")
    assert changes.after(1) == []
    write(tmp_path / "later.py", "here")
    assert changes.after(1) == ["later.py"]


def test_watch_continues_after_an_exception_in_its_callback(runtime: Runtime, file: Path) -> None:
    told: list[str] = []

    def changed(path: str) -> None:
        told.append(Path(path).read_text())
        raise ValueError("no")

    watch = FileWatch(runtime.looper, changed)
    watch.add(str(file))
    watch.start()
    for text in ("two", "three"):
        write(file, text)
        runtime.clock.run_for(1)
    assert told == ["two", "three"]


def test_changed_file_is_not_reported_after_the_watch_stopped(changes: Changes, file: Path) -> None:
    changes.watch.stop()
    write(file, "two")
    assert changes.after(1) == []


# Changes to the files of open pages (`RuntimeWatch`).


class Watched:
    """A page with a module and a bundle from files, and the log of its watch."""

    def __init__(self, make_runtime: Callable[..., Runtime], folder: Path, source: str) -> None:
        self.module, self.bundle = folder / "steps.py", folder / "walk.js"
        write(self.module, source)
        write(self.bundle, BUNDLE)
        file = ModuleFile(str(self.module))
        classes = file.load()
        self.runtime = make_runtime(modules=classes.modules, components=classes.components)
        self.told: list[tuple[str, str]] = []
        self.watch = RuntimeWatch(self.runtime, [file], lambda *line: self.told.append(line))
        self.stack = self.runtime.open(self.bundle).stack
        self.watch.start()

    @property
    def page(self) -> Page:
        assert self.stack.top
        return self.stack.top

    def lines(self, seconds: float = 2) -> list[str]:
        """The lines that the page logs in these seconds of the clock."""
        before = len(self.page.console)
        self.runtime.clock.run_for(seconds)
        return [line.text for line in self.page.console][before:]

    def said(self) -> str:
        ((kind, text),) = self.told
        self.told.clear()
        return f"{kind}: {text.replace(str(self.module.parent) + os.sep, '')}"


@pytest.fixture
def watched(make_runtime: Callable[..., Runtime], tmp_path: Path) -> Watched:
    return Watched(make_runtime, tmp_path, STEPS)


def test_saving_a_changed_module_replaces_its_class_in_the_open_page(watched: Watched) -> None:
    assert watched.lines() == ["walked 1", "walked 2"]
    write(watched.module, STEPS.replace("walked", "went"))
    assert watched.lines() == ["went 3", "went 4"]
    assert watched.said() == "info: steps.py changed: the next call uses the new Steps"
    write(watched.module, STEPS.replace("def walk", "def run"))
    assert watched.lines() == ["walked 5", "walked 6"]
    assert not watched.page.errors


def test_module_object_is_created_again_when_its_init_changes(watched: Watched) -> None:
    watched.lines()
    write(watched.module, STEPS.replace("self.count = 0", "self.count = 100"))
    assert watched.lines() == ["walked 101", "walked 102"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (STEPS + "def f(:\n", "steps.py:13: SyntaxError: "),
        (STEPS + "\n1 / 0\n", "steps.py:14: ZeroDivisionError: division by zero"),
        ("", "steps.py: expected a subclass of Module or Component"),
        (STEPS.replace('name = "steps"', "name = 3"), "steps.py: .*: set `name`"),
        (STEPS.replace('"steps"', '"steps"; platforms = ("tv",)'), "steps.py: .*got tv"),
    ],
)
def test_old_class_stays_in_use_after_an_error_in_the_file(
    watched: Watched, source: str, message: str
) -> None:
    watched.lines()
    write(watched.module, source)
    assert watched.lines() == ["walked 3", "walked 4"]
    said = watched.said()
    assert re.search(message, said)
    assert said.startswith("error: ")
    assert said.endswith("\nthe previous class stays in use")
    write(watched.module, STEPS.replace("walked", "went"))
    assert watched.lines() == ["went 5", "went 6"]


def test_half_written_module_file_logs_no_error(watched: Watched) -> None:
    watched.module.write_text(STEPS[:40])
    watched.runtime.clock.run_for(0.1)
    write(watched.module, STEPS.replace("walked", "went"))
    assert watched.lines()[-1] == "went 2"
    assert watched.said().startswith("info: steps.py changed")


def test_old_class_remains_in_use_when_the_file_no_longer_defines_the_class(
    watched: Watched,
) -> None:
    write(watched.module, STEPS.replace("class Steps", "class Runs").replace('"steps"', '"runs"'))
    assert watched.lines() == ["walked 1", "walked 2"]
    assert watched.told == [
        ("info", f"{watched.module} changed: the next call uses the new Runs"),
        ("error", f"{watched.module} no longer defines Steps: the previous class stays in use"),
    ]


def test_module_class_is_replaced_when_an_imported_file_changes(
    make_runtime: Callable[..., Runtime], tmp_path: Path
) -> None:
    words = tmp_path / "words.py"
    write(words, 'DONE = "walked"\n')
    source = "from words import DONE\n" + STEPS.replace("walked ", "{DONE} ")
    watched = Watched(make_runtime, tmp_path, source)
    watched.lines()
    write(words, 'DONE = "went"\n')
    assert watched.lines() == ["went 3", "went 4"]
    write(words, "DONE = = \n")
    assert watched.lines() == ["went 5", "went 6"]
    assert "words.py:1: SyntaxError" in watched.told[-1][1]


def test_saving_a_changed_component_replaces_its_class(
    make_runtime: Callable[..., Runtime], tmp_path: Path
) -> None:
    dial = '\nclass Dial(Component):\n    type = "dial"\n    attributes = {"turns": 1}\n'
    watched = Watched(make_runtime, tmp_path, STEPS + dial)
    write(watched.module, STEPS + dial.replace("1", "2"))
    watched.lines()
    cls: Any = watched.runtime.components.get("dial")
    assert cls.attributes == {"turns": 2}


def test_saving_a_changed_bundle_replaces_its_page(watched: Watched) -> None:
    old = watched.page
    watched.lines()
    write(watched.bundle, BUNDLE.replace("console.log(", "console.log('new', "))
    watched.runtime.clock.run_for(0.2)
    watched.runtime.run_until(lambda: old.destroyed)
    assert watched.said() == "info: walk.js changed: opening the page again"
    assert watched.lines() == ["new walked 1", "new walked 2"]
    assert watched.runtime.pages == [watched.page]


def test_page_remains_open_when_the_saved_bundle_cannot_be_opened(watched: Watched) -> None:
    old = watched.page
    write(watched.bundle, '// { "framework": "Svelte" }\n1\n')
    watched.runtime.clock.run_for(0.2)
    watched.runtime.run_until(lambda: old.console)
    assert "unknown framework 'Svelte'" in old.console[0].text
    assert watched.lines() == ["walked 1", "walked 2"]


def test_removed_file_is_reported_once_and_its_last_version_stays_in_use(
    watched: Watched,
) -> None:
    old = watched.page
    watched.bundle.unlink()
    watched.runtime.clock.run_for(0.5)
    assert not watched.told  # an editor may remove the file for a moment while it saves
    assert watched.lines(3)
    assert watched.said() == "error: walk.js was removed: its last version stays in use"
    write(watched.bundle, BUNDLE.replace("console.log(", "console.log('new', "))
    watched.runtime.clock.run_for(0.2)
    watched.runtime.run_until(lambda: old.destroyed)
    assert watched.said() == "info: walk.js changed: opening the page again"


def test_bundles_of_pages_that_open_later_are_watched(watched: Watched, tmp_path: Path) -> None:
    write(tmp_path / "other.js", BUNDLE)
    watched.runtime.open(tmp_path / "other.js")
    watched.runtime.open(source=BUNDLE)
    watched.watch.look_around()
    assert [os.path.basename(path) for path in watched.watch.paths] == [
        "steps.py", "walk.js", "other.js",
    ]  # fmt: skip
