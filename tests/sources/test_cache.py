"""Compiled sources on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Runtime, SourceError
from weex_runtime.sources import cache, compiler

from ..support.command import weex
from .conftest import shown

PROJECT = Callable[..., Path]
CHAT = """\
<template><text>{{ word }}</text></template>
<script>
import word from './word'
export default { data: () => ({ word }) }
</script>
<style>.a { color: red }</style>
"""
FILES = {"chat.vue": CHAT, "word.js": "export default 'one'"}


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "weex-runtime" / "sources"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls of the compilers, like "script word.js"."""
    calls: list[str] = []
    compile_text = compiler.Compiler.compile

    def note(self: compiler.Compiler, entry: str, place: compiler.Place, *args: object) -> object:
        calls.append(f"{entry} {place.name}")
        return compile_text(self, entry, place, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(compiler.Compiler, "compile", note)
    return calls


def test_opening_a_component_again_uses_the_cache(
    runtime: Runtime, project: PROJECT, compiled: list[str], folder: Path
) -> None:
    path = project(FILES) / "chat.vue"
    assert shown(runtime, path) == "one"
    assert "script word.js" in compiled
    assert len(list(folder.iterdir())) == 2
    compiled.clear()
    assert shown(runtime, path) == "one"
    assert compiled == []


def test_after_a_change_only_the_changed_file_is_recompiled(
    runtime: Runtime, project: PROJECT, compiled: list[str]
) -> None:
    path = project(FILES) / "chat.vue"
    shown(runtime, path)
    compiled.clear()
    (path.parent / "word.js").write_text("export default 'two'")
    assert shown(runtime, path) == "two"
    assert compiled == ["script word.js"]


@pytest.mark.parametrize("damage", [b"", b"x\n{}", b"\xff"])
def test_damaged_cache_file_is_ignored_and_replaced(
    runtime: Runtime, project: PROJECT, compiled: list[str], folder: Path, damage: bytes
) -> None:
    path = project(FILES) / "chat.vue"
    shown(runtime, path)
    for entry in folder.iterdir():
        entry.write_bytes(damage)
    compiled.clear()
    assert shown(runtime, path) == "one"
    assert compiled
    compiled.clear()
    shown(runtime, path)
    assert compiled == []


def test_opening_a_component_with_a_syntax_error_raises_each_time(
    runtime: Runtime, project: PROJECT
) -> None:
    path = project({"chat.vue": "<template><div></template>"}) / "chat.vue"
    for _ in range(2):
        with pytest.raises(SourceError, match="chat.vue:1"):
            runtime.open(path)


def test_component_opens_when_the_cache_folder_cannot_be_written(
    runtime: Runtime, project: PROJECT, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("not a folder")
    assert shown(runtime, project(FILES) / "chat.vue") == "one"


def test_cache_files_are_removed_when_the_cache_exceeds_its_limit(
    runtime: Runtime, project: PROJECT, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LIMIT", 100)
    monkeypatch.setattr(cache, "_CHECK_EVERY", 1)
    shown(runtime, project(FILES) / "chat.vue")
    assert sum(entry.stat().st_size for entry in folder.iterdir()) <= 100


def test_no_cache_option_recompiles_and_does_not_change_the_cache(
    project: PROJECT, folder: Path, compiled: list[str]
) -> None:
    directory = project(FILES)
    assert weex("run", "chat.vue", cwd=directory)[0] == 0
    before = {entry.name: entry.stat().st_mtime_ns for entry in folder.iterdir()}
    compiled.clear()
    assert weex("run", "chat.vue", "--no-cache", cwd=directory)[0] == 0
    assert "script word.js" in compiled
    assert {entry.name: entry.stat().st_mtime_ns for entry in folder.iterdir()} == before
    compiled.clear()
    assert weex("run", "chat.vue", cwd=directory)[0] == 0
    assert compiled == []


def test_doctor_command_prints_the_cache_folder_and_its_number_of_files(
    project: PROJECT, folder: Path
) -> None:
    weex("run", "chat.vue", cwd=project(FILES))
    _, out, _ = weex("doctor")
    assert f"{folder}: 2 files" in out


def test_doctor_command_reports_a_cache_folder_that_cannot_be_written(
    project: PROJECT, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project({"file": ""}) / "file"))
    assert "cannot be written" in weex("doctor")[1]
