"""Scrollers, lists, columns, sliders, fixed and sticky elements, and fields.

Source: spec/layout.md, "Rules"; spec/components.md, section 3.
"""

from __future__ import annotations

import pytest

from weex_runtime.layout.rect import Rect

from .pages import LaidOut, body, div, node


@pytest.mark.parametrize("kind", ["scroller", "list", "recycler", "waterfall", "recycle-list"])
def test_scrollers_fill_the_free_height(kind: str) -> None:
    page = LaidOut(body(div("1", height=100), node("2", kind)))
    assert page.rect("2") == Rect(0, 100, 750, 1234)


@pytest.mark.parametrize("style", [{"height": 300}, {"flex": 0, "height": 300}])
def test_scroller_with_a_fixed_height_does_not_grow_with_its_content(
    style: dict[str, float],
) -> None:
    page = LaidOut(body(node("1", "scroller", **style)))
    assert page.rect("1").height == 300


def test_scroller_in_a_horizontal_scroller_grows_in_width() -> None:
    outer = node(
        "1",
        "scroller",
        node("2", "scroller", height=50),
        attr={"scrollDirection": "horizontal"},
        flexDirection="row",
        height=200,
    )
    assert LaidOut(body(outer)).rect("2") == Rect(0, 0, 750, 50)


def test_content_of_a_scroller_moves_by_the_scroll_offset() -> None:
    rows = [div(str(n), height=400) for n in range(2, 8)]
    page = LaidOut(body(node("1", "list", *rows)))
    page.offsets["1"] = (0.0, 500.0)
    assert page.rect("3") == Rect(0, -100, 750, 400)
    assert page.layout.content_size(page.element("1")) == (750, 2400)


def test_content_of_a_scroller_is_at_least_as_large_as_the_scroller() -> None:
    page = LaidOut(body(node("1", "list", div("2", height=50))))
    assert page.layout.content_size(page.element("1")) == (750, 1334)


def test_refresh_and_loading_elements_lie_outside_the_content() -> None:
    page = LaidOut(
        body(
            node(
                "1",
                "list",
                node("2", "refresh", div("5", height=80)),
                div("3", height=2000),
                node("4", "loading", height=60),
            )
        )
    )
    assert page.rect("2") == Rect(0, -80, 750, 80)
    assert page.rect("3") == Rect(0, 0, 750, 2000)
    assert page.rect("4") == Rect(0, 2000, 750, 60)


# Column count, width and gap; source: spec/components.md, waterfall.
@pytest.mark.parametrize(
    ("attr", "xs", "width"),
    [
        ({}, [0], 750),
        ({"column-count": "2"}, [0, 391], 359),
        ({"columnCount": 3, "columnGap": 15}, [0, 255, 510], 240),
        ({"column-width": 200}, [0, 260.67, 521.33], 228.67),
        ({"column-count": 2, "column-width": 200}, [0, 391], 359),
        ({"column-count": 2, "left-gap": 30, "right-gap": 20}, [30, 396], 334),
    ],
)
def test_waterfall_puts_cells_into_columns(
    attr: dict[str, object], xs: list[float], width: float
) -> None:
    cells = [node(str(n), "cell", height=100) for n in range(2, 5)]
    page = LaidOut(body(node("1", "waterfall", *cells, attr=attr)))
    rects = [page.rect(str(n)) for n in range(2, 2 + len(xs))]
    assert [rect.x for rect in rects] == pytest.approx(xs, abs=0.01)
    assert {rect.y for rect in rects} == {0}
    assert rects[0].width == pytest.approx(width, abs=0.01)


def test_waterfall_fills_the_shortest_column() -> None:
    heights = [300, 100, 120, 50]
    cells = [node(str(n), "cell", height=heights[n]) for n in range(4)]
    page = LaidOut(body(node("w", "waterfall", *cells, attr={"columnCount": 2})))
    assert [(page.rect(str(n)).x, page.rect(str(n)).y) for n in range(4)] == [
        (0, 0),
        (391, 0),
        (391, 100),
        (391, 220),
    ]


def test_header_of_a_waterfall_takes_the_whole_width() -> None:
    page = LaidOut(
        body(
            node(
                "w",
                "waterfall",
                node("1", "cell", height=70),
                node("2", "header", height=50),
                node("3", "cell", height=10),
                attr={"columnCount": 2},
            )
        )
    )
    assert page.rect("2") == Rect(0, 70, 750, 50)
    assert page.rect("3").y == 120


def test_slider_shows_one_page() -> None:
    pages = [div(str(n), width=600, height=300) for n in range(3)]
    page = LaidOut(body(node("s", "slider", *pages, width=600, height=300)))
    page.offsets["s"] = (600.0, 0.0)
    assert [page.rect(str(n)).x for n in range(3)] == [-600, 0, 600]
    assert page.visible("0").width == 0
    assert page.visible("1") == Rect(0, 0, 600, 300)


def test_fixed_element_stays_on_the_screen() -> None:
    fixed = div("2", position="fixed", right=20, bottom=30, width=100, height=100)
    page = LaidOut(body(node("1", "scroller", fixed, div("3", height=5000))))
    page.offsets["1"] = (0.0, 900.0)
    assert page.rect("2") == Rect(630, 1204, 100, 100)
    assert page.rect("3").y == -900
    assert page.visible("2") == page.rect("2")


@pytest.mark.parametrize(("offset", "y"), [(0, 200), (150, 50), (200, 0), (900, 0)])
def test_sticky_element_stays_at_the_top_of_its_list(offset: float, y: float) -> None:
    header = node(
        "2", "header", node("4", "text", attr={"value": "x"}), position="sticky", height=80
    )
    rows = node("1", "list", div("0", height=200), header, div("3", height=5000), marginTop=10)
    page = LaidOut(body(rows))
    page.offsets["1"] = (0.0, float(offset))
    assert page.rect("2").y == 10 + y
    assert page.rect("4").y == 10 + y


@pytest.mark.parametrize(
    ("platform", "style", "height"),
    [
        ("android", {}, 50),
        ("ios", {}, 120),
        ("ios", {"overflow": "hidden"}, 50),
        ("web", {}, 120),
        (None, {}, 120),
    ],
)
def test_platforms_clip_children_as_their_sdks_do(
    platform: str | None, style: dict[str, str], height: float
) -> None:
    box = div("1", div("2", height=120), height=50, **style)
    assert LaidOut(body(box), platform).visible("2").height == height


def test_rows_below_the_screen_are_not_visible() -> None:
    page = LaidOut(body(node("1", "list", *[div(str(n), height=700) for n in range(2, 6)])))
    assert [page.visible(str(n)).height for n in range(2, 6)] == [700, 634, 0, 0]


@pytest.mark.parametrize(
    ("kind", "attr", "style", "size"),
    [
        ("input", {}, {}, (750, 38)),
        ("input", {}, {"alignSelf": "center"}, (0, 38)),
        ("textarea", {}, {}, (750, 76)),
        ("textarea", {"rows": 4}, {"fontSize": 20}, (750, 96)),
        ("image", {}, {"alignSelf": "flex-start"}, (0, 0)),
        ("switch", {}, {"alignSelf": "flex-start"}, (102, 62)),
    ],
)
def test_elements_without_a_style_size_have_the_default_size_of_their_type(
    kind: str, attr: dict[str, object], style: dict[str, object], size: tuple[float, float]
) -> None:
    rect = LaidOut(body(node("1", kind, attr=attr, **style))).rect("1")
    assert (rect.width, rect.height) == size


def test_parts_of_a_text_have_no_box() -> None:
    page = LaidOut(body(node("1", "richtext", node("2", "span", attr={"value": "part"}))))
    assert page.rect("1").width == 750
    with pytest.raises(LookupError):
        page.rect("2")


def test_one_wx_is_two_page_units() -> None:
    page = LaidOut(
        body(div("1", width="100wx", height="40px", marginLeft="3"), alignItems="flex-start")
    )
    assert page.rect("1") == Rect(3, 0, 200, 40)


def test_deeply_nested_boxes_are_laid_out() -> None:
    inner = node("0", "text", attr={"value": "x"})
    for level in range(1, 490):
        inner = div(str(level), inner, padding=1)
    assert LaidOut(body(inner)).rect("0") == Rect(489, 489, 0, 38)
