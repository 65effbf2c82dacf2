"""Source map of a bundle, with a mapping for each line that comes from a source file.

Source: ECMA-426, "Source map format".
"""

from __future__ import annotations

import json

from weex_runtime.sources.compiled import Compiled
from weex_runtime.sources.vlq import encode


def source_map(compiled: Compiled, file: str) -> str:
    """Return the source map of a bundle as JSON text.

    Args:
        file: The file name of the bundle.
    """
    sources: dict[str, int] = {}
    groups: list[str] = []
    before = (0, 0)  # (index of the source file, line) of the previous mapping
    parts = iter([*compiled.lines, None])
    part, following = None, next(parts)
    for number in range(1, compiled.text.count("\n") + 1):
        while following and following.first <= number:
            part, following = following, next(parts)
        if part is None or not part.line:
            groups.append("")
            continue
        here = (sources.setdefault(part.name, len(sources)), part.line + number - part.first - 1)
        fields = (0, here[0] - before[0], here[1] - before[1], 0)
        groups.append("".join(map(encode, fields)))
        before = here
    fields_of_map = {"version": 3, "file": file, "sources": [*sources], "names": []}
    return json.dumps({**fields_of_map, "mappings": ";".join(groups)}) + "\n"
