"""A folder with tests of its own, which pytest runs in this process (`pytester`)."""

from __future__ import annotations

# pytester unloads the modules that a run has loaded. So this file imports modules that can be
# loaded only once in a process, or that take long to load.
import asyncio as asyncio

import can_ada as can_ada
import pytest
import trustme as trustme

import weex_runtime
import weex_runtime.testing
from weex_runtime.instance.records import web_sockets as web_sockets
from weex_runtime.js_tests import runner as runner
from weex_runtime.module_api.registry import Registry
from weex_runtime.servers import ChatServer as ChatServer
from weex_runtime.servers import EchoServer as EchoServer
from weex_runtime.testkit import module_mock as module_mock
from weex_runtime.testkit.expect import snapshot as snapshot
from weex_runtime.testkit.routing import route as route
from weex_runtime.testkit.routing import web_socket_route as web_socket_route

for package in (weex_runtime, weex_runtime.testing):
    for name in package.__all__:
        getattr(package, name)
Registry().items()

_OPTIONS = "-p no:cacheprovider -p no:hypothesispytest"


@pytest.fixture
def empty_project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty folder, in which each warning is an error and all `*.test.js` are Weex tests."""
    # if one of these is set, pytest repeats each failure at the end
    for variable in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PYTEST_ADDOPTS", _OPTIONS)
    pytester.makeini("[pytest]\nfilterwarnings = error\nweex_js_files = *.test.js *.spec.js\n")
    return pytester


def lines_of_failure(result: pytest.RunResult) -> str:
    """The lines after "E" in a report."""
    return "\n".join(line[4:] for line in result.outlines if line.startswith("E "))
