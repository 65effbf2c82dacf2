"""Run `python -m benchmarks` and read the table that it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS, NODE, BARE, CHROMIUM = 1, 2, 3, 4  # indexes of the columns in the printed tables


def run(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """`python -m benchmarks`, with PATH replaced if one is given."""
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def table(output: str) -> dict[str, list[str]]:
    """Parse a table: first cell -> cells of the row."""
    rows = [
        [cell.strip() for cell in line[2:-2].split(" | ")]
        for line in output.splitlines()
        if line.startswith("| ")
    ]
    return {row[0]: row for row in rows}


def is_figure(cell: str) -> bool:
    # A small figure is a difference of larger figures, so it can be negative on a loaded machine.
    limit = r"( \(≤ \d+ (reached|missed)\))?"
    return re.fullmatch(rf"-?[\d.,]+ (ms|µs|MiB|/s){limit}", cell) is not None
