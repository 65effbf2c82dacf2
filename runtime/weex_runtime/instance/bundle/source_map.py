"""The source map of a bundle that webpack or another tool has built.

Source: ECMA-426, "Source map format".
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from weex_runtime.errors import AccessRefused
from weex_runtime.json_values import parse
from weex_runtime.sources.vlq import decode

if TYPE_CHECKING:
    from weex_runtime.access.page_access import PageAccess

_COMMENT = re.compile(r"^[ \t]*//[#@] sourceMappingURL=(\S+)[ \t]*$", re.MULTILINE)
_INLINE = re.compile(r"data:application/json[^,]*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)

# webpack names a source like "webpack:///./src/chat.vue?e204". weex-loader creates several sources
# for each component: code that joins the blocks, and the compiled template, which has no source
# lines.
_TOOL = re.compile(r"webpack://[^/]*/(?:\./)?")
_JOINING_CODE = "var __vue_exports__, __vue_options__"
_TEMPLATE = "module.exports={render:function"
_BOOTSTRAP = "webpack/"
_LEVELS = 5  # number of folders, upwards from the map's folder, that are searched for a source file


class Source(NamedTuple):
    """A source file in a source map.

    Attributes:
        name: The name in stack traces, like "src/chat.vue"; "" for code of webpack itself.
        path: The path of the file; "" if it is unknown.
        text: The text of the file; "" if the map has none.
        has_lines: Whether the mapped lines are lines of the file, not of generated code.
    """

    name: str
    path: str
    text: str
    has_lines: bool


class Segment(NamedTuple):
    """A mapped position: columns count from 0, lines from 1."""

    column: int
    source: int
    source_line: int
    source_column: int


class SourceMap:
    """The positions of a bundle in its source files.

    Args:
        text: The map, a JSON text.
        folder: The names of sources are relative to this folder; "" if the folder is unknown.

    Raises:
        ValueError: The text is not a source map of version 3; the message says what is wrong.
    """

    def __init__(self, text: str, folder: str) -> None:
        given = parse(text.removeprefix(")]}'"))
        if not isinstance(given, dict) or given.get("version") != 3:
            raise ValueError("expected a JSON object with version 3")
        names, mappings = given.get("sources"), given.get("mappings")
        if not isinstance(names, list) or not isinstance(mappings, str):
            raise ValueError(
                "expected `sources` and `mappings`; a source map with `sections` is not supported"
            )
        if not re.fullmatch("[A-Za-z0-9+/,;]*", mappings):
            raise ValueError("`mappings`: expected numbers in base64 VLQ")
        root = str(given.get("sourceRoot") or "")
        texts = given.get("sourcesContent") or []
        self.sources = [
            _source(root, str(name), texts[at] if at < len(texts) else "", folder)
            for at, name in enumerate(names)
        ]
        self._lines = _segments(mappings, len(self.sources))

    def find(self, line: int, column: int) -> tuple[Source, int, int] | None:
        """Return the source, line and column of a position in the bundle; None if it is unmapped.

        Args:
            line, column: From 1; a column of 0 means that the column is unknown. A line that
                belongs to several sources, like minified code, is unmapped without a column.
        """
        segments = self._lines[line - 1] if line <= len(self._lines) else []
        if not segments:
            return None
        if not column:
            first = segments[0]
            if any(segment.source != first.source for segment in segments):
                return None
            return self.sources[first.source], first.source_line, 0
        at = bisect_right(segments, column - 1, key=lambda segment: segment.column) - 1
        found = segments[max(0, at)]
        # Source maps without columns have the column 0 in all mappings.
        source_column = found.source_column and found.source_column + 1
        return self.sources[found.source], found.source_line, source_column


def map_of(text: str, path: str, access: PageAccess) -> tuple[str, str, str] | None:
    """Find the source map that belongs to a bundle.

    Args:
        text: The bundle.
        path: The path of the bundle's file; "" for a bundle from a server or a text.
        access: Decides whether the page may read the map.

    Returns:
        The map, its folder, and its name in messages. None if the bundle has no map.

    Raises:
        ValueError: The map that the bundle names cannot be read.
    """
    comments = _COMMENT.findall(text, max(0, text.rfind("sourceMappingURL=") - 100))
    folder = os.path.dirname(path)
    if not comments:
        beside = f"{path}.map"
        if not (path and os.path.isfile(beside)):
            return None
        comments = [os.path.basename(beside)]
    name = comments[-1]
    if inline := _INLINE.match(name):
        return _inline(*inline.groups()), folder, "the inline source map"
    if not path:
        raise ValueError(
            f"the source map {name} was not read: source maps are read only for bundles from files"
        )
    from urllib.parse import unquote

    file = os.path.join(folder, unquote(name.partition("?")[0]))
    try:
        with open(access.require_read(file), encoding="utf-8") as stream:
            return stream.read(), os.path.dirname(file), f"the source map {name}"
    except AccessRefused as error:
        raise ValueError(f"the bundle's source map cannot be read: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"the bundle's source map {name} cannot be read: {reason}") from None


def _inline(is_base64: str | None, data: str) -> str:
    import base64
    from urllib.parse import unquote

    try:
        return base64.b64decode(data).decode() if is_base64 else unquote(data)
    except ValueError as error:
        raise ValueError(f"the bundle's inline source map cannot be read: {error}") from None


def _source(root: str, name: str, text: Any, folder: str) -> Source:
    text = text if isinstance(text, str) else ""
    whole = f"{root.rstrip('/')}/{name}" if root and "://" not in name else name
    shown, is_of_webpack = _TOOL.subn("", whole, count=1)
    shown = shown.partition("?")[0] if is_of_webpack else shown
    if is_of_webpack and shown.startswith(_BOOTSTRAP):
        return Source("", "", "", has_lines=False)
    path = _file_of(shown, folder)
    if text.startswith(_TEMPLATE):
        return Source(f"template of {shown}", path, "", has_lines=False)
    return Source(shown, path, text, has_lines=not text.startswith(_JOINING_CODE))


def _file_of(name: str, folder: str) -> str:
    """Return the path of a source file; "" if it is not found.

    Source names that webpack writes are relative to the project, so the folders above the map are
    searched too.
    """
    for _ in range(_LEVELS if folder else 0):
        path = os.path.normpath(os.path.join(folder, name))
        if os.path.isfile(path):
            return path
        folder = os.path.dirname(folder)
    return ""


def _segments(mappings: str, sources: int) -> list[list[Segment]]:
    """Return, for each line of the bundle, the segments that have a source."""
    lines: list[list[Segment]] = []
    source, source_line, source_column = 0, 1, 0
    for line in mappings.split(";"):
        column = 0
        segments: list[Segment] = []
        for text in line.split(",") if line else ():
            numbers = decode(text)
            column += numbers[0] if numbers else 0
            if len(numbers) < 4:  # the code belongs to no source
                continue
            source += numbers[1]
            source_line += numbers[2]
            source_column += numbers[3]
            if not 0 <= source < sources:
                raise ValueError("`mappings` refer to a source that is not in `sources`")
            segments.append(Segment(column, source, source_line, source_column))
        lines.append(segments)
    return lines
