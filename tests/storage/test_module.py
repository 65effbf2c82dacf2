"""The answers of module `storage`, on the documented device and each platform."""

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
UNDEFINED = "undefined"  # the text "undefined", not the JS value undefined
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
    """The answers to the calls of a bundle, in order."""
    return run(runtime.open(source=STORAGE + calls, **options))


def told(page: Page) -> list[str]:
    return [line.text for line in page.console if line.level in ("warn", "error")]


def test_item_is_set_read_and_removed(open_page: Callable[..., Page]) -> None:
    page = open_page(
        STORAGE.removeprefix(HEADER) + "storage.setItem('name', 'Ada', say);"
        "storage.getItem('name', say); storage.length(say); storage.getAllKeys(say);"
        "storage.removeItem('name', say); storage.getItem('name', say); storage.length(say);",
        "Vue",
    )
    assert run(page) == [
        *(DONE, found("Ada"), found(1), found(["name"]), DONE, MISSING, found(0)),
    ]


def test_set_item_replaces_the_earlier_value(runtime: Runtime) -> None:
    assert answers(
        runtime,
        "storage.setItem('a', '1'); storage.setItem('b', '2'); storage.setItem('a', '3');"
        "storage.getItem('a', say); storage.getAllKeys(say);",
    ) == [found("3"), found(["b", "a"])]


def test_storage_calls_work_without_a_callback(runtime: Runtime) -> None:
    assert answers(
        runtime,
        "storage.setItem('a', '1'); storage.setItem('b', '2', undefined); storage.removeItem('a');"
        "storage.getItem('a'); storage.length(); storage.getAllKeys(say);",
    ) == [found(["b"])]


def test_storage_callbacks_are_called_after_the_call_has_returned(runtime: Runtime) -> None:
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
def test_methods_set_item_and_remove_item_call_the_callback_as_on_the_platform(
    make_runtime: Callable[..., Runtime],
    platform: str | None,
    set_: object,
    removed: object,
    removed_again: object,
) -> None:
    calls = "storage.setItem('a', 'x', say);" + 2 * "storage.removeItem('a', say);"
    assert answers(make_runtime(platform=platform), calls) == [set_, removed, removed_again]


@pytest.mark.parametrize("platform", DEVICES)
def test_get_item_for_a_missing_item_fails_with_the_text_undefined(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    assert answers(make_runtime(platform=platform), "storage.getItem('nobody', say);") == [MISSING]


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_persistent_item_can_be_read(make_runtime: Callable[..., Runtime], platform: str) -> None:
    set_, read = answers(
        make_runtime(platform=platform),
        "storage.setItemPersistent('a', 'x', say); storage.getItem('a', say);",
    )
    assert set_["result"] == "success"
    assert read == found("x")


def test_set_item_persistent_is_missing_on_the_web(make_runtime: Callable[..., Runtime]) -> None:
    assert answers(
        make_runtime(platform="web"),
        "say([typeof storage.setItemPersistent, weex.supports('@module/storage.setItem'),"
        " weex.supports('@module/storage.setItemPersistent')]);",
    ) == [[UNDEFINED, True, False]]


# Tests of keys and values that are empty or not strings.

KEYS = [
    # For each JS value: the stored text or the failure on each of DEVICES.
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


def of_kind(what: str) -> dict[str, str]:
    return {"result": "failed", "data": f"{what} must a string or number!"}


class Calls:
    """A page in which a test makes calls one after the other."""

    def __init__(self, runtime: Runtime) -> None:
        self.items = runtime.shared(Storage).items
        self._page = runtime.open(source=STORAGE)

    def answer(self, call: str) -> Any:
        self._page.console.clear()
        self._page.js.run(self._page.engine.run, call, "call.js")
        (answer,) = run(self._page)
        return answer


@pytest.mark.parametrize("platform", DEVICES)
def test_storage_methods_accept_or_refuse_a_key_as_the_platform_does(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    calls = Calls(make_runtime(platform=platform))
    for key, row in KEYS:
        expected = row[DEVICES.index(platform)]
        for method in ("setItem", "getItem", "removeItem"):
            value = "'x', " if method == "setItem" else ""
            call = f"storage.{method}({key}, {value}say)"
            if isinstance(expected, str) and expected != "key":
                calls.items.put(expected, "before")
                assert calls.answer(call)["result"] == "success", call
                after = {"setItem": "x", "getItem": "before", "removeItem": None}[method]
                assert calls.items.get(expected) == after, call
                calls.items.remove(expected)
            else:
                refusal = of_kind("key") if expected == "key" else expected
                assert calls.answer(call) == refusal, call
                assert len(calls.items) == 0


@pytest.mark.parametrize("platform", DEVICES)
def test_method_set_item_converts_or_refuses_a_value_as_the_platform_does(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    calls = Calls(make_runtime(platform=platform))
    for value, row in VALUES:
        expected = row[DEVICES.index(platform)]
        answer = calls.answer(f"storage.setItem('k', {value}, say)")
        if isinstance(expected, str) and expected != "value":
            assert answer["result"] == "success", value
            assert calls.items.get("k") == expected, value
        else:
            assert answer == (of_kind("value") if expected == "value" else expected), value
        calls.items.remove("k")


@pytest.mark.parametrize("platform", DEVICES)
def test_storage_call_with_a_missing_argument_fails(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    runtime = make_runtime(platform=platform)
    assert answers(runtime, "storage.setItem('a'); storage.setItem(); storage.length(say);") == [
        found(0)
    ]


def test_refused_key_logs_only_one_warning_for_each_method(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        STORAGE.removeprefix(HEADER) + 3 * "storage.setItem('', 'x'); storage.getItem('');"
    )
    run(page)
    prefix = "[weex-runtime] storage."
    methods = [line.removeprefix(prefix).partition(" invalid_param: ")[0] for line in told(page)]
    assert methods == ["setItem", "getItem"]


def test_set_item_with_an_object_logs_only_one_warning(open_page: Callable[..., Page]) -> None:
    page = open_page(STORAGE.removeprefix(HEADER) + 2 * "storage.setItem('a', { b: 1 });")
    run(page)
    (line,) = told(page)
    assert 'storage.setItem: expected a text as value, got {"b":1}' in line


@pytest.mark.parametrize("calls", ["storage.setItem('a', {})", "storage.getItem([])"])
@pytest.mark.parametrize("platform", DEVICES)
def test_set_item_with_an_object_is_an_error_in_a_strict_runtime(
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
def test_set_item_with_an_empty_value_logs_how_platforms_differ(
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
def test_item_with_an_empty_text_counts_as_missing_only_on_the_web(
    make_runtime: Callable[..., Runtime], platform: str | None, answer: object
) -> None:
    runtime = make_runtime(platform=platform)
    runtime.shared(Storage).items.put("a", "")
    assert answers(runtime, "storage.getItem('a', say);") == [answer]


# Texts with unusual characters.


TEXTS = [
    "'a\\0b\\0'",
    "'\\0'",
    "'x\\udc00\\ud800y'",
    "'😀 grüße \\u2028'",
    '"\'; DROP TABLE default_wx_storage; --"',
    "'%_'",
    "new Array(200000).join('\\ud83d\\ude00\\0')",
]


@pytest.mark.parametrize("has_file", [False, True])
def test_stored_texts_are_read_unchanged(
    make_runtime: Callable[..., Runtime], tmp_path: Any, has_file: bool
) -> None:
    calls = Calls(make_runtime(storage=tmp_path / "items.db" if has_file else None))
    for text in TEXTS:
        assert calls.answer(
            f"var text = {text}; storage.setItem(text, text);"
            "storage.getAllKeys(function (keys) { storage.getItem(text, function (item) {"
            " say([item.data === text, keys.data.length, keys.data[0] === text]); }); });"
        ) == [True, 1, True]
        assert calls.answer("storage.removeItem(text, say)") == DONE


# Several pages of one runtime.


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


def test_each_runtime_has_its_own_storage(make_runtime: Callable[..., Runtime]) -> None:
    assert answers(make_runtime(), "storage.setItem('a', 'x', say);") == [DONE]
    assert answers(make_runtime(), "storage.length(say);") == [found(0)]


def test_items_can_be_set_and_read_in_python(runtime: Runtime) -> None:
    items = runtime.shared(Storage).items
    items.put("token", "t")
    assert answers(runtime, "storage.getItem('token', say); storage.setItem('name', 'Ada');") == [
        found("t")
    ]
    assert (items.get("name"), items.keys()) == ("Ada", ["token", "name"])


def test_callbacks_of_a_destroyed_page_are_not_called(
    make_runtime: Callable[..., Runtime], tmp_path: Any
) -> None:
    for storage in (None, tmp_path / "items.db"):
        runtime = make_runtime(storage=storage)
        page = runtime.open(source=STORAGE + "storage.setItem('a', 'x', say);")
        page.destroy()
        assert answers(runtime, "storage.getItem('a', say);") == [found("x")]
        assert list(page.console) == []


# Limits of the platforms, which these tests lower to some hundred characters.


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
def test_full_storage_on_android_removes_the_oldest_tenth(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(platform="android")
    page = runtime.open(
        source=STORAGE + fill("setItem", 40) + "storage.getItem('k0');" + fill("setItem", 100, 40)
    )
    run(page)
    items = runtime.shared(Storage).items
    assert "k99" in items.keys()
    assert 40 < len(items) < 100
    first = told(page)[0]
    # The item k0 was read, so k0 is not the least recently used item.
    assert "made room by removing 'k1', 'k2', 'k3'" in first


@pytest.mark.usefixtures("small")
def test_set_item_on_android_fails_if_persistent_items_fill_the_storage(
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
def test_full_storage_on_android_removes_all_items_if_there_are_fewer_than_ten(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(platform="android")
    page = runtime.open(
        source=STORAGE + "var filler = new Array(30001).join('x');"
        "['a', 'b', 'c'].forEach(function (key) { storage.setItem(key, filler); });"
    )
    run(page)
    assert runtime.shared(Storage).items.keys() == ["c"]


@pytest.mark.usefixtures("small")
def test_full_storage_on_ios_removes_the_least_recently_used_items(
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
def test_set_item_on_the_web_fails_above_the_limit(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(platform="web")
    page = runtime.open(
        source=STORAGE + fill("setItem", 30) + "storage.setItem('more', filler, say);"
        "storage.setItem('k0', filler, say); storage.getAllKeys(function (answer) {"
        " say(answer.data.length) });"
    )
    assert run(page) == [MISSING, DONE, 30]
    assert "30,720 characters" in told(page)[0]


@pytest.mark.usefixtures("small")
def test_storage_without_a_platform_has_no_size_limit(runtime: Runtime) -> None:
    calls = fill("setItem", 150) + "storage.length(say);"
    assert answers(runtime, calls) == [found(150)]
    assert answers(runtime, "storage.setItem('a', new Array(99999).join('x'), say);") == [DONE]
