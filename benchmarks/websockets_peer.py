"""The client of `websockets` alone as a peer: python -m benchmarks.websockets_peer.

peers.py describes requests and answers.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect


async def _run(client: ClientConnection, work: dict[str, int]) -> tuple[int, int]:
    """{trips, size, binary}: echo of one message. How many came back, and their length."""
    message = bytes(work["size"]) if work["binary"] else "x" * work["size"]
    received = length = 0
    for _ in range(work["trips"]):
        await client.send(message)
        received += 1
        length += len(await client.recv())
    return received, length


async def main() -> None:
    """Answer each line of standard input with one line."""
    client: ClientConnection
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        count = length = 0
        wall, cpu = time.perf_counter(), time.process_time()
        if request["do"] == "open":
            client = await connect(request["url"], compression=None, max_size=None)
        else:
            count, length = await _run(client, request["work"])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"wall": wall, "cpu": cpu, "count": count, "length": length}), flush=True)
    await client.close()


if __name__ == "__main__":
    asyncio.run(main())
