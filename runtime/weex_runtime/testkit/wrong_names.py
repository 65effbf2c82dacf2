"""Names that an object of the test kit has not: what it has instead, in the error.

A person who knows Playwright writes its names; suggestions.py, loaded with the first wrong
name, knows what stands for each here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING


class WrongNames:
    """What takes names in Playwright's words."""

    # Type checkers go on finding wrong names.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            if hasattr(type(self), name):
                return object.__getattribute__(self, name)  # a property of it raised: raise that
            from weex_runtime.testkit.suggestions import unknown

            raise unknown(self, name)
