"""The items of module `storage` in a SQLite database with Android's table.

This package can open a phone's database (databases/WXStorage), and a phone can open a database of
this package. Each app has its own table; the app "default" uses Android's table.
Source: Android WXSQLiteOpenHelper.java.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, TypeVar

from weex_runtime.errors import StorageError

T = TypeVar("T")

PATIENCE = 5.0  # seconds to wait while another process has the file locked
PAUSE = 0.005  # seconds between two attempts to use a locked file

_CREATE = """
    CREATE TABLE IF NOT EXISTS {} (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL,
        timestamp TEXT NOT NULL,
        persistent INTEGER DEFAULT 0
    )
"""

# Error codes of SQLite, and explanations for users.
_EXPLANATIONS = {
    "database is locked": "another process uses it; end the process, or name another file",
    "locking protocol": "other processes open it again and again; end them, or name another file",
    "attempt to write a readonly database": "the file or folder is read-only; name another file",
    "unable to open database file": "the file cannot be opened or created; check its folder",
    "file is not a database": "the file has another format; name another file, or remove this file",
    "database disk image is malformed": "the file is damaged; remove it, or restore a copy",
    "database or disk is full": "there is no room left; remove items",
}
_LOCKED = ("database is locked", "locking protocol")


class StorageFull(StorageError):
    """The item does not fit on the disk or within the platform's limit."""


class StorageLimited(StorageFull):
    """The item does not fit within the limit `storage`."""


class StorageLocked(StorageError):
    """Another process has the file locked."""


class Items:
    """The stored items: {key: text}.

    A call waits up to 5 seconds while other processes write. The first call opens the file; if this
    fails, the next call tries again. A stored text can contain NUL characters and lone surrogates,
    like a string in JS.

    Args:
        path: The file, created when missing; None: in memory.
        app: The name of the app that owns the items.

    Raises:
        StorageFull: Raised by `put`: the item does not fit.
        StorageLocked: Raised by every method: another process has the file locked.
        StorageError: Raised by every method: the file cannot be used.

    Attributes:
        patience: Seconds to wait for other processes.
        most: The maximum size of the database in bytes, even if `limit` allows more; None: no
            limit.
        changes: The number of changes that the methods of this object have made to items.
    """

    def __init__(self, path: str | None = None, app: str = "default") -> None:
        self.path = path
        # Capital letters are escaped, since SQLite ignores the case of table names.
        escaped = re.sub(r"[^a-z0-9._-]", lambda part: f"%{ord(part[0]):x}%", app)
        self._name = f"{escaped}_wx_storage"
        self._table = f'"{self._name}"'
        self.patience = PATIENCE
        self.most: int | None = None
        self.changes = 0
        # Whether `most` is the limit in force: `limit()` has set a higher limit or no limit.
        self._is_at_most = False
        self._connection: sqlite3.Connection | None = None

    def put(self, key: str, value: str, *, persistent: bool = False) -> None:
        """Set an item.

        Args:
            persistent: Never evict the item.
        """
        columns = "key, value, timestamp, persistent"
        self._change(
            f"INSERT OR REPLACE INTO {self._table} ({columns}) "
            "VALUES (CAST(? AS TEXT), CAST(? AS TEXT), ?, ?)",
            *(_encode(key), _encode(value), _now(), int(persistent)),
        )

    def get(self, key: str) -> str | None:
        """Return the value of an item; None if the item is missing."""
        rows = self._rows(
            f"SELECT value FROM {self._table} WHERE key = CAST(? AS TEXT)", _encode(key)
        )
        return str(rows[0][0]) if rows else None

    def touch(self, key: str) -> None:
        """Mark an item as used now, for the order of eviction."""
        self._change(
            f"UPDATE {self._table} SET timestamp = ? WHERE key = CAST(? AS TEXT)",
            _now(),
            _encode(key),
        )

    def remove(self, key: str) -> bool:
        """Remove an item. Return False if the item is missing."""
        return (
            self._change(f"DELETE FROM {self._table} WHERE key = CAST(? AS TEXT)", _encode(key)) > 0
        )

    def keys(self) -> list[str]:
        """Return all keys, in the order in which the items were last set."""
        return [str(key) for (key,) in self._rows(f"SELECT key FROM {self._table} ORDER BY rowid")]

    def __len__(self) -> int:
        return self._number(f"SELECT count(*) FROM {self._table}")

    def removable(self) -> list[tuple[str, int]]:
        """Return (key, length of the value) for the items that are not persistent, the least
        recently used first.
        """
        rows = self._rows(
            f"SELECT key, length(value) FROM {self._table} WHERE persistent IS NOT 1 "
            "ORDER BY timestamp, rowid"
        )
        return [(str(key), int(characters)) for key, characters in rows]

    def characters(self, *, with_keys: bool = False) -> int:
        """Count the characters of all values; if `with_keys` is True, also those of all keys."""
        counted = "length(value) + length(key)" if with_keys else "length(value)"
        return self._number(f"SELECT coalesce(sum({counted}), 0) FROM {self._table}")

    def bytes(self) -> int:
        """Return the size of the database in bytes."""
        return self._number("PRAGMA page_count") * self._number("PRAGMA page_size")

    def limit(self, size: int | None) -> None:
        """Set the largest size of the database in bytes; None: no limit."""
        self._is_at_most = self.most is not None and (size is None or self.most < size)
        size = self.most if self._is_at_most else size
        pages = 2**32 - 2 if size is None else max(1, size // self._number("PRAGMA page_size"))
        self._rows(f"PRAGMA max_page_count = {pages}")

    def close(self) -> None:
        """Close the file."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _number(self, statement: str) -> int:
        ((number,),) = self._rows(statement)
        return int(number)

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self._run(lambda connection: connection.execute(statement, values).fetchall())

    def _change(self, statement: str, *values: object) -> int:
        count = self._run(lambda connection: connection.execute(statement, values).rowcount)
        self.changes += 1
        return count

    def _run(self, act: Callable[[sqlite3.Connection], T]) -> T:
        deadline = time.monotonic() + self.patience
        while True:
            try:
                if self._connection is None:
                    self._connection = self._open()
                return act(self._connection)
            except sqlite3.Error as error:
                if str(error) not in _LOCKED or time.monotonic() >= deadline:
                    raise self._failure(error) from error
                time.sleep(PAUSE)

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path or ":memory:",
            timeout=0,
            isolation_level=None,  # autocommit: each statement is a separate transaction
            check_same_thread=False,
        )
        try:
            connection.text_factory = _decode
            if self.path:
                _share(connection)
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Create the table, or check the table in the file."""
        names = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        if not connection.execute(names, (self._name,)).fetchone():
            connection.execute(_CREATE.format(self._table))
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                # Set the database version that Android sets when it creates the table.
                connection.execute("PRAGMA user_version = 2")
        problem = ""
        try:
            connection.execute(
                f"SELECT key, value, timestamp, persistent FROM {self._table} LIMIT 0"
            )
        except sqlite3.OperationalError as error:
            problem = f"the table {self._name} has unexpected columns: {error}"
        if connection.execute("PRAGMA encoding").fetchone() != ("UTF-8",):
            problem = "the encoding is not UTF-8"
        if problem:
            raise StorageError(self._title(), f"{problem}; name another file")

    def _failure(self, error: sqlite3.Error) -> StorageError:
        text = str(error)
        explanation = _EXPLANATIONS.get(text)
        cls = StorageLocked if text in _LOCKED else StorageError
        if text == "database or disk is full":
            cls = StorageLimited if self._is_at_most else StorageFull
        return cls(self._title(), f"{text}: {explanation}" if explanation else text)

    def _title(self) -> str:
        return self.path or "in memory"


def _share(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on, so that readers and a writer do not wait for each other. A write
    returns before the data is on the disk. The data is kept even if the process is killed.
    """
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
    else:
        # The write-ahead log needs shared memory. On a network drive without shared memory SQLite
        # keeps the default journal.
        if mode == "wal":
            connection.execute("PRAGMA synchronous = NORMAL")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:  # another program wrote a string that is not UTF-8
        return data.decode("utf-8", "replace")


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f")
