"""The tree of suites and tests that a file in JS declares, as its JS tells it: where each node is,
and what `.only` leaves of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weex_runtime.js_tests.context import Context


def nodes(suite: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All in a suite, in the order of the file."""
    for child in suite.get("children", ()):
        yield child
        yield from nodes(child)


def leave_out(suite: dict[str, Any], is_wanted: bool = False) -> bool:
    """Give each node in a suite "left_out", as Jasmine has it: of a focused suite with a focused
    test in it that test only is run.

    Args:
        is_wanted: The suite is focused.

    Returns:
        Whether something in it stays.
    """
    stays = False
    is_inner = any(other["only"] for other in nodes(suite))
    for child in suite["children"]:
        wanted = child["only"] or (is_wanted and not is_inner)
        kept = leave_out(child, wanted) if child["kind"] == "suite" else wanted
        child["left_out"] = not kept
        stays = stays or kept
    return stays


def place(
    suite: dict[str, Any], context: Context, lines: Sequence[str], places: tuple[int, ...] = ()
) -> None:
    """Give each node in a suite its "line" in the file, from 1 on, and its "places": the way to it
    in the tree, of each suite the child at a place.

    Args:
        lines: Of the file.
    """
    for number, child in enumerate(suite["children"]):
        own = [frame for frame in context.frames(child["stack"]) if frame.path == context.path]
        child["line"] = _first_line(child, own[0].line if own else 1, lines)
        child["places"] = (*places, number)
        if child["kind"] == "suite":
            place(child, context, lines, child["places"])


def _first_line(node: dict[str, Any], line: int, lines: Sequence[str]) -> int:
    """Where a call begins that ends in a line: one engine tells of the end only."""
    name = "describe" if node["kind"] == "suite" else "(?:it|test)"
    begin = re.compile(rf"\b[fx]?{name}(?:\.\w+)*\s*\(")
    title = re.compile(rf"{begin.pattern}\s*(['\"`]){re.escape(node['title'])}\1")
    for pattern in (title, begin):
        for number in range(line, 0, -1):
            if pattern.search(lines[number - 1]):
                return number
    return line
