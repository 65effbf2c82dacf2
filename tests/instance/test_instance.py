"""One Weex instance: events, callbacks, records and its end."""

from __future__ import annotations

import copy
import gc
import os
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from weex_runtime import (
    Callback,
    CreateInstanceFailed,
    Module,
    Page,
    PageDestroyed,
    PageError,
    Runtime,
    UnknownRef,
    WeexError,
    js_method,
)

MB = 1 << 20

# A tree body > box > leaf, and a list `seen` in which handlers record events.
TREE = """
var body = document.createElement('div'), box = document.createElement('div');
var leaf = document.createElement('input');
box.appendChild(leaf); body.appendChild(box);
var seen = [];
function note(name) {
  return function (event) { seen.push(name + ':' + event.type); return name; };
}
function show() { document.documentElement.appendChild(body); }
"""


class Doorbell(Module):
    """A module that acts on its page while JS runs."""

    name = "doorbell"

    @js_method(sync=True)
    def fire(self, ref: str) -> object:
        return self.page.fire_event(ref, "ring", {"from": "module"})

    @js_method(sync=True)
    def call(self, done: Callback) -> object:
        return cast("Page", self.page).invoke_callback(done.id, "called")

    @js_method
    def end(self) -> None:
        self.page.destroy()

    @js_method
    def wait(self) -> None:
        """Run the loop inside a method."""
        self.page.runtime.clock.run_for(1)

    @js_method
    def keep(self, done: Callback) -> None:
        """Keep a function of the page."""
        self.done = done


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Doorbell])


def open_on(runtime: Runtime, source: str, **options: Any) -> Page:
    return runtime.open(source='// { "framework": "Vanilla" }\n' + source, **options)


def ref_of(page: Page, kind: str) -> str:
    return next(element.ref for element in page.document.elements() if element.type == kind)


def texts(page: Page) -> list[str]:
    return [line.text for line in page.console]


# Tests of events.


def test_repr_of_a_page_has_its_id_bundle_and_platform(
    make_runtime: Callable[..., Runtime],
) -> None:
    source = '// { "framework": "Vanilla" }'
    runtime = make_runtime(platform="web")
    page = runtime.open(source=source, name="empty.js")
    assert repr(page) == f"page {page.id} (empty.js, Vanilla on the web)"
    page.destroy()
    assert repr(page).endswith(" on the web, ended)")
    assert repr(make_runtime().open(source=source, name="a.js")).endswith("(a.js, Vanilla)")


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        ("7", 7),
        ("'text'", "text"),
        ("null", None),
        ("", None),
        ("undefined", None),
        ("[1, { a: null }]", [1, {"a": None}]),
        ("false", False),
        ("NaN", None),
        ("function () {}", None),
        ("Symbol('s')", None),
        ("(function () { var a = []; a.push(a); return a; })()", None),
    ],
)
def test_fire_event_returns_the_handlers_result(
    open_page: Callable[..., Page], returned: str, expected: Any
) -> None:
    page = open_page(TREE + f"body.addEvent('click', function () {{ return {returned}; }});show();")
    assert page.fire_event("_root", "click") == expected
    assert not page.errors


def test_event_object_is_the_data_with_type_target_and_time(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TREE + "leaf.addEvent('input', function (event) { return [event.value, event.type,"
        " event.target === leaf, event.currentTarget === leaf, this === leaf,"
        " Math.abs(event.timestamp - Date.now()) < 60000]; }); show();"
    )
    result = page.fire_event(ref_of(page, "input"), "input", {"value": "typed"})
    assert result == ["typed", "input", True, True, True, True]


def test_event_of_another_type_runs_no_handler(open_page: Callable[..., Page]) -> None:
    page = open_page(TREE + "body.addEvent('click', note('body')); show();")
    assert page.fire_event("_root", "swipe") is None
    assert page.fire_event("_root", "click") == "body"


def test_handler_that_was_removed_from_an_element_does_not_run(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TREE
        + "body.addEvent('click', function () { body.removeEvent('click'); return 1; });show();"
    )
    assert page.fire_event("_root", "click") == 1
    assert page.fire_event("_root", "click") is None


def test_promise_jobs_of_a_handler_run_before_fire_event_returns(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TREE
        + "body.addEvent('click', async function () { await null; console.log('job'); });show();"
    )
    page.fire_event("_root", "click")
    assert texts(page) == ["job"]


BUBBLING = (
    TREE + "[body, box, leaf].forEach(function (element, index) {"
    " ['click', 'swipe', 'change'].forEach(function (type) {"
    " element.addEvent(type, note(['body', 'box', 'leaf'][index])); }); });"
    "body.addEvent('report', function () { return seen.splice(0); });"
)


@pytest.mark.parametrize(
    ("bubble", "event", "reached"),
    [
        ("'true'", "click", ["leaf:click", "box:click", "body:click"]),
        ("'true'", "swipe", ["leaf:swipe", "box:swipe", "body:swipe"]),
        ("'true'", "change", ["leaf:change"]),
        ("true", "click", ["leaf:click"]),
        ("'false'", "click", ["leaf:click"]),
        ("undefined", "click", ["leaf:click"]),
    ],
)
def test_event_bubbles_if_the_body_has_the_attribute_bubble_with_the_value_true(
    open_page: Callable[..., Page], bubble: str, event: str, reached: list[str]
) -> None:
    page = open_page(BUBBLING + f"body.setAttr('bubble', {bubble}); show();")
    assert page.fire_event(ref_of(page, "input"), event) == "leaf"
    assert page.fire_event("_root", "report") == reached


def test_event_on_an_element_without_a_handler_bubbles_to_its_parent(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TREE + "body.setAttr('bubble', 'true'); box.addEvent('click', note('box'));"
        "body.addEvent('report', function () { return seen; }); show();"
    )
    page.fire_event(ref_of(page, "input"), "click")
    assert page.fire_event("_root", "report") == ["box:click"]


def test_handler_can_stop_an_event_from_bubbling(open_page: Callable[..., Page]) -> None:
    page = open_page(
        TREE + "body.setAttr('bubble', 'true'); body.addEvent('click', note('body'));"
        "leaf.addEvent('click', note('leaf'));"
        "box.addEvent('click', function (event) { event.stopPropagation(); note('box')(event); });"
        "body.addEvent('report', function () { return seen; }); show();"
    )
    page.fire_event(ref_of(page, "input"), "click")
    assert page.fire_event("_root", "report") == ["leaf:click", "box:click"]


def test_dom_changes_of_an_event_apply_to_both_trees_before_the_handler_runs(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TREE + "leaf.addEvent('input', function (event) {"
        " return [this.attr.value, this.style.color, event.value]; }); show();"
    )
    ref = ref_of(page, "input")
    calls = len(page.native_calls)
    changes = {"attrs": {"value": "typed"}, "style": {"color": "red"}}
    result = page.fire_event(ref, "input", {"value": "typed"}, dom_changes=changes)
    assert result == ["typed", "red", "typed"]
    element = page.document.get(ref)
    assert (element.attr, element.style) == ({"value": "typed"}, {"color": "red"})
    assert len(page.native_calls) == calls


def test_value_that_a_user_types_is_not_sent_back_to_native(open_page: Callable[..., Page]) -> None:
    page = open_page(
        TREE + "leaf.addEvent('input', function (event) { leaf.setAttr('value', event.value); });"
        "show();"
    )
    ref = ref_of(page, "input")
    page.fire_event(ref, "input", {"value": "a"}, dom_changes={"attrs": {"value": "a"}})
    assert "callUpdateAttrs" not in [call.name for call in page.native_calls]


def test_event_on_an_unknown_element_is_an_error(open_page: Callable[..., Page]) -> None:
    page = open_page(TREE + "show(); console.log(leaf.ref); body.removeChild(box);")
    for ref in ("999", texts(page)[0]):
        with pytest.raises(UnknownRef, match=f"no element with ref '{ref}'"):
            page.fire_event(ref, "click")


def test_event_before_anything_is_rendered_is_an_error(open_page: Callable[..., Page]) -> None:
    page = open_page("var a = 1;")
    with pytest.raises(PageError, match="has rendered nothing yet"):
        page.fire_event("_root", "click")


def test_event_that_a_module_method_fires_waits_for_the_next_turn(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TREE + "var doorbell = weex.requireModule('doorbell');"
        "body.addEvent('ring', function (event) { console.log('ring', event.from); });"
        "show(); console.log(typeof doorbell.fire(body));"
    )
    assert texts(page) == ["undefined"]
    page.runtime.run_until_idle()
    assert texts(page) == ["undefined", "ring module"]


# Tests of callbacks.


def test_callback_can_be_invoked_by_its_id(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "weex.requireModule('doorbell').keep(function (data) { return [data, arguments.length]; });"
    )
    assert page.invoke_callback("1", {"a": 1}, keep_alive=True) == [{"a": 1}, 1]
    assert page.invoke_callback("1") == [None, 1]
    assert page.invoke_callback("1", 2) is None
    (line,) = page.console
    assert line.level == "warn"
    assert 'invalid callback id "1"' in line.text


def test_callback_that_a_module_method_invokes_waits_for_the_next_turn(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("console.log(weex.requireModule('doorbell').call(console.log));")
    assert texts(page) == ["undefined"]
    page.runtime.run_until_idle()
    assert texts(page) == ["undefined", "called"]


def test_queued_callbacks_run_before_a_later_event(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TREE + "weex.requireModule('doorbell').keep(function () { console.log('callback'); });"
        "body.addEvent('click', function () { console.log('event'); }); show();"
    )
    module = page.module("doorbell")
    assert isinstance(module, Doorbell)
    module.done.invoke()
    page.fire_event("_root", "click")
    assert texts(page) == ["callback", "event"]


# Tests of errors.


def test_pages_keep_running_after_an_error(open_page: Callable[..., Page]) -> None:
    source = TREE + "body.addEvent('click', function () { missing(); }); show(); missing();"
    page, other = open_page(source), open_page(source)
    page.fire_event("_root", "click")
    page.fire_event("_root", "click")
    assert [error.origin for error in page.errors] == [
        *("loading bundle.js", "event click on <div> ref=_root", "event click on <div> ref=_root")
    ]
    assert len(other.errors) == 1
    assert page.document.root.type == "div"


def test_handler_of_page_on_pageerror_receives_each_error(runtime: Runtime) -> None:
    heard: list[tuple[str, str]] = []
    runtime.on_error = lambda page, error: heard.append((page.id, error.message))
    open_on(runtime, "throw new Error('one');")
    open_on(runtime, "Promise.reject(new Error('two'));")
    assert heard == [("1", "Error: one"), ("2", "Error: two")]


def test_page_keeps_the_latest_10000_errors_and_native_calls(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "for (var i = 0; i < 10005; i++) { Promise.reject(i); callNative('1', [], String(i)); }"
    )
    assert len(page.errors) == 10_000
    assert page.errors[0].message == "5"
    assert len(page.native_calls) == 10_000
    assert page.native_calls[-1].name == "callCreateFinish"


def test_records_behave_like_lists(open_page: Callable[..., Page]) -> None:
    page = open_page("for (var i = 0; i < 3; i++) { Promise.reject(i); callNative('1', [], i); }")
    for record in (page.errors, page.native_calls):
        entries = list(record)
        assert record == entries
        assert record != entries[1:]
        assert record[-2:] == entries[-2:]
        assert record.copy() == copy.copy(record) == entries
        assert len(copy.deepcopy(record)) == len(entries)
        assert record + entries == entries + record == entries * 2
        assert (record.index(entries[1]), record.count(entries[1])) == (1, 1)
        assert record.pop() == entries[-1]
        assert record.popleft() == entries[0]


def test_recorded_calls_with_long_arguments_are_limited_by_size(
    open_page: Callable[..., Page],
) -> None:
    """Records of large messages must not fill the memory."""
    page = open_page(
        "var long = 'x'.repeat(1 << 20);"
        "for (var i = 0; i < 100; i++) callNative('1', [], i + long);"
    )
    kept = [str(call.args[2]) for call in page.native_calls if call.name == "callNative"]
    assert 10 <= len(kept) <= 32
    assert [text[:2] for text in kept] == [str(i) for i in range(100 - len(kept), 100)]


# Tests of opening a page.

WRONG_VERSION = (
    "define('@weex-component/main', function (require, exports, module) {\n"
    "  module.exports.template = { type: 'div' };\n"
    "});\nbootstrap('@weex-component/main', { transformerVersion: '9.0.0' });"
)


def test_bundle_that_the_framework_refuses_leaves_no_page_and_uses_no_page_id(
    runtime: Runtime,
) -> None:
    with pytest.raises(CreateInstanceFailed, match="9.0.0") as caught:
        runtime.open(source=WRONG_VERSION, name="old.js")
    assert str(caught.value).startswith("old.js: ")
    assert isinstance(caught.value, WeexError)
    assert runtime.pages == []
    assert runtime.looper.next_due() is None
    page = runtime.open(source=WRONG_VERSION.replace("9.0.0", "0.4.1"))
    assert page.id == "1"
    assert runtime.pages == [page]


def test_modules_and_timers_of_a_bundle_that_its_framework_refuses_are_freed(
    runtime: Runtime,
) -> None:
    with pytest.raises(CreateInstanceFailed):
        runtime.open(source="setInterval(function () {}, 5);\n" + WRONG_VERSION)
    assert runtime.looper.next_due() is None
    runtime.clock.run_for(1)


def test_a_page_has_the_name_url_and_source_of_its_bundle(runtime: Runtime) -> None:
    page = open_on(
        runtime,
        "console.log(weex.config.bundleUrl, weex.config.bundleType, weex.config.extra,"
        " weex.config.env.platform, document.URL);",
        name="start.js",
        config={"bundleUrl": "https://example.org/start.js?x=1", "extra": "given"},
    )
    url = "https://example.org/start.js?x=1"
    assert (page.name, page.url, page.framework) == ("start.js", url, "Vanilla")
    assert texts(page) == [f"{url} Vanilla given android {url}"]


def test_weex_environment_has_the_viewport_and_the_fields_of_option_env(runtime: Runtime) -> None:
    page = open_on(
        runtime,
        "var e = WXEnvironment; console.log(e.platform, e.deviceWidth, e.deviceHeight, e.scale,"
        " e.weexVersion, e.own, weex.config.env.own);",
        env={"platform": "iOS", "own": "value"},
        viewport=(320, 480),
    )
    assert texts(page) == ["iOS 320 480 2 0.28.0 value value"]


def test_pages_do_not_share_globals_and_prototypes(open_page: Callable[..., Page]) -> None:
    open_page("var shared = 1; globalThis.other = 2; weex.config.shared = 3;")
    page = open_page("console.log(typeof shared, typeof other, weex.config.shared);")
    assert texts(page) == ["undefined undefined undefined"]


def test_outline_of_a_page_shows_its_elements(open_page: Callable[..., Page]) -> None:
    assert open_page("var a;").outline() == ""
    page = open_page(
        "var t = document.createElement('text', { attr: { value: 'hello' } });"
        "document.documentElement.appendChild(t);"
    )
    assert page.outline() == '"hello"'


# Tests of the end of a page.


def test_a_destroyed_page_can_only_be_read(open_page: Callable[..., Page]) -> None:
    page = open_page(TREE + "show(); console.log('said'); missing();", name="gone.js")
    place = page.layout.rect(page.document.root)
    page.destroy()
    page.destroy()
    assert page.destroyed
    assert page.is_ended
    assert page not in page.runtime.pages
    assert texts(page) == ["said"]
    assert len(page.errors) == 1
    assert page.document.root.to_dict()["type"] == "div"
    assert page.layout.rect(page.document.root) == place
    assert page.outline() is not None
    acts: dict[str, Callable[[], object]] = {
        "fire 'click'": lambda: page.fire_event("_root", "click"),
        "invoke callback 1": lambda: page.invoke_callback("1"),
        "refresh": lambda: page.refresh({}),
    }
    for action, act in acts.items():
        with pytest.raises(
            PageDestroyed, match=rf"cannot {action}: page 1 \(gone.js\) was destroyed"
        ):
            act()


def test_module_method_can_destroy_the_page_that_calls_it(open_page: Callable[..., Page]) -> None:
    page = open_page("weex.requireModule('doorbell').end(); console.log('rest of the bundle');")
    assert not page.destroyed
    page.runtime.run_until_idle()
    assert page.destroyed
    assert texts(page) == ["rest of the bundle"]


def test_queued_callbacks_are_dropped_after_a_callback_that_ends_the_page(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "var n = 0; weex.requireModule('doorbell').keep(function () {"
        " console.log(String(++n)); if (n === 2) weex.requireModule('doorbell').end(); });"
    )
    doorbell = page.module("doorbell")
    assert isinstance(doorbell, Doorbell)
    for _ in range(5):
        page.tasks.late(lambda data: doorbell.done, None)
    page.runtime.run_until_idle()
    assert page.destroyed
    assert texts(page) == ["1", "2"]


def test_tasks_queued_while_a_module_method_runs_the_loop_run_after_the_method(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "setTimeout(function () { console.log('timer'); }, 10);"
        "weex.requireModule('doorbell').wait(); console.log('rest of the bundle');"
    )
    page.runtime.run_until_idle()
    assert texts(page) == ["rest of the bundle", "timer"]


def test_page_can_be_destroyed_while_it_handles_an_event(open_page: Callable[..., Page]) -> None:
    page = open_page(
        TREE + "body.addEvent('click', function () { weex.requireModule('doorbell').end();"
        " return 'handled'; }); show();"
    )
    assert page.fire_event("_root", "click") == "handled"
    page.runtime.run_until_idle()
    assert page.destroyed


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
def test_loop_has_nothing_pending_after_a_page_is_destroyed(
    open_page: Callable[..., Page], framework: str
) -> None:
    page = open_page(
        "setInterval(function () { console.log('tick'); }, 5);"
        "setTimeout(function () { console.log('late'); }, 50); Promise.reject(1);",
        framework,
    )
    page.runtime.clock.run_for(0.012)
    page.destroy()
    said = texts(page).count("tick")
    page.runtime.clock.run_for(1)
    assert said == texts(page).count("tick") == 2
    assert page.looper.next_due() is None
    assert page.looper.is_idle()


def test_destroy_frees_the_js_context_at_once(open_page: Callable[..., Page]) -> None:
    page = open_page("setTimeout(function () {}, 50);")
    context = page.js.engine._context  # type: ignore[union-attr]
    page.destroy()
    assert sys.getrefcount(context) == 2  # referenced by this variable and by getrefcount


def test_destroy_calls_the_destroyed_hook_of_vue(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "new Vue({ el: 'body', render: function (h) { return h('div'); },"
        " beforeDestroy: function () { console.log('before'); },"
        " destroyed: function () { console.log('after'); } });",
        "Vue",
    )
    page.destroy()
    assert texts(page) == ["before", "after"]


def test_error_in_a_destroyed_hook_does_not_keep_the_page_open(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "new Vue({ el: 'body', render: function (h) { return h('div'); },"
        " destroyed: function () { throw new Error('at the end'); } });",
        "Vue",
    )
    page.destroy()
    assert page.destroyed
    assert [error.message for error in page.errors] == ["Error: at the end"]


def test_destroyed_page_is_freed(runtime: Runtime) -> None:
    page = open_on(
        runtime,
        TREE + "show(); weex.requireModule('doorbell').keep(function () {});"
        "setInterval(function () {}, 5); Promise.reject(1);",
    )
    alive: list[weakref.ref[Any]] = [
        weakref.ref(page),
        weakref.ref(page.engine),
        weakref.ref(page.document),
    ]
    page.destroy()
    del page
    runtime.run_until_idle()  # run the remaining callbacks, since they hold references to the page
    gc.collect()
    assert [reference() for reference in alive] == [None] * 3


def resident() -> int:
    """Bytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


LIVELY = (
    TREE + "show(); weex.requireModule('doorbell').keep(function () {});"
    "leaf.addEvent('input', function () {}); setInterval(function () {}, 5);"
    "setTimeout(function () {}, 1e6); Promise.reject(1); console.log('opened');"
    "new Promise(function () {});"
)
LIVELY_VUE = (
    "var app = new Vue({ el: 'body', data: { n: 0 }, render: function (h) {"
    " return h('div', [h('text', { attrs: { value: this.n } })]); } });"
    "setInterval(function () { app.n++; }, 5);"
    "weex.requireModule('doorbell').keep(app.$forceUpdate);"
)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="tells the memory on Linux only")
@pytest.mark.parametrize(
    ("framework", "source", "count"), [("Vanilla", LIVELY, 500), ("Vue", LIVELY_VUE, 60)]
)
def test_memory_use_levels_off_when_many_pages_are_opened_and_destroyed(
    open_page: Callable[..., Page], framework: str, source: str, count: int
) -> None:
    """A page takes about a megabyte, so a leaked page is visible."""
    sizes = [resident()]
    for number in range(count):
        page = open_page(source, framework)
        page.runtime.clock.run_for(0.01)
        page.destroy()
        if number + 1 in (count // 2, count):
            del page
            gc.collect()
            sizes.append(resident())
    start, middle, end = sizes
    assert end - middle < max(4 * MB, (middle - start) / 2)
