"""Compare weex-runtime with its peers, or with another revision, and print a table."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tests.support.chromium import CHROMIUM

from benchmarks import (
    adapters,
    bridge_calls,
    burst,
    echo,
    isolation,
    layout,
    list_rows,
    load,
    many_pages,
    memory,
    message,
    preview,
    sources,
    start,
    whole_tests,
)
from benchmarks.chromium import is_here
from benchmarks.measure import BARE, WEBSOCKETS, Row, Scale
from benchmarks.peers import node
from benchmarks.revision import environment_of
from benchmarks.table import comparison, table
from weex_runtime.engine.engine import engine_name

_README = Path(__file__).with_name("README.md")

# In the order of the table.
_MEASURES = {
    "start": start.rows,
    "echo": echo.rows,
    "burst": burst.rows,
    "large": echo.large_rows,
    "message": message.rows,
    "rows": list_rows.rows,
    "memory": memory.rows,
    "many": many_pages.rows,
    "tests": whole_tests.rows,
    "bridge": bridge_calls.rows,
    "adapters": adapters.rows,
    "sources": sources.rows,
    "isolation": isolation.rows,
    "layout": layout.rows,
    "preview": preview.rows,
    "load": load.rows,
}


def main() -> int:
    """Run the benchmarks on the installed engine."""
    # Let peers save bytecode, as for a user: otherwise each start compiles all Python files.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "measures", nargs="*", metavar="MEASURE", help=f"{', '.join(_MEASURES)}; default: all"
    )
    parser.add_argument("--quick", action="store_true", help="take three values of each")
    parser.add_argument(
        "--small", action="store_true", help="see that it works: two values, little work"
    )
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    parser.add_argument(
        "--against",
        metavar="REV",
        help="compare the working tree with a commit, in pairs; status 1 if a median is more than "
        "3 %% worse",
    )
    parser.add_argument("--pairs", type=int, metavar="N", help="with --against: pairs (15)")
    options = parser.parse_args()
    unknown = sorted(set(options.measures) - _MEASURES.keys())
    if unknown:
        parser.error(f"there is no measure {unknown[0]!r}; there are {', '.join(_MEASURES)}")
    if options.write and (options.measures or options.quick or options.small):
        parser.error("--write takes a whole run")
    if options.write and options.against:
        parser.error("--write takes a table beside the peers, without --against")
    if options.pairs is not None and (not options.against or options.pairs < 1):
        parser.error("--pairs takes a number above 0, together with --against")
    scale = Scale(2, 100) if options.small else Scale(3 if options.quick else 99, 1)
    if options.against:
        before = environment_of(options.against)
        pairs = options.pairs or (scale.most_values if options.small or options.quick else 15)
        scale = Scale(pairs, scale.divisor, str(before))
    names = [name for name in _MEASURES if name in (options.measures or _MEASURES)]
    rows: list[Row] = []
    for number, name in enumerate(names, 1):
        print(f"{number}/{len(names)} {name}", file=sys.stderr)
        rows += _MEASURES[name](scale)
    if options.against:
        text, worse = comparison(rows, options.against)
        print(f"{_title(False)}\n\n{text}")
        return 1 if worse else 0
    text = f"{_title(is_here())}\n\n{table(rows, bool(node()))}"
    print(text)
    if options.write:
        _write(text)
        print(f"written to {_README}", file=sys.stderr)
    return 0


def _title(with_chromium: bool) -> str:
    engine = engine_name()
    parts = [f"{engine} {version(engine)}", f"Python {platform.python_version()}"]
    if node():
        shown = subprocess.run([*node(), "--version"], capture_output=True, text=True, check=True)
        parts.append(f"Node {shown.stdout.strip().removeprefix('v')}")
    if with_chromium:
        shown = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True, check=True)
        parts.append(" ".join(shown.stdout.split()[:2]))
    parts += [f"{client} {version(client)}" for client in (BARE, WEBSOCKETS)]
    parts.append(f"{platform.system()} {platform.machine()}")
    return ", ".join(parts)


def _write(text: str) -> None:
    """Replace the table of an engine between its two marks in a file."""
    begin, end = f"<!-- {engine_name()} -->\n", f"<!-- /{engine_name()} -->"
    readme = _README.read_text(encoding="utf-8")
    head, _, rest = readme.partition(begin)
    _, _, tail = rest.partition(end)
    _README.write_text(head + begin + text + end + tail, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
