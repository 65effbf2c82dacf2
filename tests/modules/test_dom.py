"""weex_modules.dom: scrolling, measuring and rules without a layout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Page

DOM = """
var dom = weex.requireModule('dom');
var body = document.createElement('div'), box = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(box);
var results = [];
function keep(result) { results.push(result); }
body.addEvent('results', function () { return results; });
"""

SIDES = ["width", "height", "top", "bottom", "left", "right"]


def results(page: Page) -> Any:
    page.runtime.run_until_idle()
    assert not page.errors
    return page.fire_event("_root", "results")


def test_scrolling_and_rules_are_recorded(open_page: Callable[..., Page]) -> None:
    page = open_page(
        DOM + "dom.scrollToElement(box, { offset: 10, animated: false }); dom.scrollToElement(box);"
        "dom.addRule('fontFace', { fontFamily: 'own', src: \"url('a.ttf')\" });"
    )
    ref = page.document.root.children[0].ref
    calls = [call.args[2:4] for call in page.native_calls if call.name == "callNativeModule"]
    assert calls == [
        ["scrollToElement", [ref, {"offset": 10, "animated": False}]],
        ["scrollToElement", [ref]],
        ["addRule", ["fontFace", {"fontFamily": "own", "src": "url('a.ttf')"}]],
    ]
    assert not page.console


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        ("box", "no layout"),
        ("'999'", "Component does not exist"),
        ("''", "Illegal parameter"),
        ("undefined", "Illegal parameter"),
    ],
)
def test_measuring_an_element_fails_with_a_reason_and_a_size_of_zeros(
    open_page: Callable[..., Page], element: str, problem: str
) -> None:
    """Bundles read the size without a look at the result."""
    page = open_page(DOM + f"dom.getComponentRect({element}, keep);")
    (answer,) = results(page)
    assert answer["result"] is False
    assert problem in answer["errMsg"]
    assert answer["size"] == dict.fromkeys(SIDES, 0)


def test_viewport_is_750_wide_and_as_high_as_the_screen(open_page: Callable[..., Page]) -> None:
    page = open_page(DOM + "dom.getComponentRect('viewport', keep);", viewport=(375, 667))
    assert results(page) == [
        {
            "result": True,
            "size": {"width": 750, "height": 1334, "right": 750, "bottom": 1334}
            | {"top": 0, "left": 0},
        }
    ]


def test_removed_element_cannot_be_measured(open_page: Callable[..., Page]) -> None:
    page = open_page(DOM + "body.removeChild(box); dom.getComponentRect(box, keep);")
    assert "does not exist" in results(page)[0]["errMsg"]


def test_layout_direction_is_left_to_right(open_page: Callable[..., Page]) -> None:
    page = open_page(DOM + "dom.getLayoutDirection(box, keep);")
    assert results(page) == ["ltr"]


def test_measuring_without_a_callback_is_harmless(open_page: Callable[..., Page]) -> None:
    page = open_page(DOM + "dom.getComponentRect(box); dom.getLayoutDirection(box);")
    assert results(page) == []
    assert not page.console
