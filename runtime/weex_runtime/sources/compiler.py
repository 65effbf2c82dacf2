"""The compilers of a thread, in an engine of their own. JS half: js/."""

from __future__ import annotations

import json
import os
from _thread import _local  # `threading` takes a millisecond to import
from typing import Any, NamedTuple

from weex_runtime.engine import frameworks
from weex_runtime.engine.engine import Engine
from weex_runtime.engine.positions import Script
from weex_runtime.engine.scripts import scripts_in
from weex_runtime.errors import JSError, JSTimeLimit, SourceError
from weex_runtime.json_values import JSONValue, to_text

FILE = "compilers.js"

_ENTRIES = ("parse", "styles", "template", "split", "script", "scope")
_MEMORY_LIMIT = 512 << 20  # bytes
_TIME_LIMIT = 10.0  # seconds of CPU time for one block of a component


class Place(NamedTuple):
    """Where a text that is compiled stands.

    Attributes:
        path: The file.
        name: The file's name in messages.
        line: The line of the file on which the text begins.
    """

    path: str
    name: str
    line: int = 1


class Compiler:
    """An engine with the compilers; it belongs to the thread that made it."""

    def __init__(self) -> None:
        self._engine = Engine(memory_limit=_MEMORY_LIMIT, time_limit=_TIME_LIMIT)
        text = f"globalThis.sources.compilers = {frameworks.source_of(FILE)};"
        first, *others = scripts_in(os.path.join(os.path.dirname(__file__), "js"))
        scripts = [first, Script(FILE, text), *others]
        self._engine.call(self._engine.function("sources", scripts, has_lines=False))
        self._entries = self._engine.take("sources.entries", _ENTRIES)

    def compile(self, entry: str, place: Place, *args: JSONValue) -> dict[str, Any]:
        """Call an entry of js/40_entries.js.

        Raises:
            SourceError: The text has a mistake, or a compiler did not finish.
        """
        try:
            answer = json.loads(self._engine.call(self._entries[entry], to_text([*args])))
        except JSTimeLimit:
            forget()
            raise SourceError(
                place.path,
                place.name,
                f"the compiler did not finish within {_TIME_LIMIT:g} s",
                place.line,
            ) from None
        except JSError as error:
            forget()
            raise SourceError(
                place.path, place.name, f"the compiler failed: {error.message}", place.line
            ) from None
        if not isinstance(answer, dict):
            return {"value": answer}
        if "error" not in answer:
            return answer
        found = answer["error"]
        line = place.line + max(0, int(found["line"]) - 1)
        raise SourceError(place.path, place.name, found["text"], line, int(found["column"]))

    def close(self) -> None:
        """Free the engine."""
        self._entries.clear()
        self._engine.close()


def compiler() -> Compiler:
    """Return the compilers of this thread."""
    found: Compiler | None = getattr(_of_thread, "compiler", None)
    if found is None:
        found = _of_thread.compiler = Compiler()
    return found


def forget() -> None:
    """End this thread's compilers; the next source gets new ones."""
    found: Compiler | None = getattr(_of_thread, "compiler", None)
    if found is not None:
        _of_thread.compiler = None
        found.close()


_of_thread = _local()
