"""Files of a test in JS: the test file, imported files, and files that the test reads."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from weex_runtime.engine import frameworks
from weex_runtime.engine.engine import Engine
from weex_runtime.errors import JSError, SourceError, WeexError
from weex_runtime.js_tests.failure import frames_of

if TYPE_CHECKING:
    from weex_runtime.js_tests.project import TestProject
    from weex_runtime.sources.part import Module

# The JS around a file: an inner function contains the file, so that "use strict" stays the first
# statement of a function. The outer function contains the project's constants as variables.
_WRAPPER = (
    "(function () {%sreturn function (require, module, exports, __filename, __dirname) {%s\n};})()"
)
_ES_MODULE = re.compile(r"^\s*(?:import\b(?!\s*\()|export\b)", re.MULTILINE)


class TestFiles:
    """The files that a test's context has loaded or can load.

    Args:
        engine: The JS engine, which chooses the names of files in stack traces.
        test: The test file.
        root: File names in messages are relative to this folder.

    Attributes:
        paths: {name in stack traces: file} of the loaded files.
    """

    def __init__(self, engine: Engine, test: Path, root: Path) -> None:
        self.paths: dict[str, Path] = {}
        self._engine = engine
        self._test = test
        self._root = root
        # {id of a JS module: the part of a component, script or template, that the module has}
        self._parts: dict[str, tuple[Path, Module]] = {}

    def placed(self, path: Path) -> str:
        """Return a JS expression for a file. The value of the expression is a function whose body
        is the file's code.

        Raises:
            SourceError: The file does not compile.
            WeexError: The file is not UTF-8.
        """
        name = self._named(path)
        text = text_of(path)
        if path.suffix == ".js" and not _ES_MODULE.search(text):
            return self._engine.place(self._wrapped(text), name)
        *parts, module = self._project.modules(path, text)
        self._parts.update({part.id: (Path(part.path), part) for part in parts})
        return self._placed(module, name)

    def required(self, parent: str, name: str) -> tuple[str, str]:
        """Return the path of a file that another file imports by a name, and its code in the form
        that `placed` returns. The path of a part of a component ends in "?" and its id, since
        components may share a file.

        Args:
            parent: The path of the file that imports.

        Raises:
            SourceError: The imported file does not compile.
            WeexError: The file does not exist.
        """
        if name in self._parts:
            path, part = self._parts[name]
            return f"{path}?{name}", self._placed(part, self._named(path))
        found = self._project.found(name, Path(parent.partition("?")[0]))
        if isinstance(found, Path):
            return str(found), self.placed(found)
        return found.id, self._placed(found, found.id)

    def error_line(self, path: Path, text: str) -> int:
        """Compile source text as if it were the content of a test file. Return the line of the
        first syntax error; 0 if the text has none.
        """
        name = "<await>"
        try:
            if path.suffix != ".js" or _ES_MODULE.search(text):
                text = self._project.modules(path, text)[-1].code(lambda name, line: name)
            self._engine.run(self._wrapped(text), name)
        except SourceError as error:
            return error.line
        except JSError as error:
            frames = frames_of(self._engine.name_positions(error.stack), {name: Path(name)})
            return frames[0].line if frames else 1
        return 0

    def vue(self) -> str:
        """Return a JS expression: a function that takes a console, and returns Vue's framework."""
        source = frameworks.source_of(frameworks.FRAMEWORKS["Vue"] or "")
        return self._engine.place(f"(function (console) {{ return {source}\n}})", "vue")

    def environment(self) -> dict[str, object]:
        """Return {name: value} of `process.env` in tests: variables of the environment and of the
        project's settings.
        """
        return {"NODE_ENV": "test", **os.environ, **self._project.settings.environment()}

    def read(self, name: str) -> str:
        """Read the text of a file next to the test file or in the root.

        Raises:
            WeexError: The file does not exist, or is not UTF-8.
        """
        for path in (self._test.parent / name, self._root / name):
            if path.is_file():
                self._named(path)
                return text_of(path)
        raise WeexError(
            f"readFile({name!r}): no such file beside the test or in {self._root}; write a path "
            "relative to one of these folders"
        )

    @cached_property
    def _project(self) -> TestProject:
        # imported here, since few tests import files
        from weex_runtime.js_tests.project import TestProject

        return TestProject(self._test)

    def _placed(self, module: Module, name: str) -> str:
        lines = module.lines

        def locate(line: int, column: int) -> str | None:
            if not lines:
                return ""
            part = lines[bisect_right([each.first for each in lines], line) - 1]
            return f"{name}:{part.line + line - part.first}" if part.line else f"template of {name}"

        code = module.code(lambda name, line: name)
        return self._engine.place(self._wrapped(code), name, locate=locate)

    def _wrapped(self, code: str) -> str:
        return _WRAPPER % (self._project.settings.constants(), code)

    def _named(self, path: Path) -> str:
        """Record a loaded file, and return the name of the file in stack traces."""
        name = os.path.relpath(path, self._root)
        self.paths[name] = path
        return name


def text_of(path: Path) -> str:
    """Read the text of a file in UTF-8.

    Raises:
        WeexError: The file is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise WeexError(f"expected UTF-8 in {path}: byte {error.start} is invalid") from None
