"""What a test's pages did that nobody expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weex_runtime.pytest_plugin.js_error_text import in_words, place_of
from weex_runtime.pytest_plugin.running_line import Line, is_of_library

if TYPE_CHECKING:
    from weex_runtime.pytest_plugin.recording_runtime import ObservedRuntime
    from weex_runtime.testkit.page import Page


class UnderTest:
    """The runtime of one test, and which of its problems were told already."""

    def __init__(self, runtime: ObservedRuntime) -> None:
        self.runtime = runtime
        self._told: dict[int, object] = {}  # by id, and held: the ids would be used again

    def problems(self) -> list[str]:
        """Uncaught JS errors, failures of modules and of the test's functions, and lost handlers of
        all pages that were not told yet; they are from now on."""
        found = []
        for page in self.runtime.opened:
            for error in page.errors:
                if not self._is_told(error):
                    found.append(self._in_words(page, error, in_words(page, error)))
            for failure in page.failures:
                if not self._is_told(failure):
                    found.append(self._in_words(page, failure, failure.report()))
            for text in self._lost_handlers(page):
                if not self._is_told(text):
                    found.append(f"{text}\n    in {page!r}")
        return found

    def place(self) -> Line | None:
        """Where the first of the problems is, in the bundle or a module, else the line of the test
        that ran."""
        for page in self.runtime.opened:
            for error in page.errors:
                if place := place_of(page, error) or self.runtime.line_of(error):
                    return place
            for failure in page.failures:
                if place := _innermost(failure.error) or self.runtime.line_of(failure):
                    return place
        return None

    def _in_words(self, page: Page, problem: object, text: str) -> str:
        line = self.runtime.line_of(problem)
        during = [line.in_words()] if line else []
        return "\n".join([text, *during, f"    in {page!r}"])

    def _is_told(self, thing: object) -> bool:
        if id(thing) in self._told:
            return True
        self._told[id(thing)] = thing
        return False

    def _lost_handlers(self, page: Page) -> list[str]:
        from weex_runtime.module_api.platforms import ASYNC_CALLBACK, HANDLER_ASSIGNED

        # The documented device loses none: there it is a hint.
        if page.platform.name is None:
            return []
        lost = (HANDLER_ASSIGNED, ASYNC_CALLBACK)
        return [text for difference, text in page.differences.items() if difference in lost]


def _innermost(error: BaseException) -> Line | None:
    """The innermost line of a traceback that is not of a library."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not is_of_library(frame.filename):
            return Line(frame.filename, frame.lineno or 1)
    return None


UNDER_TEST = pytest.StashKey[UnderTest]()
