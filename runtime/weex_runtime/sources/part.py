"""Compiled code, in which names of required modules can be replaced by ids."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from weex_runtime.engine.engine import engine_name
from weex_runtime.sources.compiled import Lines
from weex_runtime.sources.compiler import Place

# Mark before a function body that begins on the line of its "{" or "=>" (js/30_script.js). A line
# break replaces the mark, since `quickjs` has no line numbers for a function on a single line.
_BODY = "\ufdd1"


class Import(NamedTuple):
    """A name that an import statement imports from a module.

    Attributes:
        module: The name of the module after `from`.
        name: The imported name; "default" for the default export.
        line: The line of the import in the source file.
    """

    module: str
    name: str
    line: int


class Part:
    """The compiled script or template of a source file.

    Args:
        compiled: Result of js/40_entries.js: `chunks` of code, and the `names` of the required
            modules, which belong between the chunks.
        text: The source text of the code.
        keeps_lines: Whether the compiler preserved line numbers.
        is_for_page: Whether a page of this runtime runs the code; False: the code is written to a
            file for devices.

    Attributes:
        place: The position of the text in the source file.
        lines: The source lines of the code, which begins on line 1.
        makes_root: Whether the code calls `new Vue`.
        imports: The names that import statements import.
        exports: The names that the module exports; None if unknown.
        notes: Warnings of the compiler, like "chat.vue:41: ...".
    """

    def __init__(
        self,
        compiled: Mapping[str, Any],
        text: str,
        place: Place,
        *,
        keeps_lines: bool = True,
        is_for_page: bool = False,
    ) -> None:
        breaks = "\n" if is_for_page and _needs_breaks() else ""
        self._chunks = [chunk.replace(_BODY, breaks) for chunk in compiled["chunks"]]
        self._names: list[str] = compiled["names"]
        self._text = text
        self.makes_root = bool(compiled.get("makesRoot"))
        self.place = place
        self.imports = [
            Import(one["from"], one["name"], place.line + one["line"] - 1)
            for one in compiled.get("imports", ())
        ]
        self.exports: list[str] | None = compiled.get("exports")
        self.notes = [
            f"{place.name}:{place.line + max(0, note['line'] - 1)}: {note['text']}"
            for note in compiled.get("notes", ())
        ]
        name = place.name if keeps_lines else f"template of {place.name}"
        line = place.line if keeps_lines else 0
        self.lines = [Lines(1, name, line)]
        if breaks and line:
            self.lines += _lines_of_bodies("".join(compiled["chunks"]), name, line)

    def code(self, id_of: Callable[[str, int], str]) -> str:
        """Return the code with an id in place of the name of each required module.

        Args:
            id_of: Function that returns a module's id. It takes the module's name and the number
                of the line with the import.
        """
        code = [self._chunks[0]]
        for name, chunk in zip(self._names, self._chunks[1:], strict=True):
            code += [json.dumps(id_of(name, self._line_of(name))), chunk]
        return "".join(code)

    def _line_of(self, name: str) -> int:
        # Find the import in the source text: compilation may move imports to the first line.
        found = re.search(rf"""(?:from|import|require\()\s*(['"]){re.escape(name)}\1""", self._text)
        return self.place.line + (self._text.count("\n", 0, found.start(1)) if found else 0)


class Module(NamedTuple):
    """A module of a source file.

    Attributes:
        id: The name of the file in the project. The ids of a component's script and template end in
            "?script" and "?template".
        content: The compiled code, or the text of generated code.
    """

    id: str
    content: Part | str

    def code(self, id_of: Callable[[str, int], str]) -> str:
        """Return the code of the JS module, as `Part.code` does."""
        return self.content if isinstance(self.content, str) else self.content.code(id_of)

    @property
    def path(self) -> str:
        """The path of the file to which imports are relative; "" for generated code."""
        return "" if isinstance(self.content, str) else self.content.place.path

    @property
    def lines(self) -> list[Lines]:
        """The source lines of the code, which begins on line 1; [] for generated code."""
        return [] if isinstance(self.content, str) else self.content.lines


@cache
def _needs_breaks() -> bool:
    return engine_name() == "quickjs"


def _lines_of_bodies(code: str, name: str, line: int) -> list[Lines]:
    """Return the source line of each function body that begins on the line of its function.

    In the bundle a line break replaces each `_BODY`, so the code after it has a higher line number.

    Args:
        code: The compiled code, with `_BODY` before each of these function bodies.
        name, line: The source file, and the line of this file at which the code begins.
    """
    lines: list[Lines] = []
    first = 1
    for text in code.split(_BODY)[:-1]:
        line += text.count("\n")
        first += text.count("\n") + 1
        lines.append(Lines(first, name, line))
    return lines
