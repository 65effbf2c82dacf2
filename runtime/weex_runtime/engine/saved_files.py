"""Cache files for later processes, in the folder of Python's bytecode (`__pycache__`).

As for Python's bytecode, nothing is written if `sys.dont_write_bytecode` is set or if the folder is
not writable.
"""

from __future__ import annotations

import os
import sys

# `importlib.util` takes half a millisecond to import.
from _frozen_importlib_external import cache_from_source
from _imp import source_hash

_HASH_SIZE = 8  # bytes of a hash; a file starts with the hashes of its stamp and its data


def load(name: str, stamp: bytes) -> bytes:
    """Read the data that was saved under a name; b"" if no data is saved, or if the saved stamp
    differs.
    """
    try:
        with open(_path(name), "rb") as stream:
            saved = stream.read()
    except OSError:
        return b""
    data = saved[2 * _HASH_SIZE :]
    return data if saved[: 2 * _HASH_SIZE] == _hashes(stamp, data) else b""


def save(name: str, stamp: bytes, data: bytes) -> None:
    """Save data for later processes, and replace earlier data of the same name.

    Args:
        stamp: Everything that the data depends on. `load` ignores data with another stamp.
    """
    if sys.dont_write_bytecode:
        return
    path = _path(name)
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(unfinished, "wb") as stream:
            stream.write(_hashes(stamp, data) + data)
        os.replace(unfinished, path)
    except OSError:
        pass  # without a saved file, the next process computes the data again


def _hashes(stamp: bytes, data: bytes) -> bytes:
    return source_hash(0, stamp) + source_hash(0, data)


def _path(name: str) -> str:
    return os.path.join(os.path.dirname(cache_from_source(__file__)), name)
