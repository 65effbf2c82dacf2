"""Pictures of pages, and their comparison with files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from weex_runtime import Page, WaitTimeout, WeexError, expect

SVG = "{http://www.w3.org/2000/svg}"
BUNDLE = """
new Vue({
  el: 'body',
  data: { text: 'hello', wide: false },
  render: function (h) {
    var self = this;
    function change() { self.text = 'bye'; }
    return h('div', [
      h('text', { style: { color: '#ff0000' }, on: { click: change } }, [this.text]),
      h('div', { style: { height: '50px', backgroundColor: 'blue' } }),
      h('div', { staticClass: ['empty'] }),
    ]);
  },
});
"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(BUNDLE, "Vue")


def elements(svg: bytes, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(SVG + tag))


def test_screenshot_is_an_svg_of_the_screen(page: Page) -> None:
    svg = page.screenshot()
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height")) == ("750", "1334")
    [text] = elements(svg, "text")
    assert (text.text, text.get("fill"), text.get("x")) == ("hello", "#ff0000", "0")
    fills = [rect.get("fill") for rect in elements(svg, "rect")]
    assert fills == ["#ffffff", "#0000ff"]


def test_screenshot_of_an_element_has_the_size_of_the_element(page: Page) -> None:
    svg = page.locator("div > div").first.screenshot()
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height")) == ("750", "50")


def test_element_without_an_area_cannot_be_drawn(page: Page) -> None:
    with pytest.raises(WaitTimeout, match="its size is 750 x 0"):
        page.locator(".empty").screenshot(timeout=0)


def test_screenshot_of_an_empty_page_is_white(open_page: Callable[..., Page]) -> None:
    assert len(elements(open_page("").screenshot(), "rect")) == 1


def test_screenshot_is_written_to_a_file_of_the_type_of_its_suffix(
    page: Page, tmp_path: Path
) -> None:
    svg = page.screenshot(tmp_path / "new" / "page.svg")
    assert (tmp_path / "new" / "page.svg").read_bytes() == svg
    png = page.screenshot(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes() == png
    assert png.startswith(b"\x89PNG")
    assert page.screenshot(type="png") == png


def test_unknown_type_of_picture_is_refused(page: Page) -> None:
    with pytest.raises(WeexError, match=r"\.svg or \.png"):
        page.screenshot("page.gif")
    with pytest.raises(WeexError, match="'svg' or 'png'"):
        page.screenshot(type="gif")  # type: ignore[arg-type]


def test_error_for_png_without_the_optional_package_names_the_extra(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(WeexError, match=r"weex-runtime\[png\]"):
        page.screenshot(type="png")


def test_missing_font_is_refused(page: Page) -> None:
    with pytest.raises(WeexError, match="no font file missing.ttf"):
        page.screenshot(type="png", fonts=["missing.ttf"])


# Tests of to_match_screenshot.


@pytest.fixture
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("WEEX_UPDATE_SNAPSHOTS", raising=False)


@pytest.mark.usefixtures("no_ci")
@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_first_run_writes_the_picture_and_later_runs_compare_with_it(
    page: Page, tmp_path: Path, suffix: str
) -> None:
    page.runtime.output = tmp_path / "output"
    file = tmp_path / f"page.{suffix}"
    expect(page).to_match_screenshot(file)
    expect(page).to_match_screenshot(file)
    page.get_by_text("hello").click()
    with pytest.raises(AssertionError, match="WEEX_UPDATE_SNAPSHOTS=1"):
        expect(page).to_match_screenshot(file, timeout=0)
    written = {path.name for path in (tmp_path / "output").iterdir()}
    names = ("expected", "actual", "diff") if suffix == "svg" else ("expected", "actual")
    assert written == {f"page-{name}.{suffix}" for name in names}
    expect(page).to_match_screenshot(file, update=True)
    expect(page).to_match_screenshot(file, timeout=0)


@pytest.mark.usefixtures("no_ci")
def test_picture_of_a_difference_has_frames_around_the_changed_elements(
    page: Page, tmp_path: Path
) -> None:
    page.runtime.output = tmp_path
    file = tmp_path / "page.svg"
    expect(page).to_match_screenshot(file)
    page.get_by_text("hello").click()
    with pytest.raises(AssertionError):
        expect(page).to_match_screenshot(file, timeout=0)
    diff = (tmp_path / "page-diff.svg").read_bytes()
    frames = [rect for rect in elements(diff, "rect") if rect.get("stroke") == "#ff0000"]
    assert [frame.get("x") for frame in frames] == ["0", "0"]  # the frames around "bye" and "hello"


@pytest.mark.usefixtures("no_ci")
def test_option_max_diff_pixels_limits_the_number_of_different_pixels(
    page: Page, tmp_path: Path
) -> None:
    page.runtime.output = tmp_path
    file = tmp_path / "page.png"
    expect(page).to_match_screenshot(file)
    page.get_by_text("hello").click()
    with pytest.raises(AssertionError, match="pixels differ"):
        expect(page).to_match_screenshot(file, max_diff_pixels=10, timeout=0)
    expect(page).to_match_screenshot(file, max_diff_pixels=5000, timeout=0)


def test_assertion_fails_in_ci_if_the_expected_picture_does_not_exist(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "1")
    with pytest.raises(AssertionError, match="does not exist"):
        expect(page).to_match_screenshot(tmp_path / "page.svg")
    assert not list(tmp_path.iterdir())


def test_picture_that_cannot_be_written_is_refused_with_its_path(
    page: Page, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WeexError, match=r"file/page\.svg"):
        page.screenshot(tmp_path / "file" / "page.svg")


def test_font_that_is_not_a_font_file_is_refused(page: Page, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    font = tmp_path / "font.ttf"
    font.write_text("hello")
    with pytest.raises(WeexError, match=r"font\.ttf"):
        page.screenshot(type="png", fonts=[font])


@pytest.mark.parametrize("name", ["page.png", "page.svg"])
def test_comparison_with_a_file_that_is_not_a_picture_fails(
    page: Page, tmp_path: Path, name: str
) -> None:
    pytest.importorskip("resvg_py")
    page.runtime.output = tmp_path / "output"
    file = tmp_path / name
    file.write_bytes(b"\xff no picture")
    with pytest.raises(AssertionError):
        expect(page).to_match_screenshot(file, timeout=0)
