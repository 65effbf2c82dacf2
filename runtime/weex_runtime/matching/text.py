"""What a text must be like, in Playwright's way, and which texts come near to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import Pattern
from typing import TypeVar

from weex_runtime.errors import WeexError
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.naming import call, value

T = TypeVar("T")

_ALIKE = 0.4  # of 1; less is another text


class TextMatch:
    """A wanted text: a part of one in any case, all of it, or a regular expression.

    Runs of white space count as one space, and none at the ends.

    Args:
        exact: The whole text, case included.
        any_case: Of a part.

    Attributes:
        text: What was wanted, for comparisons.
        words: The same as a message shows it.

    Raises:
        WeexError: What is wanted is neither text nor a regular expression.
    """

    def __init__(
        self, wanted: str | Pattern[str], exact: bool = False, *, any_case: bool = True
    ) -> None:
        require_text(wanted)
        self._pattern = None if isinstance(wanted, str) else wanted
        self._exact = exact
        self._any_case = any_case
        self.text = _plain(wanted if isinstance(wanted, str) else wanted.pattern)
        self.words = f'"{self.text}"' if isinstance(wanted, str) else f"/{wanted.pattern}/"

    def __call__(self, text: str) -> bool:
        """Whether a text is so."""
        text = _plain(text)
        if self._pattern:
            return self._pattern.search(text) is not None
        if self._exact:
            return text == self.text
        return self.text in text or (self._any_case and self.text.lower() in text.lower())


def require_text(wanted: object) -> None:
    """Refuse what no text can be like.

    Raises:
        WeexError: It is neither text nor a regular expression; says what it is.
    """
    if isinstance(wanted, str) or is_pattern(wanted):
        return
    instead = ""
    if callable(wanted):
        instead = ": call it, to compare with what it returns"
    elif isinstance(wanted, (int, float)):
        instead = f": write '{wanted}'"
    elif hasattr(wanted, "text_content"):
        instead = f": its text is locator.{call('text_content')}"
    raise WeexError(f"expected a text or a regular expression, got {value(wanted)}{instead}")


def nearest(
    wanted: str, candidates: Iterable[tuple[str, T]], most: int = 3, alike: float = _ALIKE
) -> Sequence[tuple[str, T]]:
    """Of candidates, each with its text, those whose texts are most like the wanted one.

    Args:
        alike: Of 1, how like at the least.
    """
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted.lower())
    scored: list[tuple[float, str, T]] = []
    for text, candidate in candidates:
        matcher.set_seq1(text.lower()[:200])
        if matcher.real_quick_ratio() >= alike and matcher.quick_ratio() >= alike:
            likeness = matcher.ratio()
            if likeness >= alike:
                scored.append((likeness, text, candidate))
    scored.sort(key=lambda entry: -entry[0])
    return [(text, candidate) for _, text, candidate in scored[:most]]


def _plain(text: str) -> str:
    return " ".join(text.split())
