"""Faults of WebSockets, on real connections: the events of each platform."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.websocket.adapter import Listener, Opening
from weex_runtime import Page, PageDestroyed, Runtime, WeexError, faults
from weex_runtime.faults import Fault
from weex_runtime.servers import EchoServer
from weex_runtime.testing import WsServer

from .conftest import SOCKET, events

MakeRuntime = Callable[..., Runtime]

PLATFORMS = (None, "android", "ios", "web")
ADAPTERS = ("reactor", "websocket_client")

LOST = "close 1006"
OPEN = ["open", "one"]
FAILED = (["error", LOST], ["error"], ["error"], ["error", LOST])
ENDED = tuple(
    [*OPEN, last]
    for last in (LOST, "close 1000 CLOSE_NORMAL clean", "close 1001 Stream end encountered", LOST)
)

# {fault: events on each of PLATFORMS within a minute; the page closes the socket after 40 s}.
# Source: spec/websocket.md, 3.4.
EVENTS: dict[str, tuple[list[str], ...]] = {
    "lookup fails": FAILED,
    "refuse": FAILED,
    "drop": FAILED,
    "reset": FAILED,
    "half-close": FAILED,
    "stall": FAILED,  # the opening handshake gets no answer
    "drop after 1 message": ENDED,
    "reset after 1 message": tuple(OPEN + failed for failed in FAILED),
    "stall after 1 message": ([*OPEN, LOST], OPEN, OPEN, [*OPEN, LOST]),
    "drop after BYTES bytes": ENDED,
    "half-close after BYTES bytes": ENDED,
    "corrupt message 2": (
        [*OPEN, "error", LOST],
        [*OPEN, "error"],
        [*OPEN, "close 0 clean"],
        [*OPEN, "error", LOST],
    ),
    "corrupt sent once": (["open", "close 1002 reserved bits must be 0 clean"],) * 4,
}

# One fault for each way in which a connection can end; these ways differ between platforms.
PLATFORM_FAULTS = (
    *("refuse", "drop after 1 message", "reset after 1 message", "stall after 1 message"),
    *("corrupt message 2", "corrupt sent once"),
)


def opened(runtime: Runtime, echo: EchoServer, fault: Fault | str, **config: Any) -> Page:
    runtime.faults.add(fault)
    return runtime.open(source=SOCKET, config={"url": echo.url, **config})


@pytest.mark.parametrize(
    ("fault", "adapter", "platform"),
    [
        *((fault, adapter, None) for fault in EVENTS for adapter in ADAPTERS),
        *((fault, "reactor", platform) for fault in PLATFORM_FAULTS for platform in PLATFORMS[1:]),
    ],
)
def test_socket_with_a_fault_fires_the_documented_events(
    make_runtime: MakeRuntime,
    echo: EchoServer,
    head_size: int,
    fault: str,
    adapter: str,
    platform: Any,
) -> None:
    runtime = make_runtime(platform=platform, websocket_adapter=adapter)
    first_frame = 2 + len("one")
    page = opened(runtime, echo, fault.replace("BYTES", str(head_size + first_frame)))
    runtime.clock.run_for(60)
    assert events(page) == EVENTS[fault][PLATFORMS.index(platform)]
    assert len(page.faults.fired) == 1
    assert not page.failures


@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.parametrize(
    ("fault", "received", "sent"),
    [
        ("duplicate message 2", ["one", "two", "two", "three"], ["one", "two", "three"]),
        ("duplicate sent once", ["one", "one", "two", "three"], ["one", "one", "two", "three"]),
        ('reorder with "one"', ["two", "one", "three"], ["one", "two", "three"]),
        ("reorder sent message 2", ["one", "three", "two"], ["one", "three", "two"]),
        ("reorder message 3", ["one", "two", "three"], ["one", "two", "three"]),
        ("slice 1 to 3 bytes both ways", ["one", "two", "three"], ["one", "two", "three"]),
    ],
)
def test_message_fault_duplicates_or_reorders_messages(
    make_runtime: MakeRuntime,
    echo: EchoServer,
    adapter: str,
    fault: str,
    received: list[str],
    sent: list[str],
) -> None:
    echo.received.clear()
    runtime = make_runtime(websocket_adapter=adapter)
    page = opened(runtime, echo, fault)
    runtime.clock.run_for(5)
    assert events(page) == ["open", *received]
    assert echo.received == sent


def test_delays_of_faults_follow_the_virtual_clock(runtime: Runtime, echo: EchoServer) -> None:
    page = opened(runtime, echo, faults.Delay(2))
    seen = []
    for _ in range(6):
        runtime.clock.run_for(1)
        seen.append(len(events(page)))
    assert seen == [0, 1, 1, 4, 4, 4]


def test_slow_lookup_ends_at_the_timeout_for_connecting(runtime: Runtime, echo: EchoServer) -> None:
    page = opened(runtime, echo, faults.SlowLookup(31))
    runtime.clock.run_for(29)
    assert events(page) == []
    runtime.clock.run_for(1)
    assert events(page) == ["error", LOST]


def test_fault_refuse_applies_to_all_addresses_of_a_host_and_is_counted_once(
    runtime: Runtime, echo: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: find(*given, **more) * 2)
    page = opened(runtime, echo, "refuse")
    runtime.clock.run_for(1)
    assert events(page) == ["error", LOST]
    assert len(page.faults.fired) == 1


def test_fault_throttle_limits_the_bytes_per_second(
    runtime: Runtime, echo: EchoServer, head_size: int
) -> None:
    page = opened(runtime, echo, faults.Throttle(head_size), messages=["x" * (head_size - 4)])
    seen = []
    for _ in range(5):
        runtime.clock.run_for(0.5)
        seen.append(len(events(page)))
    assert seen == [0, 1, 1, 2, 2]  # the handshake takes a second, and the message another second


def arrivals(make_runtime: MakeRuntime, echo: EchoServer, seed: int, pages: int = 1) -> list[Any]:
    """The times at which messages of the last page arrive, and its faults, by chance."""
    runtime = make_runtime(seed=seed)
    runtime.faults.add(faults.Delay(0.1, jitter=1.0))
    runtime.faults.add(faults.Duplicate(), probability=0.5)
    for _ in range(pages):
        page = runtime.open(source=SOCKET, config={"url": echo.url, "messages": list("abcdefgh")})
    times = []
    page.web_sockets[0].on("framereceived", lambda data: times.append((data, runtime.clock.now())))
    runtime.clock.run_for(5)
    return [times, [fired.event for fired in page.faults.fired]]


def test_runs_with_the_same_seed_have_the_same_random_faults(
    make_runtime: MakeRuntime, echo: EchoServer
) -> None:
    first = arrivals(make_runtime, echo, seed=7)
    assert arrivals(make_runtime, echo, seed=7) == first
    assert arrivals(make_runtime, echo, seed=8) != first


def test_random_faults_of_a_connection_do_not_depend_on_other_pages(
    make_runtime: MakeRuntime, echo: EchoServer
) -> None:
    runtime = make_runtime(seed=3)
    runtime.faults.add(faults.Duplicate(), probability=0.5)
    config = {"url": echo.url, "messages": list("abcdefgh")}
    alone = runtime.open(source=SOCKET, config=config)
    runtime.clock.run_for(1)
    expected = [fired.event for fired in alone.faults.fired]

    runtime = make_runtime(seed=3)
    runtime.faults.add(faults.Duplicate(), probability=0.5)
    pages = [runtime.open(source=SOCKET, config=config) for _ in range(3)]
    runtime.clock.run_for(1)
    assert [fired.event for fired in pages[0].faults.fired] == expected
    assert 0 < len(expected) < 8


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({}, 3),
        ({"number": 2}, 1),
        ({"times": 2}, 2),
        ({"probability": 0.0}, 0),
        ({"message": re.compile("^t")}, 2),
        ({"message": lambda data: data == "one"}, 1),
        ({"url": "**/"}, 3),
        ({"url": "**/chat"}, 0),
        ({"between": (5, None)}, 0),
        ({"between": (0, 5)}, 3),
    ],
)
def test_fault_applies_only_to_the_selected_messages(
    runtime: Runtime, echo: EchoServer, chosen: dict[str, Any], count: int
) -> None:
    active = runtime.faults.add(faults.Duplicate(), **chosen)
    page = runtime.open(source=SOCKET, config={"url": echo.url})
    runtime.clock.run_for(1)
    assert (active.fired, len(events(page))) == (count, 4 + count)


def test_option_number_of_a_fault_selects_the_nth_connection_of_each_page_to_an_address(
    runtime: Runtime, echo: EchoServer
) -> None:
    runtime.faults.add(faults.Refuse(), number=2)
    first, second = (
        runtime.open(source=SOCKET + SOCKET.partition("\n")[2], config={"url": echo.url})
        for _ in range(2)
    )
    runtime.clock.run_for(1)
    hit = {(fired.page, fired.connection) for fired in runtime.faults.fired}
    assert hit == {(first.id, 2), (second.id, 2)}


@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.parametrize(
    ("fault", "then"),
    [
        ("drop", [LOST]),
        ("reset after 2 s", ["error", LOST]),
        ("stall", []),
        ("duplicate", ["late", "late"]),
        ("delay 1 s", ["late"]),
        ("corrupt", ["error", LOST]),
    ],
)
def test_fault_that_is_added_later_applies_to_an_open_socket(
    make_runtime: MakeRuntime, echo: EchoServer, adapter: str, fault: str, then: list[str]
) -> None:
    runtime = make_runtime(websocket_adapter=adapter)
    source = SOCKET + "setTimeout(function () { if (!hasEnded) ws.send('late'); }, 5000);"
    page = runtime.open(source=source, config={"url": echo.url, "messages": []})
    runtime.clock.run_for(1)
    page.faults.add(fault)
    runtime.clock.run_for(9)
    assert events(page) == ["open", *then]
    assert [fired.fault for fired in page.faults.fired] == [fault]


def test_fault_ends_at_the_end_of_its_with_block(runtime: Runtime, echo: EchoServer) -> None:
    source = SOCKET + "setInterval(function () { ws.send('tick'); }, 1000);"
    page = runtime.open(source=source, config={"url": echo.url, "messages": []})
    runtime.clock.run_for(1)
    with page.faults.add(faults.Stall(after_messages=1), message="never"):
        with page.faults.add(faults.Delay(0.5)) as delay:
            runtime.clock.run_for(1.1)
            assert events(page) == ["open", "tick"]
            runtime.clock.run_for(0.5)
            assert events(page) == ["open", "tick", "tick"]
        assert delay.fired == 1
    runtime.clock.run_for(0.5)
    assert events(page) == ["open", "tick", "tick", "tick"]
    assert page.faults.active == []


def test_faults_of_a_page_end_with_the_page_and_do_not_affect_other_pages(
    runtime: Runtime, echo: EchoServer
) -> None:
    first, second = (runtime.open(source=SOCKET, config={"url": echo.url}) for _ in range(2))
    first.faults.add("drop")
    runtime.clock.run_for(1)
    assert events(first)[-1] == LOST
    assert events(second) == ["open", "one", "two", "three"]
    first.destroy()
    assert runtime.fault_plan
    assert runtime.fault_plan.active == []


class OwnAdapter:
    """Echoes, without a connection."""

    def connect(self, opening: Opening, listener: Listener) -> None:
        self.listener = listener
        listener.on_open()

    def send(self, data: str | bytes) -> None:
        self.listener.on_message(data)

    def close(self, code: int | None, reason: str) -> None: ...
    def destroy(self) -> None: ...


@pytest.mark.parametrize(
    ("fault", "seen", "is_supported"),
    [
        ("refuse", ["open", "one", "two", "three"], False),
        ("delay 1 s", ["open", "one", "two", "three"], False),
        ("corrupt", ["open", "one", "two", "three"], False),
        ("duplicate once", ["open", "one", "one", "two", "three"], True),
        ("drop after 1 message", ["open", "one", LOST], True),
        ("reset after 1 message", ["open", "one", "error", LOST], True),
        ("stall after 1 message", ["open", "one"], True),
    ],
)
@pytest.mark.parametrize("is_routed", [False, True], ids=["own", "routed"])
def test_faults_that_an_adapter_does_not_support_are_reported_with_the_reason(
    make_runtime: MakeRuntime, fault: str, seen: list[str], is_supported: bool, is_routed: bool
) -> None:
    runtime = make_runtime(websocket_adapter=OwnAdapter)
    if is_routed:
        runtime.route_web_socket("**", lambda ws: ws.on_message(ws.send))
    page = opened(runtime, EchoServer(port=9), fault)
    runtime.clock.run_for(2)
    assert events(page) == seen
    assert bool(page.faults.fired) is is_supported
    name = "routes this socket" if is_routed else "OwnAdapter"
    assert [name in given.reason for given in page.faults.unsupported] == [True] * (
        not is_supported
    )


def test_fault_of_a_connection_affects_a_routed_socket_that_is_connected_to_its_server(
    runtime: Runtime, echo: EchoServer
) -> None:
    runtime.route_web_socket("**", lambda ws: ws.connect_to_server())
    page = opened(runtime, echo, "reset after 1 message")
    runtime.clock.run_for(1)
    assert events(page) == ["open", "one", "error", LOST]
    assert not page.faults.unsupported


def test_close_frame_of_an_ending_runtime_arrives_through_a_fault_that_slices_bytes() -> None:
    with WsServer().echo() as server:
        with Runtime(hints=False) as runtime:
            runtime.faults.add("slice 1 to 2 bytes both ways")
            page = runtime.open(source=SOCKET, config={"url": server.url})
            runtime.run_until(lambda: len(events(page)) == 4)
        server.check()
    assert server.connections[0].close_code == 1001


def test_faults_are_removed_by_kind_and_values(runtime: Runtime) -> None:
    page = runtime.open(source='// { "framework": "Vanilla" }\n')
    page.faults.add("drop after 3 messages once")
    page.faults.add(faults.Delay(1))
    page.faults.remove("drop after 3 messages")
    assert [active.fault for active in page.faults.active] == [faults.Delay(1)]
    with pytest.raises(WeexError, match="delay 1 s"):
        page.faults.remove(faults.Refuse())
    page.faults.clear()
    assert page.faults.active == []
    page.destroy()
    with pytest.raises(PageDestroyed):
        page.faults.add("refuse")


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        ({"number": 0}, "number: expected an integer from 1"),
        ({"times": 1.5}, "times: expected an integer from 1"),
        ({"probability": 50}, "probability: expected a number from 0 to 1"),
        ({"between": 5}, "between: expected"),
        ({"message": "x"}, "expected a fault of messages"),
    ],
)
def test_fault_with_a_wrong_selection_of_connections_or_messages_is_an_error(
    runtime: Runtime, chosen: dict[str, Any], problem: str
) -> None:
    with pytest.raises(WeexError, match=problem):
        runtime.faults.add(faults.Refuse(), **chosen)
    with pytest.raises(WeexError, match="expected a fault"):
        runtime.faults.add(faults.Refuse)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["stall", "stall after 1 message", "stall after 150 bytes"])
@pytest.mark.parametrize("adapter", [*ADAPTERS, None])
def test_stalled_connection_continues_after_the_fault_ends(
    make_runtime: MakeRuntime, echo: EchoServer, fault: str, adapter: str | None
) -> None:
    runtime = make_runtime(websocket_adapter=adapter or OwnAdapter)
    page = opened(runtime, echo, f"{fault} until 5 s")
    runtime.clock.run_for(4)
    if adapter or "message" in fault:
        assert len(events(page)) <= 2
    runtime.clock.run_for(2)
    assert events(page) == ["open", "one", "two", "three"]


def test_bytes_of_a_stalled_connection_arrive_after_the_fault_is_removed(
    runtime: Runtime, echo: EchoServer
) -> None:
    source = SOCKET + "setInterval(function () { ws.send('tick'); }, 1000);"
    page = runtime.open(source=source, config={"url": echo.url, "messages": []})
    runtime.clock.run_for(1.5)
    with page.faults.add("stall"):
        runtime.clock.run_for(2)
        assert events(page) == ["open", "tick"]
    runtime.clock.run_for(0)
    assert events(page) == ["open", "tick", "tick", "tick"]
