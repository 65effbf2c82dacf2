"""Positions of a bundle in the source files from which it was built."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from weex_runtime.errors import AccessRefused
from weex_runtime.instance.bundle.bundle import path_of

if TYPE_CHECKING:
    from weex_runtime.instance.bundle.source_map import Source, SourceMap
    from weex_runtime.instance.instance import Instance


class BundlePositions:
    """Maps positions in a bundle to positions in its sources, by the compiler's result or by the
    source map.

    Source maps and source files are read only when a position is asked for.

    Args:
        page: Gets a warning on its console if the source map cannot be used.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        self._bundle = page.bundle
        self._lines: dict[str, list[str]] = {}

    def locate(self, line: int, column: int) -> str | None:
        """Return the position in a source file; see `engine.positions.Locate`."""
        compiled = self._bundle.compiled
        if compiled:
            name, number = compiled.source_of(line)
            column = self._source_column(name, number, line, column) if column and number else 0
        else:
            found = self._map.find(line, column) if self._map else None
            if not found:
                return None
            source, number, column = found
            name, number = source.name, number if source.has_lines else 0
        if not number:
            return name
        return f"{name}:{number}" + (f":{column}" if column else "")

    def path(self, name: str) -> str:
        """Return a file's path, given its name in stack traces; "" if the path is unknown."""
        bundle = self._bundle
        if bundle.compiled:
            path = bundle.compiled.files.get(name, "")
            return path if os.path.isfile(path) else ""
        paths = [source.path for source in self._sources() if source.name == name]
        return next(filter(None, paths), self._path if name == bundle.name else "")

    def lines(self, name: str) -> list[str]:
        """Return the lines of a file with this name in stack traces; [] if it cannot be read."""
        if name not in self._lines:
            self._lines[name] = self._text(name).split("\n")
        return self._lines[name]

    def is_own(self, name: str) -> bool:
        """Return whether a file name in a stack trace stands for the bundle or for one of its
        sources.
        """
        compiled = self._bundle.compiled
        if name == self._bundle.name or (compiled and name in compiled.files):
            return True
        return any(source.name == name for source in self._sources())

    @cached_property
    def _map(self) -> SourceMap | None:
        from weex_runtime.instance.bundle.source_map import SourceMap, map_of

        try:
            found = map_of(self._bundle.source, self._path, self._page.access)
        except ValueError as error:
            self._warn(str(error))
            return None
        if found is None:
            return None
        text, folder, name = found
        try:
            return SourceMap(text, folder)
        except ValueError as error:
            self._warn(f"{name} is malformed: {error}")
        return None

    @cached_property
    def _path(self) -> str:
        """The path of the bundle's file; "" for a bundle without a file."""
        place = self._page.runtime.location_of(self._page.url)
        is_path = not (self._page.is_from_text or "://" in place)
        return path_of(place) or (place if is_path else "")

    def _warn(self, problem: str) -> None:
        name = self._bundle.name
        self._page.warn(f"{name}: {problem}; stack traces show lines of {name}, not of its sources")

    def _sources(self) -> list[Source]:
        return self._map.sources if self._map and not self._bundle.compiled else []

    def _source_column(self, name: str, number: int, line: int, column: int) -> int:
        """Return the column in a source line for a column in the compiled line; 0 if the compiler
        changed the line on both sides of that column.
        """
        lines = self.lines(name)
        source = lines[number - 1] if number <= len(lines) else ""
        compiled = self._compiled_lines[line - 1]
        shift = len(source) - len(compiled)
        if source[:column] == compiled[:column]:
            return column
        if source[max(0, column - 1 + shift) :] == compiled[column - 1 :]:
            return column + shift
        return 0

    @cached_property
    def _compiled_lines(self) -> list[str]:
        return self._bundle.source.split("\n")

    def _text(self, name: str) -> str:
        bundle = self._bundle
        if not bundle.compiled and name == bundle.name:
            return bundle.source
        try:
            with open(self._page.access.require_read(self.path(name)), encoding="utf-8") as stream:
                return stream.read().removeprefix("\ufeff")
        except (OSError, ValueError, AccessRefused):
            texts = (source.text for source in self._sources() if source.name == name)
            return max(texts, key=len, default="")
