"""Files that save later processes some work, kept where Python keeps its bytecode (`__pycache__`).

Python's rules hold for them too: nothing is written if `sys.dont_write_bytecode` is set or the
folder cannot be written.
"""

from __future__ import annotations

import os
import sys
from importlib.util import cache_from_source, source_hash

_HASH_SIZE = 8  # bytes


def load(name: str, stamp: bytes) -> bytes:
    """Read the data that was saved under a name; b"" where none is, or its stamp differs."""
    try:
        with open(_path(name), "rb") as stream:
            saved = stream.read()
    except OSError:
        return b""
    data = saved[2 * _HASH_SIZE :]
    return data if saved[: 2 * _HASH_SIZE] == source_hash(stamp) + source_hash(data) else b""


def save(name: str, stamp: bytes, data: bytes) -> None:
    """Save data for later processes; it replaces the data under this name.

    Args:
        stamp: Everything that the data was made from: another stamp makes it invalid.
    """
    if sys.dont_write_bytecode:
        return
    path = _path(name)
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(unfinished, "wb") as stream:
            stream.write(source_hash(stamp) + source_hash(data) + data)
        os.replace(unfinished, path)
    except OSError:
        pass  # the next process does the work again


def _path(name: str) -> str:
    return os.path.join(os.path.dirname(cache_from_source(__file__)), name)
