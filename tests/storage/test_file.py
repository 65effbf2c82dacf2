"""The file of module `storage`: several processes, and files that cannot be used."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import IO, Any

import pytest

from weex_modules.storage import database
from weex_modules.storage.database import Items
from weex_modules.storage.queue import Storage
from weex_runtime import Page, Runtime, StorageError

WRITER = Path(__file__).parents[1] / "support" / "storage_writer.py"
STORAGE = (
    '// { "framework": "Vanilla" }\n'
    "var storage = weex.requireModule('storage');"
    "function say(answer) { console.log(JSON.stringify(answer)); }\n"
)
READ_ALL = STORAGE + (
    "storage.getAllKeys(function (answer) { answer.data.forEach(function (key) {"
    " storage.getItem(key, function (answer) { say([key, answer.data]); }); }); });"
)
TABLE = "default_wx_storage"
FAILED = {"result": "failed", "data": "undefined"}
DONE = {"result": "success", "data": "undefined"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "items.db"


def answers(page: Page) -> list[Any]:
    page.runtime.run_until_idle(30)
    assert not page.errors
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def call(make_runtime: Callable[..., Runtime], path: Path, calls: str) -> list[Any]:
    """The answers to a bundle's calls, in a runtime of its own."""
    with make_runtime(storage=path) as runtime:
        return answers(runtime.open(source=STORAGE + calls))


def problems(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level == "error"]


def items_as_a_bundle_reads_them(path: Path) -> dict[str, str]:
    with Runtime(storage=path, hints=False) as runtime:
        return dict(answers(runtime.open(source=READ_ALL)))


# Contents of the storage file.


def test_items_in_a_file_are_kept_for_the_next_process(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    assert call(make_runtime, path, "storage.setItem('name', 'Ada', say);") == [DONE]
    assert call(make_runtime, path, "storage.getItem('name', say);") == [
        {"result": "success", "data": "Ada"}
    ]


def test_app_cannot_read_the_items_of_another_app(path: Path) -> None:
    apps = ["default", "shop", "Shop", "s%68op", 'a" b', "%53hop", "été", "default_wx_storage"]
    set_item = "storage.setItem('name', weex.config.app, say);"
    for app in apps:
        with Runtime(storage=path, app=app, hints=False) as runtime:
            page = runtime.open(source=STORAGE + set_item, config={"app": app})
            assert answers(page) == [DONE]
    for app in apps:
        with Runtime(storage=path, app=app, hints=False) as runtime:
            assert answers(runtime.open(source=READ_ALL)) == [["name", app]]
    assert items_as_a_bundle_reads_them(path) == {"name": "default"}


def test_storage_file_has_the_table_of_android(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    with make_runtime(storage=path, platform="android") as runtime:
        page = runtime.open(
            source=STORAGE + "storage.setItem('a', 'x'); storage.setItemPersistent('b', 'grüße');"
        )
        answers(page)
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(f"SELECT key, value, persistent FROM {TABLE}").fetchall()
        assert rows == [("a", "x", 0), ("b", "grüße", 1)]
        assert database.execute(f"SELECT typeof(value) FROM {TABLE}").fetchone() == ("text",)
        assert database.execute("PRAGMA user_version").fetchone() == (2,)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_storage_database_copied_from_a_phone_can_be_opened(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            f"CREATE TABLE {TABLE} (key TEXT PRIMARY KEY,value TEXT NOT NULL,"
            "timestamp TEXT NOT NULL,persistent INTEGER DEFAULT 0)"
        )
        database.execute(f"INSERT INTO {TABLE} VALUES ('a', 'x', '2019-01-01 10:00:00', NULL)")
        database.execute("CREATE TABLE android_metadata (locale TEXT)")
        database.commit()
    assert call(make_runtime, path, "storage.getItem('a', say); storage.length(say);") == [
        {"result": "success", "data": "x"},
        {"result": "success", "data": 1},
    ]


def test_other_tables_in_the_storage_file_stay_unchanged(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE mine (a); PRAGMA user_version = 7;")
    assert call(make_runtime, path, "storage.setItem('a', 'x', say);") == [DONE]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (7,)
        assert database.execute("SELECT count(*) FROM mine").fetchone() == (0,)


def test_pending_storage_calls_are_carried_out_in_order_before_the_runtime_closes(
    path: Path,
) -> None:
    with Runtime(storage=path) as runtime:
        runtime.open(
            source=STORAGE + "for (var i = 0; i < 300; i++) {"
            " storage.setItem('last', String(i)); storage.setItem('k' + i, 'x'); }"
            "storage.removeItem('k0');"
        )
    with closing(Items(str(path))) as items:
        assert (items.get("last"), len(items), items.get("k0")) == ("299", 300, None)


def test_page_can_set_an_item_in_its_last_hook(path: Path) -> None:
    with Runtime(storage=path) as runtime:
        runtime.open(
            source='// { "framework": "Vue" }\n'
            "new Vue({ el: 'body', render: function (h) { return h('div') },"
            " destroyed: function () {"
            "  weex.requireModule('storage').setItem('draft', 'text'); } });"
        )
    with closing(Items(str(path))) as items:
        assert items.get("draft") == "text"


def test_loop_runs_while_the_storage_file_is_locked(path: Path) -> None:
    with Runtime(storage=path) as runtime, closing(sqlite3.connect(path)) as other:
        items = runtime.shared(Storage).items
        items.put("a", "before")
        other.execute("BEGIN IMMEDIATE")
        page = runtime.open(
            source=STORAGE + "storage.setItem('a', 'after', say);"
            "setTimeout(function () { say('timer'); }, 1);"
        )
        runtime.run_until(lambda: len(page.console) == 1)
        assert page.console[0].text == '"timer"'
        other.rollback()
        assert answers(page) == ["timer", DONE]
        assert items.get("a") == "after"


# Several processes that use one file.


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def lines(stream: IO[str] | None, count: int) -> list[str]:
    assert stream
    return [stream.readline().rstrip("\n") for _ in range(count)]


def test_item_is_in_the_file_if_the_process_is_killed_after_the_success_callback(
    path: Path,
) -> None:
    acknowledged: list[str] = []
    for number in range(2):
        with start(path, f"run{number}", 1_000_000) as process:
            seen = lines(process.stdout, 50 + 100 * number)
            process.send_signal(signal.SIGKILL)
            assert process.stdout
            # Drop the last line of the output, since the kill may have cut it.
            seen += process.stdout.read().split("\n")[:-1]
            assert process.wait(10) == -signal.SIGKILL
        assert all(line.startswith("success ") for line in seen)
        acknowledged += [line.split()[1] for line in seen]
    assert len(acknowledged) >= 200
    kept = items_as_a_bundle_reads_them(path)
    assert {key: kept.get(key) for key in acknowledged} == {
        key: f"value of {key}" for key in acknowledged
    }
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_processes_write_to_one_file_without_losing_items(path: Path) -> None:
    names = ("red", "green")
    with ExitStack() as stack:
        processes = [stack.enter_context(start(path, name, 200)) for name in names]
        outputs = [process.communicate(timeout=90)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    answered = {line.split()[0] for output in outputs for line in output.splitlines()}
    assert answered == {"success"}
    keys = [f"{name}-{number}" for name in names for number in range(200)]
    assert items_as_a_bundle_reads_them(path) == {key: f"value of {key}" for key in keys}


def test_runtimes_in_threads_write_to_one_file(path: Path) -> None:
    def write(name: str) -> None:
        with Runtime(storage=path) as runtime:
            page = runtime.open(
                source=STORAGE + "for (var i = 0; i < 200; i++) storage.setItem("
                f"'{name}-' + i, 'x', function (answer) {{ say(answer.result); }});"
            )
            results[name] = answers(page)

    results: dict[str, list[str]] = {}
    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert results == {name: ["success"] * 200 for name in ("a", "b", "c")}
    with closing(Items(str(path))) as items:
        assert len(items) == 600


def test_page_reads_items_of_another_process(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    runtime = make_runtime(storage=path)
    first = runtime.open(source=STORAGE + "storage.getItem('a', say);")
    assert answers(first) == [FAILED]
    with closing(Items(str(path))) as other:
        other.put("a", "x")
    second = runtime.open(source=STORAGE + "storage.getItem('a', say);")
    assert answers(second) == [{"result": "success", "data": "x"}]


# Files that the storage cannot use.


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)


ALL = (
    "storage.setItem('a', 'x', say); storage.setItemPersistent('a', 'x', say);"
    "storage.getItem('a', say); storage.removeItem('a', say); storage.length(say);"
    "storage.getAllKeys(say);"
)


@pytest.mark.usefixtures("impatient")
def test_call_fails_after_waiting_for_a_locked_file_and_a_later_call_succeeds(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    runtime = make_runtime(storage=path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        page = runtime.open(source=STORAGE + ALL)
        assert answers(page) == 6 * [FAILED]
        assert (
            f"storage.setItem 'a' failed: storage {path}: database is locked" in problems(page)[0]
        )
        assert len(problems(page)) == 6
    later = runtime.open(source=STORAGE + "storage.setItem('a', 'x', say);")
    assert answers(later) == [DONE]


@pytest.mark.usefixtures("impatient")
def test_closing_a_runtime_waits_only_once_for_several_calls_to_a_locked_file(path: Path) -> None:
    with closing(Items(str(path))) as items:
        items.put("a", "before")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Runtime(storage=path) as runtime:
            page = runtime.open(source=STORAGE + 5 * "storage.setItem('a', 'x', say);")
        # A destroyed page gets no callbacks.
        assert [line.level for line in page.console] == 5 * ["error"]


def test_interrupted_runtime_does_not_wait_for_a_locked_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 3600.0)
    with closing(Items(str(path))) as items:
        items.put("a", "before")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Runtime(storage=path) as runtime:
            page = runtime.open(source=STORAGE + 2 * "storage.setItem('a', 'x', say);")
            runtime.is_interrupted = True
        assert [line.level for line in page.console] == 2 * ["error"]


def test_call_for_a_locked_file_does_not_block_the_loop(path: Path) -> None:
    with Runtime(storage=path) as runtime, closing(sqlite3.connect(path)) as other:
        storage = runtime.shared(Storage)
        storage.items.put("a", "x")
        other.execute("BEGIN IMMEDIATE")
        tries: list[float] = []

        def write(items: Items) -> None:
            tries.append(items.patience)
            items.put("a", "y")

        errors: list[BaseException | None] = []
        storage.call(write, lambda result, error: errors.append(error))
        assert (tries, errors) == ([0.0], [])
        other.rollback()
        runtime.run_until(lambda: errors == [None])
        assert storage.items.patience == database.PATIENCE


def test_full_disk_fails_only_the_call_whose_item_does_not_fit(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    runtime = make_runtime(storage=path)
    items = runtime.shared(Storage).items
    items.put("small", "x")
    # Simulate a full disk: replace the method `limit` by a fixed limit, since the storage calls
    # `limit` before each item.
    items.limit = lambda size: Items.limit(items, 10 << 12)  # type: ignore[method-assign]
    page = runtime.open(
        source=STORAGE + "storage.setItem('a', new Array(99999).join('x'), say);"
        "storage.getItem('small', say); storage.setItem('small', 'y', say);"
    )
    assert answers(page) == [FAILED, {"result": "success", "data": "x"}, DONE]
    (problem,) = problems(page)
    assert "database or disk is full" in problem


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """A folder of a user who is not root: file permissions do not bind root."""
    if os.geteuid() == 0:
        with tempfile.TemporaryDirectory() as folder:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
            yield Path(folder)
            os.seteuid(0)
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def test_read_only_storage_file_can_be_read(
    make_runtime: Callable[..., Runtime], plain_user: Path
) -> None:
    path = plain_user / "items.db"
    with closing(Items(str(path))) as items:
        items.put("a", "x")
    path.chmod(0o444)
    for platform in (None, "ios"):
        runtime = make_runtime(storage=path, platform=platform)
        page = runtime.open(
            source=STORAGE + "storage.getItem('a', say); storage.setItem('a', 'y', say);"
        )
        assert answers(page) == [{"result": "success", "data": "x"}, FAILED]
        assert "attempt to write a readonly database" in problems(page)[0]
        runtime.close()


def test_storage_file_in_a_read_only_folder_is_reported(
    make_runtime: Callable[..., Runtime], plain_user: Path
) -> None:
    path = plain_user / "items.db"
    plain_user.chmod(0o555)
    runtime = make_runtime(storage=path)
    page = runtime.open(source=STORAGE + "storage.setItem('a', 'y', say); storage.length(say);")
    assert answers(page) == [FAILED, FAILED]
    assert "unable to open database file" in problems(page)[0]
    plain_user.chmod(0o755)
    assert answers(runtime.open(source=STORAGE + "storage.setItem('a', 'y', say);")) == [DONE]


def test_damaged_storage_file_is_reported(make_runtime: Callable[..., Runtime], path: Path) -> None:
    with closing(Items(str(path))) as items:
        for number in range(100):
            items.put(f"k{number}", "x" * 1000)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    runtime = make_runtime(storage=path)
    page = runtime.open(source=STORAGE + "storage.getItem('k1', say); storage.length(say);")
    assert answers(page) == [FAILED, FAILED]
    assert "database disk image is malformed" in problems(page)[0]


def test_storage_file_whose_table_has_other_columns_is_reported(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"CREATE TABLE {TABLE} (key TEXT, value TEXT)")
    page = make_runtime(storage=path).open(source=STORAGE + "storage.length(say);")
    assert answers(page) == [FAILED]
    assert "no such column: timestamp" in problems(page)[0]


def test_storage_file_in_utf_16_is_reported(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA encoding = 'UTF-16'; CREATE TABLE mine (a);")
    page = make_runtime(storage=path).open(source=STORAGE + "storage.length(say);")
    assert answers(page) == [FAILED]
    assert "the encoding is not UTF-8" in problems(page)[0]


def test_file_of_another_format_is_reported_at_the_first_call(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    runtime = make_runtime(storage=path)
    path.write_text("no database, but a text of some length" * 100)
    page = runtime.open(source=STORAGE + ALL)
    assert answers(page) == 6 * [FAILED]
    assert "file is not a database" in problems(page)[0]


def test_invalid_utf_8_of_another_program_is_read_with_replacements(path: Path) -> None:
    with closing(Items(str(path))) as items:
        items.put("a", "x")
        with closing(sqlite3.connect(path)) as database:
            database.execute(f"UPDATE {TABLE} SET value = CAST(? AS TEXT)", (b"gr\xfc\xdfe",))
            database.commit()
        assert items.get("a") == "gr\ufffd\ufffde"


def test_error_for_a_storage_file_has_the_path_and_the_problem(path: Path) -> None:
    path.write_text("no database" * 1000)
    with closing(Items(str(path))) as items, pytest.raises(StorageError) as caught:
        items.get("a")
    assert caught.value.path == str(path)
    assert caught.value.problem.startswith("file is not a database: ")


def test_page_reports_its_waiting_calls_as_busy(
    make_runtime: Callable[..., Runtime], path: Path
) -> None:
    runtime = make_runtime(storage=path)
    calm = runtime.open(source=STORAGE)
    runtime.open(source=STORAGE + "storage.setItem('a', '1');")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = runtime.open(source=STORAGE + "storage.setItem('b', '2', say); storage.length(say);")
        [work] = busy.busy()
        assert (work["what"], work["text"]) == ("worker", "storage.setItem 'b' and 1 more")
        assert work["seconds"] == 0  # the virtual clock has not advanced
        assert calm.busy() == []
        other.rollback()
    assert [answer["data"] for answer in answers(busy)] == ["undefined", 2]
    assert busy.busy() == []
