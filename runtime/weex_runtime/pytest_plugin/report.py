"""Sections about pages and servers in the report of a failed test."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from weex_runtime.pytest_plugin.chaos import list_rounds
from weex_runtime.pytest_plugin.frames import hide_library_frames, is_of_library, shown_path
from weex_runtime.pytest_plugin.snapshots import list_snapshots
from weex_runtime.pytest_plugin.trace_file import TRACE
from weex_runtime.pytest_plugin.unexpected_errors import (
    FAILED_AT,
    UNEXPECTED,
    UnexpectedErrors,
    complaints,
    forget_servers,
)

if TYPE_CHECKING:
    from weex_runtime.instance.records.native_calls import NativeCall
    from weex_runtime.testkit.page import Page

_LINES = 20
_INDENT = " " * len("  debug ")  # indents the second and later lines of a console line
_LONGEST = 200  # maximum number of characters of a line in a section


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add sections about pages and servers to a failed test's report. Release the test's runtime
    after the last report.
    """
    if call.excinfo:
        hide_library_frames()
    report = yield
    unexpected = item.stash.get(UNEXPECTED, None)
    trace = item.stash.get(TRACE, None)
    message = _message_of(call.excinfo.value) if call.excinfo and report.failed else ""
    if message and call.excinfo and (hint := _hint(call.excinfo.value)):
        report.sections.append(("weex hint", hint))
    if unexpected and report.failed:
        report.sections.extend(sections(unexpected, message))
    elif unexpected and (report.when == "call" or report.skipped):
        # `take` marks the errors as reported, so that the teardown does not report them again
        unexpected.take()
    if report.failed and (place := item.stash.get(FAILED_AT, None)):
        # Report the line in the bundle or module as the place of the failure, for reporters and
        # annotations on GitHub.
        if not is_of_library(place.path):
            report.location = (shown_path(place.path), place.number - 1, report.location[2])
        del item.stash[FAILED_AT]
    if report.failed and (texts := complaints(item)):
        from weex_runtime.control_characters import visible

        report.sections.append(("weex servers", visible("\n".join(texts))))
    if trace and report.failed:
        trace.fail(message)
        report.sections.append(("weex trace", str(trace.path)))
    if report.when == "teardown":
        forget_servers(item)
        if trace:
            trace.finish()
            del item.stash[TRACE]
        if unexpected:
            del item.stash[UNEXPECTED]
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the sections about all tests of the run, like the list of failed chaos rounds."""
    list_snapshots(terminalreporter)
    list_rounds(terminalreporter, config)


def _message_of(error: BaseException) -> str:
    """Return an exception as text; "" if the text cannot be made."""
    try:
        return str(error)
    except Exception:
        return ""


def _hint(error: BaseException) -> str:
    """If a test used an unknown name or argument of the test kit, return a suggestion; else ""."""
    is_loaded = "weex_runtime.testkit.runtime" in sys.modules
    if not is_loaded or not isinstance(error, (AttributeError, TypeError)):
        return ""
    from weex_runtime.testkit.suggestions import suggest_for_error

    return suggest_for_error(error)


def sections(unexpected: UnexpectedErrors, message: str) -> list[tuple[str, str]]:
    """Return (title, text) for each section whose text is not empty.

    Args:
        message: The failure's message. If a page's screen is in the message, the sections repeat
            neither the screen nor the reason why the page is busy.
    """
    from weex_runtime.control_characters import visible
    from weex_runtime.instance.waiting import is_screen_of

    runtime = unexpected.runtime
    pages = list(runtime.pages) or runtime.opened[-1:]
    pages = [page for page in pages if not is_screen_of(page, message)]
    found = [
        ("weex errors and lost handlers", "\n".join(unexpected.take())),
        ("weex faults", "\n".join(plan.report()) if (plan := runtime.fault_plan) else ""),
        ("weex screen", _of_each(pages, _screen)),
        ("weex busy", "\n".join(_busy(page) for page in pages)),
        (f"weex console, last {_LINES} lines", _of_each(runtime.opened, _console)),
        (f"weex module calls, last {_LINES}", _of_each(runtime.opened, _calls)),
        (
            f"weex sockets and requests, last {_LINES} lines",
            "\n".join(
                f"{seconds:.3f} s page {page_id} {_short(text)}"
                for seconds, page_id, text in runtime.traffic
            ),
        ),
    ]
    return [(title, visible(text)) for title, text in found if text]


def _of_each(pages: Iterable[Page], lines_of: Callable[[Page], list[str]]) -> str:
    found = []
    for page in pages:
        if lines := lines_of(page):
            found += [repr(page), *(f"  {line}" for line in lines)]
    return "\n".join(found)


def _screen(page: Page) -> list[str]:
    return page.outline().splitlines() or ["(nothing is rendered)"]


def _busy(page: Page) -> str:
    from weex_runtime.instance.busy import why_busy

    return f"{page!r}: {why_busy(page)}"


def _console(page: Page) -> list[str]:
    from weex_runtime.control_characters import visible

    return [
        f"{line.level:5} {visible(line.text, indent=_INDENT)}"
        for line in list(page.console)[-_LINES:]
    ]


def _calls(page: Page) -> list[str]:
    """Return a line for each of the last calls of modules and components. A further line has the
    number of calls that built the element tree.
    """
    calls, built = [], Counter[str]()
    for call in page.native_calls:
        if _is_of_module(call):
            calls.append(call)
        else:
            built[call.name] += 1
    lines = [_short(repr(call)) for call in calls[-_LINES:]]
    if built:
        counts = ", ".join(f"{count} {name}" for name, count in built.most_common())
        lines.append(f"the tree was built by {built.total()} calls: {counts}")
    return lines


def _is_of_module(call: NativeCall) -> bool:
    """Return whether a call is to a module or component, directly or through the legacy
    `callNative`.
    """
    if call.name == "callNative":
        tasks: Any = call.args[1]
        return any(task.get("module") != "dom" for task in tasks)
    return call.name in ("callNativeModule", "callNativeComponent")


def _short(text: str) -> str:
    from weex_runtime.control_characters import visible_line

    shown = visible_line(text)
    return shown if len(text) <= _LONGEST else f"{shown[:_LONGEST]}... ({len(text)} characters)"
