"""Files of a test in JS: the test file, files it loads with `require`, and files it reads."""

from __future__ import annotations

import os
from pathlib import Path

from weex_runtime.engine.engine import Engine
from weex_runtime.errors import JSError, WeexError
from weex_runtime.js_tests.failure import frames_of

_HEAD = "(function (require, module, exports, __filename, __dirname) {"


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

    def placed(self, path: Path) -> str:
        """Return a file as a JS expression: a function with the file's text as body.

        Raises:
            WeexError: The file is not UTF-8.
        """
        return self._engine.place(f"{_HEAD}{text_of(path)}\n}})", self._named(path))

    def error_line(self, text: str) -> int:
        """Return the line of a text's first syntax error; 0 without one."""
        name = "<await>"
        try:
            self._engine.run(f"{_HEAD}{text}\n}})", name)
        except JSError as error:
            frames = frames_of(self._engine.name_positions(error.stack), {name: Path(name)})
            return frames[0].line if frames else 1
        return 0

    def required(self, parent: Path, name: str) -> tuple[Path, str]:
        """Return the path and the text of the file that `require(name)` loads. The text of a `.js`
        file is the expression that `placed` returns.

        Raises:
            WeexError: The file does not exist.
        """
        if not name.startswith((".", "/")):
            raise WeexError(
                f"require({name!r}): expected a file, like require('./helpers.js'); packages "
                "are not available"
            )
        path = Path(os.path.normpath(parent.parent / name))
        for candidate in (path, Path(f"{path}.js"), Path(f"{path}.json"), path / "index.js"):
            if candidate.is_file():
                if candidate.suffix != ".json":
                    return candidate, self.placed(candidate)
                self._named(candidate)
                return candidate, text_of(candidate)
        raise WeexError(f"require({name!r}): the file {path} does not exist")

    def read(self, name: str) -> str:
        """Read the text of a file beside the test file or in the root.

        Raises:
            WeexError: The file does not exist, or is not UTF-8.
        """
        for path in (self._test.parent / name, self._root / name):
            if path.is_file():
                self._named(path)
                return text_of(path)
        raise WeexError(
            f"readFile({name!r}): no such file beside the test or in {self._root}; write "
            "a path from one of them"
        )

    def _named(self, path: Path) -> str:
        """Record a file, and return its name in stack traces."""
        name = os.path.relpath(path, self._root)
        self.paths[name] = path
        return name


def text_of(path: Path) -> str:
    """Read the text of a file.

    Raises:
        WeexError: The file is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise WeexError(f"expected UTF-8 in {path}: byte {error.start} is invalid") from None
