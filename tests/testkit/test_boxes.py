"""Rectangles of elements in tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Page, WeexError, expect

BUNDLE = """new Vue({
  el: 'body',
  render: function (h) {
    function row(text) { return h('div', { style: { height: '400px' } }, [h('text', [text])]); }
    var rows = ['a', 'b', 'c', 'd', 'e'].map(row);
    return h('div', [h('list', { style: { marginTop: '34px' } }, rows)]);
  },
});
"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(BUNDLE, "Vue")


def test_bounding_box_is_the_rectangle_on_the_screen(page: Page) -> None:
    row = page.locator("list > div").nth(2)
    assert row.bounding_box() == {"x": 0, "y": 834, "width": 750, "height": 400}
    page.locator("list").scroll_to(y=300)
    assert row.bounding_box() == {"x": 0, "y": 534, "width": 750, "height": 400}


def test_assertion_to_be_in_viewport_holds_while_the_screen_shows_the_element(page: Page) -> None:
    rows = page.locator("list > div")
    expect(rows.nth(0)).to_be_in_viewport(ratio=1)
    expect(rows.nth(3)).to_be_in_viewport()
    expect(rows.nth(3)).not_to_be_in_viewport(ratio=0.5)
    expect(rows.nth(4)).not_to_be_in_viewport()
    page.locator("list").scroll_to(y=700)
    expect(rows.nth(4)).to_be_in_viewport(ratio=0.9)
    expect(rows.nth(0)).not_to_be_in_viewport()


def test_failure_of_to_be_in_viewport_states_the_part_on_the_screen(page: Page) -> None:
    with pytest.raises(AssertionError, match="25%"):
        expect(page.locator("list > div").nth(3)).to_be_in_viewport(ratio=0.5, timeout=0)


@pytest.mark.parametrize("ratio", [-1, 1.5, "1", []])
def test_ratio_outside_of_0_to_1_is_refused(page: Page, ratio: Any) -> None:
    with pytest.raises(WeexError, match="from 0 to 1"):
        expect(page.locator("list")).to_be_in_viewport(ratio=ratio)
