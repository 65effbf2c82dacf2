"""`make soak`: each measure of benchmarks/ runs and prints a figure for each peer."""

from __future__ import annotations

import pytest
from benchmarks import chromium

from ..support.benchmark_table import BARE, CHROMIUM, NODE, OURS, is_figure, run, table
from ..support.node_peer import node_command

# {measurement: its rows (name, whether Node has a figure, whether websocket-client has a figure)}
MEASURES = {
    "start": [("(a) process start to first render", True, False)],
    "echo": [
        ("(b) echo of 64 bytes, wall, first", True, True),
        ("(b) echo of 64 bytes, CPU, first", True, True),
        ("(b) echo of 64 bytes, wall, warm", True, True),
        ("(b) echo of 64 bytes, CPU, warm", True, True),
    ],
    "burst": [
        ("(c) burst of 200 at once, first", True, True),
        ("(c) burst of 200 at once, warm", True, True),
        ("(c) burst of 200 one by one, first", True, True),
        ("(c) burst of 200 one by one, warm", True, True),
    ],
    "large": [
        ("(d) echo of 64 KiB, first", True, True),
        ("(d) echo of 64 KiB, warm", True, True),
    ],
    "message": [
        ("(i) echo of 4 MiB, text", True, True),
        ("(i) echo of 4 MiB, binary", True, True),
        ("(i) echo of 4 MiB, binary, class WebSocket", False, True),
    ],
    "rows": [
        ("(e) 10 rows created, first", True, False),
        ("(e) 10 updates of one row, first", True, False),
        ("(e) 10 rows created, warm", True, False),
        ("(e) 10 updates of one row, warm", True, False),
    ],
    "memory": [
        ("(f) memory with one page", True, False),
        ("(f) memory of a further page", True, False),
        ("(f) opening a further page", True, False),
    ],
    "many": [("(g) messages a second, echo on 2 pages", True, False)],
    "tests": [
        ("(h) a test of a page, in a test runner", True, False),
        ("- of it the page", True, False),
    ],
    "adapters": [
        ("(j) echo of 64 bytes, CPU, reactor", False, True),
        ("(j) echo of 64 bytes, CPU, websocket_client", False, True),
        ("(j) burst of 64 bytes, CPU, reactor", False, True),
        ("(j) burst of 64 bytes, CPU, websocket_client", False, True),
    ],
    "isolation": [
        ("(l) module call, JS to Python, in one process", False, False),
        ("(l) module call, JS to Python, isolated", False, False),
    ],
    "bridge": [("module call, JS to Python", False, False)],
}

IN_CHROMIUM = {"start", "echo", "burst", "rows", "memory", "many"}


@pytest.mark.parametrize("measure", MEASURES)
def test_each_benchmark_prints_a_figure_for_each_peer(measure: str) -> None:
    done = run(measure, "--small")
    assert done.returncode == 0, done.stderr
    found = table(done.stdout)
    for name, in_node, in_bare in MEASURES[measure]:
        row = found[name]
        assert is_figure(row[OURS])
        assert is_figure(row[NODE]) == (in_node and bool(node_command()))
        assert is_figure(row[BARE]) == in_bare
        assert is_figure(row[CHROMIUM]) == (measure in IN_CHROMIUM and chromium.is_here())
