"""weex_modules.meta: the width of page pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.meta import MetaModule
from weex_runtime import Page, Runtime

from ..support.page_log import texts

META = """// { "framework": "Vanilla" }
var meta = weex.requireModule('meta'), dom = weex.requireModule('dom');
function show(data) { console.log(JSON.stringify(data)); }
function render() { document.documentElement.appendChild(document.createElement('div')); }
"""


@pytest.fixture
def open_on(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    def open_on(code: str, platform: str | None = None, **options: Any) -> Page:
        page = make_runtime(platform=platform).open(source=META + code, **options)
        page.runtime.run_until_idle()
        return page

    return open_on


def meta_of(page: Page) -> MetaModule:
    module = page.module("meta")
    assert isinstance(module, MetaModule)
    return module


PLATFORMS = [None, "android", "ios", "web"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_set_viewport_changes_the_size_of_page_pixels(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "meta.setViewport({ width: 640 });"
        "dom.getComponentRect('viewport', function (r) { show([r.size.width, r.size.height]); });",
        platform,
        viewport=(320, 500),
    )
    assert texts(page) == ["[640,1000]"]
    assert page.viewport_width == 640
    assert meta_of(page).options == {"width": 640}


def test_viewport_is_750_wide_by_default(open_on: Callable[..., Page]) -> None:
    assert open_on("render();").viewport_width == 750


@pytest.mark.parametrize(
    ("width", "platform", "expected"),
    [
        ("'320'", None, 320),
        ("'320'", "android", 320),
        ("320.5", None, 320.5),
        ("320.5", "android", 320),
        ("320.5", "ios", 320.5),
        ("'device-width'", None, 375),
        # The screen's width, 1080 device pixels divided by the density 2.75.
        ("'device-width'", "android", 392),
        ("'device-width'", "ios", 375),
        ("'device-height'", None, 667),
        ("'device-height'", "ios", 812),
    ],
)
def test_viewport_width_may_be_a_number_or_device_width(
    open_on: Callable[..., Page], width: str, platform: str | None, expected: float
) -> None:
    page = open_on(f"meta.setViewport({{ width: {width} }});", platform)
    assert page.viewport_width == expected
    assert texts(page) == []


@pytest.mark.parametrize(
    ("options", "platform"),
    [
        *((options, None) for options in ("{}", "undefined", "'no object'")),
        *((f"{{ width: {width} }}", None) for width in ("0", "-1", "'wide'", "true", "[7]")),
        ("{ width: 'device-height' }", "android"),
        ("{ width: 'device-width' }", "web"),
        ("{ width: 0.5 }", "android"),
    ],
)
def test_set_viewport_with_an_invalid_width_is_ignored_with_a_warning(
    open_on: Callable[..., Page], options: str, platform: str | None
) -> None:
    page = open_on(f"meta.setViewport({options});", platform)
    assert page.viewport_width == 750
    assert meta_of(page).options == {}
    assert texts(page)[-1].startswith("[weex-runtime] meta.setViewport: expected a positive number")


@pytest.mark.parametrize(
    ("platform", "width"), list(zip(PLATFORMS, [750, 640, 640, 640], strict=True))
)
def test_set_viewport_after_rendering_has_no_effect_without_a_platform(
    open_on: Callable[..., Page], platform: str | None, width: int
) -> None:
    page = open_on("render(); meta.setViewport({ width: 640 });", platform)
    assert page.viewport_width == width
    assert len(texts(page)) == (1 if platform is None else 0)


def test_method_set_viewport_stores_all_options(open_on: Callable[..., Page]) -> None:
    page = open_on("meta.setViewport({ width: 640, roundOffDeviation: false, height: 7 });")
    assert meta_of(page).options == {"width": 640, "roundOffDeviation": False, "height": 7}


def test_set_viewport_applies_to_one_page_only(
    runtime: Runtime, open_on: Callable[..., Page]
) -> None:
    first = runtime.open(source=META + "meta.setViewport({ width: 640 });")
    second = runtime.open(source=META)
    assert (first.viewport_width, second.viewport_width) == (640, 750)


@pytest.mark.parametrize(
    ("argument", "is_open"), [("'true'", True), ("true", True), ("'false'", False), ("", True)]
)
def test_method_open_log_stores_whether_the_log_is_on(
    open_on: Callable[..., Page], argument: str, is_open: bool
) -> None:
    page = open_on(f"meta.openLog({argument});", "android")
    assert meta_of(page).log_is_open is is_open
    assert texts(page) == [f"[meta.openLog] log {'open' if is_open else 'close'} success"]


def test_get_page_info_lists_all_pages(runtime: Runtime) -> None:
    first = runtime.open(source=META, name="first.js")
    second = runtime.open(source=META + "meta.getPageInfo(function (i) { show(i); });", name="b.js")
    runtime.run_until_idle()
    (text,) = texts(second)
    for page in (first, second):
        length = len(page.source.encode())
        assert f'"{page.url}":" template md5 ' in text
        assert f" length {length} base64 md5 " in text


@pytest.mark.parametrize(("platform", "is_there"), list(zip(PLATFORMS, [1, 1, 0, 0], strict=True)))
def test_open_log_and_get_page_info_are_missing_on_ios_and_web(
    open_on: Callable[..., Page], platform: str | None, is_there: int
) -> None:
    page = open_on("show(Object.keys(meta).length - 1);", platform)
    # On devices each module also has addEventListener and removeAllEventListeners.
    more = 0 if platform == "web" else 2
    assert texts(page) == [str(2 * is_there + more)]
