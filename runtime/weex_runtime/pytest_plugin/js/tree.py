"""The tree of suites and tests that a file in JS declares: finds the line of each node, and applies
`.only`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weex_runtime.js_tests.context import Context


def nodes(suite: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return all suites and tests in a suite, in the order of the file."""
    for child in suite.get("children", ()):
        yield child
        yield from nodes(child)


def leave_out(suite: dict[str, Any], is_wanted: bool = False) -> bool:
    """Set "left_out" of each node in a suite, by Jasmine's rule: a focused test in a focused suite
    leaves out the suite's other tests.

    Args:
        is_wanted: Whether the suite or a suite around it is focused (`.only`). If so, all tests of
            the suite run, or only the focused tests if the suite has any.

    Returns:
        Whether a test of the suite runs.
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
    """Set two fields of each node in a suite: "line", counted from 1, and "places", the path of
    indexes from the root of the tree to the node.

    Args:
        lines: The lines of the test file.
    """
    for number, child in enumerate(suite["children"]):
        own = [frame for frame in context.frames(child["stack"]) if frame.path == context.path]
        child["line"] = _first_line(child, own[0].line if own else 1, lines)
        child["places"] = (*places, number)
        if child["kind"] == "suite":
            place(child, context, lines, child["places"])


def _first_line(node: dict[str, Any], line: int, lines: Sequence[str]) -> int:
    """Return the line on which the call of `it` or `describe` begins. For a call of several lines,
    the engine may report the last line.

    Args:
        line: The line that the stack trace reports for the call.
    """
    name = "describe" if node["kind"] == "suite" else "(?:it|test)"
    begin = re.compile(rf"\b[fx]?{name}(?:\.\w+)*\s*\(")
    title = re.compile(rf"{begin.pattern}\s*(['\"`]){re.escape(node['title'])}\1")
    for pattern in (title, begin):
        for number in range(line, 0, -1):
            if pattern.search(lines[number - 1]):
                return number
    return line
