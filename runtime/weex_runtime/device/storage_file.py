"""Check the file of `Runtime(storage=PATH)` before a page is opened."""

from __future__ import annotations

import os

from weex_runtime.errors import StorageError

_MAGIC = b"SQLite format 3\0"


def storage_path(path: str | os.PathLike[str]) -> str:
    """Return the absolute path of a SQLite database that exists or can be created.

    Raises:
        StorageError: The path cannot be a database; the message has the reason.
    """
    absolute = os.path.abspath(os.fspath(path))
    folder = os.path.dirname(absolute)
    if os.path.isdir(absolute):
        problem = "it is a folder; name a file in it"
    elif not os.path.isdir(folder):
        problem = f"there is no folder {folder}; make it first"
    else:
        problem = _problem_of_content(absolute)
    if problem:
        raise StorageError(str(path), problem)
    return absolute


def _problem_of_content(path: str) -> str:
    try:
        with open(path, "rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    if start in (b"", _MAGIC):
        return ""
    return "expected a SQLite database; name another file, or a file that does not exist"
