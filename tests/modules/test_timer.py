"""weex_modules.timer: the module below the frameworks' setTimeout; see instance/test_timers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Page, Runtime

from ..support.page_log import texts

TIMER = "var timer = weex.requireModule('timer');\n"


@pytest.mark.parametrize("kind", ["Timeout", "Interval"])
def test_set_timeout_and_set_interval_return_the_id_of_the_callback(
    open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page(
        TIMER + f"console.log(timer.set{kind}(function () {{}}, 10));"
        f"console.log(timer.set{kind}(function () {{}}, 10));"
    )
    call = page.native_calls[0]
    assert call.args[1:4] == ["timer", f"set{kind}", ["1", 10]]
    assert texts(page) == ["1", "2"]


def test_timeouts_and_intervals_are_cleared_by_their_own_method(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        TIMER + "var once = timer.setTimeout(function () { console.log('once'); }, 10);"
        "var again = timer.setInterval(function () { console.log('again'); }, 10);"
        "timer.clearInterval(once); timer.clearTimeout(again);"
    )
    page.runtime.clock.run_for(0.01)
    assert texts(page) == ["once", "again"]


def test_clear_timeout_accepts_the_id_as_a_number(open_page: Callable[..., Page]) -> None:
    page = open_page(
        TIMER + "var id = timer.setTimeout(function () { console.log('cleared'); }, 10);"
        "timer.clearTimeout(Number(id));"
    )
    page.runtime.clock.run_for(0.01)
    assert texts(page) == []


@pytest.mark.parametrize("kind", ["Timeout", "Interval"])
def test_clearing_an_invalid_timer_id_logs_a_warning(
    open_page: Callable[..., Page], kind: str
) -> None:
    page = open_page(
        TIMER + f"timer.clear{kind}({{}}); timer.clear{kind}(); timer.clear{kind}('');"
    )
    assert texts(page) == [
        f"[weex-runtime] timer.clear{kind}: expected the id of a timer as timer_id, got {{}}"
    ]


def test_callback_of_a_finished_timeout_is_removed_from_js(open_page: Callable[..., Page]) -> None:
    page = open_page(TIMER + "timer.setTimeout(function () { console.log('once'); }, 10);")
    page.runtime.clock.run_for(0.01)
    page.invoke_callback("1", {})
    assert texts(page)[0] == "once"
    assert 'invalid callback id "1"' in texts(page)[1]


def test_timer_without_a_function_does_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page(TIMER + "timer.setTimeout(undefined, 1); timer.setInterval(null, 1);")
    page.runtime.clock.run_for(0.005)
    assert not page.errors
    assert texts(page) == []


def test_unit_after_the_number_of_a_delay_is_ignored(open_page: Callable[..., Page]) -> None:
    page = open_page(TIMER + "timer.setTimeout(function () { console.log('now'); }, '10px');")
    page.runtime.clock.run_for(0.009)
    assert texts(page) == []
    page.runtime.clock.run_for(0.001)
    assert texts(page) == ["now"]


# Timers that differ between platforms.

PLATFORMS = [None, "android", "ios", "web"]


@pytest.fixture
def open_on(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    """Open a page of a platform with TIMER and more code."""

    def open_on(code: str, platform: str | None) -> Page:
        source = '// { "framework": "Vanilla" }\n' + TIMER + code
        return make_runtime(platform=platform).open(source=source)

    return open_on


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", ["Timeout", "Interval"])
def test_timer_callback_gets_an_empty_object_or_on_ios_the_text_of_an_empty_object(
    open_on: Callable[..., Page], platform: str | None, kind: str
) -> None:
    """JSON.stringify logs the string "{}" of iOS with its quotes: four characters."""
    page = open_on(
        f"timer.set{kind}(function (data) {{ console.log(JSON.stringify(data)); }}, 10);", platform
    )
    page.runtime.clock.run_for(0.01)
    assert texts(page) == ['"\\"{}\\""' if platform == "ios" else "{}"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_set_timeout_and_set_interval_return_undefined_on_devices(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "function f() {} console.log(timer.setTimeout(f, 1));console.log(timer.setInterval(f, 1));",
        platform,
    )
    on_device = platform in ("android", "ios")
    assert texts(page) == (["undefined", "undefined"] if on_device else ["1", "2"])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_ios_clears_timeouts_and_intervals_with_either_method(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on(
        "timer.setTimeout(function () { console.log('once'); }, 10);"
        "timer.setInterval(function () { console.log('again'); }, 10);"
        "timer.clearInterval('1'); timer.clearTimeout('2');",
        platform,
    )
    page.runtime.clock.run_for(0.01)
    assert texts(page) == ([] if platform == "ios" else ["once", "again"])


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("kind", ["Timeout", "Interval"])
def test_negative_delay_is_0_except_on_android(
    open_on: Callable[..., Page], platform: str | None, kind: str
) -> None:
    page = open_on(f"timer.set{kind}(function () {{ console.log('fired'); }}, -5);", platform)
    page.runtime.clock.run_for(0)
    if platform == "android":
        (line,) = page.console
        assert line.level == "error"
        assert f"timer.set{kind}: expected a function" in line.text
        assert "-5 ms" in line.text
    else:
        assert texts(page) == ["fired"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_delay_that_is_not_a_number_counts_as_0(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on("timer.setTimeout(function () { console.log('fired'); }, 'soon');", platform)
    page.runtime.clock.run_for(0)
    assert texts(page)[-1] == "fired"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_call_without_a_function_starts_no_timer_on_any_platform(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on("timer.setInterval(undefined, 5);", platform)
    assert len(page.console) == (1 if platform == "android" else 0)
    assert page.looper.next_due() is None


@pytest.mark.parametrize("platform", PLATFORMS)
def test_delay_on_android_is_cut_to_whole_milliseconds(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on("timer.setTimeout(function () { console.log('fired'); }, 10.9);", platform)
    page.runtime.clock.run_for(0.0105)
    assert texts(page) == (["fired"] if platform == "android" else [])


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("ms", ["0", "undefined"])
def test_timer_without_a_delay_fires_after_0_ms_and_cannot_be_cleared_on_ios(
    open_on: Callable[..., Page], platform: str | None, ms: str
) -> None:
    page = open_on(
        f"timer.setTimeout(function () {{ console.log('first'); }}, {ms}); timer.clearTimeout('1');"
        f"timer.setTimeout(function () {{ console.log('second'); }}, {ms});",
        platform,
    )
    page.runtime.clock.run_for(0)
    assert texts(page) == (["first", "second"] if platform == "ios" else ["second"])


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_set_timeout_of_vue_works_though_the_native_timer_returns_no_id(
    make_runtime: Callable[..., Runtime], platform: str
) -> None:
    """Vue reads the id of the callback that it passed."""
    page = make_runtime(platform=platform).open(
        source='// { "framework": "Vue" }\n'
        "var kept = setTimeout(function () { console.log('kept'); }, 10);"
        "clearTimeout(setTimeout(function () { console.log('cleared'); }, 10));"
        "console.log(typeof kept);"
    )
    page.runtime.clock.run_for(0.01)
    assert texts(page) == ["string", "kept"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_interval_fires_until_the_page_ends(
    open_on: Callable[..., Page], platform: str | None
) -> None:
    page = open_on("timer.setInterval(function () { console.log('again'); }, 10);", platform)
    page.runtime.clock.run_for(0.03)
    page.destroy()
    page.runtime.clock.run_for(1)
    assert texts(page) == ["again"] * 3
