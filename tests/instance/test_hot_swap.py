"""Changed classes in running pages."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Callback, Component, Module, ModuleError, Page, Runtime, js_method

OPEN = Callable[..., Page]

# A bundle that logs the module's methods and state each time the test calls its callback.
ASKS = """var steps = weex.requireModule('steps');
var say = weex.requireModule('say');
say.when(function () {
  var names = Object.keys(steps).filter(function (name) { return !/EventListener/.test(name) });
  console.log([steps.total && steps.total(), names.join(' '),
    weex.supports('@module/steps.total'), weex.supports('@module/steps.reset'),
    weex.isRegisteredModule('steps', 'total'), weex.isRegisteredModule('steps', 'reset')].join());
});
steps.walk(3);
"""


class Say(Module):
    """Runs code in the bundle when the test calls it."""

    name = "say"

    @js_method
    def when(self, act: Callback) -> None:
        self.act = act


class Steps(Module):
    name = "steps"

    def __init__(self) -> None:
        self.count = 10
        self.destroyed = 0

    @js_method
    def walk(self, by: int) -> None:
        self.count += by

    @js_method(sync=True)
    def total(self) -> int:
        return self.count

    def destroy(self) -> None:
        self.destroyed += 1


class Stepped(Module):
    """The class with a changed `total`, and with `reset` in place of `walk`."""

    name = "steps"

    def __init__(self) -> None:
        self.count = 10
        self.destroyed = 0

    @js_method(sync=True)
    def total(self) -> str:
        return f"{self.count} steps"

    @js_method
    def reset(self) -> None:
        self.count = 0


class FromZero(Steps):
    def __init__(self) -> None:
        self.count = 0
        self.destroyed = 0


class Slotted(Module):
    name = "steps"
    __slots__ = ("more",)

    def __init__(self) -> None:
        self.count = 10
        self.destroyed = 0

    @js_method(sync=True)
    def total(self) -> int:
        return self.count + 100


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Steps, Say])


def ask(page: Page) -> str:
    page.module("say").act.invoke_and_keep_alive()  # type: ignore[attr-defined]
    page.runtime.run_until_idle()
    return page.console[-1].text


def test_next_call_after_replace_module_uses_the_new_class_and_the_old_fields(
    runtime: Runtime, open_page: OPEN
) -> None:
    page = open_page(ASKS)
    assert ask(page) == "13,walk total,true,false,true,false"
    runtime.replace_module(Stepped)
    assert ask(page) == "13 steps,total reset,true,true,true,true"
    assert not page.errors
    assert [line.level for line in page.console] == ["log", "log"]


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Vanilla"])
@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_a_module_held_by_a_bundle_gets_new_methods_and_loses_removed_ones(
    runtime: Runtime, open_page: OPEN, framework: str, platform: str | None
) -> None:
    page = open_page(ASKS, framework, platform=platform)
    assert ask(page) == "13,walk total,true,false,true,false"
    runtime.replace_module(Stepped)
    assert ask(page) == "13 steps,total reset,true,true,true,true"


def test_module_method_that_a_bundle_stored_calls_the_new_class_after_replace_module(
    runtime: Runtime, open_page: OPEN
) -> None:
    page = open_page("""var { walk, total } = weex.requireModule('steps');
    weex.requireModule('say').when(function () { walk(1); console.log(total()) });""")
    runtime.replace_module(Stepped)
    assert ask(page) == "10 steps"
    assert page.console[0].text == "[weex-runtime] module steps has no method 'walk'"


def test_module_object_with_a_changed_init_is_destroyed_and_replaced_at_the_next_call(
    runtime: Runtime, open_page: OPEN
) -> None:
    page = open_page(ASKS)
    old: Any = page.module("steps")
    runtime.replace_module(FromZero)
    assert old.destroyed == 1
    assert ask(page).startswith("0,")
    assert type(page.module("steps")) is FromZero


def test_module_object_is_replaced_if_the_new_class_has_different_slots(
    runtime: Runtime, open_page: OPEN
) -> None:
    page = open_page(ASKS)
    runtime.replace_module(Slotted)
    assert ask(page).startswith("110,")


def test_exception_in_destroy_of_a_replaced_module_is_a_failure_of_the_page(
    runtime: Runtime, open_page: OPEN
) -> None:
    page = open_page(ASKS)
    page.module("steps").destroy = lambda: 1 / 0  # type: ignore
    runtime.replace_module(FromZero)
    assert "steps.destroy failed: ZeroDivisionError" in page.console[-1].text


def test_event_listeners_of_a_module_remain_when_its_object_is_replaced(
    runtime: Runtime, open_page: OPEN
) -> None:
    page = open_page("""var steps = weex.requireModule('steps');
    steps.addEventListener('stumbled', function (event) { console.log(event.data.on) });""")
    page.module("steps").fire_module_event("stumbled", {"on": "a stone"})
    runtime.replace_module(FromZero)
    page.module("steps").fire_module_event("stumbled", {"on": "a root"})
    runtime.run_until_idle()
    assert [line.text for line in page.console] == ["a stone", "a root"]


def test_pages_opened_before_and_after_replace_module_use_the_new_class(
    runtime: Runtime, open_page: OPEN
) -> None:
    pages = [open_page(ASKS), open_page(ASKS, "Vue")]
    pages[0].module("steps").count = 50  # type: ignore[attr-defined]
    runtime.replace_module(Stepped)
    pages.append(open_page(ASKS))
    assert [ask(page).split(",")[0] for page in pages] == ["50 steps", "13 steps", "10 steps"]


def test_a_new_module_is_available_after_replace_module(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Say])
    page = runtime.open(
        source="""// { "framework": "Vanilla" }
    weex.requireModule('say').when(function () {
      var steps = weex.requireModule('steps');
      console.log(weex.supports('@module/steps'), steps && steps.total());
    });"""
    )
    assert ask(page) == "false undefined"
    runtime.replace_module(Steps)
    assert ask(page) == "true 10"


def test_replace_module_replaces_a_stub_by_a_module_of_the_same_name(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Say], stubs=["steps"])
    page = runtime.open(
        source="""// { "framework": "Vanilla" }
    var steps = weex.requireModule('steps');
    weex.requireModule('say').when(function () {
      console.log(steps.total(), weex.supports('@module/steps.nothing'));
    });"""
    )
    assert ask(page) == "undefined true"
    runtime.replace_module(Steps)
    assert runtime.registry.stubs() == []
    assert ask(page) == "10 false"


def test_page_loses_the_module_if_the_new_class_excludes_its_platform(
    make_runtime: Callable[..., Runtime],
) -> None:
    class OnIOS(Stepped):
        platforms = ("ios",)

    runtime = make_runtime(modules=[Steps, Say], platform="android")
    page = runtime.open(source='// { "framework": "Vanilla" }\n' + ASKS)
    runtime.replace_module(OnIOS)
    assert ask(page) == ",,false,false,false,false"


def test_a_legacy_page_calls_the_replaced_module_class(runtime: Runtime, open_page: OPEN) -> None:
    page = open_page(
        """__weex_define__('@weex-component/main', [], function (require, exports, module) {
      var steps = require('@weex-module/steps');
      var say = require('@weex-module/say');
      module.exports = { ready: function () {
        var self = this;
        say.when(function () {
          self.$call('steps', 'reset'); console.log(steps.total());
        });
      } };
      module.exports.template = { type: 'div' };
    });
    __weex_bootstrap__('@weex-component/main');""",
        "Weex",
    )
    runtime.replace_module(Stepped)
    assert ask(page) == "0 steps"


def test_replace_module_rejects_a_class_that_is_not_a_module(
    runtime: Runtime, open_page: OPEN
) -> None:
    page = open_page(ASKS)
    for wrong in (int, Component, type("Nameless", (Module,), {})):
        with pytest.raises(ModuleError):
            runtime.replace_module(wrong)
    assert ask(page).startswith("13,walk total")


def test_a_module_can_replace_itself_while_js_runs(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Growing(Module):
        name = "growing"

        @js_method(sync=True)
        def grow(self) -> str:
            self.page.runtime.replace_module(Grown)
            return "growing"

    class Grown(Module):
        name = "growing"

        @js_method(sync=True)
        def size(self) -> str:
            return "grown"

    page = make_runtime(modules=[Growing]).open(
        source="""// { "framework": "Vanilla" }
    var growing = weex.requireModule('growing');
    setTimeout(function () { console.log(growing.grow(), typeof growing.grow) }, 0);
    setTimeout(function () { console.log(typeof growing.grow, growing.size()) }, 1);"""
    )
    page.runtime.clock.run_for(1)
    assert [line.text for line in page.console] == ["growing function", "undefined grown"]


def test_replace_module_does_not_change_ended_pages(runtime: Runtime, open_page: OPEN) -> None:
    runtime.time_limit = 0.5
    destroyed, open_one = open_page(ASKS), open_page(ASKS)
    destroyed.destroy()
    stopped = open_page("function f() { Promise.resolve().then(f) } f()")
    runtime.replace_module(Stepped)
    assert stopped.is_ended
    assert ask(open_one).startswith("13 steps")


def test_replaced_module_object_is_freed(runtime: Runtime, open_page: OPEN) -> None:
    page = open_page(ASKS)
    old = weakref.ref(page.module("steps"))
    runtime.replace_module(FromZero)
    gc.collect()
    assert old() is None


# Tests of components.

PAGE = """var body = document.createElement('div');
var dial = document.createElement('dial');
body.appendChild(dial);
document.documentElement.appendChild(body);
weex.requireModule('say').when(function () {
  console.log([typeof dial.turn, typeof dial.stop,
    dial.turn && dial.turn(), dial.stop && dial.stop(),
    typeof document.createElement('dial').stop].join());
});
"""


class Dial(Component):
    type = "dial"

    def __init__(self) -> None:
        self.turns = 0

    @js_method
    def turn(self) -> None:
        self.turns += 1

    def destroy(self) -> None:
        self.page.write_console("log", f"destroyed after {self.turns}")


class DialWithStop(Component):
    type = "dial"

    def __init__(self) -> None:
        self.turns = 0

    @js_method
    def stop(self) -> None:
        self.page.write_console("log", f"stopped after {self.turns}")


class LiveDial(Dial):
    def __init__(self) -> None:
        self.turns = 100

    def created(self) -> None:
        self.page.write_console("log", f"created with {self.turns}")


def test_elements_get_the_methods_of_a_replaced_component_and_keep_their_fields(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Say], components=[Dial])
    page = runtime.open(source='// { "framework": "Vanilla" }\n' + PAGE)
    assert ask(page) == "function,undefined,,,undefined"
    runtime.replace_component(DialWithStop)
    assert ask(page) == "undefined,function,,,function"
    assert page.console[-2].text == "stopped after 1"


def test_a_component_with_a_changed_init_gets_a_new_object(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(modules=[Say], components=[Dial])
    page = runtime.open(source='// { "framework": "Vanilla" }\n' + PAGE)
    ask(page)
    runtime.replace_component(LiveDial)
    assert [line.text for line in page.console][-2:] == ["destroyed after 1", "created with 100"]
    with pytest.raises(ModuleError):
        runtime.replace_component(Say)  # type: ignore[arg-type]
