"""Regular expressions in tests: those of Python, and those of JS tests, for which a JS engine
searches.
"""

from __future__ import annotations

from _thread import _local  # imported instead of `threading`, whose import takes a millisecond
from re import Pattern
from typing import TYPE_CHECKING, Any

from weex_runtime.json_values import to_text

if TYPE_CHECKING:
    from typing_extensions import TypeIs

_MEMORY_LIMIT = 512 << 20
# Maximum CPU time of a search in seconds. `quickjs` does not enforce the limit: it cannot interrupt
# a search.
_TIME_LIMIT = 5.0

# String.prototype.search of ECMA-262 starts at 0, and ignores `g` and `lastIndex`.
_SEARCH = """(function () {
  const known = new Map();
  return function (text) {
    const [pattern, flags, subject] = JSON.parse(text);
    const key = `${flags}/${pattern}`;
    if (!known.has(key)) known.set(key, new RegExp(pattern, flags));
    return subject.search(known.get(key)) >= 0;
  };
})()"""

_of_thread = _local()


class JSRegExp:
    """A RegExp of a JS test, with the part of the interface of `re.Pattern` that matching needs.

    Attributes:
        pattern: The `source` of the RegExp.
        flags: The flags of the RegExp, like "iu".
    """

    def __init__(self, pattern: str, flags: str = "") -> None:
        self.pattern = pattern
        self.flags = flags

    def search(self, text: str) -> bool | None:
        """Return True if the expression is found in a string, else None. Works on any thread.

        Raises:
            JSError: The expression is not valid, or the search took too long.
        """
        engine, search = _searcher()
        return engine.call(search, to_text([self.pattern, self.flags, text])) or None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JSRegExp) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return f"/{self.pattern}/{self.flags}"


def is_pattern(value: object) -> TypeIs[Pattern[str]]:
    """Whether a value is a regular expression for text, and not for bytes."""
    return isinstance(value, JSRegExp) or (
        isinstance(value, Pattern) and isinstance(value.pattern, str)
    )


def _searcher() -> tuple[Any, Any]:
    """Return the engine of this thread and its search function. The engine of a page cannot be
    used: it may be running JS, and servers search on their own threads.
    """
    if not hasattr(_of_thread, "searcher"):
        from weex_runtime.engine.engine import Engine

        engine = Engine(memory_limit=_MEMORY_LIMIT, time_limit=_TIME_LIMIT)
        _of_thread.searcher = engine, engine.run(_SEARCH, "regexp.js")
    searcher: tuple[Any, Any] = _of_thread.searcher
    return searcher
