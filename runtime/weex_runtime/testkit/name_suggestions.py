"""A base class whose errors for unknown attributes suggest another name."""

from __future__ import annotations

from typing import TYPE_CHECKING


class NameSuggestions:
    """Adds `suggest` to the AttributeError of a class."""

    # Hidden from type checkers, so that these still report wrong names.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            cls = type(self)
            if hasattr(cls, name):
                # Access the attribute again, to raise the error of its property.
                return object.__getattribute__(self, name)
            from weex_runtime.testkit.suggestions import suggest

            hint = suggest(cls, name, vars(self))
            message = f"{cls.__name__!r} object has no attribute {name!r}"
            raise AttributeError(f"{message}: {hint}" if hint else message)
