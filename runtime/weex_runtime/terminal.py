"""What the command writes for people: results on standard output, logs on standard error, colour
on a terminal only (no-color.org)."""

from __future__ import annotations

import os
import sys
from typing import TextIO

_COLOURS = {
    "error": "31",
    "warn": "33",
    "info": "36",
    "debug": "90",
    "hint": "33",
    "title": "1",
    "trace": "90",
}


def say(text: str, kind: str = "") -> None:
    """A result, on standard output."""
    _write(sys.stdout, text, kind)


def log(text: str, kind: str = "") -> None:
    """What is said about the work, on standard error."""
    sys.stdout.flush()
    _write(sys.stderr, text, kind)


def _write(stream: TextIO, text: str, kind: str) -> None:
    colour = _COLOURS.get(kind)
    if colour and stream.isatty() and not os.environ.get("NO_COLOR"):
        text = f"\033[{colour}m{text}\033[0m"
    # A bundle may log lone surrogates, and a terminal may not speak UTF-8.
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()
