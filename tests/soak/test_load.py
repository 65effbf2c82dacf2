"""Short versions of the tests in soak.py, with counts instead of minutes."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Iterator

import pytest

from weex_runtime import Runtime
from weex_runtime.servers import ChatServer

from ..support.node_peer import ProcessPeer
from .chat import Chat, problems
from .load import SOCKETS, Load, Stalling, server

PAGES = 10
MESSAGES = 50  # number of messages that each socket sends


@pytest.fixture(scope="module")
def echo() -> Iterator[ProcessPeer]:
    with server() as process:
        yield process


@pytest.fixture
def device(echo: ProcessPeer) -> Iterator[Runtime]:
    before = len(os.listdir("/dev/fd")), threading.enumerate()
    with Runtime(hints=False) as runtime:
        yield runtime
    assert (len(os.listdir("/dev/fd")), threading.enumerate()) == before


@pytest.mark.parametrize("sockets", SOCKETS)
def test_each_message_of_each_socket_comes_back_in_order(
    device: Runtime, echo: ProcessPeer, sockets: int
) -> None:
    load = Load(device, echo.facts["port"], PAGES, sockets, last=MESSAGES)
    load.run_until_open()
    load.run_until_received(load.sockets * MESSAGES)
    load.assert_all_is_well(opened=load.sockets)


def test_a_server_that_stalls_or_sends_slowly_does_not_delay_other_sockets(
    device: Runtime, echo: ProcessPeer
) -> None:
    stalling = Stalling(device, echo.facts["port"], rate=1 << 30, most=8 << 20)
    stalling.run_until_sent(8)
    load = Load(device, echo.facts["port"], PAGES, 0, last=MESSAGES)
    load.run_until_received(load.sockets * MESSAGES)
    load.assert_all_is_well(opened=load.sockets)
    stalling.run_until_sent(8)  # the server still delays this socket
    stalling.close()


def test_each_socket_connects_again_after_the_server_was_killed(device: Runtime) -> None:
    with server() as first:
        port = first.facts["port"]
        load = Load(device, port, PAGES, max(SOCKETS))
        load.run_until_open()
        first.kill()
    load.run_until_refused(load.sockets)
    with server(port):
        load.run_until_opened(2 * load.sockets)
        load.run_until_received(load.counts()["received"] + load.sockets * MESSAGES)
        load.stop()
        load.assert_all_is_well(opened=2 * load.sockets)


def test_pages_that_are_destroyed_close_their_sockets(device: Runtime, echo: ProcessPeer) -> None:
    for _ in range(3):
        load = Load(device, echo.facts["port"], PAGES, max(SOCKETS))
        load.run_until_open()
        load.close()
    assert not device.pages


def test_chat_keeps_each_acknowledged_message_on_networks_that_fail() -> None:
    """The clock is virtual, so that the pauses before reconnecting take no time."""
    with ChatServer() as server, Runtime(hints=False, clock="virtual", seed=6) as device:
        chat = Chat(device, [server.url], 3, seed=6)
        chat.run_for(15, lambda: device.clock.run_for(0.25))
        sent = [json.loads(message) for message in server.received]
    received = Counter(message["text"] for message in sent if message["type"] == "message")
    assert [*problems(chat.users, received)] == []
    assert all(user.acknowledged for user in chat.users)
    assert sum(user.lost for user in chat.users) > 0
