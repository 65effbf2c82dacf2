"""Pages with elements that say what they hear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Runtime

from .screen import JS, OpenScreen, Screen


@pytest.fixture
def open_screen(make_runtime: Callable[..., Runtime]) -> OpenScreen:
    """open_screen("make('input', {}, ['focus'])", platform=…): a page of these elements."""

    def open_screen(*elements: str, js: str = "", url: str = "", **options: Any) -> Screen:
        runtime = make_runtime(**options)
        run = "make('js', { id: 'js' }, [])"
        source = "\n".join(
            [
                '// { "framework": "Vanilla" }',
                JS,
                js,
                f"show({', '.join([*elements, run])});",
                "elements.js.addEvent('run', function (e) { (0, eval)(e.code); });",
            ]
        )
        config = {"bundleUrl": url} if url else {}
        page = runtime.open(source=source, name="screen.js", config=config)
        runtime.run_until_idle()
        assert not page.errors
        return Screen(page)

    return open_screen
