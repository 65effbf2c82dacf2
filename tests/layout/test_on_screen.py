"""Where the screen shows elements, and which elements are at a point."""

from __future__ import annotations

import pytest

from weex_runtime.layout.on_screen import is_reachable
from weex_runtime.layout.rect import Rect

from .pages import LaidOut, body, div, node


def test_elements_at_a_point_are_listed_from_front_to_back() -> None:
    page = LaidOut(
        body(
            div("1", div("2", width=100, height=100), height=400),
            div("3", position="absolute", left=50, top=50, width=10, height=10),
            div("4", position="fixed", left=0, top=0, width=20, height=20),
        )
    )
    points = [(55, 55), (90, 90), (5, 5), (300, 300), (300, 900)]
    assert [page.refs_at(x, y)[0] for x, y in points] == ["3", "2", "4", "1", "_root"]
    assert page.refs_at(55, 55) == ["3", "2", "1", "_root"]
    assert page.refs_at(800, 10) == []


# A box of 100 x 60 at (0, 0): its center is (50, 30).
TRANSFORMS = {
    "translate(-100%)": (-100, 0, 100, 60),
    "translateY(30px)": (0, 30, 100, 60),
    "rotate(90deg)": (20, -20, 60, 100),
    "scale(2, 0.5)": (-50, 15, 200, 30),
    "translate(100px, 0) scale(0.5)": (125, 15, 50, 30),
}


@pytest.mark.parametrize(("transform", "rect"), TRANSFORMS.items())
def test_transform_changes_the_position_on_the_screen_but_not_the_layout(
    transform: str, rect: tuple[float, ...]
) -> None:
    page = LaidOut(body(div("1", width=100, height=60, transform=transform)))
    assert page.shown("1") == pytest.approx(rect)
    assert page.rect("1") == Rect(0, 0, 100, 60)


def test_transform_of_an_ancestor_moves_its_descendants() -> None:
    inner = div("2", width=10, height=10, transform="translate(5px, 5px)")
    page = LaidOut(body(div("1", inner, width=100, height=100, transform="scale(2)")))
    assert page.shown("2") == pytest.approx((-40, -40, 20, 20))
    assert page.visible("2") == pytest.approx((0, 0, 0, 0))


def test_elements_at_a_point_are_found_at_their_transformed_positions() -> None:
    turned = div("1", div("2", width=20, height=60, marginLeft=60), width=100, height=60)
    turned["style"] |= {"transform": "rotate(90deg)", "flexDirection": "row"}
    page = LaidOut(body(turned))
    assert page.refs_at(50, 45) == ["2", "1", "_root"]
    assert page.refs_at(50, 70) == ["1", "_root"]
    assert page.refs_at(10, 30) == ["_root"]


def test_overlay_that_a_transform_moves_off_the_screen_covers_no_element() -> None:
    mask = div(
        "2", position="fixed", left=0, top=0, right=0, bottom=0, transform="translate(-100%)"
    )
    page = LaidOut(body(div("1", height=400), mask))
    assert page.refs_at(300, 300) == ["1", "_root"]
    assert page.visible("2").width == 0


def test_element_with_scale_0_is_not_found_at_any_point() -> None:
    page = LaidOut(body(div("1", width=100, height=60, transform="scale(0)")))
    assert page.refs_at(50, 30) == ["_root"]
    assert not page.shown("1").width


def test_fixed_element_ignores_the_transform_of_an_ancestor() -> None:
    fixed = div("2", position="fixed", left=0, top=0, width=20, height=20)
    page = LaidOut(body(div("1", fixed, height=400, transform="translate(500px, 500px)")))
    assert page.refs_at(5, 5)[0] == "2"
    assert page.shown("2") == Rect(0, 0, 20, 20)


@pytest.mark.parametrize(("platform", "ref"), [("ios", "1"), ("android", "2"), ("web", "2")])
def test_transparent_view_of_ios_lets_touches_through(platform: str, ref: str) -> None:
    veil = div("2", position="absolute", left=0, top=0, width=750, height=400, opacity=0)
    page = LaidOut(body(div("1", height=400), veil), platform)
    assert page.refs_at(5, 5)[0] == ref


def test_rows_of_a_list_can_be_reached_by_scrolling_although_an_ancestor_clips_the_list() -> None:
    rows = [div(str(number), height=700) for number in range(3, 6)]
    page = LaidOut(body(div("1", node("2", "list", *rows, height=500), height=500)), "android")
    assert all(is_reachable(page.layout, page.element(ref)) for ref in ("3", "4", "5"))
