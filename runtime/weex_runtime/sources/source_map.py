"""Source map of a bundle, with a mapping for each line that comes from a source file.

Source: Source Map Revision 3 Proposal, "Proposed Format".
"""

from __future__ import annotations

import json

from weex_runtime.sources.compiled import Compiled

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def source_map(compiled: Compiled, file: str) -> str:
    """Return the source map of a bundle as JSON text.

    Args:
        file: The file name of the bundle.
    """
    sources: dict[str, int] = {}
    groups: list[str] = []
    before = (0, 0)  # index of the source file and line number in the previous mapping
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
        groups.append("".join(map(_vlq, fields)))
        before = here
    fields_of_map = {"version": 3, "file": file, "sources": [*sources], "names": []}
    return json.dumps({**fields_of_map, "mappings": ";".join(groups)}) + "\n"


def _vlq(number: int) -> str:
    rest = -number << 1 | 1 if number < 0 else number << 1
    text = ""
    while True:
        rest, digit = rest >> 5, rest & 31
        text += _DIGITS[digit | 32 if rest else digit]
        if not rest:
            return text
