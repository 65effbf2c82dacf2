"""Cache on disk for the results of the compilers, shared by processes.

A cache file contains the results for one source file. The name of the cache file is a hash of the
source file's text, of the source file's path in the project, and of the compilers. Several
processes may write at the same time. A damaged cache file is ignored.
"""

from __future__ import annotations

import json
import os
import sys
from _thread import get_ident
from contextlib import suppress
from functools import cache
from typing import Any

try:
    from _blake2 import blake2b  # the import is faster than `hashlib`, which loads OpenSSL
except ImportError:
    from hashlib import blake2b

from weex_runtime.engine import frameworks
from weex_runtime.engine.isolation import Isolation
from weex_runtime.engine.scripts import scripts_in
from weex_runtime.json_values import JSONValue
from weex_runtime.sources.compiler import Place, compiler

LIMIT = 200 << 20  # maximum total size of the cache files, in bytes
_CHECK_EVERY = 64  # a process checks the total size at every 64th write

is_used = True  # the command-line option --no-cache sets this to False

_writes = 0


def folder() -> str:
    """Return the path of the folder with the cache files, inside the user's cache folder."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        base = given
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    return os.path.join(base, "weex-runtime", "sources")


class FileResults:
    """Cached results of the compilers for one source file.

    Args:
        path: The path of the source file in the project.
        text: The text of the source file.
        isolation: The kind of process that runs the compilers.
    """

    def __init__(self, path: str, text: str, isolation: Isolation) -> None:
        self._isolation: Isolation = isolation
        self._name = _hash([_compilers(), path, text])
        self._found = (_load(self._name) if is_used else None) or {}
        self._is_changed = False

    def compile(self, entry: str, place: Place, *args: JSONValue) -> dict[str, Any]:
        """Return the cached result of a compiler; call `Compiler.compile` if there is none."""
        name = _hash([entry, *args])
        if name not in self._found:
            self._found[name] = compiler(self._isolation).compile(entry, place, *args)
            self._is_changed = True
        result: dict[str, Any] = self._found[name]
        return result

    def save(self) -> None:
        """Write the cache file if there are new results; ignore a failure to write."""
        if self._is_changed and is_used:
            _save(self._name, self._found)


def _load(name: str) -> dict[str, Any] | None:
    path = os.path.join(folder(), name)
    try:
        with open(path, "rb") as stream:
            digest, _, data = stream.read().partition(b"\n")
        if digest.decode() != _digest(data):
            return None
        os.utime(path)  # mark the file as used: `_shrink` removes the oldest files
        found = json.loads(data)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _save(name: str, results: dict[str, Any]) -> None:
    global _writes
    data = json.dumps(results).encode()
    path = os.path.join(folder(), name)
    unfinished = f"{path}.{os.getpid()}.{get_ident()}"
    with suppress(OSError):
        os.makedirs(folder(), exist_ok=True)
        with open(unfinished, "wb") as stream:
            stream.write(_digest(data).encode() + b"\n" + data)
        os.replace(unfinished, path)
        if _writes % _CHECK_EVERY == 0:
            _shrink()
        _writes += 1


def is_writable() -> bool:
    """Return whether cache files can be written. Creates the folder if it is missing."""
    try:
        os.makedirs(folder(), exist_ok=True)
    except OSError:
        return False
    return os.access(folder(), os.W_OK)


def size() -> tuple[int, int]:
    """Return the number of cache files and their total size in bytes."""
    try:
        with os.scandir(folder()) as entries:
            sizes = [entry.stat().st_size for entry in entries]
    except OSError:
        return 0, 0
    return len(sizes), sum(sizes)


def _shrink() -> None:
    """Remove the least recently used files if the cache exceeds LIMIT.

    Files are removed until the total size is at most three quarters of LIMIT."""
    with os.scandir(folder()) as entries:
        found = sorted(
            (entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in entries
        )
    size = sum(entry[1] for entry in found)
    if size <= LIMIT:
        return
    for _, bytes_of_file, path in found:
        if size <= LIMIT * 3 // 4:
            break
        os.remove(path)
        size -= bytes_of_file


def _hash(parts: list[Any]) -> str:
    return _digest(json.dumps(parts).encode())


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


@cache
def _compilers() -> list[str]:
    """Return texts that change with the compilers: the hashes of the npm packages, and the scripts
    in js/.
    """
    manifest = json.loads(frameworks.source_of("frameworks.json"))
    own = scripts_in(os.path.join(os.path.dirname(__file__), "js"))
    hashes = [manifest.get("compilers", {}).get("sha256", "")]
    hashes.append(manifest["frameworks"].get("babel", {}).get("sha256", ""))
    return [*hashes, *(script.source for script in own)]
