"""weex_runtime.text_cache, and the caches of texts that a bundle makes."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from weakref import WeakSet

import pytest

from weex_runtime.access.hosts import host_name
from weex_runtime.document.document import Document
from weex_runtime.document.element import Element
from weex_runtime.layout.elements import BoxMaker
from weex_runtime.layout.picture.colors import read_color
from weex_runtime.layout.style_values import length
from weex_runtime.layout.text import Font, break_lines, measure_text
from weex_runtime.text_cache import text_cache


class Result:
    """A result that a weak reference can observe."""


def test_latest_results_are_cached() -> None:
    calls = []
    cached = text_cache(maxsize=2)(lambda text, more=0: calls.append((text, more)))
    for text in ("a", "a", "b", "a", "c", "b"):
        cached(text)
    cached("b", 1)
    assert calls == [("a", 0), ("b", 0), ("c", 0), ("b", 0), ("b", 1)]


def test_text_cache_drops_results_that_exceed_the_limit_of_characters() -> None:
    results: WeakSet[Result] = WeakSet()

    @text_cache(maxsize=1000, characters=100)
    def made(text: str) -> Result:
        result = Result()
        results.add(result)
        return result

    for number in range(100):
        made(f"{number:030}")
    gc.collect()
    assert 1 <= len(results) <= 4


def colored(color: str) -> Element:
    document = Document("1")
    document.create_body({"ref": "_root", "type": "div", "style": {"color": color}})
    assert document.root
    return document.root


@pytest.mark.parametrize(
    "use",
    [
        lambda text: length(text, 1.0),
        lambda text: read_color(text),
        lambda text: break_lines(text, 1e9, Font()),
        lambda text: measure_text(text, Font(), 1.0, 0, 1e9, False),
        lambda text: BoxMaker(1.0, None).styles(colored(text)),
        lambda text: host_name(text),
    ],
)
def test_no_cache_keeps_all_long_texts_of_a_bundle(use: Callable[[str], object]) -> None:
    use("1")
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(40):
            use(f"{number}{'x' * 100_000}")
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 3_000_000
