"""Compiled code, in which names of required modules can be replaced by ids."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from weex_runtime.sources.compiler import Place


class Part:
    """The compiled script or template of a source file.

    Args:
        compiled: Result of js/40_entries.js: `chunks` of code, and the `names` of the required
            modules, which belong between the chunks.
        text: The text from which the code was compiled.

    Attributes:
        place: The position of the text in the source file.
        shown: The name of this code in stack traces.
        line: The number of the line in the source file on which the code begins; 0 if the
            compiler did not preserve line numbers.
        makes_root: Whether the code calls `new Vue`.
        notes: Warnings of the compiler, like "chat.vue:41: ...".
    """

    def __init__(
        self, compiled: Mapping[str, Any], text: str, place: Place, *, keeps_lines: bool = True
    ) -> None:
        self._chunks: list[str] = compiled["chunks"]
        self._names: list[str] = compiled["names"]
        self._text = text
        self.makes_root = bool(compiled.get("makesRoot"))
        self.place = place
        self.notes = [
            f"{place.name}:{place.line + max(0, note['line'] - 1)}: {note['text']}"
            for note in compiled.get("notes", ())
        ]
        self.shown = place.name if keeps_lines else f"template of {place.name}"
        self.line = place.line if keeps_lines else 0

    def code(self, id_of: Callable[[str, int], str]) -> str:
        """Return the code with the names of required modules replaced by ids.

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
