"""Sequential echo: a bundle's onmessage sends the next message, beside websocket-client alone.

The two take turns in one run against one server, which runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time

import websocket

from benchmarks.measure import Row, row
from weex_runtime import Runtime

_RUNS = 9
_TRIPS = 1_000
_TEXT = "x" * 64

_SERVER = """
import sys
from weex_runtime.servers import EchoServer
with EchoServer() as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""

_BUNDLE = """// { "framework": "Vanilla" }
var ws = weex.requireModule('webSocket');
var left;
document.documentElement.appendChild(document.createElement('div'));
document.body.addEvent('go', function (event) { left = event.count; ws.send(event.text); });
ws.onopen = function () { console.log('open'); };
ws.onmessage = function (event) {
  if (--left > 0) ws.send(event.data); else console.log('done');
};
ws.onerror = function (event) { console.error(event.data); };
ws.WebSocket(weex.config.url, '');
"""


def rows() -> list[Row]:
    """Wall and CPU time per round trip, and the ratio to websocket-client alone."""
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin
    assert server.stdout
    try:
        url = server.stdout.readline().strip()
        ours, bare = _measure(url)
    finally:
        server.stdin.close()
        server.wait()
        server.stdout.close()
    pairs = list(zip(ours, bare, strict=True))
    return [
        row("echo of 64 bytes through a bundle, wall", "µs", [wall for wall, _ in ours]),
        row("echo of 64 bytes, websocket-client alone, wall", "µs", [wall for wall, _ in bare]),
        row("- bundle : websocket-client, wall", "x", [o[0] / b[0] for o, b in pairs]),
        row("- bundle : websocket-client, CPU", "x", [o[1] / b[1] for o, b in pairs]),
    ]


def _measure(url: str) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    with Runtime() as runtime:
        page = runtime.open(source=_BUNDLE, name="echo.js", config={"url": url})
        runtime.run_until(lambda: len(page.console) == 1)
        client = websocket.create_connection(url)

        def through_bundle() -> None:
            done = len(page.console) + 1
            page.fire_event("_root", "go", {"count": _TRIPS, "text": _TEXT})
            runtime.run_until(lambda: len(page.console) == done, timeout=60)

        def alone() -> None:
            for _ in range(_TRIPS):
                client.send(_TEXT)
                client.recv()

        for _ in range(_RUNS):
            for work, results in ((through_bundle, ours), (alone, bare)):
                wall, cpu = time.perf_counter(), time.process_time()
                work()
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
                results.append((wall / _TRIPS * 1e6, cpu / _TRIPS * 1e6))
        client.close()
        assert not page.errors
    return ours, bare
