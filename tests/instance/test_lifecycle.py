"""An app in the background, and pages that cover each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Module, Page, Runtime, WaitTimeout, js_method
from weex_runtime.instance.stack import PageStack
from weex_runtime.module_api.platforms import PlatformName

PLATFORMS: tuple[PlatformName | None, ...] = (None, "android", "ios", "web")
RESIGN, ACTIVE = "WXApplicationWillResignActiveEvent", "WXApplicationDidBecomeActiveEvent"

LISTENER = f"""
var life = weex.requireModule('life');
life.use();
var globalEvent = weex.requireModule('globalEvent');
['{RESIGN}', '{ACTIVE}', 'visibilitychange'].forEach(function (name) {{
  globalEvent.addEventListener(name, function (data) {{
    console.log(name + ' ' + JSON.stringify(data));
  }});
}});
"""
# Bundles, one for each framework, whose body logs viewappear and viewdisappear.
BODIES = {
    "Vanilla": """
var body = document.createElement('div');
body.addEvent('viewappear', function () { console.log('viewappear'); });
body.addEvent('viewdisappear', function () { console.log('viewdisappear'); });
document.documentElement.appendChild(body);
""",
    "Vue": """
new Vue({ el: 'body', render: function (h) { return h('div', { on: {
  viewappear: function () { console.log('viewappear'); },
  viewdisappear: function () { console.log('viewdisappear'); },
} }); } });
""",
    "Rax": """
define('app', function (require) {
  var Rax = require('rax');
  Rax.render(Rax.createElement('div'));
  document.addEventListener('visibilitychange', function () {
    console.log(document.visibilityState === 'visible' ? 'viewappear' : 'viewdisappear');
  });
});
require('app');
""",
    "Weex": """
define('@weex-component/app', function (require, exports, module) {
  module.exports = { methods: {
    shown: function () { console.log('viewappear'); },
    hidden: function () { console.log('viewdisappear'); },
  } };
  module.exports.template = { type: 'div', events: {
    viewappear: 'shown', viewdisappear: 'hidden',
  } };
});
bootstrap('@weex-component/app');
""",
}


class Life(Module):
    """A module that logs its hooks on the console of the page."""

    name = "life"

    @js_method
    def use(self) -> None:
        """Make the module, as a first call does."""

    def on_pause(self) -> None:
        self.page.write_console("log", "on_pause")

    def on_resume(self) -> None:
        self.page.write_console("log", "on_resume")

    def on_activity_result(self, request_code: int, result_code: int, data: Any) -> None:
        self.page.write_console("log", f"result {request_code} {result_code} {data}")


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Life])


def open_life(
    runtime: Runtime,
    platform: PlatformName | None = None,
    code: str = "",
    framework: str = "Vanilla",
    **options: Any,
) -> Page:
    """A page that logs its events, after `viewappear`."""
    header = "" if framework == "Weex" else f'// {{ "framework": "{framework}" }}\n'
    source = header + LISTENER + BODIES[framework] + code
    page = runtime.open(source=source, platform=platform, **options)
    runtime.run_until_idle()
    page.console.clear()
    return page


def lines(page: Page) -> list[str]:
    """The lines since the last call."""
    page.runtime.run_until_idle()
    assert not page.errors
    found = [line.text for line in page.console]
    page.console.clear()
    return found


IN_BACKGROUND: dict[PlatformName | None, list[str]] = {
    # Android WXSDKInstance.onActivityPause fires viewdisappear, pauses the modules, then broadcasts
    # the pause as a global event.
    None: ["viewdisappear", "on_pause", f"{RESIGN} null"],
    "android": ["viewdisappear", "on_pause", f"{RESIGN} null"],
    # iOS WXSDKInstance.applicationWillResignActive fires the global event of the pause. iOS does
    # not fire viewdisappear, since the view controller remains.
    "ios": ["on_pause", f"{RESIGN} {{}}"],
    # On the web, the module `globalEvent` listens to visibilitychange on `document`.
    "web": ["on_pause", 'visibilitychange {"type":"visibilitychange"}'],
}
BACK: dict[PlatformName | None, list[str]] = {
    None: ["on_resume", "viewappear", f"{ACTIVE} null"],
    "android": ["on_resume", "viewappear", f"{ACTIVE} null"],
    "ios": ["on_resume", f"{ACTIVE} {{}}"],
    "web": ["on_resume", 'visibilitychange {"type":"visibilitychange"}'],
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_background_and_foreground_fire_the_events_and_hooks_of_the_platform(
    runtime: Runtime, platform: PlatformName | None
) -> None:
    page = open_life(runtime, platform)
    for _ in range(2):
        assert not runtime.is_in_background
        runtime.background()
        assert runtime.is_in_background
        assert lines(page) == IN_BACKGROUND[platform]
        runtime.foreground()
        assert lines(page) == BACK[platform]


@pytest.mark.parametrize("framework", BODIES)
def test_viewappear_and_viewdisappear_reach_the_body_in_each_framework(
    runtime: Runtime, framework: str
) -> None:
    page = open_life(runtime, framework=framework)
    runtime.background()
    assert lines(page) == IN_BACKGROUND[None]
    runtime.foreground()
    assert lines(page) == BACK[None]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_second_call_of_background_or_foreground_does_nothing(
    runtime: Runtime, platform: PlatformName | None
) -> None:
    page = open_life(runtime, platform)
    runtime.foreground()
    assert lines(page) == []
    runtime.background()
    lines(page)
    runtime.background()
    assert lines(page) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_background_and_foreground_can_follow_each_other_without_a_turn_of_the_loop(
    runtime: Runtime, platform: PlatformName | None
) -> None:
    page = open_life(runtime, platform, "setTimeout(function () { console.log('due'); }, 500);")
    runtime.background()
    runtime.foreground()
    assert sorted(lines(page)) == sorted(IN_BACKGROUND[platform] + BACK[platform])
    runtime.clock.run_for(0.5)
    assert lines(page) == ["due"]


def test_lifecycle_hooks_do_not_create_objects_of_unused_modules(runtime: Runtime) -> None:
    page = runtime.open(source='// { "framework": "Vanilla" }\n1;')
    runtime.background()
    assert page.modules.in_use() == []


# Tests of stacks of pages.


COVERED: dict[PlatformName | None, list[str]] = {
    None: ["viewdisappear", "on_pause"],
    # On Android each page is an activity. When a page is covered, its activity pauses, and the
    # pause is broadcast as if the app went to the background.
    "android": ["viewdisappear", "on_pause", f"{RESIGN} null"],
    "ios": ["viewdisappear"],
    "web": ["viewdisappear"],
}
UNCOVERED: dict[PlatformName | None, list[str]] = {
    None: ["on_resume", "viewappear"],
    # When the upper page ends, the global event for its pause reaches the lower page too.
    "android": ["on_resume", f"{RESIGN} null", "viewappear", f"{ACTIVE} null"],
    "ios": ["viewappear"],
    "web": ["viewappear"],
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_covered_page_gets_disappear_events_and_uncovered_page_appear_events(
    runtime: Runtime, platform: PlatformName | None
) -> None:
    page = open_life(runtime, platform)
    upper = open_life(runtime, platform, stack=page.stack)
    assert lines(page) == COVERED[platform]
    page.stack.pop(upper)
    assert lines(page) == UNCOVERED[platform]


@pytest.mark.parametrize("platform", [None, "android"])
def test_app_in_the_background_does_not_pause_a_covered_page_again(
    runtime: Runtime, platform: PlatformName
) -> None:
    page = open_life(runtime, platform)
    upper = open_life(runtime, platform, stack=page.stack)
    lines(page)
    runtime.background()
    assert lines(page) == [f"{RESIGN} null"]
    assert lines(upper) == IN_BACKGROUND[platform]
    runtime.foreground()
    assert lines(page) == [f"{ACTIVE} null"]
    assert lines(upper) == BACK[platform]


def test_covered_page_on_ios_is_paused_when_the_app_goes_to_the_background(
    runtime: Runtime,
) -> None:
    page = open_life(runtime, "ios")
    open_life(runtime, "ios", stack=page.stack)
    lines(page)
    runtime.background()
    assert lines(page) == IN_BACKGROUND["ios"]


@pytest.mark.parametrize("platform", [None, "android"])
def test_page_opened_while_the_app_is_in_the_background_appears_when_the_app_returns(
    runtime: Runtime, platform: PlatformName
) -> None:
    runtime.background()
    page = open_life(runtime, platform)
    assert lines(page) == []
    runtime.foreground()
    assert "viewappear" in lines(page)


@pytest.mark.parametrize("platform", [None, "android"])
def test_page_uncovered_while_the_app_is_in_the_background_appears_when_the_app_returns(
    runtime: Runtime, platform: PlatformName
) -> None:
    page = open_life(runtime, platform)
    upper = open_life(runtime, platform, stack=page.stack)
    runtime.background()
    lines(page)
    page.stack.pop(upper)
    assert lines(page) == []
    runtime.foreground()
    assert lines(page)[:2] == ["on_resume", "viewappear"]


def test_covering_a_page_does_not_affect_other_page_stacks(runtime: Runtime) -> None:
    page = open_life(runtime, "android")
    other = open_life(runtime, "android", stack=PageStack())
    open_life(runtime, "android", stack=other.stack)
    assert lines(page) == []


# Tests of timers and events in the background.

TICKS = """
setTimeout(function () { console.log('once'); }, 250);
setInterval(function () { console.log('tick'); }, 400);
var cleared = setTimeout(function () { console.log('never'); }, 300);
weex.requireModule('globalEvent').addEventListener('clear', function () { clearTimeout(cleared); });
"""


@pytest.mark.parametrize("platform", [None, "android"])
def test_timers_run_in_the_background(runtime: Runtime, platform: PlatformName) -> None:
    page = open_life(runtime, platform, TICKS)
    runtime.background()
    lines(page)
    runtime.clock.run_for(1)
    assert lines(page) == ["once", "never", "tick", "tick"]


def test_ios_suspends_an_app_in_the_background(runtime: Runtime) -> None:
    """Apple TN2277: no code of a suspended app executes; a timer fires once when it is back."""
    page = open_life(runtime, "ios", TICKS)
    runtime.background()
    lines(page)
    runtime.clock.run_for(5)
    assert lines(page) == []
    runtime.foreground()
    assert lines(page) == ["on_resume", f"{ACTIVE} {{}}", "once", "never", "tick"]
    runtime.clock.run_for(0.4)
    assert lines(page) == ["tick"]


def test_tasks_of_a_suspended_page_run_when_it_resumes(runtime: Runtime) -> None:
    page = open_life(runtime, "ios")
    runtime.background()
    lines(page)
    page.fire_global_event(RESIGN, 1)
    page.fire_event("_root", "viewappear")
    assert lines(page) == []
    runtime.foreground()
    assert lines(page) == ["on_resume", f"{RESIGN} 1", "viewappear", f"{ACTIVE} {{}}"]


def test_on_the_web_timers_of_a_hidden_page_fire_only_at_whole_seconds(runtime: Runtime) -> None:
    page = open_life(runtime, "web", TICKS)
    runtime.background()
    lines(page)
    runtime.clock.run_for(0.9)
    assert lines(page) == []
    runtime.clock.run_for(0.2)
    assert lines(page) == ["once", "never", "tick"]
    runtime.clock.run_for(1)
    assert lines(page) == ["tick"]
    runtime.foreground()
    lines(page)
    runtime.clock.run_for(0.8)
    assert lines(page) == ["tick", "tick"]


@pytest.mark.parametrize("platform", ["ios", "web"])
def test_timer_cleared_while_the_app_is_in_the_background_never_fires(
    runtime: Runtime, platform: PlatformName
) -> None:
    page = open_life(runtime, platform, TICKS)
    runtime.background()
    lines(page)
    runtime.clock.run_for(0.35)
    page.timers.clear(page.timers.running()[0][0])
    runtime.foreground()
    found = lines(page)
    assert [text for text in found if text in ("once", "never")] == ["never"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_page_destroyed_in_the_background_gets_no_further_events(
    runtime: Runtime, platform: PlatformName | None
) -> None:
    page = open_life(runtime, platform, TICKS)
    runtime.background()
    runtime.clock.run_for(0.35)
    page.destroy()
    runtime.foreground()
    runtime.run_until_idle()
    assert runtime.looper.next_due() is None


def test_timeout_message_mentions_an_app_in_the_background(runtime: Runtime) -> None:
    page = open_life(runtime, "ios")
    runtime.background()
    with pytest.raises(WaitTimeout, match=r"in the background.*runtime\.foreground\(\)"):
        page.get_by_text("late").click(timeout=0)


# Tests of differences between platforms, and of hooks.


def differences(page: Page) -> str:
    return " ".join(page.differences.values())


def test_page_records_that_ios_does_not_fire_the_event_viewdisappear(runtime: Runtime) -> None:
    page = open_life(runtime)
    runtime.background()
    assert "on iOS: the event is not fired" in differences(page)


def test_web_page_gets_a_hint_to_listen_to_the_event_visibilitychange(runtime: Runtime) -> None:
    page = open_life(runtime, "web")
    runtime.background()
    assert "addEventListener('visibilitychange', handler)" in differences(page)


def test_app_state_event_on_a_covered_page_is_reported_since_only_android_fires_it(
    runtime: Runtime,
) -> None:
    page = open_life(runtime)
    open_life(runtime, stack=page.stack)
    assert "on Android: the event is fired, although the app stays" in differences(page)


def test_activity_result_calls_the_hook_of_the_modules_in_use(runtime: Runtime) -> None:
    page = open_life(runtime)
    page.activity_result(7, data={"path": "a.jpg"})
    page.activity_result(8, 0)
    assert lines(page) == ["result 7 -1 {'path': 'a.jpg'}", "result 8 0 None"]


class Careless(Module):
    name = "life"

    @js_method
    def use(self) -> None:
        """Make the module, as a first call does."""

    def on_pause(self) -> None:
        raise ValueError("no")

    async def on_resume(self) -> None:  # type: ignore[override]
        await self.sleep(1)
        self.page.write_console("log", "resumed late")


def test_exception_of_a_lifecycle_hook_does_not_stop_later_hooks_and_events(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = open_life(make_runtime(modules=[Careless]))
    page.runtime.background()
    assert lines(page) == [
        "viewdisappear",
        "[weex-runtime] life.on_pause failed: ValueError: no",
        f"{RESIGN} null",
    ]


def test_lifecycle_hook_of_a_module_can_be_async(make_runtime: Callable[..., Runtime]) -> None:
    page = open_life(make_runtime(modules=[Careless]))
    page.runtime.background()
    page.runtime.foreground()
    lines(page)
    page.clock.run_for(1)
    assert lines(page) == ["resumed late"]


def test_module_method_can_send_the_app_to_the_background(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Home(Module):
        name = "home"

        @js_method
        def press(self) -> None:
            self.page.runtime.background()

    runtime = make_runtime(modules=[Life, Home])
    page = open_life(runtime, code="weex.requireModule('home').press(); console.log('pressed');")
    assert runtime.is_in_background
    assert lines(page) == []
