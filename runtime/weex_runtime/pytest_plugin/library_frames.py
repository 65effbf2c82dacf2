"""Frames of the device in pytest's tracebacks: left out, so that a report ends at the test's line.

pytest leaves a frame out where its module has `__tracebackhide__`; `--full-trace` shows all.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest

from weex_runtime.pytest_plugin.running_line import is_of_library

_PACKAGES = ("weex_runtime.", "weex_modules.")


def hide_library_frames() -> None:
    """Mark the modules of the device that are loaded by now."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_PACKAGES) and module is not None:
            vars(module).setdefault("__tracebackhide__", _is_hidden)


def _is_hidden(excinfo: Any) -> bool:
    """Whether the exception is about the test: it is one of ours, raised on purpose, or raised in
    code of the test that the device called. A fault of the device itself shows where it is."""
    from weex_runtime.errors import WeexError

    if isinstance(excinfo.value, pytest.fail.Exception):
        return False  # shown without a traceback
    if isinstance(excinfo.value, (WeexError, AssertionError)):
        return True
    last = excinfo.traceback[-1]
    if not is_of_library(str(last.frame.code.path)):
        return True
    # A frame whose text cannot be read, as in an archive, has no statement.
    has_text = last.frame.code.fullsource is not None
    return has_text and str(last.statement).lstrip().startswith("raise ")
