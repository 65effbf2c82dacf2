"""Frames of tracebacks: find the line that the test is executing; hide frames of this package."""

from __future__ import annotations

import linecache
import os
import sys
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

_STANDARD_LIBRARY = os.path.dirname(os.__file__) + os.sep
_PACKAGES = ("weex_runtime", "weex_modules")


class Line(NamedTuple):
    """A line of a file, with its number from 1."""

    path: str
    number: int

    @property
    def where(self) -> str:
        """The path of the file and the number of the line, like "tests/test_chat.py:12"."""
        return f"{shown_path(self.path)}:{self.number}"

    @property
    def source(self) -> str:
        """The text of the line; "" if the file cannot be read."""
        return linecache.getline(self.path, self.number).strip()

    def frame(self) -> str:
        """Format the line as a frame of a report, with the source."""
        text = self.source
        return f"    during {self.where}" + (f"\n      {self.number} | {text}" if text else "")


def shown_path(path: str) -> str:
    """Return the path of a file, relative to the working folder if the file is in that folder."""
    return path.removeprefix(os.getcwd() + os.sep)


@cache
def is_of_library(path: str) -> bool:
    """Return whether a file belongs to an installed package or to this package."""
    path = os.path.abspath(path)
    packages = [sys.modules[name].__file__ for name in _PACKAGES if name in sys.modules]
    folders = tuple(os.path.dirname(file) + os.sep for file in packages if file)
    return path.startswith(folders) or "site-packages" in Path(path).parts


def running_line(item: pytest.Item) -> Line | None:
    """Return the current line of the test's function; if the function does not run, the nearest
    line outside libraries, like a line of a fixture.
    """
    function = getattr(item, "function", None)
    code = getattr(function, "__code__", None)
    nearest = None
    is_outside_test = False
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code is code:
            return Line(frame.f_code.co_filename, frame.f_lineno)
        if nearest is None and not is_outside_test:
            path = frame.f_code.co_filename
            if frame.f_globals.get("__name__", "").startswith("pluggy."):
                is_outside_test = True  # outer frames belong to the caller of pytest
            elif not _is_foreign(path):
                nearest = Line(path, frame.f_lineno)
        frame = frame.f_back
    return nearest


def _is_foreign(path: str) -> bool:
    return path.startswith(("<", _STANDARD_LIBRARY)) or is_of_library(path)


def hide_library_frames() -> None:
    """Hide the frames of loaded modules of this package in tracebacks, so that a report ends at the
    test's line. pytest hides a frame whose module has `__tracebackhide__`. `--full-trace` shows all
    frames.
    """
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _PACKAGES and "." in name and module is not None:
            vars(module).setdefault("__tracebackhide__", _is_hidden)


def _is_hidden(excinfo: Any) -> bool:
    """Return whether to hide this package's frames in the report of an exception. They are hidden
    if this package raises the exception on purpose, or if code of the test raises it. They are
    shown for an internal error of this package.
    """
    from weex_runtime.errors import WeexError

    if isinstance(excinfo.value, pytest.fail.Exception):
        return False  # pytest shows no frames for `pytest.fail`
    if isinstance(excinfo.value, (WeexError, AssertionError)):
        return True
    last = excinfo.traceback[-1]
    if not is_of_library(str(last.frame.code.path)):
        return True
    # pytest finds no statement if the file's source cannot be read, as in a zip archive.
    has_text = last.frame.code.fullsource is not None
    return has_text and str(last.statement).lstrip().startswith("raise ")
