"""`make bench`: run every measure, print the table; with --write also into README.md."""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks import bridge_calls, echo, memory, start
from benchmarks.measure import Row
from weex_runtime.engine import engine_name

_README = Path(__file__).with_name("README.md")


def main() -> int:
    """Measure on the installed engine."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    write = parser.parse_args().write
    engine = engine_name()
    print(f"{_title(engine)}\n")
    rows: list[Row] = []
    for measure in (start, bridge_calls, echo, memory):
        for found in measure.rows():
            print(f"{found.measure:50} {found.value:>12}   ({found.spread}, {found.runs} values)")
            rows.append(found)
        sys.stdout.flush()
    if write:
        _write(engine, rows)
        print(f"\nwritten to {_README}")
    return 0


def _title(engine: str) -> str:
    python = f"Python {platform.python_version()}"
    return f"{engine} {version(engine)}, {python}, {platform.system()} {platform.machine()}"


def _write(engine: str, rows: list[Row]) -> None:
    """Replace the engine's table between its two marks."""
    begin, end = f"<!-- {engine} -->\n", f"<!-- /{engine} -->"
    lines = [f"{_title(engine)}\n\n", "| measure | median | lowest to highest | values |\n"]
    lines.append("| --- | ---: | ---: | ---: |\n")
    lines += [f"| {r.measure} | {r.value} | {r.spread} | {r.runs} |\n" for r in rows]
    text = _README.read_text(encoding="utf-8")
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    _README.write_text(head + begin + "".join(lines) + end + tail, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
