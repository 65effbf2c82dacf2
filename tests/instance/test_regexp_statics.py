"""js/42_regexp_statics.js: what devices' engines keep of the last match.

ECMAScript proposal "Legacy RegExp features"; V8 gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from weex_runtime import Page

from ..conftest import HEADERS

OpenPage = Callable[..., Page]

ALL = """
function all() {
  return [RegExp.lastMatch, RegExp['$&'], RegExp.lastParen, RegExp['$+'], RegExp.leftContext,
    RegExp['$`'], RegExp.rightContext, RegExp["$'"], RegExp.input, RegExp.$_];
}
"""


def logged(page: Page) -> list[object]:
    assert not page.errors
    return [json.loads(line.text) for line in page.console if line.level == "log"]


@pytest.fixture(params=HEADERS)
def framework(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_regexp_statics_are_empty_before_the_first_match(open_page: OpenPage) -> None:
    page = open_page(f"{ALL} console.log(JSON.stringify(all().concat(RegExp.$1, RegExp.$9)));")
    assert logged(page) == [[""] * 12]


def test_regexp_statics_have_the_last_match_in_each_framework(
    open_page: OpenPage, framework: str
) -> None:
    code = "/(b)(c)?(d)/.test('abde'); console.log(JSON.stringify(all()));"
    page = open_page(ALL + code, framework)
    assert logged(page) == [["bd", "bd", "d", "d", "a", "a", "e", "e", "abde", "abde"]]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("/(a)|(b)/.exec('xa');", ["a", "", "x", "", "xa"]),
        ("/b/.exec('abc');", ["b", "", "a", "c", "abc"]),
        ("/b/.test('abc'); /z/.test('abc');", ["b", "", "a", "c", "abc"]),
        ("'a1b2'.replace(/(\\d)/g, '');", ["2", "2", "a1b", "", "a1b2"]),
        ("'a,b'.split(/(,)/);", [",", ",", "a", "b", "a,b"]),
        ("'abc'.search(/c/);", ["c", "", "ab", "", "abc"]),
        ("'abc'.match(/b/g);", ["b", "", "a", "c", "abc"]),
        ("Array.from('xyz'.matchAll(/(.)/g));", ["z", "z", "xy", "", "xyz"]),
        ("/b/.test('abc'); 'xyz'.replace('y', '');", ["b", "", "a", "c", "abc"]),
        ("new RegExp('(b)').exec(123); /2/.exec(123);", ["2", "", "1", "3", "123"]),
        ("class R extends RegExp {} new R('(b)').exec('abc');", ["b", "b", "a", "c", "abc"]),
        ("var m = /(b)/.exec('abc'); m.length = 0; m.input = 1;", ["b", "b", "a", "c", "abc"]),
        ("/b/.exec('abc'); RegExp.input = 5;", ["b", "", "a", "c", "5"]),
        ("/b/.exec('abc'); RegExp.lastMatch = RegExp.$1 = 5;", ["b", "", "a", "c", "abc"]),
        ("/(?:)/.exec('');", ["", "", "", "", ""]),
    ],
)
def test_regexp_statics_have_the_last_match_of_each_matching_method(
    open_page: OpenPage, code: str, expected: list[str]
) -> None:
    page = open_page(
        f"(function () {{ 'use strict'; {code} console.log(JSON.stringify([RegExp.lastMatch,"
        " RegExp.lastParen, RegExp.leftContext, RegExp.rightContext, RegExp.input])); })();"
    )
    assert logged(page) == [expected]


def test_last_parenthesis_can_be_a_group_after_the_ninth(open_page: OpenPage) -> None:
    page = open_page(
        "/(1)(2)(3)(4)(5)(6)(7)(8)(9)(x)/.exec('123456789x');"
        "console.log(JSON.stringify([RegExp.$1, RegExp.$9, RegExp.$10 === undefined,"
        " RegExp['$+']]));"
    )
    assert logged(page) == [["1", "9", True, "x"]]


@pytest.mark.parametrize(
    "code",
    [
        "console.log(JSON.stringify(RegExp.$1))",
        "console.log(JSON.stringify(RegExp['$1']))",
        "var R = RegExp; console.log(JSON.stringify(R.$1))",
        "var { $1 } = RegExp; console.log(JSON.stringify($1))",
        "console.log(JSON.stringify(RegExp.input))",
        "var R = RegExp; console.log(JSON.stringify(R.lastMatch))",
        "var { lastParen } = RegExp; console.log(JSON.stringify(lastParen))",
    ],
)
def test_regexp_statics_can_be_read_by_each_form_of_property_access(
    open_page: OpenPage, code: str
) -> None:
    assert logged(open_page(f"/(x)/.exec('x'); {code};")) == ["x"]


def test_regexp_exec_keeps_its_name_length_and_properties(open_page: OpenPage) -> None:
    page = open_page(
        "var exec = RegExp.prototype.exec; RegExp.$1;"
        "console.log(JSON.stringify([exec.name, exec.length, 'prototype' in exec,"
        " Object.keys(RegExp), Object.keys(RegExp.prototype)]));"
    )
    assert logged(page) == [["exec", 1, False, [], []]]
