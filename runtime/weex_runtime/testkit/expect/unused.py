"""What `expect()` answers, and what begins with `with`: made and left there, it checks nothing, and
the test that was to fail passes. So it is told."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from weex_runtime.errors import WeexError
from weex_runtime.testkit.suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Page


_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(__file__))) + os.sep


class MustBeUsed(NameSuggestions):
    """Something that checks nothing before it is used; forgotten, it is one of the page's
    `failures`, which the pytest plugin fails the test for."""

    _is_used = True  # of one that could not be made

    def __init__(self) -> None:
        frame = sys._getframe(1)
        while frame.f_code.co_filename.startswith(_PACKAGE) and frame.f_back:
            frame = frame.f_back
        self._place = frame.f_code.co_filename, frame.f_lineno
        self._is_used = False

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            self._is_used = True  # wrongly, which is told by itself
            return super().__getattr__(name)

    def _forgotten(self) -> tuple[Page, str, str]:
        """The page, what was written, and what to write."""
        raise NotImplementedError

    def __del__(self) -> None:
        # A script that ends has nobody left to tell, and nothing left to tell it with.
        if not (self._is_used or sys.is_finalizing()):
            page, written, instead = self._forgotten()
            file, line = self._place
            problem = f"at {file}:{line} it checks nothing: {instead}"
            page.add_failure(written, WeexError(problem))


class Claims(MustBeUsed):
    """What `expect()` answers.

    Args:
        page: Whose failure it is to be forgotten.
        actual: What is claimed about, as messages show it.
    """

    def __init__(self, page: Page, actual: str) -> None:
        super().__init__()
        self._page = page
        self._actual = actual

    def _forgotten(self) -> tuple[Page, str, str]:
        return (
            self._page,
            f"expect({self._actual})",
            "call one of its claims, like expect(...).to_be_visible(), with the parentheses",
        )
