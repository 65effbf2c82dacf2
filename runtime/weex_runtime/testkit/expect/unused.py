"""Fail a test that calls `expect(...)` without an assertion, or `expect_page()` without `with`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from weex_runtime.errors import WeexError
from weex_runtime.testkit.name_suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.instance import Instance


_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(__file__))) + os.sep


class MustBeUsed(NameSuggestions):
    """An object that adds a failure to its page if the object is deleted before its first use.

    The pytest plugin fails the test for each of the page's `failures`.
    """

    # `__init__` ends by setting False, so an object whose `__init__` raises adds no failure.
    _is_used = True

    def __init__(self) -> None:
        frame = sys._getframe(1)
        while frame.f_code.co_filename.startswith(_PACKAGE) and frame.f_back:
            frame = frame.f_back
        self._place = frame.f_code.co_filename, frame.f_lineno
        self._is_used = False

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            # Access to an unknown name counts as a use, since its AttributeError already fails the
            # test.
            self._is_used = True
            return super().__getattr__(name)

    def _forgotten(self) -> tuple[Instance, str, str]:
        """Describe an assertion object that the test never used: return (page, text of the call
        that created the object, advice).
        """
        raise NotImplementedError

    def __del__(self) -> None:
        # Add no failure while the process exits, since the failure could not be reported.
        if not (self._is_used or sys.is_finalizing()):
            page, call, advice = self._forgotten()
            file, line = self._place
            page.add_failure(call, WeexError(f"at {file}:{line} it checks nothing: {advice}"))
