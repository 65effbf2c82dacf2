"""What a bundle is answered, on the documented device and each platform."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.storage import limits as storage_limits
from weex_modules.storage.queue import Storage
from weex_runtime import Page, Runtime

HEADER = '// { "framework": "Vanilla" }\n'
STORAGE = HEADER + (
    "var storage = weex.requireModule('storage');"
    "function say(answer) { console.log(JSON.stringify(answer)); }\n"
)
UNDEFINED = "undefined"  # the text
DONE = {"result": "success", "data": UNDEFINED}
MISSING = {"result": "failed", "data": UNDEFINED}
INVALID = {"result": "failed", "data": "invalid_param"}
DEVICES = [None, "android", "ios", "web"]


def found(value: object) -> dict[str, object]:
    return {"result": "success", "data": value}


def run(page: Page) -> list[Any]:
    page.runtime.run_until_idle()
    assert not page.errors
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def answers(runtime: Runtime, calls: str, **options: Any) -> list[Any]:
    """What the calls of a bundle were answered, in that order."""
    return run(runtime.open(source=STORAGE + calls, **options))


def told(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level in ("warn", "error")]


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
def test_an_item_is_set_read_and_removed(open_page: Callable[..., Page], framework: str) -> None:
    page = open_page(
        STORAGE.removeprefix(HEADER) + "storage.setItem('name', 'Ada', say);"
        "storage.getItem('name', say); storage.length(say); storage.getAllKeys(say);"
        "storage.removeItem('name', say); storage.getItem('name', say); storage.length(say);",
        framework,
    )
    assert run(page) == [
        *(DONE, found("Ada"), found(1), found(["name"]), DONE, MISSING, found(0)),
    ]


def test_an_item_is_replaced(runtime: Runtime) -> None:
    assert answers(
        runtime,
        "storage.setItem('a', '1'); storage.setItem('b', '2'); storage.setItem('a', '3');"
        "storage.getItem('a', say); storage.getAllKeys(say);",
    ) == [found("3"), found(["b", "a"])]


def test_calls_without_a_callback_do_the_same(runtime: Runtime) -> None:
    assert answers(
        runtime,
        "storage.setItem('a', '1'); storage.setItem('b', '2', undefined); storage.removeItem('a');"
        "storage.getItem('a'); storage.length(); storage.getAllKeys(say);",
    ) == [found(["b"])]


def test_callbacks_come_after_the_call(runtime: Runtime) -> None:
    assert answers(runtime, "storage.length(function () { say('answered'); }); say('called');") == [
        "called",
        "answered",
    ]


@pytest.mark.parametrize(
    ("platform", "set_", "removed", "removed_again"),
    [
        (None, DONE, DONE, MISSING),
        ("android", DONE, DONE, MISSING),
        ("ios", {"result": "success"}, {"result": "success"}, {"result": "failed"}),
        ("web", DONE, DONE, DONE),
    ],
)
def test_answers_of_set_and_remove(
    make_runtime: Callable[..., Runtime],
    platform: str | None,
    set_: object,
    removed: object,
    removed_again: object,
) -> None:
    calls = "storage.setItem('a', 'x', say);" + 2 * "storage.removeItem('a', say);"
    assert answers(make_runtime(platform=platform), calls) == [set_, removed, removed_again]


@pytest.mark.parametrize("platform", DEVICES)
def test_a_missing_item_is_a_failure_with_the_text_undefined(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    assert answers(make_runtime(platform=platform), "storage.getItem('nobody', say);") == [MISSING]


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_persistent_items_are_items(make_runtime: Callable[..., Runtime], platform: str) -> None:
    set_, read = answers(
        make_runtime(platform=platform),
        "storage.setItemPersistent('a', 'x', say); storage.getItem('a', say);",
    )
    assert set_["result"] == "success"
    assert read == found("x")


def test_the_web_has_no_persistent_items(make_runtime: Callable[..., Runtime]) -> None:
    assert answers(
        make_runtime(platform="web"),
        "say([typeof storage.setItemPersistent, weex.supports('@module/storage.setItem'),"
        " weex.supports('@module/storage.setItemPersistent')]);",
    ) == [[UNDEFINED, True, False]]


# Keys and values that are no text, or an empty one.

KEYS = [
    # key, and the key that items() has, or the data of the failure; in the order of DEVICES
    ("''", (INVALID, INVALID, INVALID, INVALID)),
    ("null", (INVALID, INVALID, INVALID, INVALID)),
    ("undefined", (INVALID, INVALID, INVALID, INVALID)),
    ("'  '", ("  ", "  ", INVALID, "  ")),
    ("5", ("5", "5", "5", "5")),
    ("0", ("0", "0", "0", INVALID)),
    ("true", ("true", "true", "1", "true")),
    ("false", ("false", "false", "0", INVALID)),
    ("[1, 'a']", ('[1,"a"]', '[1,"a"]', "key", "1,a")),
    ("{ a: 1 }", ('{"a":1}', '{"a":1}', "key", "[object Object]")),
]
VALUES = [
    ("''", (INVALID, "", "", INVALID)),
    ("null", (INVALID, "", "", INVALID)),
    ("'  '", ("  ", "  ", "  ", "  ")),
    ("5", ("5", "5", "5", "5")),
    ("-1.5", ("-1.5", "-1.5", "-1.5", "-1.5")),
    ("1e21", ("1e+21", "1e+21", "1e+21", "1e+21")),
    ("1e-7", ("1e-7", "1e-7", "1e-7", "1e-7")),
    ("0.00001", ("0.00001", "0.00001", "0.00001", "0.00001")),
    ("12345678901234567890", 4 * ("12345678901234567000",)),
    ("0", ("0", "0", "0", "0")),
    ("true", ("true", "true", "1", "true")),
    ("false", ("false", "false", "0", INVALID)),
    ("{ a: [1, null, 'ü'] }", (*2 * ('{"a":[1,null,"ü"]}',), "value", "[object Object]")),
    ("[]", ("[]", "[]", "value", "")),
    ("[1, null, [true, 'x']]", (*2 * ('[1,null,[true,"x"]]',), "value", "1,,true,x")),
]


def on_each(table: list[tuple[str, Any]]) -> list[Any]:
    return [
        pytest.param(platform, expression, expected[place], id=f"{platform}-{expression}")
        for expression, expected in table
        for place, platform in enumerate(DEVICES)
    ]


def of_kind(what: str) -> dict[str, str]:
    return {"result": "failed", "data": f"{what} must a string or number!"}


@pytest.mark.parametrize(("platform", "key", "expected"), on_each(KEYS))
@pytest.mark.parametrize("method", ["setItem", "getItem", "removeItem"])
def test_key(
    make_runtime: Callable[..., Runtime],
    platform: str | None,
    method: str,
    key: str,
    expected: Any,
) -> None:
    runtime = make_runtime(platform=platform)
    more = "'x', " if method == "setItem" else ""
    if isinstance(expected, str) and expected != "key":
        runtime.shared(Storage).items.put(expected, "before")
        (answer,) = answers(runtime, f"storage.{method}({key}, {more}say);")
        assert answer["result"] == "success"
        after = {"setItem": "x", "getItem": "before", "removeItem": None}[method]
        assert runtime.shared(Storage).items.get(expected) == after
    else:
        refusal = of_kind("key") if expected == "key" else expected
        assert answers(runtime, f"storage.{method}({key}, {more}say);") == [refusal]
        assert len(runtime.shared(Storage).items) == 0


@pytest.mark.parametrize(("platform", "value", "expected"), on_each(VALUES))
def test_value(
    make_runtime: Callable[..., Runtime], platform: str | None, value: str, expected: Any
) -> None:
    runtime = make_runtime(platform=platform)
    (answer,) = answers(runtime, f"storage.setItem('k', {value}, say);")
    if isinstance(expected, str) and expected != "value":
        assert answer["result"] == "success"
        assert runtime.shared(Storage).items.get("k") == expected
    else:
        assert answer == (of_kind("value") if expected == "value" else expected)
        assert runtime.shared(Storage).items.get("k") is None


@pytest.mark.parametrize("platform", DEVICES)
def test_what_was_left_out_is_refused(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    runtime = make_runtime(platform=platform)
    assert answers(runtime, "storage.setItem('a'); storage.setItem(); storage.length(say);") == [
        found(0)
    ]


def test_refusals_are_told_once(open_page: Callable[..., Page]) -> None:
    page = open_page(
        STORAGE.removeprefix(HEADER) + 3 * "storage.setItem('', 'x'); storage.getItem('');"
    )
    run(page)
    why = "invalid_param: keys and values need one character at least"
    assert told(page) == [
        f"[weex-runtime] storage.setItem {why}",
        f"[weex-runtime] storage.getItem {why}",
    ]


def test_an_object_as_value_is_told_once(open_page: Callable[..., Page]) -> None:
    page = open_page(STORAGE.removeprefix(HEADER) + 2 * "storage.setItem('a', { b: 1 });")
    run(page)
    (line,) = told(page)
    assert "storage.setItem: parameter 'value' needs a text, got {\"b\":1}; Android makes" in line


@pytest.mark.parametrize("calls", ["storage.setItem('a', {})", "storage.getItem([])"])
@pytest.mark.parametrize("platform", DEVICES)
def test_an_object_is_an_error_where_the_runtime_is_strict(
    make_runtime: Callable[..., Runtime], calls: str, platform: str | None
) -> None:
    runtime = make_runtime(strict=True, platform=platform)
    page = runtime.open(source=STORAGE + calls)
    runtime.run_until_idle()
    assert [error.message.split(":")[0] for error in page.errors] == ["ArgumentMismatch"]
    assert len(runtime.shared(Storage).items) == 0


@pytest.mark.parametrize(
    ("platform", "hint"),
    [
        (None, "on Android and iOS: it is kept as ''; write storage.removeItem(key, callback)"),
        ("android", "on Android: it is kept as ''"),
        ("ios", "on iOS: it is kept as ''"),
        ("web", None),
    ],
)
def test_an_empty_value_is_told_where_platforms_differ(
    make_runtime: Callable[..., Runtime], platform: str | None, hint: str | None
) -> None:
    runtime = make_runtime(hints=True, platform=platform)
    page = runtime.open(source=STORAGE + "storage.setItem('a', '', say);")
    run(page)
    hints = [line.text for line in page.console if "does not allow" in line.text]
    assert [hint in line for line in hints if hint] == ([True] if hint else [])
    assert bool(hints) == bool(hint)


@pytest.mark.parametrize(
    ("platform", "answer"),
    [(None, found("")), ("android", found("")), ("ios", found("")), ("web", MISSING)],
)
def test_an_item_with_an_empty_text_is_missing_on_the_web_only(
    make_runtime: Callable[..., Runtime], platform: str | None, answer: object
) -> None:
    runtime = make_runtime(platform=platform)
    runtime.shared(Storage).items.put("a", "")
    assert answers(runtime, "storage.getItem('a', say);") == [answer]


# What a text may hold.


@pytest.mark.parametrize(
    "text",
    [
        "'a\\0b\\0'",
        "'\\0'",
        "'\\ud800'",
        "'x\\udc00\\ud800y'",
        "'😀 grüße \\u2028'",
        "'{\"a\": 1}'",
        '"\'; DROP TABLE default_wx_storage; --"',
        "'%_'",
        "'true'",
        "new Array(1 << 20).join('x')",
        "new Array(200000).join('\\ud83d\\ude00\\0')",
    ],
)
def test_texts_come_back_as_they_were(
    make_runtime: Callable[..., Runtime], tmp_path: Any, text: str
) -> None:
    for storage in (None, tmp_path / "items.db"):
        runtime = make_runtime(storage=storage)
        assert answers(
            runtime,
            f"var text = {text};"
            "storage.setItem(text, text);"
            "storage.getItem(text, function (answer) { say(answer.data === text); });"
            "storage.getAllKeys(function (answer) {"
            "  say(answer.data.length === 1 && answer.data[0] === text); });"
            "storage.removeItem(text, function (answer) { say(answer.result); });"
            "storage.length(function (answer) { say(answer.data); });",
        ) == [True, True, "success", 0]


# Pages of one runtime.


def test_pages_share_one_storage_and_keep_the_order_of_their_calls(
    make_runtime: Callable[..., Runtime], tmp_path: Any
) -> None:
    for storage in (None, tmp_path / "items.db"):
        runtime = make_runtime(storage=storage)
        one = runtime.open(source=STORAGE + "storage.setItem('a', 'one');")
        two = runtime.open(
            source=STORAGE + "storage.getItem('a', say); storage.setItem('a', 'two');"
        )
        three = runtime.open(source=STORAGE + "storage.getItem('a', say);", platform="ios")
        assert (run(one), run(two), run(three)) == ([], [found("one")], [found("two")])


def test_another_runtime_has_a_storage_of_its_own(make_runtime: Callable[..., Runtime]) -> None:
    assert answers(make_runtime(), "storage.setItem('a', 'x', say);") == [DONE]
    assert answers(make_runtime(), "storage.length(say);") == [found(0)]


def test_a_test_can_set_and_read_items(runtime: Runtime) -> None:
    items = runtime.shared(Storage).items
    items.put("token", "t")
    assert answers(runtime, "storage.getItem('token', say); storage.setItem('name', 'Ada');") == [
        found("t")
    ]
    assert (items.get("name"), items.keys()) == ("Ada", ["token", "name"])


def test_a_destroyed_page_is_not_called_back(
    make_runtime: Callable[..., Runtime], tmp_path: Any
) -> None:
    for storage in (None, tmp_path / "items.db"):
        runtime = make_runtime(storage=storage)
        page = runtime.open(source=STORAGE + "storage.setItem('a', 'x', say);")
        page.destroy()
        assert answers(runtime, "storage.getItem('a', say);") == [found("x")]
        assert list(page.console) == []


# Limits of the platforms, here of some hundred characters.


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_limits, "ANDROID_BYTES", 80 << 10)
    monkeypatch.setattr(storage_limits, "IOS_CHARACTERS", 30 << 10)
    monkeypatch.setattr(storage_limits, "WEB_CHARACTERS", 30 << 10)


FILL = (
    "var filler = new Array(1001).join('x');"
    "for (var i = FIRST; i < LAST; i++) storage.METHOD('k' + i, filler);"
)


def fill(method: str, last: int, first: int = 0) -> str:
    text = FILL.replace("METHOD", method)
    return text.replace("FIRST", str(first)).replace("LAST", str(last))


@pytest.mark.usefixtures("small")
def test_android_makes_room_by_the_oldest_tenth(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(platform="android")
    page = runtime.open(
        source=STORAGE + fill("setItem", 40) + "storage.getItem('k0');" + fill("setItem", 100, 40)
    )
    run(page)
    items = runtime.shared(Storage).items
    assert "k99" in items.keys()
    assert 40 < len(items) < 100
    first = told(page)[0]
    # k0 was read, so it is not the oldest.
    assert "made room by removing 'k1', 'k2', 'k3'" in first


@pytest.mark.usefixtures("small")
def test_android_never_removes_persistent_items_and_fails(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(platform="android")
    page = runtime.open(
        source=STORAGE + fill("setItemPersistent", 100) + "storage.setItem('k', filler, say);"
    )
    assert run(page) == [MISSING]
    assert "storage.setItem 'k' failed: storage in memory: database" in told(page)[-1]
    assert "k0" in runtime.shared(Storage).items.keys()


@pytest.mark.usefixtures("small")
def test_android_removes_all_of_less_than_ten_items(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(platform="android")
    page = runtime.open(
        source=STORAGE + "var filler = new Array(30001).join('x');"
        "['a', 'b', 'c'].forEach(function (key) { storage.setItem(key, filler); });"
    )
    run(page)
    assert runtime.shared(Storage).items.keys() == ["c"]


@pytest.mark.usefixtures("small")
def test_ios_makes_room_by_what_was_longest_out_of_use(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(platform="ios")
    page = runtime.open(
        source=STORAGE
        + "storage.setItemPersistent('kept', 'x');"
        + fill("setItem", 30)
        + "storage.getItem('k0'); storage.setItem('k30', filler, say);"
    )
    assert run(page) == [{"result": "success"}]
    keys = runtime.shared(Storage).items.keys()
    assert sorted({"kept", *(f"k{n}" for n in range(31))} - set(keys)) == ["k1"]
    assert told(page) == ["[weex-runtime] storage.setItem 'k30' made room by removing 'k1'"]


@pytest.mark.usefixtures("small")
def test_the_web_refuses_what_is_too_much(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(platform="web")
    page = runtime.open(
        source=STORAGE + fill("setItem", 30) + "storage.setItem('more', filler, say);"
        "storage.setItem('k0', filler, say); storage.getAllKeys(function (answer) {"
        " say(answer.data.length) });"
    )
    assert run(page) == [MISSING, DONE, 30]
    assert "a browser keeps 30,720 characters" in told(page)[0]


@pytest.mark.usefixtures("small")
def test_the_documented_device_has_no_limit(runtime: Runtime) -> None:
    calls = fill("setItem", 150) + "storage.length(say);"
    assert answers(runtime, calls) == [found(150)]
    assert answers(runtime, "storage.setItem('a', new Array(99999).join('x'), say);") == [DONE]
