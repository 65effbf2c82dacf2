"""An expression gives what JavaScript gives, or undefined."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weex_modules.components.recycle_list.expression.operators import (
    UNDEFINED,
    AndroidRules,
    Rules,
    Value,
    rules_of,
)
from weex_modules.components.recycle_list.expression.parser import Scope, parse
from weex_runtime.engine.engine import Engine

DATA: dict[str, Any] = {
    "item": {
        "name": "Ann",
        "price": 2.5,
        "count": 3,
        "zero": 0,
        "empty": "",
        "nothing": None,
        "yes": True,
        "no": False,
        "tags": ["a", "b", {"deep": [10, 20]}],
        "key": "name",
        "$odd_1": "odd",
    },
    "i": 4,
    "text": "12",
}

# What both sides must agree on.
EXPRESSIONS = """
item.name
item['name']
item[item.key]
item.tags[1]
item.tags[2].deep[i - 3]
item.tags.length + item.name.length
item.tags[9]
item.missing
item.$odd_1
(item.count + 3) * 0.8
1 + 2 * 3 - 4 / 5 % 3
-item.price
+text + 1
text + 1
1 + text
- -3
!item.count
!!item.name
0.1 + 0.2
1e3 + .5
item.price * 2
item.count / item.zero
-item.count / 0
0 / 0 || 'nan'
7 % -3
-7 % 3
item.price % 0 > 1
1 < 2 === true
'10' < '9'
'10' < 9
item.nothing >= 0
item.missing >= 0
item.count === 3
item.count === '3'
item.count == '3'
item.nothing == undefined
item.nothing === undefined
item.nothing != 0
item.yes == 1
item.yes === 1
item.tags === item.tags
item.tags == 'a,b,[object Object]'
item.no || item.empty || 'else'
item.name && item.zero && 'never'
item.empty || null
item.count > 2 ? 'many' : item.count ? 'few' : 'none'
item.no ? 1 : item.zero ? 2 : 3
!(item.count > 3) && (item.yes)
!(item.count > 3 || item.no)
'it\\'s ' + "\\u0041\\x42\\t\\"q\\" \\ud83d\\ude00"
'a' + null + undefined + true + 1.50 + [1, [2, null]] + item
[1, item.name, [item.missing]]
[]
1e21 + ''
1e-7 + ''
18446744073709552000 + ''
0.000001 + ''
-0 + ''
item.name[1]
'\U0001f600'.length
item["tags"]["length"]
true
null
undefined
""".strip().splitlines()


class Warnings(list[str]):
    def __call__(self, text: str) -> None:
        self.append(text)


@pytest.fixture(scope="module")
def in_js() -> Iterator[Any]:
    """Evaluate an expression with the data in a real engine."""
    engine = Engine(memory_limit=64 << 20, time_limit=5)
    evaluate = engine.run(
        "(function (expression, data) {"
        " with (JSON.parse(data)) { return JSON.stringify([eval('(' + expression + ')')]); } })",
        "evaluate.js",
    )
    yield lambda expression, data: json.loads(engine.call(evaluate, expression, json.dumps(data)))
    engine.close()


def evaluated(text: str, data: dict[str, Any] = DATA, rules: Rules | None = None) -> Value:
    """Evaluated without a warning."""
    warnings = Warnings()
    value = parse(text, rules or Rules(), warnings)([data])
    assert warnings == []
    return value


def as_json(value: Value) -> Any:
    """As JSON.stringify gives it inside an array."""
    if value is UNDEFINED or (isinstance(value, float) and value - value != 0):
        return None
    return [as_json(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_value_is_that_of_javascript(in_js: Any, expression: str) -> None:
    assert [as_json(evaluated(expression))] == in_js(expression, DATA)


def expressions() -> st.SearchStrategy[str]:
    scalars = ["item.count", "item.price", "item.name", "item.zero", "item.nothing", "item.no", "i"]
    scalars += ["text", "item.missing", "1", "0.5", "''", "'x'", "null", "true", "item.tags[0]"]
    return st.recursive(
        st.sampled_from(scalars),
        lambda inner: st.one_of(
            st.builds(
                "({} {} {})".format,
                inner,
                st.sampled_from("+ - * / % < > <= >= === !== == != && ||".split()),
                inner,
            ),
            st.builds("({} ? {} : {})".format, inner, inner, inner),
            st.builds("{}({})".format, st.sampled_from("!-+"), inner),
        ),
        max_leaves=8,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(expressions())
def test_any_mix_of_operators_is_evaluated_as_in_javascript(in_js: Any, expression: str) -> None:
    assert [as_json(evaluated(expression))] == in_js(expression, DATA)


def test_precedence_needs_no_parentheses(in_js: Any) -> None:
    for expression in ("1 + 2 * 3 > 6 && 2 - 1 === 1 || false", "!item.no ? -i + 1 : 'x' + 1 * 2"):
        assert [evaluated(expression)] == in_js(expression, DATA)


def test_inner_scope_hides_the_outer_one() -> None:
    evaluate = parse("x + y", Rules(), pytest.fail)
    assert evaluate([{"x": 1}, {"x": 10, "y": 100}]) == 101


def test_name_without_data_is_undefined_in_silence() -> None:
    assert evaluated("nobody") is UNDEFINED


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("item.name.first.letter", "there is no 'letter' in undefined"),
        ("item.nothing.more", "there is no 'more' in null"),
        ("nobody[i]", "there is no '4' in undefined"),
        ("capitalize(item.name)", "functions cannot be called in a recycle-list's template"),
        ("item.tags.join(',')", "functions cannot be called in a recycle-list's template"),
        ("a = 1", "unexpected '='"),
        ("a & b", "unexpected '&'"),
        ("typeof a", "unexpected 'a'"),
        ("{a: 1}", "unexpected '{'"),
        ("`a`", "unexpected '`'"),
        ("0x1F", "unexpected '0'"),
        ("a ? b", "expected ':' before 'the end'"),
        ("(a", "expected ')' before 'the end'"),
        ("[a b]", "expected ']' before 'b'"),
        ("a.", "expected a name before 'the end'"),
        ("a.'b'", "expected a name before \"'b'\""),
        ("a +", "unexpected 'end'"),
        ("", "unexpected 'end'"),
        ("a, b", "unexpected ','"),
        ("'open", 'unexpected "\'"'),
        ("(" * 60 + "a" + ")" * 60, "it is nested too deeply"),
        ("!" * 5000 + "a", "it has more than 100 operators"),
        ("+".join("a" * 5000), "it has more than 100 operands"),
        ("a" + ".b" * 5000, "it has more than 100 members"),
    ],
)
def test_failing_expression_is_undefined_and_is_told(expression: str, problem: str) -> None:
    warnings = Warnings()
    assert parse(expression, Rules(), warnings)([DATA]) is UNDEFINED
    shown = expression if len(expression) <= 80 else f"{expression[:80]}..."
    assert warnings == [f"{shown!r}: {problem}; it is undefined"]


def test_data_may_be_nested_deeply() -> None:
    deep: list[Any] = []
    other: list[Any] = []
    for _ in range(5000):
        deep, other = [deep], [other]
    scope: Scope = [{"deep": deep, "other": other}]
    warnings = Warnings()
    assert parse("'' + deep", Rules(), warnings)(scope) == ""
    assert warnings == []
    compared = parse("deep == other", AndroidRules(), warnings)(scope)
    if sys.version_info < (3, 13):
        assert compared is UNDEFINED
        assert warnings == ["'deep == other': its data is nested too deeply; it is undefined"]
    else:  # Python compares lists of this depth
        assert compared is True
        assert warnings == []


ANDROID = [
    ("i + 1", "5.0"),
    ("i", "4"),
    ("item.price * 4000000", "1.0E7"),
    ("item.name && item.count", "true"),
    ("'false' || item.no", "false"),
    ("item.count === '3'", "true"),
    ("item.empty === item.missing", "true"),
    ("' Ann ' === item.name", "true"),
    ("item.nothing + 'x'", "x"),
    ("'x' + item.nothing", "x"),
    ("'x' + i + item.price", "x42.5"),
    ("item.name - 1", "-1.0"),
    ("item.name < 1", "true"),
    ("item.length", "11"),
    ("item.name[0]", ""),
    ("item.tags[1.9]", "b"),
    ("item.yes + item.no", "truefalse"),
]
IOS = [
    ("i + 1", "5"),
    ("'a' + 'b'", "0"),
    ("'2 apples' + 1", "3"),
    ("item.name && item.count", "0"),
    ("'yes' || item.no", "1"),
    ("item.count === '3'", "1"),
    ("'3' === item.count", "0"),
    ("item.nothing === item.missing", "0"),
    ("item.tags.length", ""),
    ("item.name.length", ""),
    ("item.tags[1]", "b"),
    ("nobody", ""),
    ("item.price * 2", "5"),
]


@pytest.mark.parametrize(
    ("platform", "expression", "shown"),
    [*(("android", *case) for case in ANDROID), *(("ios", *case) for case in IOS)],
)
def test_devices_evaluate_in_their_own_ways(platform: str, expression: str, shown: str) -> None:
    rules = rules_of(platform)
    assert rules.shown(evaluated(expression, rules=rules)) == shown


@pytest.mark.parametrize(
    ("platform", "matching", "others"),
    [
        (None, [1, "0", "false", [], {}], [0, "", None, False, float("nan"), UNDEFINED]),
        ("android", [1, "0", [], {}], [0, "", " ", "false", "null", "undefined", None, False]),
        ("ios", [1, "0", "", [], {}], [0, False, None, UNDEFINED]),
    ],
)
def test_what_matches_a_condition(
    platform: str, matching: list[Value], others: list[Value]
) -> None:
    rules = rules_of(platform)
    assert all(map(rules.matches, matching))
    assert not any(map(rules.matches, others))


def test_text_shows_objects_as_json_and_nothing_for_null() -> None:
    rules = Rules()
    values: list[Value] = [{"a": 1}, [1, "b"], None, UNDEFINED, True, 3.0]
    assert [rules.shown(value) for value in values] == ['{"a":1}', '[1,"b"]', "", "", "true", "3"]
