"""Callbacks that start each other endlessly: waiting ends in time and names them.

Each of them ends by itself after a while, so that a wait without a limit fails rather than hangs.
"""

from __future__ import annotations

import pytest

from weex_runtime import ClockError, Runtime, WaitTimeout
from weex_runtime.loop.looper import Looper
from weex_runtime.module_api.platforms import PlatformName

_MANY = 200_000
_LOOPS = {
    "animation": (
        "weex.requireModule('animation').transition('gone', { styles: { opacity: 1 } }, again)",
        "the callback of animation.transition",
    ),
    "clipboard": (
        "weex.requireModule('clipboard').getString(again)",
        "the callback of clipboard.getString",
    ),
    "dom": (
        "weex.requireModule('dom').getComponentRect('viewport', again)",
        "the callback of dom.getComponentRect",
    ),
    "modal": (
        "weex.requireModule('modal').alert({ message: 'x' }, again)",
        "the callback of modal.alert",
    ),
    "storage": (
        "weex.requireModule('storage').getItem('x', again)",
        "the callback of storage.getItem",
    ),
    # While the handler of a route runs, no callback of the page is queued, so the timeout message
    # cannot name a callback.
    "stream": ("weex.requireModule('stream').fetch({ url: 'http://a/' }, again)", "callbacks"),
    "channel": (
        "a.onmessage = again, b.postMessage(1)",
        "BroadcastChannel x",
    ),
}
_PAGE = """// { "framework": "Vanilla" }
var a = new BroadcastChannel('x'), b = new BroadcastChannel('x'), left = %d;
function again() { if (left--) { %s; } }
again();
"""


@pytest.mark.parametrize("loop", _LOOPS)
def test_timeout_of_a_virtual_clock_names_endless_callbacks(loop: str) -> None:
    call, name = _LOOPS[loop]
    with Runtime(clock="virtual") as runtime:
        runtime.route("**", lambda route: route.fulfill(404))
        runtime.open(source=_PAGE % (_MANY, call), name="loop.js")
        runtime.clock.patience = 0.1
        with pytest.raises(WaitTimeout, match="clock.patience") as caught:
            runtime.clock.run_for(1)
        assert "endlessly" in str(caught.value)
        assert name in str(caught.value)
        assert "page 1 (loop.js)" in str(caught.value) or loop == "stream"
        assert runtime.clock.now() == 0


@pytest.mark.parametrize("loop", _LOOPS)
def test_timeout_of_run_until_idle_names_endless_callbacks(loop: str) -> None:
    call, name = _LOOPS[loop]
    with Runtime() as runtime:
        runtime.route("**", lambda route: route.fulfill(404))
        runtime.open(source=_PAGE % (_MANY, call))
        with pytest.raises(WaitTimeout, match=name) as caught:
            runtime.run_until_idle(timeout=0.1)
        assert "nothing is pending" not in str(caught.value)


@pytest.mark.parametrize(
    ("platform", "move"),
    [
        (None, "run_for"),
        (None, "fast_forward"),
        (None, "pause_at"),
        ("android", "run_for"),
        ("ios", "run_for"),
        ("web", "run_for"),
    ],
)
def test_each_method_that_moves_the_clock_gives_up_on_endless_callbacks(
    platform: PlatformName | None, move: str
) -> None:
    call, name = _LOOPS["storage"]
    with Runtime(clock="virtual", platform=platform) as runtime:
        runtime.open(source=_PAGE % (_MANY, call))
        runtime.clock.patience = 0.1
        target = runtime.clock.time() + 1 if move == "pause_at" else 1
        with pytest.raises(WaitTimeout, match=name):
            getattr(runtime.clock, move)(target)


def test_callbacks_that_end_before_the_timeout_do_not_count_as_endless() -> None:
    with Runtime(clock="virtual") as runtime:
        page = runtime.open(source=_PAGE % (2000, _LOOPS["clipboard"][0]))
        runtime.clock.run_for(1)
        assert runtime.clock.now() == 1
        assert page.busy() == []


def test_clock_error_names_timers_that_start_each_other_endlessly() -> None:
    with Runtime(clock="virtual") as runtime:
        runtime.open(source=_PAGE % (_MANY, "setTimeout(again, 0)"), name="loop.js")
        with pytest.raises(ClockError, match=r"time stands still at 0 s.*\(loop.js\): timer \d+"):
            runtime.clock.run_for(1)


def test_timeout_of_a_locator_names_endless_callbacks() -> None:
    call, name = _LOOPS["clipboard"]
    with Runtime() as runtime:
        page = runtime.open(source=_PAGE % (_MANY, call))
        with pytest.raises(WaitTimeout, match=f"the page is busy: {name} is queued"):
            page.get_by_text("never").click(timeout=0.1)


def test_busy_lists_queued_callbacks() -> None:
    with Runtime() as runtime:
        page = runtime.open(source=_PAGE % (1, _LOOPS["clipboard"][0]))
        assert page.busy() == [
            {"what": "callback", "text": "the callback of clipboard.getString"},
        ]
        runtime.run_until_idle()
        assert page.busy() == []


@pytest.mark.parametrize("virtual", [True, False])
def test_settle_ends_at_its_timeout_despite_endless_callbacks(virtual: bool) -> None:
    looper = Looper(virtual=virtual)

    def again() -> None:
        looper.call_soon(again)

    try:
        assert looper.settle(0.05)
        looper.call_soon(again)
        assert not looper.settle(0.05)
        assert "callbacks are queued on the loop" in looper.pending()
    finally:
        looper.close()
