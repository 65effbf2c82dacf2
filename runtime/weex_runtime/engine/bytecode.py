"""What all pages have in common is parsed once; later pages are given its bytecode.

The bytecode is kept for later processes too, where Python keeps its own (`__pycache__`) and under
the same rules: not if `sys.dont_write_bytecode` is set or the folder cannot be written.
Source: quickjs.h, "JS_WriteObject"; qjsc.c, which does the same at build time.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from importlib.util import cache_from_source, source_hash

import _quickjs

from weex_runtime.engine.c_library import TAG_EXCEPTION, TAG_UNDEFINED, Native, native_of

_COMPILE_ONLY = 1 << 5
_READ = 1 << 0
# Without source text, of which the engine would keep a copy for each function.
_WRITE = 1 << 0 | 1 << 4
# `quickjs` leaves positions out when it compiles, `quickjs-ng` when it writes; each ignores the
# other's flag.
_COMPILE_WITHOUT_LINES = 1 << 4
_WRITE_WITHOUT_LINES = 1 << 5

_STAMP_SIZE = 8  # bytes

# Bytecode by the text of its script.
_known: dict[str, bytes] = {}


def code_of(name: str, text: str, *, has_lines: bool) -> bytes:
    """The bytecode of a script; where it is new, it is kept.

    Args:
        name: Of the file for the bytecode; a script takes the place of its predecessor.
        text: Of the script.
        has_lines: Stack traces name positions in it, which take an eighth of a page's memory.

    Returns:
        b"" when the text does not parse.
    """
    source = text.encode()
    stamp = source_hash(_engine() + (b"" if has_lines else b"without lines\n") + source)
    code = _load(name, stamp)
    if not code:
        code = _compile(source, has_lines)
        if code:
            _save(name, stamp, code)
    return code


def run(native: Native, code: bytes) -> None:
    """Run a script at global level.

    Args:
        code: Of a script that sets globals to functions and does nothing else; its value must be
            undefined.

    Raises:
        MemoryError: The context has no memory left.
    """
    library, runtime, context = native
    # The binding does so at each entry.
    library.JS_UpdateStackTop(runtime)
    function = library.JS_ReadObject(context, code, len(code), _READ)
    if function.tag == TAG_EXCEPTION:
        raise MemoryError
    if library.JS_EvalFunction(context, function).tag != TAG_UNDEFINED:
        raise MemoryError


def _compile(source: bytes, has_lines: bool) -> bytes:
    """The bytecode of a script; b"" if it does not parse."""
    # A context without limits: `quickjs` may crash when it has no memory left to parse.
    owner = _quickjs.Context()
    native = native_of(owner)
    assert native, "every context of a build has the same layout"
    library, _, context = native
    flags = _COMPILE_ONLY | (0 if has_lines else _COMPILE_WITHOUT_LINES)
    function = library.JS_Eval(context, source, len(source), b"<input>", flags)
    if function.tag == TAG_EXCEPTION:
        return b""
    size = ctypes.c_size_t()
    flags = _WRITE | (0 if has_lines else _WRITE_WITHOUT_LINES)
    buffer = library.JS_WriteObject(context, ctypes.byref(size), function, flags)
    code = ctypes.string_at(buffer, size.value)
    library.js_free(context, buffer)
    library.JS_EvalFunction(context, function)  # which frees it
    return code


@cache
def _engine() -> bytes:
    """Tells one build of the engine from another: they do not understand each other's bytecode."""
    status = os.stat(_quickjs.__file__)
    return f"{status.st_size} {status.st_mtime_ns}\n".encode()


def _path(name: str) -> str:
    folder = os.path.dirname(cache_from_source(__file__))
    return os.path.join(folder, f"{name}.{os.path.basename(_quickjs.__file__)}.bytecode")


def _load(name: str, stamp: bytes) -> bytes:
    """The bytecode that an earlier process saved for this script; b"" for none."""
    try:
        with open(_path(name), "rb") as stream:
            data = stream.read()
    except OSError:
        return b""
    code = data[2 * _STAMP_SIZE :]
    return code if data[: 2 * _STAMP_SIZE] == stamp + source_hash(code) else b""


def _save(name: str, stamp: bytes, code: bytes) -> None:
    if sys.dont_write_bytecode:
        return
    path = _path(name)
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(unfinished, "wb") as stream:
            stream.write(stamp + source_hash(code) + code)
        os.replace(unfinished, path)
    except OSError:
        pass  # the next process parses again
