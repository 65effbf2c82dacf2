"""Soak tests: `make soak`. They take minutes, so pytest does not collect them by default;
test_load.py has short versions.

Its length: SOAK_MINUTES (10, of the chat; a tenth of it each run of many sockets), SOAK_PAGES
(200), SOAK_OPENINGS (1000, by the module and by the polyfill each). SOAK_SEED is the seed of the
chat. All it measures is compared with itself, in one run; the tolerances are what a machine with
other work to do needs. Each test prints what it saw.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from websockets.sync.client import connect

from weex_runtime import Runtime

from ..support.node_peer import ProcessPeer
from .chat import ROOM, Chat, problems
from .load import (
    SOCKETS,
    Load,
    Stalling,
    allow_open_files,
    percentile,
    resident,
    run_for,
    server,
)

MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
SECONDS = MINUTES * 6
PAGES = int(os.environ.get("SOAK_PAGES", "200"))
OPENINGS = int(os.environ.get("SOAK_OPENINGS", "1000"))

ROUNDS = 3  # each round has a phase without slow servers and a phase with slow servers
PHASE = SECONDS / (2 * ROUNDS + 2)  # seconds; the warm-up before the rounds has 2 phases

CHAT_PARTS = 6  # parts of the chat; after each, memory, files and threads are measured
MEMORY_TOLERANCE = 1.1  # maximum ratio of memory after the last round to memory after the first
LATENCY_TOLERANCE = (
    3.0  # maximum ratio of the round trip time with slow servers to that without them
)
LEFT_PER_PAGE = 2048  # bytes of memory that a closed page may leave behind


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    allow_open_files(PAGES * max(SOCKETS) * 2 + 200)
    before = len(os.listdir("/dev/fd")), threading.enumerate()
    yield
    assert (len(os.listdir("/dev/fd")), threading.enumerate()) == before


@pytest.fixture
def echo(nothing_is_left: None) -> Iterator[ProcessPeer]:
    with server() as process:
        yield process


@pytest.fixture
def device(nothing_is_left: None) -> Iterator[Runtime]:
    with Runtime(hints=False) as runtime:
        # Limit the records to 100 entries: with the default limit, they would grow during the whole
        # test and look like a leak.
        runtime.history = 100
        yield runtime


def counts_of(url: str) -> Counter[str]:
    """Ask the server how often it received each chat message."""
    with connect(f"{url}/counts", proxy=None) as client:
        return Counter(json.loads(client.recv()))


def test_chat_keeps_each_acknowledged_message_on_networks_that_fail(
    nothing_is_left: None, echo: ProcessPeer
) -> None:
    """The numbers of open files and threads, and the memory, must stay level too."""
    url = f"ws://127.0.0.1:{echo.facts['port']}"
    rooms = [f"{url}/chat/{number}" for number in range(PAGES // ROOM)]
    memory: list[float] = []
    files: list[int] = []
    threads: list[int] = []
    with Runtime(hints=False, seed=SEED) as device:
        chat = Chat(device, rooms, PAGES, SEED)
        for number in range(CHAT_PARTS + 1):
            chat.run_for(MINUTES * 60 / (CHAT_PARTS + 1), lambda: run_for(device, 0.05))
            if number:  # the first part of the chat is a warm-up
                memory.append(resident())
                files.append(len(os.listdir("/dev/fd")))
                threads.append(threading.active_count())
        chat.close()
        errors = [error for user in chat.users for error in user.errors]
        received = counts_of(url)
    print(
        f"\n{MINUTES:g} minutes of chat, {chat.report()}"
        f"\nresident memory: {', '.join(f'{size:.1f}' for size in memory)} MiB"
        f"\nopen files: {', '.join(map(str, files))}; threads: {', '.join(map(str, threads))}"
    )
    assert [*problems(chat.users, received), *errors] == []
    half = CHAT_PARTS // 2
    for level in (memory, files, threads):
        assert max(level[half:]) <= max(level[:half]) * MEMORY_TOLERANCE


@pytest.mark.parametrize("sockets", SOCKETS)
def test_messages_of_many_sockets_come_back_in_order(
    device: Runtime, echo: ProcessPeer, sockets: int
) -> None:
    """Memory must stay level too, and slow servers must not delay other sockets."""
    port = echo.facts["port"]
    load = Load(device, port, PAGES, sockets)
    load.run_until_open()
    quiet: Counter[int] = Counter()
    beside: Counter[int] = Counter()  # latencies in phases with slow servers
    memory: list[float] = []
    start, messages = time.monotonic(), 0
    for number in range(ROUNDS + 1):
        load.take_latencies()
        run_for(device, PHASE)
        if number:
            quiet += load.take_latencies()
            memory.append(resident())
        stalling = Stalling(device, port, rate=int((100 << 20) / PHASE), most=1 << 40)
        load.take_latencies()
        run_for(device, PHASE)
        if number:
            beside += load.take_latencies()
        stalling.run_until_failed()
        stalling.close()
        load.forget()
    seconds, messages = time.monotonic() - start, load.counts()["received"]
    load.stop()
    load.assert_all_is_well(opened=load.sockets)

    medians = percentile(quiet, 0.5), percentile(beside, 0.5)
    p99s = percentile(quiet, 0.99), percentile(beside, 0.99)
    print(
        f"\n{load.sockets} sockets in {PAGES} pages, {seconds:.0f} s: {messages} messages, "
        f"{messages / seconds:.0f} a second"
        f"\nround trip: median {medians[0]} ms, beside slow servers {medians[1]} ms; "
        f"p99 {p99s[0]} ms, beside slow servers {p99s[1]} ms"
        f"\nresident memory after each round: {', '.join(f'{m:.1f}' for m in memory)} MiB"
    )
    assert memory[-1] <= memory[0] * MEMORY_TOLERANCE
    # One millisecond more is allowed, since the pages' clock counts whole milliseconds.
    assert medians[1] <= medians[0] * LATENCY_TOLERANCE + 1
    assert p99s[1] <= p99s[0] * LATENCY_TOLERANCE + 1


@pytest.mark.parametrize("sockets", SOCKETS)
def test_closed_pages_free_their_memory(device: Runtime, echo: ProcessPeer, sockets: int) -> None:
    warm_up = OPENINGS // 10
    files, before, start = 0, 0.0, 0.0
    for number in range(warm_up + OPENINGS):
        if number == warm_up:
            files, before, start = len(os.listdir("/dev/fd")), resident(), time.monotonic()
        load = Load(device, echo.facts["port"], 1, sockets, last=1)
        load.run_until_received(load.sockets)
        load.close()
    seconds, after = time.monotonic() - start, resident()
    print(
        f"\n{OPENINGS} pages with {sockets or 1} sockets, one after the other: {seconds:.0f} s, "
        f"{seconds / OPENINGS * 1000:.0f} ms each; resident memory {before:.1f} MiB, then "
        f"{after:.1f} MiB"
    )
    assert len(os.listdir("/dev/fd")) == files
    assert (after - before) * (1 << 20) <= OPENINGS * LEFT_PER_PAGE


@pytest.mark.parametrize("sockets", SOCKETS)
def test_sockets_reconnect_after_each_restart_of_the_server(device: Runtime, sockets: int) -> None:
    with server() as process:
        port = process.facts["port"]
        load = Load(device, port, PAGES, sockets)
        load.run_until_open()
        process.kill()
    for number in range(1, 4):
        load.run_until_refused(number * load.sockets)
        start = time.monotonic()
        with server(port) as process:
            load.run_until_opened((number + 1) * load.sockets)
            counts = load.counts()
            print(
                f"\n{load.sockets} sockets back after {time.monotonic() - start:.1f} s, "
                f"{counts['refused']} attempts refused so far"
            )
            load.run_until_received(counts["received"] + 10 * load.sockets)
            if number == 3:
                load.stop()
                load.assert_all_is_well(opened=4 * load.sockets)
            process.kill()
    load.close()
