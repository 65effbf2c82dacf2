"""The fixtures `weex_platform`, `weex_runtime`, `new_weex_page` and `weex_page`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from typing import TYPE_CHECKING, Any

import pytest

from weex_runtime.pytest_plugin.chaos import round_of, seed_of, start_chaos
from weex_runtime.pytest_plugin.frames import running_line
from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.options import DOCUMENTED, PLATFORMS, options_of
from weex_runtime.pytest_plugin.snapshots import note_snapshot
from weex_runtime.pytest_plugin.trace_file import start_trace
from weex_runtime.pytest_plugin.unexpected_errors import (
    UNEXPECTED,
    UnexpectedErrors,
    fail_for_errors,
)

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime


@pytest.fixture
def weex_platform(request: pytest.FixtureRequest) -> str:
    """The platform of the test: "documented", "android", "ios" or "web"."""
    marked = Marked(request.node)
    marked.require_valid()
    given: str | None = getattr(request, "param", None)
    asked_for = marked.platforms or options_of(request.config).platforms
    if given is None and asked_for:
        if len(asked_for) > 1:
            pytest.fail(
                f"{request.node.name} requested a weex fixture only after the test had started, so "
                f"the test cannot run once on each of {', '.join(asked_for)}: add "
                "@pytest.mark.usefixtures('weex_runtime')",
                pytrace=False,
            )
        given = asked_for[0]
    platform = given or DOCUMENTED
    if platform not in PLATFORMS:
        pytest.fail(
            f"weex_platform: expected {', '.join(PLATFORMS)}, got {platform!r}", pytrace=False
        )
    return platform


@pytest.fixture
def weex_runtime(request: pytest.FixtureRequest, weex_platform: str) -> Iterator[Runtime]:
    """A Weex device. At the end of the test the device is closed with its pages and sockets."""
    from weex_runtime.pytest_plugin.access import access_of_test
    from weex_runtime.pytest_plugin.recording_runtime import RecordingRuntime
    from weex_runtime.testkit.thread_failures import watched_threads

    item = request.node
    given = options_of(request.config)
    chaos_round = round_of(item)
    defaults = {
        "clock": given.clock,
        "isolation": given.isolation,
        "seed": seed_of(request.config, chaos_round),
    }
    options = {**defaults, **Marked(item).runtime_options(given.limits)}
    options["access"] = access_of_test(given.access, options.get("access"))
    options["faults"] = [*options.get("faults", ()), *given.faults]
    trace = start_trace(item)
    try:
        with _failing_without_traceback():
            runtime = RecordingRuntime(
                trace=trace,
                platform=None if weex_platform == DOCUMENTED else weex_platform,
                **options,
            )
        runtime.output = given.output
        runtime.on_snapshot = lambda file: note_snapshot(item, file)
        if chaos_round:
            start_chaos(item, runtime, chaos_round)
        runtime.running_line = lambda: running_line(item)
        unexpected = item.stash[UNEXPECTED] = UnexpectedErrors(runtime)
        with watched_threads(runtime), runtime:
            yield runtime
    finally:
        trace.close()
    fail_for_errors(item, unexpected)


@pytest.fixture
def new_weex_page(request: pytest.FixtureRequest, weex_runtime: Runtime) -> Callable[..., Page]:
    """Open a page: new_weex_page("chat.js", config={"name": "Ada"}). Without a bundle, open the
    bundle that the marker names.

    Takes the arguments of `Runtime.open`. A path is relative to the folder of the test file or to
    the rootdir.
    """
    marked = Marked(request.node)

    def new_weex_page(location: str | PathLike[str] | None = None, **options: Any) -> Page:
        __tracebackhide__ = True
        return weex_runtime.open(**marked.page_options(location, options))

    return new_weex_page


@pytest.fixture
def weex_page(new_weex_page: Callable[..., Page]) -> Page:
    """The page of @pytest.mark.weex(bundle="chat.js") or weex(source="...")."""
    with _failing_without_traceback():
        return new_weex_page()


@contextmanager
def _failing_without_traceback() -> Iterator[None]:
    """Show an error of the device without a traceback, since the cause is the marker, not a line of
    the test.
    """
    from weex_runtime.errors import WeexError

    try:
        yield
    except WeexError as error:
        problem = f"{type(error).__name__}: {error}"
        raise pytest.fail.Exception(problem, pytrace=False) from None
