"""Write results to standard output and messages to standard error, in colour on a terminal only
(no-color.org). Control characters of the texts are shown as escapes.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from weex_runtime.cli.exit_status import OUTPUT_LOST
from weex_runtime.control_characters import visible

_COLOURS = {
    "error": "31",
    "warn": "33",
    "info": "36",
    "debug": "90",
    "hint": "33",
    "title": "1",
    "trace": "90",
}


class OutputLost(BaseException):
    """Standard output or standard error cannot be written.

    Not an Exception: console lines are written deep inside a page, which catches exceptions as
    failures of a module.
    """


_failure: OSError | None = None  # the exception of the first failed write, or None
_reserved: TextIO | None = None  # standard output after `reserve_output`


def reserve_output() -> TextIO | None:
    """Reserve standard output for the command's result: other output, like that of `print` in a
    module, goes to standard error until the process ends.

    Returns:
        The file to which `say` writes from now on.
    """
    global _reserved
    if sys.stdout is None:
        return None
    _reserved, encoding = sys.stdout, sys.stdout.encoding
    if sys.stdout is sys.__stdout__:
        # Also redirect the output of other processes and of C code.
        _reserved = os.fdopen(os.dup(1), "w", encoding=encoding)
        os.dup2(2 if sys.stderr else os.open(os.devnull, os.O_WRONLY), 1)
    sys.stdout = sys.stderr
    return _reserved


def say(text: str, kind: str = "") -> None:
    """Write a line of the command's result to standard output."""
    _write(_reserved or sys.stdout, visible(text), kind)


def say_file(text: str) -> None:
    """Write the content of a file to standard output, with its control characters."""
    _write(_reserved or sys.stdout, text, "")


def log(text: str, kind: str = "") -> None:
    """Write a message to standard error."""
    _write(sys.stderr, visible(text), kind)


def output_lost(error: OSError) -> OutputLost:
    """Record the exception of a failed write, and return the exception to raise."""
    global _failure
    _failure = _failure or error
    return OutputLost()


def end_output(status: int) -> int:
    """Flush standard output, and report in one line if output was lost.

    Args:
        status: The exit status so far.

    Returns:
        `status`; instead 141 if the program that reads the output has ended (`| head -1`), or 1
        after another write error, like a full disk.
    """
    global _failure, _reserved
    results, _reserved = _reserved or sys.stdout, None
    try:
        if _failure is None and results:
            results.flush()
    except OSError as error:
        _failure = error
    if _failure is None and status != OUTPUT_LOST:
        return status
    if _failure and not isinstance(_failure, BrokenPipeError):
        status = 1
        with suppress(OSError):
            sys.stderr.write(f"weex-runtime: cannot write the output: {_failure.strerror}\n")
    else:
        status = OUTPUT_LOST
    # Redirect both streams to /dev/null: at exit Python flushes them again, which would raise the
    # error again.
    devnull = os.open(os.devnull, os.O_WRONLY)
    for stream in (results, sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(devnull, stream.fileno())
    os.close(devnull)
    return status


def _write(stream: TextIO | None, text: str, kind: str) -> None:
    """Write a line, unless the stream is closed or an earlier write failed."""
    if stream is None or _failure:
        return
    colour = _COLOURS.get(kind)
    if colour and stream.isatty() and not os.environ.get("NO_COLOR"):
        text = f"\033[{colour}m{text}\033[0m"
    # Replace characters that cannot be encoded: a bundle may log lone surrogates, and a terminal
    # may use an encoding other than UTF-8.
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        stream.flush()
    except OSError as error:
        raise output_lost(error) from None
