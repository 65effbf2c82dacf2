"""Files that change while pages run: modules and components get their new classes, bundles are
opened anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from weex_runtime.errors import ModuleError, ModuleFileError
from weex_runtime.instance.bundle.bundle import path_of

if TYPE_CHECKING:
    from weex_runtime.loop.looper import Looper, Timer
    from weex_runtime.module_dev.loader import ModuleFile
    from weex_runtime.testkit.runtime import Runtime

# Seconds between two looks at the files.
_EVERY = 0.1

_Stamp = tuple[int, int, int]


class FileWatch:
    """Looks at files again and again, on the loop's clock.

    An editor may write a file in pieces, twice, or put another in its place: what counts is that
    the file is there, was the same at two looks, and has another content than before.

    Args:
        changed: Called with the path.
    """

    def __init__(self, looper: Looper, changed: Callable[[str], object]) -> None:
        self._looper = looper
        self._changed = changed
        self._files: dict[str, _File] = {}
        self._timer: Timer | None = None

    @property
    def paths(self) -> list[str]:
        """The files."""
        return list(self._files)

    def add(self, path: str) -> None:
        """Watch this too, from what it is now; harmless when it is watched."""
        if path not in self._files:
            self._files[path] = _File(path)

    def start(self) -> None:
        """Look from now on."""
        self._timer = self._looper.call_later(_EVERY, self._look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer:
            self._timer.cancel()

    def _look(self) -> None:
        self.start()  # first, since what is called may fail
        for path in [path for path, file in self._files.items() if file.has_changed()]:
            self._changed(path)


class _File:
    def __init__(self, path: str) -> None:
        self._path = path
        self._known = self._last = self._stamp()
        self._content = self._read()

    def has_changed(self) -> bool:
        last, self._last = self._last, self._stamp()
        if self._last in (None, self._known) or self._last != last:
            return False
        content = self._read()
        if content is None:
            return False
        self._known = self._last
        before, self._content = self._content, content
        return content != before

    def _stamp(self) -> _Stamp | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> bytes | None:
        try:
            with open(self._path, "rb") as stream:
                return stream.read()
        except OSError:
            return None


class RuntimeWatch:
    """Keeps what runs in a runtime as its files are.

    A module or component whose file changes gets its new class (`Runtime.replace_module`); one
    whose file has a mistake keeps the class before. A bundle that changes is opened anew in the
    place of its page.

    Args:
        files: Loaded already, for the runtime.
        tell: Called with ("info" | "error", text) for what is done.
    """

    def __init__(
        self, runtime: Runtime, files: Iterable[ModuleFile], tell: Callable[[str, str], object]
    ) -> None:
        self._runtime = runtime
        self._files = list(files)
        self._tell = tell
        self._watch = FileWatch(runtime.looper, self._changed)
        self.look_around()

    @property
    def paths(self) -> list[str]:
        """The files that are watched."""
        return self._watch.paths

    def start(self) -> None:
        """Begin; what changed since this was made counts."""
        self.look_around()
        self._watch.start()

    def stop(self) -> None:
        """End."""
        self._watch.stop()

    def look_around(self) -> None:
        """Watch the files of pages that were opened since, too."""
        for file in self._files:
            for path in file.sources():
                self._watch.add(path)
        for page in self._runtime.pages:
            path = path_of(page.url)
            if path and not page.is_from_text:
                self._watch.add(path)

    def _changed(self, path: str) -> None:
        for file in self._files:
            if path in file.sources():
                self._load(file)
        for page in list(self._runtime.pages):
            if path_of(page.url) == path and not page.is_from_text:
                self._tell("info", f"{page.name} changed: it is opened anew in place of the page")
                page.stack.reload(page)

    def _load(self, file: ModuleFile) -> None:
        before = file.classes
        try:
            classes = file.load()
            for module in classes.modules:
                self._runtime.replace_module(module)
            for component in classes.components:
                self._runtime.replace_component(component)
        except ModuleError as error:
            where = "" if isinstance(error, ModuleFileError) else f"{file.shown}: "
            self._tell("error", f"{where}{error}\nthe class before stays in use")
            return
        names = [cls.__name__ for cls in (*classes.modules, *classes.components)]
        self._tell("info", f"{file.shown} changed: {', '.join(names)} is used from the next call")
        for name in [cls.__name__ for cls in (*before.modules, *before.components)]:
            if name not in names:
                self._tell("error", f"{file.shown} has no {name} any more: the class before stays")
        self.look_around()
