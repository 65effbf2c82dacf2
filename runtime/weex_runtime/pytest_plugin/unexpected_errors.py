"""Fail a test for unexpected errors: uncaught JS errors, exceptions that no caller receives,
handlers that the platform never calls, and unmet expectations of servers."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from weex_runtime.pytest_plugin.frames import Line, is_of_library
from weex_runtime.pytest_plugin.marker import Marked

if TYPE_CHECKING:
    from weex_runtime.pytest_plugin.recording_runtime import RecordingRuntime
    from weex_runtime.testkit.page import Page

# Key in the test's stash for the line of a bundle or module where the test's error occurred. If the
# value is None, the report names the line of the test instead.
FAILED_AT = pytest.StashKey[Line | None]()

_SHOWN = 10

_ADVICE = (
    "if the test expects these errors, clear page.errors, page.failures or "
    "page.differences before the test ends, or add @pytest.mark.weex(allow_errors=True)"
)
_ADVICE_FOR_SERVERS = (
    "if the test expects these errors, change the route or script, clear "
    "http_server.unexpected, or add @pytest.mark.weex(allow_errors=True)"
)


class StartedServer(NamedTuple):
    """A server of a test.

    Attributes:
        fixture: The name of the server's fixture.
        unexpected: A function that returns the server's failures so far.
        missing: A function that returns the server's expectations that are unmet at the end of the
            test.
    """

    fixture: str
    unexpected: Callable[[], list[str]]
    missing: Callable[[], list[str]]


_SERVERS = pytest.StashKey[list[StartedServer]]()


class UnexpectedErrors:
    """The errors of the pages of one test; each is reported once."""

    def __init__(self, runtime: RecordingRuntime) -> None:
        self.runtime = runtime
        self._reported: dict[int, object] = {}  # {id of an error or failure: the error or failure}

    def take(self) -> list[str]:
        """Return the errors that were not reported yet, as text."""
        found = []
        for page in self.runtime.opened:
            for error in filter(self._is_new, page.errors):
                from weex_runtime.testkit.js_error_text import error_text

                found.append(self._with_places(page, error, error_text(page, error)))
            for failure in filter(self._is_new, page.failures):
                found.append(self._with_places(page, failure, failure.report()))
            for text in filter(self._is_new, _lost_handlers(page)):
                found.append(f"{text}\n    in {page!r}")
        return found

    def place(self) -> Line | None:
        """Return the line in the bundle or module where the first error occurred. If no such line
        is known, return the line of the test.
        """
        for page in self.runtime.opened:
            for error in page.errors:
                from weex_runtime.testkit.js_error_text import bundle_line

                found = bundle_line(page, error)
                if place := Line(*found) if found else self.runtime.line_of(error):
                    return place
            for failure in page.failures:
                if place := _innermost(failure.error) or self.runtime.line_of(failure):
                    return place
        return None

    def _with_places(self, page: Page, problem: object, text: str) -> str:
        line = self.runtime.line_of(problem)
        during = [line.frame()] if line else []
        return "\n".join([text, *during, f"    in {page!r}"])

    def _is_new(self, problem: object) -> bool:
        is_new = id(problem) not in self._reported
        self._reported[id(problem)] = problem
        return is_new


UNEXPECTED = pytest.StashKey[UnexpectedErrors]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test whose function passed but whose pages or servers had errors."""
    result = yield
    unexpected = item.stash.get(UNEXPECTED, None)
    if unexpected:
        fail_for_errors(item, unexpected)
    if not Marked(item).allow_errors and (texts := unmet(item)):
        advice = getattr(item, "advice_for_servers", _ADVICE_FOR_SERVERS)
        pytest.fail("\n".join([*texts, advice]), pytrace=False)
    return result


def fail_for_errors(item: pytest.Item, unexpected: UnexpectedErrors) -> None:
    """Fail the test for errors that were not reported yet, unless the test allows errors."""
    errors = unexpected.take()
    if errors and not Marked(item).allow_errors:
        left = len(errors) - _SHOWN
        more = [f"... and {left} more"] if left > 0 else []
        item.stash[FAILED_AT] = unexpected.place()
        advice = getattr(item, "advice_for_errors", _ADVICE)
        pytest.fail("\n".join([*errors[:_SHOWN], *more, advice]), pytrace=False)


def watch_server(item: pytest.Item, server: StartedServer) -> None:
    """Record a server of a test, so that the server's failures fail the test."""
    item.stash.setdefault(_SERVERS, []).append(server)


def complaints(item: pytest.Item) -> list[str]:
    """Return the unexpected messages and requests of a test's servers so far."""
    servers = item.stash.get(_SERVERS, [])
    return [f"{server.fixture}: {text}" for server in servers for text in server.unexpected()]


def unmet(item: pytest.Item) -> list[str]:
    """Return the unexpected messages and requests of a test's servers at the end of the test, and
    the scripts for which no connection came.

    Leaves out messages that a script still waits for: `ws_server.check()` reports these.
    """
    servers = item.stash.get(_SERVERS, [])
    missing = [f"{server.fixture}: {text}" for server in servers for text in server.missing()]
    return [*complaints(item), *missing]


def forget_servers(item: pytest.Item) -> None:
    """Forget the servers of an ended test, since the test may run again with new servers."""
    if _SERVERS in item.stash:
        del item.stash[_SERVERS]


def _lost_handlers(page: Page) -> list[str]:
    from weex_runtime.module_api.platforms import ASYNC_CALLBACK, HANDLER_ASSIGNED

    # A page without a platform calls every handler. Its `page.differences` lists handlers that
    # devices do not call, so the test does not fail.
    if page.platform.name is None:
        return []
    lost = (HANDLER_ASSIGNED, ASYNC_CALLBACK)
    return [text for difference, text in page.differences.items() if difference in lost]


def _innermost(error: BaseException) -> Line | None:
    """Return the innermost line of a traceback that is outside libraries."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not is_of_library(frame.filename):
            return Line(frame.filename, frame.lineno or 1)
    return None
