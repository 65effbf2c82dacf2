"""A tab of a preview with one device."""

from __future__ import annotations

import pytest

from weex_runtime import Runtime

from .browser import Browser


@pytest.fixture
def browser(runtime: Runtime) -> Browser:
    return Browser(runtime)
