"""Layout and pictures of pages with malformed styles, texts and attributes."""

from __future__ import annotations

from math import inf, isfinite, nan
from typing import Any
from xml.etree import ElementTree

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.errors import WeexError
from weex_runtime.layout.picture.colors import read_color

from .pages import LaidOut, body, div, node
from .test_svg import draw, texts

_STYLES: list[dict[str, Any]] = [
    {"width": 1e308, "height": "1e308", "marginLeft": 1e308, "left": 1e308},
    {"width": "9" * 400, "height": inf, "padding": nan, "flex": "x"},
    {"width": [1], "height": {"a": 1}, "borderWidth": {}, "transform": [], "opacity": {}},
    {"fontSize": 1e308, "lineHeight": 1e308, "lines": 1e308},
    {"fontSize": 5e-324, "lineHeight": -1, "lines": -1, "width": 10},
    {"fontSize": 0, "flex": -1, "padding": -500, "borderRadius": -5},
    {"width": 9, "height": 9, "boxShadow": ".px 1px 1px red", "borderWidth": 1e308},
    {"width": 9, "height": 9, "transform": f"scale({'9' * 400}) translate(1e308%, 1px)"},
    {"width": 9, "height": 9, "backgroundColor": "rgba(inf, 1, 1, nan)", "opacity": nan},
]


@pytest.mark.parametrize("style", _STYLES)
def test_rectangles_and_pictures_have_finite_numbers_only(style: dict[str, Any]) -> None:
    text = node("3", "text", attr={"value": "some text"}, **style)
    children = [div("1", div("2", **style), **style), text]
    page = LaidOut(body(*children))
    assert all(isfinite(side) for rect in page.rects().values() for side in rect)
    for part in ElementTree.fromstring(draw(*children)).iter():
        assert not {"nan", "inf"} & {
            word for value in part.attrib.values() for word in _words(value)
        }


def _words(value: str) -> list[str]:
    return value.replace("(", " ").replace(")", " ").replace(",", " ").replace("-", " ").split()


_LONG_STYLES = {
    "width": ["1" * 200_000 + "x", "1" + " " * 200_000 + "x"],
    "transform": [
        "a" * 200_000,
        "a(" * 100_000,
        "rotate(" + "1" * 200_000 + "x)",
        "rotate(1" + " " * 200_000 + "x)",
    ],
    "backgroundImage": [
        "linear-gradient(to " + " " * 200_000,
        "linear-gradient(to right," + "," * 200_000 + ")",
        "linear-gradient(to right," + "(" * 200_000 + ")",
    ],
    "boxShadow": ["1 1 red" + " " * 200_000 + "x", "1 " * 100_000],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in _LONG_STYLES.items() for value in values],
    ids=lambda text: text[:30],
)
def test_picture_with_a_long_style_is_drawn_in_linear_time(name: str, value: str) -> None:
    """A regular expression that backtracks at each character would take minutes."""
    style = {"width": 9, "height": 9, name: value}
    assert draw(div("1", **style))


@pytest.mark.parametrize(
    "color", ["rgb(nan,1,1)", "rgb(1,inf,1)", "rgba(1,1,1,nan)", "rgb(1e999,0,0)"]
)
def test_color_with_an_infinite_or_nan_channel_is_invalid(color: str) -> None:
    assert read_color(color) is None


@pytest.mark.parametrize("char", ["\0", "\x01", "\x0b", "\x1f", "\ud800", "\ufffe"])
def test_svg_shows_a_replacement_for_a_character_that_xml_forbids(char: str) -> None:
    svg = draw(node("1", "text", attr={"value": f"a{char}b"}))
    assert texts(svg) == ["a\ufffdb"]
    svg.encode()


def test_markup_in_texts_and_addresses_stays_text() -> None:
    hostile = "</text><script>alert(1)</script>]]>\"'&"
    image = node("2", "image", attr={"src": f"data:image/png,{hostile}"}, width=9, height=9)
    svg = draw(node("1", "text", attr={"value": hostile}, lines=1), image)
    tags = {part.tag.partition("}")[2] for part in ElementTree.fromstring(svg).iter()}
    assert "script" not in tags


@pytest.mark.parametrize("count", [1e9, inf, "Infinity"])
def test_waterfall_has_a_limited_number_of_columns(count: object) -> None:
    cell = node("2", "cell", div("3", height=5))
    page = LaidOut(body(node("1", "waterfall", cell, attr={"columnCount": count})))
    assert page.rect("2").height == 5


@pytest.fixture
def page(runtime: Runtime) -> Page:
    bundle = """// { "framework": "Vue" }
    new Vue({ el: 'body', render: function (h) {
      var big = { width: '90000px', height: '90000px' };
      var far = { width: '9px', height: '9px', backgroundColor: 'red' };
      far.transform = 'scale(' + Array(20).join('9') + ')';
      var slide = h('slider', { attrs: { index: 1e308 }, style: { height: '9px' } }, [h('div')]);
      return h('div', [h('div', { style: big }), h('div', { style: far }), slide]);
    } });
    """
    return runtime.open(source=bundle, name="app.js")


def test_slider_with_a_huge_index_has_finite_positions(page: Page) -> None:
    box = page.locator("slider > div").bounding_box()
    assert box
    assert isfinite(box["x"])


def test_png_of_a_huge_element_is_refused(page: Page) -> None:
    pytest.importorskip("resvg_py")
    with pytest.raises(WeexError, match="90000 x 90000"):
        page.locator("div > div").first.screenshot(type="png")


def test_png_of_a_huge_scale_is_drawn(page: Page) -> None:
    pytest.importorskip("resvg_py")
    assert page.screenshot(type="png")
