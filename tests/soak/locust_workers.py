"""Locust's master with two workers on loopback, against the chat server.

The short form, in one process, is tests/load/test_user.py.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack

from weex_runtime.servers import ChatServer

from ..support.command import ROOT

USERS, MESSAGES, WORKERS = 20, 5, 2
TIMEOUT = 120.0  # seconds until all processes must have ended


def test_figures_of_the_locust_master_equal_the_counts_of_the_server() -> None:
    command = [sys.executable, "-m", "locust", "-f", "tests/load/chat_users.py"]
    with ChatServer() as server, ExitStack() as stack:
        environment = {**os.environ, "LOAD_URL": server.url, "LOAD_MESSAGES": str(MESSAGES)}
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])

        def start(*options: str, **more: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env={**environment, **more},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            return stack.enter_context(process)

        master = start(
            *("--master", "--master-bind-host", "127.0.0.1", "--master-bind-port", port),
            *("--headless", "--json", "--expect-workers", str(WORKERS)),
            *("--users", str(USERS + 1), "--spawn-rate", "20"),
            LOAD_QUITS=str(USERS * MESSAGES),
        )
        workers = [start("--worker", "--master-port", port) for _ in range(WORKERS)]
        out, errors = master.communicate(timeout=TIMEOUT)
        for worker in workers:
            worker.communicate(timeout=TIMEOUT)
        sent, received = server.sent, server.received
    found = {
        f"{row['method']} {row['name']}": row for row in json.loads(out) if row["num_requests"]
    }
    rows = {name.partition(" ws://")[0]: row["num_requests"] for name, row in found.items()}
    assert rows["WS open"] == server.connected == USERS, errors
    assert rows["WS sent"] == len(received) == USERS * (1 + MESSAGES)
    assert rows["measured say"] == USERS * MESSAGES
    assert rows["WS close 1001"] == USERS
    # Each time a user leaves, the server reports this to the other users. Users who left earlier do
    # not receive the report.
    assert sent - USERS * (USERS - 1) / 2 <= rows["WS recv"] <= sent
    sizes = found[f"WS sent {server.url}"]["total_content_length"]
    assert sizes == sum(len(message) for message in received)
    assert "at fail (broken.js:7" in errors
