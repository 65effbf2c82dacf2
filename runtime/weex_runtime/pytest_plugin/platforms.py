"""Implements `--weex-platform` and the marker's `platform`: a test runs once on each platform."""

from __future__ import annotations

import pytest

from weex_runtime.pytest_plugin.chaos import parametrize_rounds
from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.options import options_of

_FIXTURE = "weex_platform"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses a Weex fixture once on each platform that its marker names. If the
    marker names none, use the platforms of the command line. A test that parametrizes
    `weex_platform` itself keeps its parameters.
    """
    parametrize_rounds(metafunc)
    item = metafunc.definition
    if _FIXTURE not in metafunc.fixturenames or _is_parametrized(item):
        return
    marked = Marked(item)
    platforms = marked.platforms or options_of(metafunc.config).platforms
    if len(marked.platforms) != 1 and platforms:
        metafunc.parametrize(_FIXTURE, platforms, indirect=True)


def _is_parametrized(item: pytest.Item) -> bool:
    for mark in item.iter_markers("parametrize"):
        names = mark.args[0] if mark.args else mark.kwargs.get("argnames", ())
        if isinstance(names, str):
            names = [name.strip() for name in names.split(",")]
        if _FIXTURE in names:
            return True
    return False
