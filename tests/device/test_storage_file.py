"""Checks of `Runtime(storage=PATH)` before a page is opened."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from weex_runtime import Runtime, StorageError


def test_storage_path_makes_a_relative_path_absolute(
    make_runtime: Callable[..., Runtime], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert make_runtime(storage="items.db").storage == str(tmp_path / "items.db")
    assert make_runtime(storage=Path("items.db")).storage == str(tmp_path / "items.db")
    assert make_runtime().storage is None


def test_storage_path_does_not_create_the_file(
    make_runtime: Callable[..., Runtime], tmp_path: Path
) -> None:
    make_runtime(storage=tmp_path / "items.db")
    assert list(tmp_path.iterdir()) == []


def test_storage_path_accepts_a_database_and_an_empty_file(
    make_runtime: Callable[..., Runtime], tmp_path: Path
) -> None:
    (tmp_path / "empty").touch()
    make_runtime(storage=tmp_path / "empty")
    with closing(sqlite3.connect(tmp_path / "database")) as database:
        database.execute("CREATE TABLE t (a)")
    make_runtime(storage=tmp_path / "database")


def test_storage_path_refuses_the_path_of_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="storage .*: it is a folder; name a file in it"):
        Runtime(storage=tmp_path)


def test_error_for_a_storage_file_in_a_missing_folder_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=f"there is no folder {tmp_path}/no; make it first"):
        Runtime(storage=tmp_path / "no" / "items.db")


def test_storage_path_refuses_a_file_that_is_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "app.js"
    path.write_text("console.log(1)")
    with pytest.raises(StorageError) as caught:
        Runtime(storage=path)
    assert str(caught.value) == (
        f"storage {path}: expected a SQLite database; name another file, or a file that does not "
        "exist"
    )
    assert (caught.value.path, path.read_text()) == (str(path), "console.log(1)")


def test_storage_path_refuses_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "loop"
    os.symlink(path, path)
    with pytest.raises(StorageError, match="it cannot be read: Too many levels of symbolic links"):
        Runtime(storage=path)
