"""The shipped demo bundles against their real servers, as a user sees them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.demo_command import bundle_path
from weex_runtime.platforms import PlatformName
from weex_runtime.servers import ChatServer, EchoServer
from weex_runtime.steps import carry_out, parse

PLATFORMS: list[PlatformName | None] = [None, "android", "ios", "web"]


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime() as runtime:
        yield runtime


def do(page: Page, *steps: str) -> None:
    for step in steps:
        carry_out(page, parse(step), 10.0)


def join(runtime: Runtime, server: ChatServer, name: str) -> Page:
    page = runtime.open(bundle_path("chat.js"), config={"url": server.url})
    do(page, f'fill "your name" {name}', "tap connect", f'wait "online as {name}"')
    return page


def test_echo_shows_a_line_for_each_handler(runtime: Runtime) -> None:
    with EchoServer() as server:
        page = runtime.open(bundle_path("echo.js"), config={"url": server.url})
        do(page, "tap connect", 'wait "onopen: open"', "fill message héllo", "tap send")
        do(page, 'wait "onmessage: \\"héllo\\""', 'tap "send binary"')
        do(page, 'wait "onmessage: binary, 4 bytes"', "tap close")
        do(page, 'wait "onclose: closed 1000 bye clean"')
        assert server.received == ["héllo", b"WEEX"]
        assert not page.errors


def test_echo_shows_why_it_cannot_connect(runtime: Runtime) -> None:
    page = runtime.open(bundle_path("echo.js"), config={"url": "ws://127.0.0.1:1/"})
    do(page, "tap connect", 'wait "Connection refused"', 'wait "closed 1006 not clean"')


@pytest.mark.parametrize("platform", PLATFORMS)
def test_chat_brings_what_one_says_to_both_screens(platform: PlatformName | None) -> None:
    with Runtime(platform=platform) as runtime, ChatServer() as server:
        ada, bob = join(runtime, server, "Ada"), join(runtime, server, "Bob")
        do(ada, 'wait "present: Ada, Bob"', 'fill "say something" "hello Bob"', "tap say")
        do(ada, 'wait "Ada: hello Bob"')
        do(bob, 'wait "Ada: hello Bob"', 'fill "say something" hi', 'return "say something"')
        do(ada, 'wait "Bob: hi"')
        do(bob, "tap leave", "wait offline")
        do(ada, 'gone "Ada, Bob"')
        assert not ada.errors
        assert not bob.errors


def test_chat_scrolls_to_the_newest_message(runtime: Runtime) -> None:
    with ChatServer() as server:
        page = join(runtime, server, "Ada")
        do(page, 'fill "say something" one', "tap say", 'wait "Ada: one"')
        (cell,) = [e for e in page.document.elements() if e.type == "cell"]
        scrolls = [c.args[3] for c in page.native_calls if "scrollToElement" in c.args]
        assert scrolls == [[cell.ref, {"animated": True}]]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_chat_reconnects_with_growing_pauses_until_the_server_is_back(
    platform: PlatformName | None,
) -> None:
    with Runtime(clock="virtual", platform=platform) as runtime, ChatServer() as server:
        page = join(runtime, server, "Ada")
        server.close()
        do(page, 'wait "lost the connection (1001), next try in 1 s"')
        for pause in (2, 4, 8):
            runtime.clock.fast_forward(pause / 2)
            do(page, f'wait "lost the connection (1006), next try in {pause} s"')
        server.start()
        runtime.clock.fast_forward(8)
        do(page, 'wait "online as Ada"')
        assert not page.errors


def test_chat_asks_for_a_name_before_it_connects(runtime: Runtime) -> None:
    page = runtime.open(bundle_path("chat.js"))
    do(page, "tap connect", 'wait "say who you are first"')


def test_chat_stays_offline_after_leave_during_back_off_and_connects_once_when_asked() -> None:
    with Runtime(clock="virtual") as runtime, ChatServer() as server:
        page = join(runtime, server, "Ada")
        server.close()
        do(page, 'wait "next try in 1 s"', "tap leave", "wait offline")
        server.start()
        server.received.clear()
        runtime.clock.fast_forward(60)
        runtime.run_until_idle()
        assert server.received == []
        do(page, "tap connect", 'wait "online as Ada"')
        runtime.clock.fast_forward(60)
        runtime.run_until_idle()
        assert server.received == ['{"type":"join","name":"Ada"}']


def test_chat_can_leave_and_connect_at_once(runtime: Runtime) -> None:
    with ChatServer() as server:
        page = join(runtime, server, "Ada")
        do(page, "tap leave", "tap connect", 'wait "online as Ada"')
        assert len(server.received) == 2


def test_chat_keeps_what_was_typed_while_offline(runtime: Runtime) -> None:
    page = runtime.open(bundle_path("chat.js"))
    do(page, 'fill "say something" draft', "tap say", 'wait "draft"')
