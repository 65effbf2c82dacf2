"""The fixtures `weex_runtime`, `new_weex_page` and `weex_page`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from typing import TYPE_CHECKING, Any

import pytest

from weex_runtime.pytest_plugin.frames import running_line
from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.options import DOCUMENTED, options_of
from weex_runtime.pytest_plugin.trace_file import trace_of
from weex_runtime.pytest_plugin.unexpected_errors import (
    UNEXPECTED,
    UnexpectedErrors,
    fail_for_errors,
)

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime


@pytest.fixture
def weex_runtime(request: pytest.FixtureRequest, weex_platform: str) -> Iterator[Runtime]:
    """A Weex device for the test; closed at its end, with its pages and sockets."""
    from weex_runtime.pytest_plugin.recording_runtime import RecordingRuntime
    from weex_runtime.testkit.thread_failures import watched_threads

    item = request.node
    options = {"clock": options_of(request.config).clock, **Marked(item).runtime_options()}
    trace = trace_of(item)
    try:
        with _failing_without_traceback():
            runtime = RecordingRuntime(
                trace=trace,
                platform=None if weex_platform == DOCUMENTED else weex_platform,
                **options,
            )
        runtime.running_line = lambda: running_line(item)
        unexpected = item.stash[UNEXPECTED] = UnexpectedErrors(runtime)
        with watched_threads(runtime), runtime:
            yield runtime
    finally:
        if trace:
            trace.close()
    fail_for_errors(item, unexpected)


@pytest.fixture
def new_weex_page(request: pytest.FixtureRequest, weex_runtime: Runtime) -> Callable[..., Page]:
    """Open a page: new_weex_page("chat.js", config={"name": "Ada"}), or the marker's page.

    Takes the arguments of `Runtime.open`. A path is relative to the test's file, else to the
    rootdir.
    """
    marked = Marked(request.node)

    def new_weex_page(location: str | PathLike[str] | None = None, **options: Any) -> Page:
        return weex_runtime.open(**marked.page_options(location, options))

    return new_weex_page


@pytest.fixture
def weex_page(new_weex_page: Callable[..., Page]) -> Page:
    """The page of @pytest.mark.weex(bundle="chat.js") or weex(source="...")."""
    with _failing_without_traceback():
        return new_weex_page()


@contextmanager
def _failing_without_traceback() -> Iterator[None]:
    """Show errors of the device without a traceback: they are about the marker, not about a line of
    the test."""
    from weex_runtime.errors import WeexError

    try:
        yield
    except WeexError as error:
        problem = f"{type(error).__name__}: {error}"
        raise pytest.fail.Exception(problem, pytrace=False) from None
