"""Predicates for texts, as Playwright compares them, and a search for similar texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import Pattern
from typing import TypeVar

from weex_runtime.errors import WeexError
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.naming import call, value

T = TypeVar("T")

_ALIKE = 0.4  # the lowest similarity, from 0 to 1, at which two texts count as similar


class TextMatch:
    """A predicate for strings: the string contains the wanted text in any case, equals the wanted
    text, or matches a regular expression.

    A sequence of white space counts as one space; white space at both ends is ignored.

    Args:
        exact: Compare the whole text, case included.
        any_case: Ignore case when comparing a part.

    Attributes:
        text: The wanted text or the pattern, for a search for similar texts.
        description: The wanted text, for messages.

    Raises:
        WeexError: `wanted` is neither text nor a regular expression.
    """

    def __init__(
        self, wanted: str | Pattern[str], exact: bool = False, *, any_case: bool = True
    ) -> None:
        require_text(wanted)
        self._pattern = None if isinstance(wanted, str) else wanted
        self._exact = exact
        self._any_case = any_case
        self.text = _plain(wanted if isinstance(wanted, str) else wanted.pattern)
        self.description = f'"{self.text}"' if isinstance(wanted, str) else f"/{wanted.pattern}/"

    def __call__(self, text: str) -> bool:
        """Whether a string matches."""
        text = _plain(text)
        if self._pattern:
            return self._pattern.search(text) is not None
        if self._exact:
            return text == self.text
        return self.text in text or (self._any_case and self.text.lower() in text.lower())


def require_text(wanted: object) -> None:
    """Raise if a value cannot be compared with texts.

    Raises:
        WeexError: The value is neither text nor a regular expression.
    """
    if isinstance(wanted, str) or is_pattern(wanted):
        return
    advice = ""
    if callable(wanted):
        advice = ": call it, to compare with its result"
    elif isinstance(wanted, (int, float)):
        advice = f": write '{wanted}'"
    elif hasattr(wanted, "text_content"):
        advice = f": use locator.{call('text_content')} for its text"
    raise WeexError(f"expected a text or a regular expression, got {value(wanted)}{advice}")


def nearest(wanted: str, candidates: Iterable[tuple[str, T]]) -> Sequence[tuple[str, T]]:
    """Return up to three candidates whose texts are most similar to the wanted text; of equally
    similar candidates, the first ones.
    """
    from difflib import SequenceMatcher  # get_close_matches drops equal texts and reorders ties

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted.lower())
    scored: list[tuple[float, str, T]] = []
    for text, candidate in candidates:
        matcher.set_seq1(text.lower()[:200])
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            similarity = matcher.ratio()
            if similarity >= _ALIKE:
                scored.append((similarity, text, candidate))
    scored.sort(key=lambda entry: -entry[0])
    return [(text, candidate) for _, text, candidate in scored[:3]]


def _plain(text: str) -> str:
    return " ".join(text.split())
