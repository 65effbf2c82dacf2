"""List the snapshots and pictures that a run has written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from weex_runtime.pytest_plugin.frames import shown_path

_WRITTEN = "weex_snapshot"  # name of the property, in a test's report, for each written file


def note_snapshot(item: pytest.Item, file: Path) -> None:
    """Record a file that an assertion of the test has written."""
    item.user_properties.append((_WRITTEN, str(file)))


def list_snapshots(terminalreporter: Any) -> None:
    """Print the names of the snapshots and pictures that the tests have written."""
    written = {
        value: None
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == _WRITTEN
    }
    if written:
        terminalreporter.section("weex snapshots")
        for file in written:
            terminalreporter.line(f"wrote {shown_path(file)}")
