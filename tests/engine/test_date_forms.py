"""weex_runtime.instance.date_forms and js/engine/date.js: dates as text.

The tables hold what V8 and `quickjs-ng` both read; JavaScriptCore reads the common ones too.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weex_runtime import Page, Runtime
from weex_runtime.instance.date_forms import parse_date

from ..conftest import HEADERS

MakeRuntime = Callable[..., Runtime]

# Arguments of `new Date` in JS, where months begin at 0.
LOCAL = {
    "2017,1,5": [
        *("2017/02/05", "2017/2/5", " 2017/02/05 ", "2017/02/05/", "+2017/02/05", "2017.02.05"),
        *("2017-2-5", "2017-02-5", " 2017-02-05", "2017-02-05 ", "02/05/2017", "2/5/2017"),
        *("02-05-2017", "2-5-17", "02/05/17", "2.5.2017", "Feb 5, 2017", "Feb 5 2017"),
        *("FEB 05, 2017", "february 5, 2017", "Febxyz 5 2017", "5 Feb 2017", "5 February 2017"),
        *("5-Feb-2017", "Feb-05-2017", "2017 Feb 5", "2017-Feb-05", "Feb 5, 17", "5 Feb 17"),
        *("Sun Feb 05 2017", "Sunday, February 5, 2017", "Mon Feb 05 2017", "Tue 2017/02/05"),
        *("(comment) 2017/02/05", "the 5 Feb 2017", "garbage 2017/02/05"),
    ],
    "2017,1,5,10": [
        *("2017/02/05 10:00:00", "2017/02/05 10:00", "2017/02/05, 10:00", "2017/02/05,10:00"),
        *("2017-02-05 10:00:00", "2017-2-5 10:00", "02/05/2017 10:00", "2017.02.05 10:00"),
        *("Feb 5, 2017 10:00:00", "Feb 5 10:00:00 2017", "05 Feb 2017 10:00:00"),
        *("Sun Feb 5 2017 10:00:00", "Sun Feb  5 10:00:00 2017", "10:00 2017/02/05"),
        *("2017/02/05 10:00 AM", "2017/02/05 10:00:00 am", "2017/02/05 (a (b) c) 10:00"),
        *("2017-02-05T10:00", "2017-02-05T10:00:00"),
    ],
    "2017,1,5,22": [
        *("2017/02/05 10:00 PM", "2017/02/05 10:00:00 pm", "Feb 5, 2017, 10:00:00 PM"),
        *("Sunday, February 5, 2017 10:00 PM", "2/5/2017, 10:00:00 PM"),
    ],
    "2017,1,5,0,30": ["2017/02/05 12:30 AM", "2017/02/05 0:30", "2017/02/05 00:30 am"],
    "2017,1,5,12,30": ["2017/02/05 12:30 PM", "2017/02/05 0:30 pm", "2017/02/05 12:30"],
    "2017,1,5,1,2,3": ["2017/02/05 1:2:3", "2017-2-5 01:02:03"],
    "2017,1,5,10,0,0,123": ["2017/02/05 10:00:00.123", "2017/02/05 10:00:00.1234"],
    "2017,1,5,10,0,0,500": ["2017-02-05 10:00:00.5", "2017-02-05T10:00:00.5"],
    "2017,1,6": ["2017/02/05 24:00:00", "2017-02-05 24:00"],
    "2017,2,3": ["2017/02/31", "Feb 31, 2017"],
    "2017,1,1": ["2017/02", "2017/2", "Feb 2017", "2017 Feb"],
    "2001,1,5": ["2/5", "02/05", "Feb 5", "5 Feb"],
    "2049,1,5": ["2/5/49", "5 Feb 49"],
    "1950,1,5": ["2/5/50", "5 Feb 50"],
    "2017,8,5": ["Sept 5, 2017", "Sep 5 2017", "September 5 2017"],
    "12345,0,1": ["12345/01/01", "1/1/12345"],
}
UTC = {
    "2017,1,5": ["2017-02-05", "2017/02/05 GMT", "2017-02-05 UTC", "2017-02-05Z"],
    "2017,1,5,10": [
        *("2017/02/05 10:00:00 GMT", "2017/02/05 10:00 UTC", "2017/02/05 10:00:00Z"),
        *("2017-02-05 10:00:00 Z", "2017-02-05 10:00:00Z", "2017-02-05T10:00:00Z"),
        *("Sun, 05 Feb 2017 10:00:00 GMT", "Sun, 05 Feb 2017 10:00 UT", "5 Feb 2017 10:00 GMT"),
        *("Sun, 5 Feb 17 10:00:00 GMT", "Sunday, 05-Feb-17 10:00:00 GMT"),
        *("Sun Feb  5 10:00:00 GMT 2017", "Sun Feb 05 10:00:00 UTC 2017"),
    ],
    "2017,1,5,2": [
        *("2017/02/05 10:00 +0800", "2017/02/05 10:00:00+08:00", "2017/02/05 10:00 +08:00"),
        *("2017/02/05 10:00 GMT+0800", "2017/02/05 10:00 GMT+08:00", "2017/02/05 10:00 UTC+8"),
        *("2017/02/05 10:00 +8", "2017/02/05 10:00 +800", "Sun, 05 Feb 2017 10:00:00 +0800"),
        *("Sun Feb 05 2017 10:00:00 GMT+0800", "Sun Feb 05 10:00:00 +0800 2017"),
        "Sun Feb 05 2017 10:00:00 GMT+0800 (China Standard Time)",
        "Sun Feb 05 2017 10:00:00 GMT+0800 (中国标准时间)",
        *("2017-02-05T10:00:00+08:00", "2017-02-05T10:00:00+0800", "2017-02-05 10:00:00+0800"),
    ],
    "2017,1,5,15,30": ["2017/02/05 10:00 GMT-0530", "Sun, 05 Feb 2017 10:00:00 -0530"],
    "2017,1,5,15": ["Sun, 05 Feb 2017 10:00:00 EST", "2017/02/05 10:00 CDT"],
    "2017,1,5,17": ["Sun, 05 Feb 2017 10:00:00 PDT", "Feb 5 2017 10:00 MST"],
}
INVALID = [
    *("", " ", "-", "/", "today", "Feb", "Sun", "GMT", "NaN", "null", "undefined"),
    *("20170205", "1486260000000", "17", "2017/13/01", "2017/02/05 25:00", "2017/02/05 10:60"),
    *("2017/02/05 10:59:60", "2017/02/05 13:00 PM", "2017/02/05 10:00am", "2017/02/05T10:00"),
    *("2017/02/05x", "2017/02/05 at 10:00", "Feb 5th, 2017", "2017年2月5日", "2017/02/05 10"),
    *("2017/02/05 10:00 T", "2017/02/05 10.00", "2017/02/05/06", "13/01/2017", "31/12/2017"),
    *("2017/02/05 24:00:01", "2017-02-32", "2017-13-01", "2017-02-05T25:00", "2017-02-05T10:61"),
    *("2017-02-05T10", "2017-02-05T1:00", "2017-02-05T10:00:00 GMT", "2017-02-05T10:00:00."),
    *("Sun, 05 Feb 2017 10:00:00 A", "2017/02/05 10:00.5"),
]


def value_of(page: Page, expression: str) -> object:
    """Of a JS expression that is JSON."""
    return json.loads(str(page.engine.run(f"JSON.stringify({expression})", "test.js")))


@pytest.fixture(scope="module", params=["real", "virtual"])
def page(request: pytest.FixtureRequest) -> object:
    with Runtime(clock=request.param, hints=False) as runtime:
        yield runtime.open(source=HEADERS["Vanilla"] + "1;")


@pytest.mark.parametrize(("made", "texts"), LOCAL.items())
def test_date_text_without_a_zone_is_parsed_as_local_time(
    page: Page, made: str, texts: list[str]
) -> None:
    expected = value_of(page, f"new Date({made}).getTime()")
    found = value_of(
        page, f"{json.dumps(texts)}.map((text) => [+new Date(text), Date.parse(text), text])"
    )
    assert found == [[expected, expected, text] for text in texts]


@pytest.mark.parametrize(("made", "texts"), UTC.items())
def test_date_text_with_utc_or_an_offset_is_parsed_in_that_zone(
    page: Page, made: str, texts: list[str]
) -> None:
    expected = value_of(page, f"Date.UTC({made})")
    found = value_of(
        page, f"{json.dumps(texts)}.map((text) => [+new Date(text), Date.parse(text), text])"
    )
    assert found == [[expected, expected, text] for text in texts]


def test_text_that_is_not_a_date_gives_an_invalid_date(page: Page) -> None:
    read = "(text) => String(new Date(text)) === 'Invalid Date' && isNaN(Date.parse(text))"
    assert value_of(page, f"{json.dumps(INVALID)}.filter((text) => !({read})(text))") == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # ECMAScript 2024, section 21.4.2.1: Date with one argument copies a Date, and converts any
        # other value to a primitive.
        ("[+new Date(5), +new Date(new Date(7)), +new Date('5' * 1)]", [5, 7, 5]),
        ("[+new Date(null), +new Date(true), +new Date(undefined)]", [0, 1, None]),
        ("+new Date(new String('1970-01-01')) + +new Date(['1970-01-01'])", 0),
        ("+new Date({ toString: () => '1970-01-01', valueOf: () => ({}) })", 0),
        ("+new Date({ [Symbol.toPrimitive]: (hint) => (hint === 'default' ? 9 : 0) })", 9),
        ("+new Date({ toString: () => '1970/01/01 GMT', valueOf: () => ({}) })", 0),
        ("(() => { let n = 0; new Date({ valueOf: () => ++n }); return n })()", 1),
        ("(d => { d.valueOf = () => 2; return +new Date(d) })(new Date(7))", 7),
        ("[() => Symbol(), () => ({ [Symbol.toPrimitive]: 1 }), () => Object.create(null)].map("
         " (f) => { try { return new Date(f()) } catch (e) { return e.name } })",
         ["TypeError"] * 3),
        ("[+new Date(2017, 1) - +new Date(2017, 0), +new Date('5', 0) === +new Date(1905, 0)]",
         [31 * 86_400_000, True]),
        # Checks of the name, the length and the text of Date and of its functions.
        ("[Date.name, Date.length, typeof Date, typeof Date()]", ["Date", 7, "function", "string"]),
        ("[Date.parse.name, Date.parse.length, Object.keys(Date)]", ["parse", 1, []]),
        ("[Date, Date.parse, Date.now].every((f) => /native code/.test(f))", True),
        ("[new Date() instanceof Date, new Date().constructor === Date]", [True, True]),
        ("new Date().__proto__ === Date.prototype", True),
        ("(() => { class D extends Date { twice() { return this * 2 } };"
         " const d = new D('1970/01/01 00:00:01 GMT');"
         " return [d.twice(), d instanceof D, d instanceof Date, d.constructor === D] })()",
         [2000, True, True, True]),
        ("Object.prototype.toString.call(new Date())", "[object Date]"),
        ("[typeof __date, typeof __native]", ["undefined", "undefined"]),
        ("[+new Date('2017-02-05T10:00Z'), Date.UTC(2017, 1, 5, 10)]", [1486288800000] * 2),
        ("new Date('2017/02/05').toISOString() === new Date(2017, 1, 5).toISOString()", True),
    ],
)  # fmt: skip
def test_date_behaves_as_ecmascript_specifies(
    page: Page, expression: str, expected: object
) -> None:
    assert value_of(page, expression) == expected


def test_to_locale_string_writes_hours_from_1_to_12(page: Page) -> None:
    """As `quickjs-ng` writes them; devices write them in the language of the user."""
    hours = [f"{hour % 12 or 12:02}:05:07 {'PM' if hour > 11 else 'AM'}" for hour in range(24)]
    dates = "Array.from({ length: 24 }, (_, hour) => new Date(2023, 2, 10, hour, 5, 7))"
    assert value_of(page, f"{dates}.map((date) => date.toLocaleTimeString())") == hours
    text = [f"03/10/2023, {hour}" for hour in hours]
    assert value_of(page, f"{dates}.map((date) => date.toLocaleString())") == text
    assert value_of(page, f"{dates}.toLocaleString().split(/,(?=03)/)") == text
    assert value_of(page, f"{dates}.map((date) => date.toLocaleDateString())") == (
        ["03/10/2023"] * 24
    )


@pytest.mark.parametrize("method", ["toLocaleString", "toLocaleTimeString", "toLocaleDateString"])
def test_date_to_locale_string_methods_keep_their_names_and_lengths(
    page: Page, method: str
) -> None:
    shape = f"(f => [f.name, f.length, 'prototype' in f])(Date.prototype.{method})"
    assert value_of(page, shape) == [method, 0, False]
    assert value_of(page, f"new Date(NaN).{method}()") == "Invalid Date"
    refused = (
        f"(() => {{ try {{ Date.prototype.{method}.call(5) }} catch (e) {{ return e.name }} }})()"
    )
    assert value_of(page, refused) == "TypeError"
    assert value_of(page, "Object.keys(Date.prototype)") == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[0, -0, 1e21, NaN, -1.5].map((n) => n.toLocaleString())", "0 0 1e+21 NaN -1.5".split()),
        ("[1, [2, null], undefined, 'a', true].toLocaleString()", "1,2,,,a,true"),
        ("BigInt(12).toLocaleString() + new Uint8Array([1, 2]).toLocaleString()", "121,2"),
        ("({ toString: () => 'own' }).toLocaleString()", "own"),
    ],
)
def test_to_locale_string_of_values_other_than_valid_dates_follows_ecmascript(
    page: Page, expression: str, expected: object
) -> None:
    assert value_of(page, expression) == expected


def test_bundle_of_each_framework_can_parse_a_date_with_slashes(make_runtime: MakeRuntime) -> None:
    runtime = make_runtime()
    code = "console.log(+new Date('2017/02/05') === +new Date(2017, 1, 5));"
    for header in HEADERS.values():
        page = runtime.open(source=header + code)
        assert [line.text for line in page.console if line.level == "log"] == ["true"]


def test_parsing_a_date_does_not_change_the_last_regexp_match(make_runtime: MakeRuntime) -> None:
    page = make_runtime().open(
        source=HEADERS["Vue"] + "/(a)/.test('a'); new Date('2017/02/05'); Date.parse('2017-02-05');"
        "console.log(RegExp.$1);"
    )
    assert [line.text for line in page.console] == ["a"]


@given(st.text(st.sampled_from("0127:./-+ ,()TZapmFebGMT\ud800é中"), max_size=30))
def test_parse_date_accepts_any_text_without_raising(text: str) -> None:
    parts = parse_date(text)
    assert parts is None or len(parts) == 8
