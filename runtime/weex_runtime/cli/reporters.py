"""How `weex-runtime test` tells what came of the tests: a plugin of pytest for each way."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter

_MARKS = {"passed": "✓", "failed": "✗", "skipped": "-"}


class Reporter:
    """What all have in common.

    Attributes:
        arguments: Further ones for pytest.
        left_out: How many tests were not wanted.
    """

    arguments: tuple[str, ...] = ()

    def __init__(self, output: str | None) -> None:
        self.output = output
        self.left_out = 0

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Tests are left out."""
        self.left_out += len(items)

    def finish(self, status: int) -> None:
        """The run has ended."""

    def write(self, text: str) -> None:
        """Put a document where it is wanted."""
        if self.output:
            Path(self.output).write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)


class DotReporter(Reporter):
    """pytest's dots."""

    arguments = ("-q",)


class ListReporter(Reporter):
    """A line for each test."""

    arguments = ("-q",)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Take the place of pytest's own reporter."""
        _replace_terminal(config, _Lines(config))


class JsonReporter(Reporter):
    """One JSON document: {"status", "tests": [{"id", "title", "file", "line", "outcome", "seconds",
    "message"}], "errors": [{"file", "message"}]}."""

    def __init__(self, output: str | None) -> None:
        super().__init__(output)
        self._tests: dict[str, dict[str, Any]] = {}
        self._errors: list[dict[str, Any]] = []

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Have pytest say nothing."""
        _replace_terminal(config, TerminalReporter(config, io.StringIO()))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of a test is over."""
        file, line, title = report.location
        test = self._tests.setdefault(
            report.nodeid,
            {
                "id": report.nodeid,
                "title": title,
                "file": file,
                "line": (line or 0) + 1,
                "outcome": "passed",
                "seconds": 0.0,
                "message": "",
            },
        )
        test["seconds"] = round(test["seconds"] + report.duration, 6)
        if report.failed or (report.skipped and test["outcome"] == "passed"):
            test["outcome"] = "failed" if report.failed else "skipped"
            test["message"] = _message(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file was looked through."""
        if report.failed:
            self._errors.append({"file": report.nodeid, "message": report.longreprtext})

    def finish(self, status: int) -> None:
        document = {"status": status, "tests": [*self._tests.values()], "errors": self._errors}
        self.write(json.dumps(document, indent=2) + "\n")


class JunitReporter(Reporter):
    """JUnit's XML, as pytest writes it."""

    def __init__(self, output: str | None) -> None:
        super().__init__(output)
        self._file = output or os.path.join(tempfile.mkdtemp(prefix="weex-runtime-"), "junit.xml")
        self.arguments = (f"--junitxml={self._file}",)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Have pytest say nothing."""
        _replace_terminal(config, TerminalReporter(config, io.StringIO()))

    def finish(self, status: int) -> None:
        if self.output is None and os.path.exists(self._file):
            self.write(Path(self._file).read_text(encoding="utf-8") + "\n")
            os.unlink(self._file)
            os.rmdir(os.path.dirname(self._file))


class GithubReporter(ListReporter):
    """A line for each test, and for each failure one that GitHub shows beside the code."""

    def __init__(self, output: str | None) -> None:
        super().__init__(output)
        self._lines: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of a test is over."""
        if report.failed:
            file, line = _place(report)
            self._add(file, line, report.location[2], _message(report))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file was looked through."""
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            line = crash.lineno if crash is not None and _is_of_user(crash.path) else 1
            self._add(report.nodeid, line, "no tests", _message(report))

    def finish(self, status: int) -> None:
        self.write("".join(f"{line}\n" for line in self._lines))

    def _add(self, file: str, line: int, title: str, message: str) -> None:
        # Workflow commands: properties have commas and colons escaped, too.
        title = _escaped(title).replace(":", "%3A").replace(",", "%2C")
        self._lines.append(f"::error file={file},line={line},title={title}::{_escaped(message)}")


class _Lines(TerminalReporter):  # type: ignore[misc]  # final, but no hook says it all
    """pytest's reporter, with one line for each test."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config, sys.stdout)
        self._file = ""

    def pytest_runtest_logstart(self, nodeid: str, location: Any) -> None:
        """Nothing is written before a test has ended."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the line of a test that has ended, or failed on its way."""
        self._tests_ran = True
        category = self.config.hook.pytest_report_teststatus(report=report, config=self.config)[0]
        self._add_stats(category, [report])
        if not (
            report.when == "call" or (report.when == "setup" and report.skipped) or report.failed
        ):
            return
        file, line, title = report.location
        if file != self._file:
            self._file = file
            self.ensure_newline()
            self._tw.line(file, bold=True)
        colour = {"passed": "green", "failed": "red", "skipped": "yellow"}[report.outcome]
        self._tw.write(f"  {_MARKS[report.outcome]} ", **{colour: True})
        spent = f" ({report.duration * 1000:.0f} ms)" if report.when == "call" else ""
        where = f"  {file}:{(line or 0) + 1}" if report.failed else ""
        self._tw.line(f"{title}{spent}{where}")

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Nothing is written of progress."""


_REPORTERS = {
    "list": ListReporter,
    "dot": DotReporter,
    "json": JsonReporter,
    "junit": JunitReporter,
    "github": GithubReporter,
}


def reporter_of(name: str, output: str | None) -> Reporter:
    """The reporter of a name; `output` as `--output` has it."""
    return _REPORTERS[name](output)


def _replace_terminal(config: pytest.Config, reporter: TerminalReporter) -> None:
    plugins = config.pluginmanager
    if plugins.has_plugin("terminalreporter"):
        plugins.unregister(name="terminalreporter")
    plugins.register(reporter, "terminalreporter")


def _message(report: pytest.TestReport | pytest.CollectReport) -> str:
    """What failed, or why it was skipped."""
    if report.skipped and isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message) if crash is not None else report.longreprtext


def _place(report: pytest.TestReport) -> tuple[str, int]:
    """The file and line to show a failure at: of the test, the bundle or a module; never of this
    package, which is no file of the repository."""
    from weex_runtime.pytest_plugin.running_line import shown_path

    place = getattr(report, "weex_place", None)
    if place is not None and _is_of_user(place[0]):
        return shown_path(place[0]), place[1]
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None and _is_of_user(crash.path):
        return shown_path(crash.path), crash.lineno
    file, line, _ = report.location
    return file, (line or 0) + 1


def _is_of_user(path: str) -> bool:
    from weex_runtime.pytest_plugin.running_line import is_of_library

    return not is_of_library(path)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
