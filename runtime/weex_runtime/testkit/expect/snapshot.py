"""A page's element tree as readable text, kept in a file and compared with it."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from weex_runtime.document.document import Element
from weex_runtime.errors import WaitTimeout
from weex_runtime.instance.waiting import report, wait
from weex_runtime.json_values import JSONValue, to_unicode
from weex_runtime.loop.timeouts import Timeout, real_seconds
from weex_runtime.testkit.locator.element_state import FIELDS, own_text, value_of

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Page


# weex-loader's hash of a component's path and text, in an attribute of each element of it.
_STYLE_SCOPE = "@styleScope"

UPDATE = "WEEX_UPDATE_SNAPSHOTS"
_OFF = ("", "0", "false", "no")


def snapshot_of(page: Page) -> str:
    """One element a line, indented as it is nested: its type, its text or value, its other
    attributes by name, the events that it listens to, and whether it is hidden itself. No refs,
    no further styles and no scope of styles, which change without a user's seeing it; no lists and
    objects, like the data of a recycle-list, whose rows are there.

    `input "Ada" placeholder="your name" on input, return`
    """
    if page.document.is_empty:
        return "(nothing is rendered)\n"
    lines: list[str] = []
    stack = [(page.document.root, 0)]
    while stack:
        element, depth = stack.pop()
        lines.append("  " * depth + _line(element))
        stack.extend((child, depth + 1) for child in reversed(element.children))
    return "\n".join(lines) + "\n"


def file_of(path: str | PathLike[str], caller: str) -> Path:
    """The file that a name or a path stands for."""
    file = Path(path)
    if file.suffix or len(file.parts) != 1:
        return file
    folder = Path(caller).parent if os.path.exists(caller) else Path()
    return folder / "snapshots" / f"{file}.txt"


def check(page: Page, file: Path, *, update: bool, timeout: Timeout | None) -> None:
    """Compare a page with a file, or write the file.

    Raises:
        AssertionError: They differ, or the file is missing in CI.
    """
    head = f"expect(page {page.id} ({page.name})).to_match_snapshot({str(file)!r})"
    if update or _is_set(UPDATE):
        _write(page, file, head, timeout)
    elif file.exists():
        _compare(page, file, head, timeout)
    elif _is_set("CI"):
        raise AssertionError(
            f"{head}: there is no such file, and CI makes none: run the test elsewhere and commit "
            "what it writes"
        )
    else:
        _write(page, file, head, timeout)


def _compare(page: Page, file: Path, head: str, timeout: Timeout | None) -> None:
    expected = file.read_text(encoding="utf-8")
    problem, waited = wait(
        page, lambda: "" if snapshot_of(page) == expected else "they differ", timeout
    )
    if problem:
        from difflib import unified_diff

        lines = expected.splitlines(), snapshot_of(page).splitlines()
        diff = "\n".join(unified_diff(*lines, "the snapshot", "the page", lineterm="", n=2))
        raise AssertionError(
            report(page, f"{head} did not hold {waited}:\n{diff}", [])
            + f"\n  if the page is right, run the test with {UPDATE}=1"
        )


def _write(page: Page, file: Path, head: str, timeout: Timeout | None) -> None:
    limit = page.default_timeout if timeout is None else real_seconds(timeout)
    try:
        page.looper.run_until_idle(limit)
    except WaitTimeout:
        raise AssertionError(
            report(page, f"{head}: the page did not come to rest within {limit:g} s", [])
        ) from None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(snapshot_of(page), encoding="utf-8", newline="\n")


def _line(element: Element) -> str:
    parts = [element.type]
    text = value_of(element) if element.type in FIELDS else own_text(element)
    if text or element.type in FIELDS:
        parts.append(_shown(text))
    for name, value in sorted(element.attr.items()):
        is_shown = name == "value" and (text or element.type in FIELDS)
        if not (is_shown or name == _STYLE_SCOPE or isinstance(value, (list, dict))):
            parts.append(f"{name}={_shown(value)}")
    if element.style.get("visibility") == "hidden":
        parts.append("hidden")
    events = [str(e["type"] if isinstance(e, dict) else e) for e in element.event]
    if events:
        parts.append(f"on {', '.join(sorted(events))}")
    return " ".join(parts)


def _shown(value: JSONValue) -> str:
    return to_unicode(value)


def _is_set(variable: str) -> bool:
    return os.environ.get(variable, "").lower() not in _OFF
