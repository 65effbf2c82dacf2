"""What a test's pages did that nobody expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from weex_runtime.pytest_plugin.js_errors import in_words

if TYPE_CHECKING:
    from weex_runtime.page import Page
    from weex_runtime.pytest_plugin.observed_runtime import ObservedRuntime


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
                    found.append(f"{in_words(page, error)}\n    in {page!r}")
            for failure in page.failures:
                if not self._is_told(failure):
                    found.append(f"{failure.report()}\n    in {page!r}")
            for text in self._lost_handlers(page):
                if not self._is_told(text):
                    found.append(f"{text}\n    in {page!r}")
        return found

    def _is_told(self, thing: object) -> bool:
        if id(thing) in self._told:
            return True
        self._told[id(thing)] = thing
        return False

    def _lost_handlers(self, page: Page) -> list[str]:
        from weex_runtime.platforms import ASYNC_CALLBACK, HANDLER_ASSIGNED

        # The documented device loses none: there it is a hint.
        if page.platform.name is None:
            return []
        lost = (HANDLER_ASSIGNED, ASYNC_CALLBACK)
        return [text for difference, text in page.differences.items() if difference in lost]


UNDER_TEST = pytest.StashKey[UnderTest]()
