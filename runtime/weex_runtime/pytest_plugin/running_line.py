"""The line of a test that runs at this moment: what a report calls the cause of a JS error."""

from __future__ import annotations

import linecache
import os
import sys
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pytest

_PACKAGES = ("weex_runtime", "weex_modules")


class Line(NamedTuple):
    """A line of a file, from 1 on."""

    path: str
    number: int

    def in_words(self) -> str:
        """The line as a frame of a report, with its text."""
        text = linecache.getline(self.path, self.number).strip()
        shown = f"\n      {self.number} | {text}" if text else ""
        return f"    during {shown_path(self.path)}:{self.number}{shown}"


def shown_path(path: str) -> str:
    """A path relative to the working folder where it is inside."""
    return path.removeprefix(os.getcwd() + os.sep)


def is_of_library(path: str) -> bool:
    """Whether a file belongs to this package, its modules or something else that is installed."""
    path = os.path.abspath(path)
    packages = [sys.modules[name].__file__ for name in _PACKAGES if name in sys.modules]
    folders = tuple(os.path.dirname(file) + os.sep for file in packages if file)
    return path.startswith(folders) or "site-packages" in Path(path).parts


def running_line(item: pytest.Item) -> Line | None:
    """The line of the test's function that is running; else of what called the device, like a
    fixture. None for a test that does not run."""
    function = getattr(item, "function", None)
    code = getattr(function, "__code__", None)
    nearest = None
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        path = frame.f_code.co_filename
        if frame.f_code is code:
            return Line(path, frame.f_lineno)
        if nearest is None and not is_of_library(path) and not path.startswith("<"):
            nearest = Line(path, frame.f_lineno)
        frame = frame.f_back
    return nearest
