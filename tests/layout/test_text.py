"""Sizes and lines of texts. Source: spec/layout.md, "Text without a font"."""

from __future__ import annotations

import math

import pytest

from weex_runtime.layout.text import Font, break_lines, measure_text, text_width

from .pages import LaidOut, body, node

FONT = Font(20.0)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        # Advance widths in Roboto: 1461 for H and 498 for i, in units of 1/2048 of the font size.
        ("Hi", (1461 + 498) * 20 / 2048),
        ("中文", 40),
        ("e\u0301", text_width("e", FONT)),
        ("\U0001f600", 20),
    ],
)
def test_width_of_a_line_is_the_sum_of_the_advance_widths(text: str, width: float) -> None:
    assert text_width(text, FONT) == pytest.approx(width, abs=0.01)


def test_bold_text_is_wider_than_regular_text() -> None:
    assert text_width("wide", Font(20, bold=True)) > text_width("wide", FONT)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 75, ["one two", "three"]),
        ("one two\nthree", 200, ["one two", "three"]),
        ("well-known thing", 60, ["well-", "known", "thing"]),
        ("中文字符", 45, ["中文", "字符"]),
        ("a中文", 35, ["a中", "文"]),
        ("extraordinary", 60, ["extrao", "rdinar", "y"]),
        ("a\n\nb", 100, ["a", "", "b"]),
        ("", 100, [""]),
        ("wide", 1, ["w", "i", "d", "e"]),
    ],
)
def test_lines_break_where_android_breaks_them(text: str, width: float, lines: list[str]) -> None:
    assert list(break_lines(text, width, FONT)) == lines


@pytest.mark.parametrize(("most", "height"), [(0, 72), (2, 48), (9, 72)])
def test_height_of_a_text_is_the_height_of_the_lines_that_are_shown(
    most: int, height: float
) -> None:
    assert measure_text("a\nb\nc", FONT, 24, most, math.nan, False)[1] == height


def test_width_of_a_text_is_rounded_up_to_whole_units() -> None:
    assert measure_text("Hi", FONT, 24, 0, math.nan, False)[0] == 20


@pytest.mark.parametrize(
    ("style", "height"),
    [
        ({}, 38),
        ({"fontSize": 20}, 24),
        ({"fontSize": "24px", "lineHeight": 60}, 60),
        ({"fontSize": "16wx"}, 38),
        ({"fontSize": -3}, 38),
    ],
)
def test_height_of_a_line_follows_font_size_and_line_height(
    style: dict[str, object], height: float
) -> None:
    assert (
        LaidOut(body(node("1", "text", attr={"value": "Hi"}, **style))).rect("1").height == height
    )
