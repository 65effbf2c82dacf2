"""The files of a test in JS: itself, what it requires in the way of CommonJS, and what it reads."""

from __future__ import annotations

import os
from pathlib import Path

from weex_runtime.engine.engine import Engine
from weex_runtime.errors import JSError, WeexError
from weex_runtime.js_tests.failure import frames_of

_HEAD = "(function (require, module, exports, __filename, __dirname) {"


class OwnFiles:
    """Those of one context.

    Args:
        engine: It names them in stack traces.
        test: The test file.
        root: The folder that names of files in messages are relative to.

    Attributes:
        paths: {name in stack traces: file} of all that was loaded.
    """

    def __init__(self, engine: Engine, test: Path, root: Path) -> None:
        self.paths: dict[str, Path] = {}
        self._engine = engine
        self._test = test
        self._root = root

    def placed(self, path: Path) -> str:
        """A file's text as an expression: the function that runs it.

        Raises:
            WeexError: It is no text.
        """
        return self._engine.place(f"{_HEAD}{text_of(path)}\n}})", self._known(path))

    def error_line(self, text: str) -> int:
        """The line at which a file's text does not parse; 0 for one that does."""
        name = "<await>"
        try:
            self._engine.run(f"{_HEAD}{text}\n}})", name)
        except JSError as error:
            frames = frames_of(self._engine.name_positions(error.stack), {name: Path(name)})
            return frames[0].line if frames else 1
        return 0

    def required(self, parent: Path, name: str) -> tuple[Path, str]:
        """What `require(name)` in a file leads to: its path, and its text; of a `.js` file as
        `placed` has it.

        Raises:
            WeexError: There is no such file.
        """
        if not name.startswith((".", "/")):
            raise WeexError(
                f"require({name!r}): there are no packages here, only files of your own, like "
                "require('./helpers.js')"
            )
        path = Path(os.path.normpath(parent.parent / name))
        for candidate in (path, Path(f"{path}.js"), Path(f"{path}.json"), path / "index.js"):
            if candidate.is_file():
                if candidate.suffix != ".json":
                    return candidate, self.placed(candidate)
                self._known(candidate)
                return candidate, text_of(candidate)
        raise WeexError(f"require({name!r}): there is no file {path}")

    def read(self, name: str) -> str:
        """The text of a file beside the test, or in the root.

        Raises:
            WeexError: There is no such file, or it is no text.
        """
        for path in (self._test.parent / name, self._root / name):
            if path.is_file():
                self._known(path)
                return text_of(path)
        raise WeexError(
            f"readFile({name!r}): there is no such file beside the test or in {self._root}"
        )

    def _known(self, path: Path) -> str:
        """A file's name in stack traces."""
        name = os.path.relpath(path, self._root)
        self.paths[name] = path
        return name


def text_of(path: Path) -> str:
    """A file's text.

    Raises:
        WeexError: It is none.
    """
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise WeexError(f"{path} is no JS text: byte {error.start} is not UTF-8") from None
