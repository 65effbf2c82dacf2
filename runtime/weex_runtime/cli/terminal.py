"""What the command writes for people: results on standard output, logs on standard error, colour
on a terminal only (no-color.org)."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from weex_runtime.cli.exit_status import OUTPUT_LOST

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
    """Standard output or standard error takes no more text.

    Not an Exception: a console line is written deep inside a page, where exceptions are caught as
    those of a module.
    """


_failure: OSError | None = None  # of the first line that could not be written


def say(text: str, kind: str = "") -> None:
    """A result, on standard output."""
    _write(sys.stdout, text, kind)


def log(text: str, kind: str = "") -> None:
    """What is said about the work, on standard error."""
    _write(sys.stderr, text, kind)


def output_lost(error: OSError) -> OutputLost:
    """The exception that ends the command after a write by somebody else failed."""
    global _failure
    _failure = _failure or error
    return OutputLost()


def end_output(status: int) -> int:
    """Write what is buffered, and say in one line why it cannot be.

    Args:
        status: The exit status so far.

    Returns:
        The same where all was written; 141 where the reader went away (`| head -1`), 1 where the
        disk is full and the like.
    """
    global _failure
    try:
        if _failure is None and sys.stdout:
            sys.stdout.flush()
    except OSError as error:
        _failure = error
    if _failure is None and status != OUTPUT_LOST:
        return status
    if _failure and not isinstance(_failure, BrokenPipeError):
        status = 1
        try:
            sys.stderr.write(f"weex-runtime: cannot write the output: {_failure.strerror}\n")
        except OSError:
            pass
    else:
        status = OUTPUT_LOST
    # Python writes at exit what is still buffered, and would fail again.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return status


def _write(stream: TextIO | None, text: str, kind: str) -> None:
    """Write a line; nothing once a line could not be written, and where a stream is closed."""
    global _failure
    if stream is None or _failure:
        return
    colour = _COLOURS.get(kind)
    if colour and stream.isatty() and not os.environ.get("NO_COLOR"):
        text = f"\033[{colour}m{text}\033[0m"
    # A bundle may log lone surrogates, and a terminal may not speak UTF-8.
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        stream.flush()
    except OSError as error:
        _failure = error
        raise OutputLost from None
