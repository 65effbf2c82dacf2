"""websocket-client alone as a peer of the benchmarks: python -m benchmarks.bare_peer [wsaccel].

Sockets are blocking, and the client checks UTF-8 itself, in C where wsaccel is allowed.
peers.py describes requests and answers.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.wsaccel import forbid_wsaccel

forbid_wsaccel()
import websocket  # noqa: E402


def _run(client: websocket.WebSocket, work: dict[str, int]) -> tuple[int, int]:
    """Run an echo ({trips, size}) or a burst ({messages, size}). Return the number of received
    messages and their length."""
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


def _run_threads(clients: list[websocket.WebSocket], work: dict[str, int]) -> tuple[int, int]:
    """Do the work of `_run` with each client, each in a thread of its own."""
    with ThreadPoolExecutor(len(clients)) as threads:
        results = list(threads.map(lambda client: _run(client, work), clients))
    return sum(count for count, _ in results), sum(length for _, length in results)


def main() -> None:
    """Answer each line of standard input with one line."""
    clients: list[websocket.WebSocket] = []
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        count = length = 0
        wall, cpu = time.perf_counter(), time.process_time()
        if request["do"] == "open":
            clients = [websocket.create_connection(request["url"]) for _ in range(request["pages"])]
        elif len(clients) == 1:
            count, length = _run(clients[0], request["work"])
        else:
            count, length = _run_threads(clients, request["work"])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"wall": wall, "cpu": cpu, "count": count, "length": length}), flush=True)
    for client in clients:
        client.close()


if __name__ == "__main__":
    main()
