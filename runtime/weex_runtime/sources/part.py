"""Compiled code with the names of the modules that it requires."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from weex_runtime.sources.compiler import Place


class Part:
    """A compiled script or template.

    Args:
        compiled: From js/40_entries.js: `chunks` of code, and the `names` between them.
        text: The text that was compiled.

    Attributes:
        place: Where its text stands.
        shown: The name in stack traces.
        line: The line of the file on which the code begins; 0 if the lines of the code are not
            those of the file.
        makes_root: It calls `new Vue`.
    """

    def __init__(
        self, compiled: Mapping[str, Any], text: str, place: Place, *, keeps_lines: bool = True
    ) -> None:
        self._chunks: list[str] = compiled["chunks"]
        self._names: list[str] = compiled["names"]
        self._text = text
        self.makes_root = bool(compiled.get("makesRoot"))
        self.place = place
        self.shown = place.name if keeps_lines else f"template of {place.name}"
        self.line = place.line if keeps_lines else 0

    def code(self, id_of: Callable[[str, int], str]) -> str:
        """Return the code with the modules' ids in place of their names.

        Args:
            id_of: Called with a name and the line on which it stands.
        """
        code = [self._chunks[0]]
        for name, chunk in zip(self._names, self._chunks[1:], strict=True):
            code += [json.dumps(id_of(name, self._line_of(name))), chunk]
        return "".join(code)

    def _line_of(self, name: str) -> int:
        # Compiled code has the imports on its first line.
        found = re.search(rf"""(?:from|import|require\()\s*(['"]){re.escape(name)}\1""", self._text)
        return self.place.line + (self._text.count("\n", 0, found.start(1)) if found else 0)
