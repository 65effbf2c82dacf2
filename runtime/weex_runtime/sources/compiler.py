"""A JS engine with the compilers for `.vue` files, one for each thread.

The JS code is in the folder js/."""

from __future__ import annotations

import json
import os

# `_thread` is imported instead of `threading`, whose import takes a millisecond
from _thread import _local
from typing import Any, NamedTuple

from weex_runtime.engine import frameworks
from weex_runtime.engine.isolation import Isolation, open_engine
from weex_runtime.engine.positions import Script
from weex_runtime.engine.scripts import scripts_in
from weex_runtime.errors import JSError, JSTimeLimit, SourceError
from weex_runtime.json_values import JSONValue, to_text

FILE = "compilers.js"
_BABEL = "babel.js"

_ENTRIES = ("parse", "styles", "template", "split", "script", "scope")
_MEMORY_LIMIT = 512 << 20  # memory limit of the compilers' JS engine, in bytes
_TIME_LIMIT = 10.0  # time limit to compile one block of a component, in seconds of CPU time


class Place(NamedTuple):
    """Position of source code in a file, for error messages.

    Attributes:
        path: The path or URL of the source file.
        name: The name of the source file in messages.
        line: The number of the line on which the code begins.
    """

    path: str
    name: str
    line: int = 1

    def error(self, problem: str, line: int | None = None, column: int = 0) -> SourceError:
        """Return an error in the source; `line` is by default the line on which the code begins."""
        return SourceError(
            self.path, self.name, problem, self.line if line is None else line, column
        )


class Compiler:
    """A JS engine with the compilers, for use only on the thread that created the engine."""

    def __init__(self, isolation: Isolation) -> None:
        self._isolation: Isolation = isolation
        self._engine = open_engine(isolation, memory_limit=_MEMORY_LIMIT, time_limit=_TIME_LIMIT)
        text = f"globalThis.sources.compilers = {frameworks.source_of(FILE)};"
        first, *others = scripts_in(os.path.join(os.path.dirname(__file__), "js"))
        scripts = [first, Script(FILE, text), *others]
        self._engine.call(self._engine.function("sources", scripts, has_lines=False))
        self._entries = self._engine.take("sources.entries", _ENTRIES)
        self._has_babel = False

    def compile(self, entry: str, place: Place, *args: JSONValue) -> dict[str, Any]:
        """Call a function of `sources.entries` (js/40_entries.js).

        Args:
            entry: The name of the function.
            place: The position of the text that is compiled.
            args: The arguments of the function.

        Raises:
            SourceError: The text has a mistake, or the compiler failed or exceeded the time limit.
        """
        if entry in ("script", "split") and args[-1]:
            self._load_babel()
        try:
            answer: dict[str, Any] = json.loads(
                self._engine.call(self._entries[entry], to_text([*args]))
            )
        except JSError as error:
            forget(self._isolation)
            problem = f"the compiler failed: {error.message}"
            if isinstance(error, JSTimeLimit):
                problem = f"the compiler did not finish within {_TIME_LIMIT:g} s"
            elif "memory" in error.message:
                problem = f"the compiler needs more than {_MEMORY_LIMIT >> 20} MB of memory"
            elif "stack" in error.message:
                problem = "the code is nested too deeply for the compiler"
            raise place.error(problem) from None
        if "error" not in answer:
            return answer
        found = answer["error"]
        line = place.line + int(found["line"]) - 1
        if not found["line"]:  # the compiler's error has no line number
            line = place.line if place.line > 1 else 0
        raise place.error(found["text"], line, int(found["column"]))

    def _load_babel(self) -> None:
        if not self._has_babel:
            text = f"globalThis.sources.babel = {frameworks.source_of(_BABEL)};"
            function = self._engine.function("babel", [Script(_BABEL, text)], has_lines=False)
            self._engine.call(function)
            self._has_babel = True

    def close(self) -> None:
        """Close the JS engine of the compilers."""
        self._entries = {}
        self._engine.close()


def compiler(isolation: Isolation) -> Compiler:
    """Return this thread's compiler in a kind of process, created at the first call."""
    found: Compiler | None = getattr(_of_thread, isolation, None)
    if found is None:
        found = Compiler(isolation)
        setattr(_of_thread, isolation, found)
    return found


def forget(isolation: Isolation = "none") -> None:
    """Close this thread's compiler; the next call of `compiler` creates another compiler."""
    found: Compiler | None = getattr(_of_thread, isolation, None)
    if found is not None:
        setattr(_of_thread, isolation, None)
        found.close()


_of_thread = _local()
