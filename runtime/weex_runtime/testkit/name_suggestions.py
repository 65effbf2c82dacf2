"""A base class that suggests another name when a test uses an unknown attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING


class NameSuggestions:
    """Adds the suggestion of `suggest` to the AttributeError of an unknown attribute."""

    # Hide `__getattr__` from type checkers, which would accept every name otherwise.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            cls = type(self)
            if hasattr(cls, name):
                # The attribute exists, so its property raised: access it again to raise the
                # property's own error.
                return object.__getattribute__(self, name)
            from weex_runtime.testkit.suggestions import suggest

            hint = suggest(cls, name, vars(self))
            message = f"{cls.__name__!r} object has no attribute {name!r}"
            raise AttributeError(f"{message}: {hint}" if hint else message)
