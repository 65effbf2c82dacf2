"""The reporter `list` of `weex-runtime test`: one line for each test."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter

from weex_runtime.control_characters import visible_line

_MARKS = {"passed": "✓", "failed": "✗", "skipped": "-"}
_COLOURS = {"passed": "green", "failed": "red", "skipped": "yellow"}


class ListReporter(TerminalReporter):  # type: ignore[misc]  # final, but hooks cannot replace it
    """Reports like pytest's terminal reporter, with one line for each test instead of dots."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config, sys.stdout)
        self._file = ""

    def pytest_runtest_logstart(self, nodeid: str, location: Any) -> None:
        """Write nothing when a test starts: the test's line needs the outcome."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the line of a test that has ended."""
        self._tests_ran = True
        category = self.config.hook.pytest_report_teststatus(report=report, config=self.config)[0]
        self._add_stats(category, [report])
        if not (
            report.when == "call" or (report.when == "setup" and report.skipped) or report.failed
        ):
            return
        file = report.nodeid.partition("::")[0]
        if file != self._file:
            self._file = file
            self.ensure_newline()
            self._tw.line(visible_line(file), bold=True)
        place, line, title = report.location
        self._tw.write(f"  {_MARKS[report.outcome]} ", **{_COLOURS[report.outcome]: True})
        spent = f" ({report.duration * 1000:.0f} ms)" if report.when == "call" else ""
        where = f"  {place}:{(line or 0) + 1}" if report.failed else ""
        self._tw.line(f"{visible_line(title)}{spent}{where}")

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Write nothing: the list shows no percentage of tests that have ended."""


class ListPlugin:
    """A pytest plugin that replaces pytest's terminal reporter with a `ListReporter`."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Replace the terminal reporter, which pytest registers in the same hook."""
        if config.pluginmanager.has_plugin("terminalreporter"):
            config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(ListReporter(config), "terminalreporter")
