"""Contents of the SVG of a page. Source: Weex documentation, "Common styles"."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from weex_runtime.document.element import Element
from weex_runtime.layout.picture.colors import Color, read_color, read_gradient
from weex_runtime.layout.picture.svg import Scene, draw_svg

from .pages import LaidOut, body, div, node

SVG = "{http://www.w3.org/2000/svg}"


def draw(*children: dict[str, Any], platform: str | None = None, **scene: Any) -> str:
    page = LaidOut(body(*children), platform)
    page.offsets.update(scene.pop("offsets", {}))
    focused = scene.pop("focused", "")
    return draw_svg(
        Scene(
            page.layout,
            page.element(focused) if focused else None,
            lambda slider: scene.get("slide", 0),
            lambda image: _data(image),
            lambda embed: None,
        )
    )


def _data(image: Element) -> str:
    address = str(image.attr.get("src"))
    return address if address.startswith("data:") else ""


def parts(svg: str, tag: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of a type, without the white background."""
    found = [part.attrib for part in ElementTree.fromstring(svg).iter(SVG + tag)]
    return found[1:] if tag == "rect" else found


def texts(svg: str) -> list[str]:
    return ["".join(part.itertext()) for part in ElementTree.fromstring(svg).iter(SVG + "text")]


def box(**style: Any) -> str:
    return draw(div("1", width=100, height=60, **style))


@pytest.mark.parametrize(
    ("value", "color"),
    [
        ("red", Color("#ff0000")),
        ("RebeccaPurple", Color("#663399")),
        ("#abc", Color("#aabbcc")),
        ("#11223380", Color("#112233", 128 / 255)),
        ("rgb(1, 2,300)", Color("#0102ff")),
        ("rgba(0,0,0,0.5)", Color("#000000", 0.5)),
        ("transparent", None),
        ("rgba(1,2,3,0)", None),
        ("url(x)", None),
        ("rgb(a)", None),
        (7, None),
    ],
)
def test_css_color_is_parsed(value: Any, color: Color | None) -> None:
    assert read_color(value) == color


def test_css_gradient_is_parsed() -> None:
    gradient = read_gradient("linear-gradient(to bottom right, red, rgba(0, 0, 255, .5))")
    assert gradient
    assert (gradient.start, gradient.end) == ((0, 0), (1, 1))
    assert gradient.colors == (Color("#ff0000"), Color("#0000ff", 0.5))
    assert read_gradient("url(x.png)") is None


def test_background_fills_the_box() -> None:
    [rect] = parts(box(backgroundColor="rgba(1,2,3,0.5)"), "rect")
    assert [rect[name] for name in ("x", "y", "width", "height")] == ["0", "0", "100", "60"]
    assert (rect["fill"], rect["fill-opacity"]) == ("#010203", "0.5")


def test_gradient_fills_the_box() -> None:
    svg = box(backgroundImage="linear-gradient(to right, red, blue)")
    [gradient], [rect] = parts(svg, "linearGradient"), parts(svg, "rect")
    assert (gradient["x1"], gradient["x2"]) == ("0", "1")
    assert rect["fill"] == f"url(#{gradient['id']})"


def test_round_corners_are_at_most_half_of_the_shorter_side() -> None:
    [path] = parts(box(backgroundColor="red", borderRadius=500), "path")
    assert "A30 30" in path["d"]


def test_border_lies_inside_of_the_box() -> None:
    [rect] = parts(box(borderWidth=4, borderColor="green", borderStyle="dashed"), "rect")
    assert (rect["x"], rect["width"], rect["stroke-width"]) == ("2", "96", "4")
    assert rect["stroke-dasharray"] == "12"


def test_sides_of_a_border_may_differ() -> None:
    svg = box(borderBottomWidth=4, borderBottomColor="red", borderLeftWidth=2)
    assert [part["fill"] for part in parts(svg, "polygon")] == ["#ff0000", "#000000"]


def test_shadow_lies_below_the_box() -> None:
    svg = box(backgroundColor="red", boxShadow="5px 10px 8px rgba(0,0,0,0.5)")
    shadow, rect = parts(svg, "rect")
    assert (shadow["x"], shadow["y"], shadow["fill-opacity"]) == ("5", "10", "0.5")
    assert rect["x"] == "0"
    [blur] = parts(svg, "feGaussianBlur")
    assert blur["stdDeviation"] == "4"


@pytest.mark.parametrize(
    ("transform", "attribute"),
    [
        ("translate(10px, 20%)", "translate(10 12)"),
        ("translateY(5)", "translate(0 5)"),
        ("rotate(45deg)", "rotate(45)"),
        ("scale(2)", "scale(2 2)"),
        ("scaleX(0.5)", "scale(0.5 1)"),
        ("scale(2, 3) rotate(5deg)", "scale(2 3) rotate(5)"),
    ],
)
def test_transform_rotates_an_element_around_its_center(transform: str, attribute: str) -> None:
    groups = parts(box(transform=transform), "g")
    assert groups[1]["transform"] == f"translate(50 30) {attribute} translate(-50 -30)"


def test_opacity_applies_to_the_whole_subtree() -> None:
    svg = draw(div("1", div("2", width=5, height=5, backgroundColor="red"), opacity="0.3"))
    root = ElementTree.fromstring(svg)
    [group] = [part for part in root.iter(SVG + "g") if part.get("opacity") == "0.3"]
    assert len(list(group.iter(SVG + "rect"))) == 1


def test_hidden_elements_are_left_out() -> None:
    hidden = div("1", node("2", "text", attr={"value": "x"}), visibility="hidden")
    assert texts(draw(hidden)) == []


def test_rows_out_of_sight_are_left_out_and_rows_partly_in_sight_are_clipped() -> None:
    rows = [node(str(n), "text", attr={"value": f"row {n}"}, height=100) for n in range(2, 12)]
    svg = draw(node("1", "list", *rows, height=250), offsets={"1": (0.0, 150.0)})
    assert texts(svg) == ["row 3", "row 4", "row 5"]
    assert len(parts(svg, "clipPath")) == 1


def test_fixed_elements_are_drawn_on_top_of_other_elements() -> None:
    fixed = div("1", position="fixed", width=5, height=5, backgroundColor="red")
    svg = draw(fixed, div("2", height=9, backgroundColor="blue"))
    assert [rect["fill"] for rect in parts(svg, "rect")] == ["#0000ff", "#ff0000"]


# Tests of text in the SVG: lines, fonts, colours and input fields.


def text(value: str, **style: Any) -> dict[str, Any]:
    return node("1", "text", attr={"value": value}, **style)


def test_each_line_of_a_text_has_the_position_and_width_that_the_layout_computed() -> None:
    svg = draw(text("one two", width=80, fontSize=32, lineHeight=50, textAlign="right"))
    first, second = parts(svg, "text")
    assert texts(svg) == ["one", "two"]
    assert float(second["y"]) - float(first["y"]) == 50
    assert float(first["x"]) + float(first["textLength"]) == pytest.approx(80, abs=0.02)


def test_truncated_text_ends_with_an_ellipsis_if_text_overflow_is_ellipsis() -> None:
    style: dict[str, Any] = {"width": 80, "lines": 1}
    assert texts(draw(text("one two", **style))) == ["one"]
    assert texts(draw(text("one two", textOverflow="ellipsis", **style))) == ["one…"]


def test_part_of_a_richtext_can_have_its_own_color() -> None:
    spans = [
        node("2", "span", attr={"value": "red "}, color="red"),
        node("3", "span", attr={"value": "plain"}),
    ]
    svg = draw(node("1", "richtext", *spans))
    assert texts(svg) == ["red plain"]
    assert [part.get("fill") for part in parts(svg, "tspan")] == ["#ff0000", None]


def test_markup_in_texts_is_escaped() -> None:
    svg = draw(text('<script>alert(1)</script> & "quotes"'), div("2", backgroundColor='"/><x'))
    assert "<script" not in svg
    assert texts(svg) == ['<script>alert(1)</script> & "quotes"']


@pytest.mark.parametrize(
    ("attr", "shown", "fill"),
    [
        ({"value": "Ada", "placeholder": "name"}, "Ada", "#000000"),
        ({"placeholder": "name"}, "name", "#999999"),
        ({"value": "abc", "type": "password"}, "•••", "#000000"),
    ],
)
def test_field_shows_its_value_or_placeholder(attr: dict[str, str], shown: str, fill: str) -> None:
    svg = draw(node("1", "input", attr=attr))
    [drawn] = parts(svg, "text")
    assert (texts(svg), drawn["fill"]) == ([shown], fill)


def test_focused_field_has_a_caret() -> None:
    svg = draw(node("1", "input", attr={"value": "Ada"}, height=60), focused="1")
    [caret] = parts(svg, "rect")
    assert caret["width"] == "2"


# How images and other elements without text are drawn.


def test_image_in_a_data_url_is_drawn() -> None:
    address = "data:image/png;base64,AAAA"
    image = node("1", "image", attr={"src": address, "resize": "cover"}, width=50, height=50)
    [drawn] = parts(draw(image), "image")
    assert (drawn["href"], drawn["preserveAspectRatio"]) == (address, "xMidYMid slice")


def test_placeholder_is_drawn_for_an_image_that_is_not_loaded() -> None:
    svg = draw(node("1", "image", attr={"src": "http://a.example/x.png"}, width=50, height=50))
    assert parts(svg, "image") == []
    assert len(parts(svg, "rect")) == 1


@pytest.mark.parametrize("checked", [True, False])
def test_knob_of_a_switch_shows_the_state(checked: bool) -> None:
    svg = draw(node("1", "switch", attr={"checked": checked}, alignSelf="flex-start"))
    [knob] = parts(svg, "circle")
    assert (float(knob["cx"]) > 51) is checked


def test_indicator_of_a_slider_has_a_dot_for_each_page() -> None:
    dots = node("9", "indicator", position="absolute", width=200, height=20, bottom=0, left=0)
    slider = node("1", "slider", div("2"), div("3"), dots, width=300, height=100)
    circles = parts(draw(slider, slide=1), "circle")
    assert [circle["fill"] for circle in circles] == ["#ffffff", "#ffd545"]


@pytest.mark.parametrize("kind", ["video", "web", "loading-indicator"])
def test_placeholder_is_drawn_for_an_element_whose_content_cannot_be_drawn(kind: str) -> None:
    svg = draw(node("1", kind, width=90, height=60, attr={"src": "http://a.example/"}))
    assert len(svg.splitlines()) > 6


def test_equal_gradients_are_defined_only_once_in_the_svg() -> None:
    style = {"height": 30, "backgroundImage": "linear-gradient(to right, red, blue)"}
    assert len(parts(draw(div("1", **style), div("2", **style)), "linearGradient")) == 1


def test_picture_of_an_element_includes_the_parts_that_lie_below_the_screen() -> None:
    rows = [node(str(n), "text", attr={"value": f"row {n}"}, height=600) for n in range(2, 6)]
    page = LaidOut(body(div("1", *rows)))
    scene = Scene(
        page.layout,
        None,
        lambda slider: 0,
        lambda image: "",
        lambda embed: None,
    )
    svg = draw_svg(scene, page.element("1"))
    assert texts(svg) == ["row 2", "row 3", "row 4", "row 5"]
