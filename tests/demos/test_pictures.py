"""The pictures of the demos in docs/pictures, drawn again.

If a demo or the drawing changes on purpose, write them again: WEEX_UPDATE_SNAPSHOTS=1.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from weex_runtime import Runtime, expect
from weex_runtime.cli.demo import DEMOS

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@pytest.mark.parametrize(
    ("demo", "names"), [("chat", ["chat-ada", "chat-bob"]), ("news", ["news", "story"])]
)
def test_pictures_in_the_documentation_equal_the_screens_of_the_demos(
    runtime: Runtime, tmp_path: Path, demo: str, names: list[str]
) -> None:
    runtime.output = tmp_path
    pages = DEMOS[demo](runtime)
    for page, name in zip(pages, names, strict=True):
        expect(page).to_match_screenshot(PICTURES / f"{name}.svg")
