"""weex_runtime.matching.regexp: search as RegExp in JS does (ECMA-262, 22.2)."""

from __future__ import annotations

import gc
import re
import threading

import pytest

from weex_runtime import WeexError
from weex_runtime.matching.regexp import JSRegExp, is_pattern

# Differences from Python's `re`: (pattern, flags, matching texts, other texts).
CASES: list[tuple[str, str, list[str], list[str]]] = [
    (r"^\w+$", "", ["word_1"], ["中文", "é", "٣"]),
    (r"^\d$", "", ["7"], ["٣", "७"]),
    (r"^\s$", "", [" ", "\u00a0", "\ufeff", "\u2028"], ["\x1c", "\x85"]),
    (r"é\b", "", ["éa"], ["é", "é "]),
    (r"^\W$", "", ["é"], ["a"]),
    (r"^\w$", "iu", ["ſ", "\u212a"], ["é"]),
    (r"^k$", "i", ["K"], ["\u212a"]),
    (r"^k$", "iu", ["K", "\u212a"], ["x"]),
    (r"^s$", "i", ["S"], ["ſ"]),
    (r"^ß$", "i", ["ß"], ["ss", "ẞ"]),
    (r"a$", "", ["a"], ["a\n"]),
    (r"^b", "m", ["a\nb", "a\rb", "a\u2028b"], ["ab"]),
    (r"^a.b$", "", ["a\x85b", "a\x0bb"], ["a\nb", "a\rb", "a\u2028b", "a\u2029b"]),
    (r"^a.b$", "s", ["a\nb", "a\u2029b"], ["ab"]),
    (r"^[^]$", "", ["\n", "x"], [""]),
    (r"[]", "", [], ["", "x"]),
    (r"^.$", "", ["x"], ["😀"]),
    (r"^.$", "u", ["x", "😀"], ["ab"]),
    (r"^\u{1F600}$", "u", ["😀"], ["u"]),
    (r"^\u{3}$", "", ["uuu"], ["\x03"]),
    (r"^\x41\cJ\0\u0042$", "", ["A\n\0B"], ["A"]),
    (r"^\p{Script=Greek}$", "u", ["λ"], ["l"]),
    (r"^\P{L}$", "u", ["1"], ["é"]),
    (r"(?<=\$+)7", "", ["$$7"], ["7"]),
    (r"(?<$name>a)\k<$name>", "", ["aa"], ["a"]),
    (r"^(a)?\1b$", "", ["b", "aab"], ["ab"]),
    (r"^\1(a)$", "", ["a"], ["aa"]),
    (r"^{,3}$", "", ["{,3}"], ["", "aaa"]),
    (r"^[a&&b]$", "", ["&", "a"], ["c"]),
    (r"^a\/\-b$", "", ["a/-b"], ["ab"]),
    (r"^\a$", "", ["a"], ["\x07"]),
    (r"^\Z$", "", ["Z"], [""]),
    (r"b", "y", ["ba"], ["ab"]),
    (r"b", "g", ["ab", "ba"], ["a"]),
]


@pytest.mark.parametrize(("pattern", "flags", "with_it", "without"), CASES)
def test_search_with_a_js_regular_expression_has_the_semantics_of_javascript(
    pattern: str, flags: str, with_it: list[str], without: list[str]
) -> None:
    expression = JSRegExp(pattern, flags)
    found = {text: expression.search(text) is not None for text in [*with_it, *without]}
    assert found == {**dict.fromkeys(with_it, True), **dict.fromkeys(without, False)}


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "a" * 5000, '"\\', ""])
def test_search_accepts_texts_with_any_characters(text: str) -> None:
    assert JSRegExp(f"^[^]{{{len(text)}}}$").search(text)


def test_search_works_on_any_thread_and_starts_at_index_0() -> None:
    expression = JSRegExp("a", "g")
    found: list[bool | None] = []

    def search() -> None:
        found.extend([expression.search("ba"), expression.search("ba"), expression.search("b")])

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    search()
    assert found == [True, True, None] * 4
    gc.collect()  # frees the JS engines of the ended threads


def test_search_with_an_invalid_js_regular_expression_raises_js_error() -> None:
    with pytest.raises(WeexError, match="SyntaxError"):
        JSRegExp("(").search("")


def test_is_pattern_accepts_regular_expressions_of_python_and_js() -> None:
    assert is_pattern(JSRegExp("a"))
    assert is_pattern(re.compile("a"))
    assert not is_pattern(re.compile(b"a"))
    assert not is_pattern("a")


def test_js_regular_expressions_with_equal_source_and_flags_are_equal() -> None:
    assert JSRegExp("a", "i") == JSRegExp("a", "i")
    assert len({JSRegExp("a"), JSRegExp("a"), JSRegExp("a", "i"), JSRegExp("b")}) == 3
    assert JSRegExp("a") != re.compile("a")
