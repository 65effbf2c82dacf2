"""A folder with tests of its own, which pytest runs in this process (`pytester`)."""

from __future__ import annotations

# pytester unloads the modules that a run has loaded. So this file imports modules that can be
# loaded only once in a process, or that take long to load.
import asyncio as asyncio
import re
from collections.abc import Sequence
from email import parser as parser
from fnmatch import fnmatchcase

import can_ada as can_ada
import cssselect2 as cssselect2
import pytest
import trustme as trustme

import weex_runtime
import weex_runtime.testing
from weex_runtime.faults import faults as faults
from weex_runtime.instance.records import web_sockets as web_sockets
from weex_runtime.js_tests import runner as runner
from weex_runtime.module_api.registry import Registry
from weex_runtime.servers import ChatServer as ChatServer
from weex_runtime.servers import EchoServer as EchoServer
from weex_runtime.testkit import module_mock as module_mock
from weex_runtime.testkit.expect import snapshot as snapshot
from weex_runtime.testkit.routing import route as route
from weex_runtime.testkit.routing import web_socket_route as web_socket_route
from weex_runtime.trace import html as html
from weex_runtime.trace import recorder as recorder

for package in (weex_runtime, weex_runtime.testing):
    for name in package.__all__:
        getattr(package, name)
Registry().items()

_OPTIONS = "-p no:cacheprovider -p no:hypothesispytest"


@pytest.fixture
def empty_project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty folder, in which each warning is an error and all `*.test.js` are Weex tests."""
    # pytest repeats each failure at the end if one of these environment variables is set
    for variable in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PYTEST_ADDOPTS", _OPTIONS)
    pytester.makeini("[pytest]\nfilterwarnings = error\nweex_js_files = *.test.js *.spec.js\n")
    return pytester


def lines_of_failure(report: str) -> str:
    """The lines after "E" in a report."""
    return "\n".join(line[4:] for line in report.splitlines() if line.startswith("E "))


def matches(report: str, *patterns: str) -> bool:
    """Whether lines of a report match the glob patterns, in this order."""
    lines = iter(report.splitlines())
    return all(any(fnmatchcase(line, pattern) for line in lines) for pattern in patterns)


def reports(project: pytest.Pytester, sources: Sequence[str], suffix: str, *args: str) -> list[str]:
    """Run each source as a file of its own, all in one run of pytest, and return the reports.

    Args:
        sources: Test files with one failing test each, or with an error.
        suffix: The end of each file's name: "_test.py" for the file 00_test.py and so on.
    """
    files = [f"{number:02}{suffix}" for number, _ in enumerate(sources)]
    for name, source in zip(files, sources, strict=True):
        project.path.joinpath(name).write_text(source, encoding="utf-8")
    result = project.runpytest_inprocess("--continue-on-collection-errors", *args, *files)
    outcomes = result.parseoutcomes()
    assert sum(outcomes.get(kind, 0) for kind in ("failed", "errors")) == len(files), outcomes
    text = re.split(r"\n=+ short test summary", result.stdout.str())[0]
    found = re.split(r"\n_{3,} .+ _{3,}\n", text)[1:]
    assert len(found) == len(files), text
    return found
