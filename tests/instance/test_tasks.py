"""Batches of tasks, and long texts and bytes in both directions."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Callback, JSTimeLimit, Module, Page, Polyfill, Runtime, js_method
from weex_runtime.engine.engine import Engine
from weex_runtime.instance.binary import BinaryData, to_base64
from weex_runtime.instance.records.native_calls import size_of_call
from weex_runtime.json_values import JSONInput, JSONValue

HEADER = '// { "framework": "Vanilla" }\nvar box = weex.requireModule("box");\n'

LONG = "x" * 5000
TEXTS = {
    "ASCII": LONG,
    "Latin-1": "é" * 5000,
    "astral": "\U0001f600" * 3000,
    "NUL": f"a\0b{LONG}",
    "NUL at the end": f"{LONG}\0",
    "lone surrogate": f"{LONG}\ud800",
    "quotes": '"\\' * 3000,
}


class Box(Module):
    """Keeps the values that JS passes, and sends data to the current handler."""

    name = "box"

    def __init__(self) -> None:
        self.got: list[JSONValue] = []
        self.handler: Callback | None = None
        self.asked: list[JSONInput] = []

    @js_method
    def onitem(self, handler: Callback) -> None:
        self.handler = handler if handler.id else None

    @js_method
    def put(self, *values: JSONValue) -> None:
        self.got.extend(values)

    def give(self, *items: JSONInput) -> None:
        """Queue items."""
        for item in items:
            self.page.tasks.late(self.callback_of, item)

    def callback_of(self, data: JSONInput) -> Callback | None:
        self.asked.append(data)
        return self.handler


@pytest.fixture
def open_box(make_runtime: Callable[..., Runtime]) -> Callable[..., tuple[Page, Box]]:
    def open_box(code: str, **options: Any) -> tuple[Page, Box]:
        page = make_runtime(modules=[Box], **options).open(source=HEADER + code)
        box = page.module("box")
        assert isinstance(box, Box)
        return page, box

    return open_box


KEEP = "box.onitem(function (item) { box.put(item); });"
COUNT = "var n = 0; box.onitem(function (item) { n += 1; if (item.last) box.put(n); });"


def test_queued_events_run_in_order_with_other_tasks(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box(KEEP + "box.onitem(function (item) { box.put(item); });")
    handler = box.handler
    assert handler
    box.give(1, 2)
    handler.invoke_and_keep_alive(3)
    box.give(4)
    page.runtime.run_until_idle()
    assert box.got == [1, 2, 3, 4]


def test_callback_selector_is_called_with_the_data_of_each_queued_event(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box(COUNT)
    items = [{"last": n == 99} for n in range(100)]
    box.give(*items)
    assert box.asked == []
    page.runtime.run_until_idle()
    assert box.got == [100]
    assert box.asked == items


def test_handler_that_replaces_itself_leaves_the_rest_of_a_batch_to_the_new_handler(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box(
        "box.onitem(function (item) { box.put('first ' + item);"
        " box.onitem(function (item) { box.put('second ' + item); }); });"
    )
    box.give(1, 2, 3)
    page.runtime.run_until_idle()
    assert box.got == ["first 1", "second 2", "second 3"]


def test_a_handler_that_removes_itself_is_not_called_again(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box("box.onitem(function (item) { box.put(item); box.onitem(null); });")
    box.give(1, 2, 3)
    page.runtime.run_until_idle()
    assert box.got == [1]


def test_events_are_dropped_while_no_handler_is_set(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box(KEEP)
    box.handler, handler = None, box.handler
    box.give(1, 2)
    page.runtime.run_until_idle()
    box.handler = handler
    box.give(3)
    page.runtime.run_until_idle()
    assert box.got == [3]


def test_later_callbacks_run_after_an_exception_in_a_callback(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box(
        "box.onitem(function (item) { if (item === 2) throw new Error('two'); box.put(item); });"
    )
    box.give(1, 2, 3)
    page.runtime.run_until_idle()
    assert box.got == [1, 3]
    assert [error.message for error in page.errors] == ["Error: two"]


def test_callback_with_an_endless_loop_is_interrupted_and_later_callbacks_run(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box(
        "box.onitem(function (item) { while (item.text === 'endless') ; box.put(item.text); });",
        time_limit=0.2,
    )
    box.give(*({"text": text} for text in ("one", LONG, "endless", "two", LONG)))
    page.runtime.run_until_idle()
    assert box.got == ["one", LONG, "two", LONG]
    assert [type(error) for error in page.errors] == [JSTimeLimit]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_long_text_reaches_js_and_comes_back_whole(
    open_box: Callable[..., tuple[Page, Box]], text: str
) -> None:
    page, box = open_box(
        "box.onitem(function (item) { box.put(item.text.length, item.text, item.more); });"
    )
    box.give({"text": text, "more": [text]}, {"text": "short"}, {"text": text, "more": None})
    page.runtime.run_until_idle()
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert box.got == [length, text, [text], 5, "short", "", length, text, ""]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_long_argument_is_recorded_whole(
    open_box: Callable[..., tuple[Page, Box]], text: str
) -> None:
    page, box = open_box("box.onitem(function (item) { box.put('a', item.text, 'b'); });")
    box.give({"text": text})
    page.runtime.run_until_idle()
    call = page.native_calls[-1]
    assert call.args[:4] == [page.id, "box", "put", ["a", text, "b"]]
    assert repr(call).startswith('callNativeModule["1","box","put",["a",')


def test_a_long_text_made_by_concatenation_is_passed_whole(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    _, box = open_box(
        "var s = ''; for (var i = 0; i < 9; i++) s = s + ('x'.repeat(1000) + i); box.put(s, s + s);"
    )
    text = "".join("x" * 1000 + str(i) for i in range(9))
    assert box.got == [text, text + text]


def test_a_long_text_is_passed_whole_if_a_bundle_changes_string_prototype(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    """JS must not call native while native reads the text."""
    _, box = open_box(
        "var mine = function () { box.put('no'); return 'mine'; };"
        "try { String.prototype.toString = mine; } catch (error) {}"
        "try { String.prototype[Symbol.toPrimitive] = mine; } catch (error) {}"
        "box.put('x'.repeat(5000));"
    )
    assert box.got == [LONG]


def test_a_long_text_is_passed_whole_without_the_c_library(
    open_box: Callable[..., tuple[Page, Box]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a platform that hides the engine's library."""
    monkeypatch.setattr(Engine, "text_of", lambda engine, holder: None)
    _, box = open_box("box.put('x'.repeat(5000)); box.put('x'.repeat(5000), 'a');")
    assert box.got == [LONG, LONG, "a"]


# Binary data in the format of the bridge.

BINARY: dict[str, JSONValue] = {
    "@type": "binary",
    "dataType": "ArrayBuffer",
    "base64": "QUJD" * 2000,
}


@pytest.mark.parametrize("is_hidden", [False, True], ids=["library", "hidden"])
@pytest.mark.parametrize(
    "inner",
    [
        BINARY,
        {**BINARY, "base64": "QUJD"},
        {"text": LONG, "more": 1},
        {"n": [1, None], "text": LONG},
        {"1": LONG},
        {"__proto__": LONG},
        {"@type": LONG},
        {"a": "short", "b": f"{LONG}\0"},
        {},
    ],
    ids=str,
)
def test_an_object_with_a_long_text_reaches_js_and_comes_back_whole(
    open_box: Callable[..., tuple[Page, Box]],
    monkeypatch: pytest.MonkeyPatch,
    inner: dict[str, JSONInput],
    is_hidden: bool,
) -> None:
    if is_hidden:
        monkeypatch.setattr(Engine, "text_of", lambda engine, holder: None)
    page, box = open_box(
        "box.onitem(function (item) {"
        " box.put(JSON.stringify(item), 'a', item.data, JSON.stringify(item), item); });"
    )
    box.give({"data": inner})
    page.runtime.run_until_idle()
    text = json.dumps({"data": inner}, separators=(",", ":"), ensure_ascii=False)
    if "\0" not in json.dumps(inner) and "\\u0000" not in json.dumps(inner):
        assert box.got[0] == text
    assert box.got[1:3] == ["a", inner]
    assert box.got[4] == {"data": inner}
    call = page.native_calls[-1]
    assert call.args[3] == box.got


@pytest.mark.parametrize("is_hidden", [False, True], ids=["library", "hidden"])
@pytest.mark.parametrize("size", [0, 1, 4096, 4097, 1 << 20])
@pytest.mark.parametrize("data_type", ["ArrayBuffer", None])
def test_binary_data_from_native_reaches_js_as_base64_text(
    open_box: Callable[..., tuple[Page, Box]],
    monkeypatch: pytest.MonkeyPatch,
    data_type: str | None,
    size: int,
    is_hidden: bool,
) -> None:
    if is_hidden:
        monkeypatch.setattr(Engine, "put", lambda *args, as_text: False)
    page, box = open_box(
        "box.onitem(function (item) { box.put(JSON.stringify(item), item.data); });"
    )
    data = bytes(n % 251 for n in range(size))
    box.give(*({"data": BinaryData(data_type, data)} for _ in range(3)))
    page.runtime.run_until_idle()
    members = {"@type": "binary"} | ({"dataType": data_type} if data_type else {})
    whole = {**members, "base64": to_base64(data).decode()}
    text = json.dumps({"data": whole}, separators=(",", ":"))
    assert box.got == [text, whole] * 3


def test_binary_data_can_be_passed_to_js_from_another_thread(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    """The other thread does not enter the engine."""
    page, box = open_box(KEEP)
    assert box.handler
    handler = box.handler
    data: JSONInput = {"data": BinaryData("ArrayBuffer", bytes(5000))}
    thread = threading.Thread(target=lambda: handler.invoke_and_keep_alive(data))
    thread.start()
    thread.join()
    page.runtime.run_until(lambda: box.got, timeout=20)
    assert box.got == [{"data": {**BINARY, "base64": to_base64(bytes(5000)).decode()}}]


def test_trace_of_binary_data_shows_type_and_base64(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    lines: list[str] = []
    page, box = open_box(KEEP, tracer=lambda page, kind, text: lines.append(text))
    box.give({"data": BinaryData("ArrayBuffer", bytes(5000))})
    page.runtime.run_until_idle()
    [line] = [line for line in lines if line.startswith("callback[")]
    assert '{"data":{"@type":"binary","dataType":"ArrayBuffer","base64":' in line


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("item.data.base64 = 'AA=='", {**BINARY, "base64": "AA=="}),
        ("item.data.base64 += 'QUJD'", {**BINARY, "base64": "QUJD" * 2001}),
        ("delete item.data.base64", {"@type": "binary", "dataType": "ArrayBuffer"}),
        ("item.data.base64 = [1]", {**BINARY, "base64": [1]}),
        ("item.data.more = { a: -0 }", {**BINARY, "more": {"a": 0}}),
        ("item.data.toJSON = function () { return 'mine'; }", "mine"),
        (
            "Object.defineProperty(item.data, 'base64', { get: function () { return 'mine'; } })",
            {**BINARY, "base64": "mine"},
        ),
        (
            "Object.defineProperty(item.data, 'dataType', { get: function () { return 'mine'; } })",
            {**BINARY, "dataType": "mine"},
        ),
        ("item.data = new Proxy(item.data, {})", BINARY),
        ("item.data = Object.create(item.data)", {}),
    ],
)
def test_changes_that_the_bundle_makes_to_binary_data_reach_native(
    open_box: Callable[..., tuple[Page, Box]], change: str, expected: JSONValue
) -> None:
    page, box = open_box(f"box.onitem(function (item) {{ {change}; box.put(item.data); }});")
    box.give({"data": BINARY})
    page.runtime.run_until_idle()
    assert box.got == [expected]


def test_exception_of_a_getter_in_binary_data_is_thrown_at_the_native_call(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box(
        "box.onitem(function (item) {"
        " Object.defineProperty(item.data, 'more', { enumerable: true,"
        " get: function () { throw new Error('mine'); } });"
        " try { box.put(item.data); } catch (error) { box.put(error.message); } });"
    )
    box.give({"data": BINARY})
    page.runtime.run_until_idle()
    assert box.got == ["mine"]


def test_base64_of_an_array_buffer_is_encoded_when_it_is_read(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    page, box = open_box("box.put('a', new Uint8Array(5000), 'b');")
    (_, data, _) = box.got
    assert isinstance(data, BinaryData)
    assert data.data == bytes(5000)
    assert data == {**BINARY, "dataType": "Uint8Array", "base64": to_base64(bytes(5000)).decode()}
    (call,) = [call for call in page.native_calls if call.name == "callNativeModule"]
    assert call.args[3] == box.got
    assert size_of_call(call) < 5200
    assert "binary" in repr(call)


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize("size", [0, 3, 5000])
def test_array_buffer_in_an_argument_arrives_in_the_form_that_devices_send(
    open_box: Callable[..., tuple[Page, Box]], platform: str, size: int
) -> None:
    """Here an ArrayBuffer skips the loops of the genuine runtime; views do not."""
    _, box = open_box(
        f"var bytes = new Uint8Array({size}).map((_, i) => i); box.put(bytes.buffer, bytes);",
        platform=platform,
    )
    base64 = to_base64(bytes(i % 256 for i in range(size))).decode()
    assert box.got == [
        {"@type": "binary", "dataType": name, "base64": base64}
        for name in ("ArrayBuffer", "Uint8Array")
    ]


def test_call_passes_several_long_arguments(
    open_box: Callable[..., tuple[Page, Box]],
) -> None:
    _, box = open_box(
        "var bytes = new Uint8Array(5000); var text = 'x'.repeat(5000);"
        "box.put(bytes, text, bytes.buffer, { a: text });"
    )
    binary = {**BINARY, "base64": to_base64(bytes(5000)).decode()}
    assert box.got == [{**binary, "dataType": "Uint8Array"}, LONG, binary, {"a": LONG}]


class Echo(Polyfill):
    """A polyfill whose script sends messages back."""

    name = "echo"
    path = ""
    heard: list[JSONValue]

    def scripts(self) -> list[str]:
        return [self.path]

    @js_method
    def hear(self, *values: JSONValue) -> None:
        self.heard = list(values)


@pytest.mark.parametrize("text", [*TEXTS.values(), "short", ""], ids=[*TEXTS, "short", "empty"])
@pytest.mark.parametrize(
    "more",
    [[], [1, True, None, "é", "a", -(2**31)], [2**31], [-(2**40)], [[{"a": LONG}], LONG]],
)
def test_long_messages_of_a_polyfill_are_passed_whole(
    make_runtime: Callable[..., Runtime],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    text: str,
    more: list[JSONInput],
) -> None:
    script = tmp_path / "echo.js"
    script.write_text(
        "(function (native) {"
        " native.receive = function (...values) { native.call('hear', ...values); }; })"
    )
    monkeypatch.setattr(Echo, "path", str(script))
    monkeypatch.setattr("weex_runtime.device.device.polyfills_of", lambda names: [Echo])
    page = make_runtime(polyfills=["echo"]).open(source='// { "framework": "Vanilla" }\n')
    echo = page.modules.polyfills["echo"]
    assert isinstance(echo, Echo)
    echo.post(text, *more, origin="test")
    page.runtime.run_until_idle()
    assert repr(echo.heard) == repr([text, *more])


HOOKS = """
document.taskCenter.registerHook('c1', 'lifecycle', 'create', function (id, props) {
  console.log('create', id);
  return { of: id, n: props.n + 1 };
});
document.taskCenter.registerHook('c1', 'lifecycle', 'detach', function () {
  console.log('detach', arguments.length);
});
"""


def test_component_hook_called_without_a_task_returns_its_result(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(HOOKS)
    assert page.tasks.hook_now("c1", "create", ["1@2", {"n": 1}]) == {"of": "1@2", "n": 2}


def test_component_hook_runs_in_the_next_turn_in_order_with_other_tasks(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(HOOKS)
    page.tasks.hook("c1", "detach", [])
    assert not page.console
    page.tasks.hook_now("c1", "create", ["x", {}])
    assert [line.text for line in page.console] == ["detach 0", "create x"]


def test_framework_logs_an_error_for_an_unregistered_component_hook(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(HOOKS)
    assert page.tasks.hook_now("c1", "attach", []) is None
    assert page.console[-1].level == "error"
    assert "lifecycle@attach#c1" in page.console[-1].text
