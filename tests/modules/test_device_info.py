"""weex_modules.device_info: the height of the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Runtime

CODE = (
    '// { "framework": "Vanilla" }\nvar info = weex.requireModule("deviceInfo");'
    "if (info) info.enableFullScreenHeight("
    "function (data) { console.log(JSON.stringify(data)); }, {});"
    "else console.log(typeof info);"
)


@pytest.mark.parametrize(
    ("platform", "line"),
    [
        (None, '{"fullScreenHeight":"900"}'),
        ("android", '{"fullScreenHeight":"900"}'),
        ("ios", "undefined"),
        ("web", "undefined"),
    ],
)
def test_get_full_screen_height_passes_the_height_as_text(
    make_runtime: Callable[..., Runtime], platform: str | None, line: str
) -> None:
    page = make_runtime(platform=platform).open(source=CODE, viewport=(400, 900))
    page.runtime.run_until_idle()
    assert page.console[-1].text == line
