"""websocket-client alone as a peer of the benchmarks: python -m benchmarks.bare_peer [wsaccel].

It does as its user would: blocking, and with its own check of UTF-8, in C where wsaccel is allowed.
Requests and answers: peers.py.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from benchmarks.wsaccel import forbid_wsaccel

forbid_wsaccel()
import websocket  # noqa: E402


def _run(client: websocket.WebSocket, work: dict[str, int]) -> tuple[int, int]:
    """{trips, size}: echo; {messages, size}: burst. How many messages came, and their length."""
    received = length = 0
    if "trips" in work:
        text = "x" * work["size"]
        for _ in range(work["trips"]):
            client.send(text)
            received += 1
            length += len(client.recv())
    else:
        client.send(f"burst {work['messages']} {work['size']}")
        while received < work["messages"]:
            received += 1
            length += len(client.recv())
    return received, length


def main() -> None:
    """Answer each line of standard input with one line."""
    client: websocket.WebSocket
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        count = length = 0
        wall, cpu = time.perf_counter(), time.process_time()
        if request["do"] == "open":
            client = websocket.create_connection(request["url"])
        else:
            count, length = _run(client, request["work"])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"wall": wall, "cpu": cpu, "count": count, "length": length}), flush=True)
    client.close()


if __name__ == "__main__":
    main()
