"""Compile scripts to bytecode, so that scripts which all pages share are parsed once.

The bytecode is saved in a file for later processes (saved_files.py).
Source: quickjs.h, "JS_WriteObject"; qjsc.c, which writes bytecode at build time.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache

import _quickjs

from weex_runtime.engine import saved_files
from weex_runtime.engine.c_library import TAG_EXCEPTION, TAG_UNDEFINED, Native, native_of

_COMPILE_ONLY = 1 << 5
_READ = 1 << 0
# Leave out the source text, since the engine would keep a copy of the text for each function.
_WRITE = 1 << 0 | 1 << 4
# Flags that leave out line numbers: `quickjs` has the flag for compiling, `quickjs-ng` has the flag
# for writing bytecode. Both flags are set, since each engine ignores the flag of the other engine.
_COMPILE_WITHOUT_LINES = 1 << 4
_WRITE_WITHOUT_LINES = 1 << 5


def code_of(name: str, text: str, *, has_lines: bool) -> bytes:
    """Return the bytecode of a script: read it from a saved file, or compile the script and save
    the bytecode.

    Args:
        name: The name of the saved file; a changed script overwrites the file.
        text: The script.
        has_lines: Keep line numbers for stack traces. The numbers take an eighth of a page's
            memory.

    Returns:
        The bytecode; b"" if the text does not parse.
    """
    source = text.encode()
    file = f"{name}.{os.path.basename(_quickjs.__file__)}.bytecode"
    stamp = _engine() + (b"" if has_lines else b"without lines\n") + source
    code = saved_files.load(file, stamp)
    if not code:
        code = _compile(source, has_lines)
        if code:
            saved_files.save(file, stamp, code)
    return code


def run(native: Native, code: bytes) -> None:
    """Run the bytecode of a script at global level.

    Args:
        code: Bytecode of a script that only sets globals to functions; the script's value must be
            undefined.

    Raises:
        MemoryError: The context has no memory left.
    """
    library, runtime, context = native
    # Set the engine's stack top to the present position, as the binding does at each call into JS.
    library.JS_UpdateStackTop(runtime)
    function = library.JS_ReadObject(context, code, len(code), _READ)
    if function.tag == TAG_EXCEPTION:
        raise MemoryError
    if library.JS_EvalFunction(context, function).tag != TAG_UNDEFINED:
        raise MemoryError


def _compile(source: bytes, has_lines: bool) -> bytes:
    """Return the bytecode of a script; b"" if the script does not parse."""
    # Parse in a context without limits: `quickjs` may crash when the parser runs out of memory.
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
    library.JS_EvalFunction(context, function)  # this call frees `function`
    return code


@cache
def _engine() -> bytes:
    """Return a string that identifies the build of the engine: other builds cannot run its
    bytecode.
    """
    status = os.stat(_quickjs.__file__)
    return f"{status.st_size} {status.st_mtime_ns}\n".encode()
