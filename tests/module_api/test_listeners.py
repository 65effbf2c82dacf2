"""weex_runtime.module_api.listeners: events of modules, and global events."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from weex_runtime import (
    Callback,
    CallbackSpent,
    Module,
    Page,
    PageDestroyed,
    Runtime,
    WrongThread,
    js_method,
)
from weex_runtime.module_api.listeners import Listeners

EAR = """
var ear = weex.requireModule('ear');
function say(name) { return function (data) { console.log(name, JSON.stringify(data)); }; }
"""
OPEN_EAR = '// { "framework": "Vanilla" }\n' + EAR


class Ear(Module):
    """A module that fires events, and adds listeners of global events."""

    name = "ear"

    @js_method
    def listen(self, event: str, listener: Callback) -> None:
        """Add a listener as module `globalEvent` does."""
        self.page.global_events.add(event, listener)

    @js_method
    def knock(self) -> None:
        self.fire_module_event("knock", {"loud": True})
        self.fire_global_event("knocked", [1])


class Other(Module):
    name = "other"

    @js_method
    def nothing(self) -> None: ...


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Ear, Other])


def ear_of(page: Page) -> Ear:
    return cast(Ear, page.module("ear"))


def heard(page: Page) -> list[str]:
    page.runtime.run_until_idle()
    assert not page.errors
    return [line.text for line in page.console]


# Events that a module fires for its own listeners.


def test_listener_of_a_module_event_gets_type_module_and_data(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(EAR + "ear.addEventListener('knock', say('a')); ear.knock();")
    assert heard(page) == ['a {"type":"knock","module":"ear","data":{"loud":true}}']


def test_module_event_without_data_passes_null_to_the_listener(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(EAR + "ear.addEventListener('knock', say('a'));")
    ear_of(page).fire_module_event("knock")
    assert heard(page) == ['a {"type":"knock","module":"ear","data":null}']


def test_module_event_is_fired_on_the_thread_of_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page(EAR + "ear.addEventListener('knock', say('a'));")
    ear = ear_of(page)
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(WrongThread, match="cannot fire event 'knock'"):
            pool.submit(ear.fire_module_event, "knock").result()
        fire = lambda: ear.fire_module_event("knock", 1)  # noqa: E731
        pool.submit(ear.loop.call_soon_threadsafe, fire).result()
    assert heard(page) == ['a {"type":"knock","module":"ear","data":1}']


def test_listeners_are_called_in_the_order_in_which_they_were_added(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        EAR + "ear.addEventListener('knock', say('a')); ear.addEventListener('knock', say('b'));"
        "ear.addEventListener('ring', say('c'));"
    )
    for number in (1, 2):
        ear_of(page).fire_module_event("knock", number)
    event = '{"type":"knock","module":"ear","data":%d}'
    assert heard(page) == [f"{name} {event % number}" for number in (1, 2) for name in ("a", "b")]


@pytest.mark.parametrize("once", ["true", "'true'"])
def test_listener_added_with_option_once_is_called_only_for_the_first_event(
    open_page: Callable[..., Page], once: str
) -> None:
    page = open_page(
        EAR + f"ear.addEventListener('knock', say('once'), {{ once: {once} }});"
        "ear.addEventListener('knock', say('ever'), { once: false });"
    )
    for number in (1, 2):
        ear_of(page).fire_module_event("knock", number)
    assert [text.split()[0] for text in heard(page)] == ["once", "ever", "ever"]


def test_remove_all_event_listeners_removes_only_the_listeners_of_the_event(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        EAR + "ear.addEventListener('knock', say('a')); ear.addEventListener('knock', say('b'));"
        "ear.addEventListener('ring', say('c'));"
        "ear.removeAllEventListeners('knock'); ear.removeAllEventListeners('never added');"
    )
    for event in ("knock", "ring"):
        ear_of(page).fire_module_event(event)
    assert [text.split()[0] for text in heard(page)] == ["c"]


def test_listener_that_is_not_a_function_is_ignored(open_page: Callable[..., Page]) -> None:
    page = open_page(EAR + "ear.addEventListener('knock', undefined); ear.knock();")
    assert heard(page) == []


def test_firing_an_event_with_data_that_is_not_json_raises_and_keeps_the_listener(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(EAR + "ear.addEventListener('knock', say('once'), { once: true });")
    wrong: Any = {1, 2}
    with pytest.raises(TypeError):
        ear_of(page).fire_module_event("knock", wrong)
    ear_of(page).fire_module_event("knock", 1)
    assert heard(page) == ['once {"type":"knock","module":"ear","data":1}']


def test_module_event_reaches_only_listeners_of_the_same_page_and_module(
    open_page: Callable[..., Page],
) -> None:
    first = open_page(
        EAR + "ear.addEventListener('knock', say('first'));"
        "weex.requireModule('other').addEventListener('knock', say('other'));"
    )
    second = open_page(EAR + "ear.addEventListener('knock', say('second'));")
    ear_of(first).fire_module_event("knock")
    assert [text.split()[0] for text in heard(first)] == ["first"]
    assert heard(second) == []


def test_firing_a_module_event_on_a_destroyed_page_raises(open_page: Callable[..., Page]) -> None:
    page = open_page(EAR + "ear.addEventListener('knock', say('a'));")
    ear = ear_of(page)
    page.destroy()
    with pytest.raises(CallbackSpent, match="destroyed page"):
        ear.fire_module_event("knock")


@pytest.mark.parametrize("module", ["ear", "dom", "timer", "modal", "webSocket"])
@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_modules_have_add_event_listener_except_on_the_web(
    make_runtime: Callable[..., Runtime], module: str, platform: str | None
) -> None:
    """Modules on the web have no events."""
    page = make_runtime(modules=[Ear], platform=platform).open(
        source=OPEN_EAR + f"var module = weex.requireModule('{module}');"
        "console.log(typeof module.addEventListener, typeof module.removeAllEventListeners);"
        "if (module.addEventListener) module.addEventListener('fact', say('heard'));"
    )
    if platform == "web":
        assert heard(page) == ["undefined undefined"]
        return
    page.module(module).fire_module_event("fact")
    assert heard(page) == [
        "function function",
        f'heard {{"type":"fact","module":"{module}","data":null}}',
    ]


def test_firing_an_event_without_listeners_does_nothing() -> None:
    listeners = Listeners()
    for number in range(3):
        listeners.fire(f"event {number}", None)
    assert listeners._callbacks == {}


# Global events, for listeners of the module globalEvent.


def test_module_fires_a_global_event(open_page: Callable[..., Page]) -> None:
    page = open_page(EAR + "ear.listen('knocked', say('a')); ear.knock();")
    assert heard(page) == ["a [1]"]


def test_global_event_fired_on_a_page_reaches_its_listeners(open_page: Callable[..., Page]) -> None:
    first, second = (open_page(EAR + "ear.listen('login', say('a'));") for _ in range(2))
    first.fire_global_event("login", {"name": "x"})
    first.fire_global_event("login")
    first.fire_global_event("logout")
    assert heard(first) == ['a {"name":"x"}', "a null"]
    assert heard(second) == []


def test_global_event_fired_on_the_runtime_reaches_all_pages(
    runtime: Runtime, open_page: Callable[..., Page]
) -> None:
    pages = [open_page(EAR + "ear.listen('login', say('a'));") for _ in range(3)]
    pages.pop().destroy()
    runtime.fire_global_event("login", 7)
    assert [heard(page) for page in pages] == [["a 7"], ["a 7"]]


def test_firing_a_global_event_on_a_destroyed_page_raises(open_page: Callable[..., Page]) -> None:
    page = open_page(EAR)
    page.destroy()
    with pytest.raises(PageDestroyed, match="fire global event 'login'"):
        page.fire_global_event("login")
