"""`WeexUser` in a process of Locust, against the chat server; with the user of docs/load.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from weex_runtime.servers import ChatServer

from ..support.command import ROOT

USERS, MESSAGES = 3, 5
DOCUMENTED_URL = "ws://127.0.0.1:8080/"


class Run(NamedTuple):
    """A run of Locust.

    Attributes:
        rows: {type and name: (requests, failures, bytes)}, the port in names as PORT.
        errors: Locust's table of errors.
        connected, received, sent: The figures of the server.
    """

    rows: Mapping[str, tuple[int, int, int]]
    errors: str
    connected: int
    received: list[str | bytes]
    sent: int


def documented_file(url: str) -> str:
    """The locustfile of docs/load.md, with one user of its class and another server."""
    page = (ROOT / "docs" / "load.md").read_text(encoding="utf-8")
    code = page.partition("```python locustfile.py\n")[2].partition("```")[0]
    assert code.count(DOCUMENTED_URL) == code.count("(WeexUser):\n") == 1
    code = code.replace("(WeexUser):\n", "(WeexUser):\n    fixed_count = 1\n")
    return code.replace(DOCUMENTED_URL, url)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    documented = tmp_path_factory.mktemp("docs") / "locustfile.py"
    with ChatServer() as server:
        documented.write_text(documented_file(f"{server.url}docs"), encoding="utf-8")
        files = ["-f", f"tests/load/chat_users.py,{documented}"]
        arguments = ["--headless", "--users", str(USERS + 2), "--spawn-rate", "100", "--json"]
        done = subprocess.run(
            [sys.executable, "-m", "locust", *files, *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "LOAD_URL": server.url,
                "LOAD_MESSAGES": str(MESSAGES),
                "LOAD_QUITS": str(USERS * MESSAGES + 1),
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 1, done.stderr  # Locust exits with 1 after failures
        assert "Traceback" not in done.stderr
        rows = {
            f"{row['method']} {row['name']}".replace(str(server.port), "PORT"): (
                row["num_requests"],
                row["num_failures"],
                row["total_content_length"],
            )
            for row in json.loads(done.stdout)
        }
        return Run(rows, done.stderr, server.connected, server.received, server.sent)


def test_counts_of_sockets_and_messages_equal_those_of_the_server(run: Run) -> None:
    rooms = ("", "docs")
    opened = sum(run.rows[f"WS open ws://127.0.0.1:PORT/{room}"][0] for room in rooms)
    sent, sizes = (
        sum(run.rows[f"WS sent ws://127.0.0.1:PORT/{room}"][figure] for room in rooms)
        for figure in (0, 2)
    )
    received = sum(run.rows[f"WS recv ws://127.0.0.1:PORT/{room}"][0] for room in rooms)
    assert opened == run.connected == USERS + 1
    assert sent == len(run.received) >= USERS * (1 + MESSAGES) + 2
    assert sizes == sum(len(message) for message in run.received)
    # The server may send up to USERS messages ("a user left") that closing pages do not receive.
    assert received <= run.sent <= received + USERS
    assert run.rows["WS close 1001 ws://127.0.0.1:PORT/"][:2] == (USERS, 0)


def test_each_measured_block_has_a_row_and_a_failed_block_shows_the_cause(run: Run) -> None:
    assert run.rows["measured say"][:2] == (USERS * MESSAGES, 0)
    assert run.rows["measured wrong"][:2] == (1, 1)
    assert 'get_by_text("absent #")' in run.errors
    assert run.rows["measured say hello"][1] == 0


def test_uncaught_error_of_a_page_is_a_failure_with_its_stack(run: Run) -> None:
    assert run.rows["page broken.js"] == (1, 1, 0)
    # Do not expect ")" after the line number: one of the two engines also reports the column.
    assert "at fail (broken.js:7" in run.errors


def test_row_of_a_request_has_the_url_without_the_query(run: Run) -> None:
    assert run.rows["GET http://127.0.0.1:1/list"][:2] == (1, 1)


def test_page_used_by_another_greenlet_raises_an_error_that_names_its_owner(run: Run) -> None:
    assert run.rows["test another greenlet"][:2] == (1, 1)
    assert "belongs to the greenlet of its user" in run.errors
