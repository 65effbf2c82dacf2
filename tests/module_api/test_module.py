"""weex_runtime.module_api.module: module objects and callbacks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, cast

import pytest

from weex_runtime import (
    Callback,
    CallbackSpent,
    KeepAliveCallback,
    Module,
    ModuleError,
    Page,
    Runtime,
    js_method,
)
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.exports import Export, exports_of

from ..support.page_log import texts_of


class Keeper(Module):
    """A module that keeps its callbacks."""

    name = "keeper"

    def __init__(self) -> None:
        self.page_at_start = self.page
        self.callbacks: list[Callback] = []
        self.destroyed = 0

    @js_method
    def keep(self, callback: Callback) -> None:
        self.callbacks.append(callback)

    @js_method
    def invoke_all(self, data: object) -> None:
        for callback in self.callbacks:
            callback.invoke(cast(JSONValue, data))

    def destroy(self) -> None:
        self.destroyed += 1


class Broken(Module):
    name = "broken"

    def __init__(self) -> None:
        raise OSError("no such device")

    @js_method(sync=True)
    def answer(self) -> int:
        return 42


class Sour(Module):
    name = "sour"

    @js_method
    def call(self) -> None: ...

    def destroy(self) -> None:
        raise OSError("will not go")


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Keeper, Broken, Sour])


KEEPER = """
var keeper = weex.requireModule('keeper');
function hear(data) { console.log(JSON.stringify(data), arguments.length); }
"""


def keeper_of(page: Page) -> Keeper:
    module = page.module("keeper")
    assert isinstance(module, Keeper)
    return module


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page that has passed one callback."""
    return open_page(KEEPER + "keeper.keep(hear);")


@pytest.fixture
def callback(page: Page) -> Callback:
    (callback,) = keeper_of(page).callbacks
    return callback


EVERY_MODULE = ["addEventListener", "removeAllEventListeners"]


def test_exports_of_a_class_are_its_methods_marked_with_js_method() -> None:
    class Base(Module):
        name = "base"

        @js_method
        def plain(self) -> None: ...

        @js_method()
        def with_parentheses(self) -> None: ...

        @js_method(sync=True, name="inJS")
        def in_python(self) -> None: ...

        def private(self) -> None: ...

    exports = exports_of(Base)
    assert list(exports) == [*EVERY_MODULE, "plain", "with_parentheses", "inJS"]
    assert exports["inJS"] == Export("inJS", Base.in_python, True)
    assert not exports["plain"].sync


def test_exports_of_a_class_include_inherited_and_overridden_methods() -> None:
    class Base(Module):
        name = "base"

        @js_method
        def first(self) -> str:
            return "base"

        @js_method
        def second(self) -> str:
            return "base"

    class Derived(Base):
        @js_method(sync=True)
        def first(self) -> str:
            return "derived"

        @js_method
        def third(self) -> None: ...

    exports = exports_of(Derived)
    assert list(exports) == [*EVERY_MODULE, "first", "second", "third"]
    assert exports["first"].function is Derived.first
    assert exports["first"].sync
    assert exports["second"].function is Base.second


def test_js_method_can_be_called_from_python() -> None:
    keeper = Keeper.__new__(Keeper)
    keeper.callbacks = []
    keeper.invoke_all("nothing happens")


def test_module_object_that_is_made_at_the_first_call_has_its_page(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(KEEPER + "keeper.keep(hear); keeper.keep(hear);")
    keeper = keeper_of(page)
    assert keeper.page is keeper.page_at_start is page
    assert len(keeper.callbacks) == 2


def test_each_page_has_its_own_module_object(open_page: Callable[..., Page]) -> None:
    first, second = open_page(KEEPER + "keeper.keep(hear);"), open_page(KEEPER)
    assert keeper_of(first) is not keeper_of(second)
    assert keeper_of(second).callbacks == []


def test_module_is_destroyed_only_once_when_its_page_is_destroyed_twice(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(KEEPER + "keeper.keep(hear);")
    keeper = keeper_of(page)
    page.destroy()
    page.destroy()
    assert keeper.destroyed == 1


def test_module_that_was_never_called_is_not_destroyed(open_page: Callable[..., Page]) -> None:
    """A module whose constructor raises."""
    page = open_page("weex.requireModule('broken');")
    page.destroy()
    assert not page.console


def test_call_of_a_module_whose_init_raises_is_logged_and_returns_undefined(
    open_page: Callable[..., Page], caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page("console.log(typeof weex.requireModule('broken').answer());")
    assert "OSError: no such device" in caplog.text
    assert [line.text for line in page.console] == [
        "[weex-runtime] broken.answer failed: OSError: no such device",
        "undefined",
    ]
    page.destroy()


def test_exception_in_destroy_of_a_module_does_not_stop_the_end_of_the_page(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(KEEPER + "weex.requireModule('sour').call(); keeper.keep(hear);")
    keeper = keeper_of(page)
    page.destroy()
    assert page.destroyed
    assert keeper.destroyed == 1
    assert "sour.destroy failed" in page.console[-1].text
    assert "will not go" in page.console[-1].text


def test_callback_runs_with_one_argument_in_a_later_turn_of_the_loop(
    page: Page, callback: Callback
) -> None:
    callback.invoke({"a": [1, None]})
    assert not page.console
    assert texts_of(page) == ['{"a":[1,null]} 1']


def test_callback_without_data_gets_null(page: Page, callback: Callback) -> None:
    """As on Android."""
    callback.invoke()
    assert texts_of(page) == ["null 1"]


def test_callbacks_run_in_the_order_of_invocation(open_page: Callable[..., Page]) -> None:
    page = open_page(KEEPER + "keeper.keep(hear); keeper.keep(hear);")
    first, second = keeper_of(page).callbacks
    second.invoke_and_keep_alive(1)
    first.invoke(2)
    second.invoke(3)
    assert texts_of(page) == ["1 1", "2 1", "3 1"]


def test_kept_alive_callback_can_be_invoked_many_times(page: Page, callback: Callback) -> None:
    for number in range(3):
        callback.invoke_and_keep_alive(number)
    callback.invoke("last")
    assert texts_of(page) == ["0 1", "1 1", "2 1", '"last" 1']


def test_callback_can_be_called_with_data_and_keep_alive_as_on_ios(
    page: Page, callback: Callback
) -> None:
    """callback(data, YES) keeps the function, callback(data, NO) and callback(data) do not."""
    callback(1, True)
    callback(2, keep_alive=True)
    callback(3)
    assert texts_of(page) == ["1 1", "2 1", "3 1"]
    with pytest.raises(CallbackSpent, match="use invoke_and_keep_alive"):
        callback(4, True)


def test_callback_can_be_called_without_data_but_not_twice(page: Page, callback: Callback) -> None:
    callback()
    with pytest.raises(CallbackSpent):
        callback.invoke()
    assert texts_of(page) == ["null 1"]


class Bell(Module):
    name = "bell"
    events = {"rang": int}

    @js_method
    def once(self, ring: Callback) -> None:
        ring.invoke_and_keep_alive(1)
        ring.invoke_and_keep_alive(2)

    @js_method
    def often(self, ring: KeepAliveCallback, other: KeepAliveCallback | None = None) -> None:
        ring.invoke_and_keep_alive(1)
        ring(2, True)
        ring.invoke(3)


VANILLA = '// { "framework": "Vanilla" }\n'
RING = "weex.requireModule('bell').{}(function (n) {{ console.log(n); }});"


@pytest.mark.parametrize("strict", [False, True])
def test_keeping_a_callback_declared_as_keep_alive_is_allowed_in_strict_mode(
    make_runtime: Callable[..., Runtime], strict: bool
) -> None:
    page = make_runtime(modules=[Bell], strict=strict).open(source=VANILLA + RING.format("often"))
    page.runtime.run_until_idle()
    assert [line.text for line in page.console] == ["1", "2", "3"]
    assert not page.errors


@pytest.mark.parametrize("strict", [False, True])
def test_strict_mode_reports_a_kept_callback_without_the_annotation_keep_alive_callback(
    make_runtime: Callable[..., Runtime], strict: bool
) -> None:
    page = make_runtime(modules=[Bell], strict=strict).open(source=VANILLA + RING.format("once"))
    page.runtime.run_until_idle()
    assert [line.text for line in page.console if line.level == "log"] == ["1", "2"]
    errors = [error.message for error in page.errors]
    assert len(errors) == strict
    assert all("bell.once" in text and "KeepAliveCallback" in text for text in errors)


def test_firing_a_module_event_that_is_not_declared_is_refused(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = make_runtime(modules=[Bell]).open(source=VANILLA + "1;")
    bell = page.module("bell")
    bell.fire_module_event("rang", 1)
    with pytest.raises(ModuleError, match=r"Bell\.events declares \(rang\), got 'rung'"):
        bell.fire_module_event("rung", 1)


@pytest.mark.parametrize("method", ["invoke", "invoke_and_keep_alive"])
def test_callback_raises_when_it_is_invoked_again_after_invoke(
    page: Page, callback: Callback, method: str
) -> None:
    callback.invoke(1)
    with pytest.raises(CallbackSpent, match="use invoke_and_keep_alive") as caught:
        getattr(callback, method)(2)
    assert f"keeper.keep: callback {callback.id}" in str(caught.value)
    assert isinstance(caught.value, ModuleError)
    assert texts_of(page) == ["1 1"]


@pytest.mark.parametrize("method", ["invoke", "invoke_and_keep_alive"])
def test_callback_of_a_destroyed_page_has_no_effect(
    page: Page, callback: Callback, method: str
) -> None:
    page.destroy()
    with pytest.raises(CallbackSpent, match="destroyed page"):
        getattr(callback, method)(1)


def test_queued_callback_of_a_destroyed_page_is_dropped(page: Page, callback: Callback) -> None:
    callback.invoke(1)
    page.destroy()
    assert texts_of(page) == []


def test_callback_can_be_invoked_on_another_thread(page: Page, callback: Callback) -> None:
    def work() -> None:
        for number in range(1000):
            callback.invoke_and_keep_alive(number)
        callback.invoke("end")

    thread = threading.Thread(target=work)
    thread.start()
    page.runtime.run_until(lambda: len(page.console) == 1001)
    thread.join()
    assert texts_of(page) == [*(f"{number} 1" for number in range(1000)), '"end" 1']


def test_callback_of_a_destroyed_page_does_nothing_when_another_thread_invokes_it(
    page: Page, callback: Callback
) -> None:
    page.destroy()
    caught: list[BaseException] = []

    def work() -> None:
        try:
            callback.invoke(1)
        except CallbackSpent as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(caught) == 1


@pytest.mark.parametrize("data", [{1, 2}, b"bytes", object()])
def test_callback_data_that_is_not_json_raises_and_keeps_the_callback(
    page: Page, callback: Callback, data: Any
) -> None:
    with pytest.raises(TypeError, match="expected JSON .*, got "):
        callback.invoke(data)
    callback.invoke("well")
    assert texts_of(page) == ['"well" 1']


def test_callback_data_is_copied_when_the_callback_is_invoked(
    page: Page, callback: Callback
) -> None:
    data: dict[str, Any] = {"a": 1}
    callback.invoke(data)
    data["a"] = 2
    assert texts_of(page) == ['{"a":1} 1']


@pytest.mark.parametrize("argument", ["", "undefined", "null"])
def test_invoking_a_missing_callback_does_nothing(
    open_page: Callable[..., Page], argument: str
) -> None:
    page = open_page(KEEPER + f"keeper.keep({argument});")
    (callback,) = keeper_of(page).callbacks
    assert callback.id == ""
    callback.invoke_and_keep_alive(1)
    callback.invoke(2)
    callback.invoke(3)
    assert texts_of(page) == []


def test_error_thrown_by_a_callback_has_the_module_method_as_origin(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(KEEPER + "keeper.keep(function () {\n  throw new Error('bad');\n});")
    (callback,) = keeper_of(page).callbacks
    callback.invoke(1)
    page.runtime.run_until_idle()
    (error,) = page.errors
    assert (error.message, error.origin) == ("Error: bad", "keeper.keep")
    assert "bundle.js:6" in error.stack


def test_callback_that_throws_does_not_stop_other_callbacks(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        KEEPER + "keeper.keep(hear); keeper.keep(function () { throw 1; }); keeper.keep(hear);"
        "keeper.invoke_all('all');"
    )
    assert texts_of(page) == ['"all" 1', '"all" 1']
    assert len(page.errors) == 1


def test_callback_may_call_the_module_again(open_page: Callable[..., Page]) -> None:
    page = open_page(
        KEEPER + "keeper.keep(function (n) { console.log(n);"
        " if (n < 3) { keeper.keep(arguments.callee); } });"
    )
    keeper = keeper_of(page)
    for number in range(1, 4):
        keeper.callbacks.pop().invoke(number)
        page.runtime.run_until_idle()
    assert texts_of(page) == ["1", "2", "3"]
    assert keeper.callbacks == []
