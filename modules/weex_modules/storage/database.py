"""The items of module `storage` in a SQLite database, as Android keeps them: a database that was
taken from a phone (databases/WXStorage) can be opened here, and the other way round.

Source: Android WXSQLiteOpenHelper.java.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, NamedTuple, TypeVar

from weex_runtime.errors import StorageError

T = TypeVar("T")

# Seconds to wait while another process writes.
PATIENCE = 5.0

_TABLE = "default_wx_storage"
_CREATE = f"""
    CREATE TABLE IF NOT EXISTS {_TABLE} (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL,
        timestamp TEXT NOT NULL,
        persistent INTEGER DEFAULT 0
    )
"""

# What SQLite says, by its beginning or end, and what it means to a user.
_MEANINGS = {
    "database is locked": "another process has been writing to it for {patience:g} s",
    "locking protocol": "other processes are opening it all the time",
    "attempt to write a readonly database": "the file or its folder may only be read",
    "unable to open database file": "the file cannot be opened, or its folder not be written to",
    "file is not a database": "it is a file of another kind; name another, or remove it",
    "database disk image is malformed": "the file is damaged; remove it, or restore a copy",
    "database or disk is full": "there is no more room",
}


class StorageFull(StorageError):
    """There is no room for the item: on the disk, or within the platform's limit."""


class StorageLocked(StorageError):
    """Another process has the file for itself, and did not give it back in time."""


class Item(NamedTuple):
    """What can be removed to make room.

    Attributes:
        characters: Of the value.
    """

    key: str
    characters: int


class Items:
    """Texts by key.

    Any thread may call; a call waits for others that run, and for other processes that write, up
    to 5 seconds. The file is opened at the first call; where that fails, each further one tries
    again. A text may hold anything that a JS text holds, NUL and lone surrogates too.

    Args:
        path: Of the file, which is made when there is none; None: in memory.

    Raises:
        StorageFull: By `put`.
        StorageLocked: By every method.
        StorageError: By every method: the file cannot be used.
    """

    def __init__(self, path: str | None = None) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._patience = PATIENCE

    def put(self, key: str, value: str, *, persistent: bool = False) -> None:
        """Set an item.

        Args:
            persistent: Do not remove it to make room for others.
        """
        columns = "key, value, timestamp, persistent"
        self._change(
            f"INSERT OR REPLACE INTO {_TABLE} ({columns}) "
            "VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?, ?)",
            *(_encode(key), _encode(value), _now(), int(persistent)),
        )

    def get(self, key: str) -> str | None:
        """An item's value; None when there is no such item."""
        rows = self._rows(f"SELECT value FROM {_TABLE} WHERE key = CAST(? AS TEXT)", _encode(key))
        return str(rows[0][0]) if rows else None

    def touch(self, key: str) -> None:
        """An item is in use: others are older, and go first to make room."""
        self._change(
            f"UPDATE {_TABLE} SET timestamp = ? WHERE key = CAST(? AS TEXT)", _now(), _encode(key)
        )

    def remove(self, key: str) -> bool:
        """Remove an item; False when there is no such item."""
        return self._change(f"DELETE FROM {_TABLE} WHERE key = CAST(? AS TEXT)", _encode(key)) > 0

    def keys(self) -> list[str]:
        """All keys, in the order in which the items were last set."""
        return [str(key) for (key,) in self._rows(f"SELECT key FROM {_TABLE} ORDER BY rowid")]

    def __len__(self) -> int:
        ((count,),) = self._rows(f"SELECT count(*) FROM {_TABLE}")
        return int(count)

    def removable(self) -> list[Item]:
        """The items that are not persistent, those first that have been longest out of use."""
        rows = self._rows(
            f"SELECT key, length(value) FROM {_TABLE} WHERE persistent IS NOT 1 "
            "ORDER BY timestamp, rowid"
        )
        return [Item(str(key), int(characters)) for key, characters in rows]

    def characters(self, *, with_keys: bool = False) -> int:
        """Characters of all values together, and of all keys."""
        counted = "length(value) + length(key)" if with_keys else "length(value)"
        ((count,),) = self._rows(f"SELECT coalesce(sum({counted}), 0) FROM {_TABLE}")
        return int(count)

    def bytes(self) -> int:
        """What the whole database takes."""
        ((count,),) = self._rows("PRAGMA page_count")
        return int(count) * self._page_size()

    def limit(self, size: int | None) -> None:
        """Let the database grow up to so many bytes; None: as far as there is room."""
        pages = 2**32 - 2 if size is None else max(1, size // self._page_size())
        self._rows(f"PRAGMA max_page_count = {pages}")

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            if self._connection:
                self._connection.close()
                self._connection = None

    def hurry(self) -> None:
        """Wait for other processes no more."""
        with self._lock:
            self._patience = 0.0
            if self._connection:
                self._connection.execute("PRAGMA busy_timeout = 0")

    def _page_size(self) -> int:
        ((size,),) = self._rows("PRAGMA page_size")
        return int(size)

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self._run(lambda connection: connection.execute(statement, values).fetchall())

    def _change(self, statement: str, *values: object) -> int:
        return self._run(lambda connection: connection.execute(statement, values).rowcount)

    def _run(self, act: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open()
                return act(self._connection)
            except sqlite3.Error as error:
                raise self._failure(error) from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path or ":memory:",
            timeout=self._patience,
            isolation_level=None,  # each statement is a transaction of its own
            check_same_thread=False,
        )
        try:
            connection.text_factory = _decode
            if self.path:
                self._patiently(lambda: _share(connection))
            self._patiently(lambda: self._prepare(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the table where there is none, and look at one that is there."""
        names = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        if not connection.execute(names, (_TABLE,)).fetchone():
            connection.execute(_CREATE)
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                connection.execute("PRAGMA user_version = 2")  # Android's
        problem = ""
        try:
            connection.execute(f"SELECT key, value, timestamp, persistent FROM {_TABLE} LIMIT 0")
        except sqlite3.OperationalError as error:
            problem = f"its table {_TABLE} is another: {error}"
        if connection.execute("PRAGMA encoding").fetchone() != ("UTF-8",):
            problem = "its texts are not in UTF-8"
        if problem:
            raise StorageError(self._title(), f"{problem}; name another file")

    def _patiently(self, act: Callable[[], object]) -> None:
        """SQLite does not wait when two processes prepare a new file at the same time."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                act()
                return
            except sqlite3.OperationalError as error:
                is_passing = str(error) in ("database is locked", "locking protocol")
                if not is_passing or time.monotonic() >= deadline:
                    raise
                time.sleep(0.005)

    def _failure(self, error: sqlite3.Error) -> StorageError:
        text = str(error)
        meaning = _MEANINGS.get(text, "").format(patience=self._patience)
        cls = {
            "database or disk is full": StorageFull,
            "database is locked": StorageLocked,
        }.get(text, StorageError)
        return cls(self._title(), f"{text}: {meaning}" if meaning else text)

    def _title(self) -> str:
        return self.path or "in memory"


def _share(connection: sqlite3.Connection) -> None:
    """With a write-ahead log readers and a writer do not wait for one another, and a write that is
    done outlives its process without waiting for the disk."""
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
    else:
        # Without shared memory (on some network drives) the mode stays another.
        if mode == "wal":
            connection.execute("PRAGMA synchronous = NORMAL")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:  # another program wrote it
        return data.decode("utf-8", "replace")


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")
