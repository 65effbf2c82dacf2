"""Load: the users of one process, compared with threads of websocket-client and with Node."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import BARE, NODE, OURS, Row, Scale, Target, with_wsaccel
from benchmarks.peers import ENVIRONMENT, Timing, client_commands, in_turns, running, serving

_SIZE = 64
_ROOT = Path(__file__).parents[1]
_SAY = "{user} says {n}"


def rows(scale: Scale) -> Iterable[Row]:
    """Yield rows of this revision only, since earlier revisions have no load test."""
    if scale.before:
        return
    users, trips = scale.amount(200), scale.amount(50)
    commands = {**client_commands(scale), OURS: [sys.executable, "-m", "benchmarks.load_peer"]}
    with serving() as url, running(commands) as peers:

        def work(name: str) -> Timing:
            timing = peers[name].run(trips=trips, size=_SIZE)
            assert timing.count == users * trips, (name, timing)
            return timing

        for peer in peers.values():
            peer.open("echo.js", url, users)
        found = in_turns(peers, scale.values(7), work, warm_ups=5)
    messages = users * trips
    cpu = {
        name: [timing.cpu / messages * 1e6 for timing in timings] for name, timings in found.items()
    }
    rates = {
        name: [messages / timing.wall for timing in timings] for name, timings in found.items()
    }
    title = f"(o) echo by {users} users, warm"
    yield from with_wsaccel(Row(f"{title}, CPU a message", "µs", cpu, {BARE: Target(1.3)}))
    yield Row(f"{title}, messages", "/s", rates, {NODE: Target(0.35, at_least=True)})
    yield from _chat_rows(scale)


def _chat_rows(scale: Scale) -> Iterable[Row]:
    """Yield one value for each row: users of `weex-runtime load`, each alone in a chat room."""
    users = scale.amount(500)
    seconds = scale.amount(60)
    command = [
        *("-m", "weex_runtime", "load", "bundles/chat.js", "--json", "--serve", "chat"),
        *("--users", str(users), "--spawn-rate", "50", "--time", f"{seconds}s"),
        *("--map", "ws://chat.example=chat", "--config", "url=ws://chat.example/{user}"),
        *("--do", "fill 'your name' Ada", "--do", "tap connect", "--do", "wait 'online as'"),
        *("--repeat", f"fill 'say something' '{_SAY}'"),
        *("--repeat", "tap css=[testId=say]", "--repeat", f"wait '{_SAY}'"),
        *("--wait", "5-15", "--timeout", "60"),
    ]
    done = subprocess.run(
        [sys.executable, *command],
        check=True,
        cwd=_ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    document = json.loads(done.stdout)
    (process,) = document["used"]
    count = sum(row["count"] for row in document["rows"] if row["type"] in ("WS sent", "WS recv"))
    title = f"(o) {users} users of the chat"
    yield Row(f"{title}, memory", "MiB", {OURS: [process["memory"] / (1 << 20)]}, limit=500)
    yield Row(f"{title}, CPU a message", "µs", {OURS: [process["cpu"] / max(1, count) * 1e6]})
