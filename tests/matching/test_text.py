"""weex_runtime.matching.text: texts that are similar to a wanted text."""

from __future__ import annotations

import pytest

from weex_runtime.matching.text import nearest


@pytest.mark.parametrize(
    ("wanted", "texts", "expected"),
    [
        ("send", ["Stop", "Send 1", "Send 2", "Send 3", "Send 4"], [1, 2, 3]),
        ("sent", ["Send", "Send"], [0, 1]),
        ("sent", ["Log out"], []),
    ],
    ids=["equally similar", "equal texts", "none similar"],
)
def test_nearest_returns_the_first_of_equally_similar_candidates(
    wanted: str, texts: list[str], expected: list[int]
) -> None:
    found = nearest(wanted, [(text, position) for position, text in enumerate(texts)])
    assert [position for _, position in found] == expected
