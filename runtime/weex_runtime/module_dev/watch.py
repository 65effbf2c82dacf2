"""Hot reload: replace the classes of changed files, and open changed bundles again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from weex_runtime.errors import ModuleError, ModuleFileError, SourceError
from weex_runtime.instance.bundle.bundle import path_of
from weex_runtime.loop.looper import Looper
from weex_runtime.loop.timers import Timer
from weex_runtime.module_dev.loader import ModuleFile
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

_INTERVAL = 0.1  # number of seconds between two polls of the files
_POLLS_UNTIL_GONE = 10  # an editor that replaces a file removes the file for a moment


class FileWatch:
    """Polls files on the loop's clock.

    A file counts as changed if it exists, had the same content at two polls, and differs from the
    content reported last. One poll is not enough, since editors write a file in several steps.

    Args:
        changed: Called with the path of a changed file.
        gone: Called once with the path of a file that was removed and has not come back.
    """

    def __init__(
        self,
        looper: Looper,
        changed: Callable[[str], object],
        gone: Callable[[str], object] | None = None,
    ) -> None:
        self._looper = looper
        self._changed = changed
        self._gone = gone
        self._files: dict[str, _File] = {}
        self._timer: Timer | None = None

    @property
    def paths(self) -> list[str]:
        """The paths of the watched files."""
        return list(self._files)

    def add(self, *paths: str) -> None:
        """Watch further files. Only changes after this call are reported."""
        for path in paths:
            if path not in self._files:
                self._files[path] = _File(path)

    def start(self) -> None:
        """Start polling the files, on the loop's clock."""
        self.look_around()
        self._timer = self._looper.call_later(_INTERVAL, self._look)

    def stop(self) -> None:
        """Stop polling the files."""
        if self._timer:
            self._timer.cancel()

    def look_around(self) -> None:
        """Called before each timed poll. A subclass can add files to watch."""

    def poll(self) -> None:
        """Look for changed files now, for a caller whose clock stands still."""
        for path in [path for path, file in self._files.items() if file.has_changed()]:
            self._changed(path)
        for path, file in self._files.items():
            if self._gone and file.missed == _POLLS_UNTIL_GONE:
                self._gone(path)

    def _look(self) -> None:
        self.start()  # schedule the next poll first, since `changed` may raise
        self.poll()


def open_when_mended(
    opened: Callable[[], Page], path: str, looper: Looper, log: Callable[[str, str], object]
) -> Page:
    """Open the page of a source. While the source does not compile, log the error, and run the loop
    until a file is saved.

    Args:
        opened: A function that opens the page.
        path: The path of the source.
        log: Called with ("error", text) after each failure.
    """
    while True:
        changed: list[str] = []
        watch = FileWatch(looper, changed.append)
        watch.add(path)
        try:
            return opened()
        except SourceError as error:
            watch.add(error.path, *error.missing)
            log("error", f"{error}\nwaiting until the file is saved; press Ctrl-C to quit")
            watch.start()
            while not changed:
                looper.run_for(_INTERVAL)
            watch.stop()


class _File:
    """A watched file, with its last content.

    Attributes:
        missed: The number of polls since the file was removed; 0 while it exists.
    """

    def __init__(self, path: str) -> None:
        self.missed = 0
        self._path = Path(path)
        self._known = self._last = self._stamp()
        self._content = self._read()

    def has_changed(self) -> bool:
        last, self._last = self._last, self._stamp()
        self.missed = self.missed + 1 if self._last is None and self._known else 0
        if self._last in (None, self._known) or self._last != last:
            return False
        self._known = self._last
        before, self._content = self._content, self._read()
        return self._content not in (None, before)

    def _stamp(self) -> tuple[int, int, int] | None:
        with suppress(OSError):
            found = self._path.stat()
            return found.st_mtime_ns, found.st_size, found.st_ino
        return None

    def _read(self) -> bytes | None:
        with suppress(OSError):
            return self._path.read_bytes()
        return None


class RuntimeWatch(FileWatch):
    """Watches the files of a runtime's modules, components and bundles.

    When a module or component file changes, the new class replaces the old class
    (`Runtime.replace_module`), unless the file has an error. When a bundle changes, a new page
    replaces the bundle's page.

    Args:
        files: The loaded files of the runtime's modules and components.
        log: Called with ("info" | "error", text) after a change.
    """

    def __init__(
        self, runtime: Runtime, files: Iterable[ModuleFile], log: Callable[[str, str], object]
    ) -> None:
        super().__init__(runtime.looper, self._reload, self._report_removal)
        self._runtime = runtime
        self._sources = list(files)
        self._log = log
        self.look_around()

    def look_around(self) -> None:
        """Start watching new files: the files of newly opened pages, and new imports of module
        files.
        """
        for file in self._sources:
            self.add(*file.sources())
        for page in self._runtime.pages:
            self.add(*_files_of(page))

    def _reload(self, path: str) -> None:
        for file in self._sources:
            if path in file.sources():
                self._load(file)
        for page in list(self._runtime.pages):
            if path in _files_of(page):
                self._log("info", f"{os.path.basename(path)} changed: opening the page again")
                page.stack.reload(page)

    def _report_removal(self, path: str) -> None:
        self._log("error", f"{os.path.basename(path)} was removed: its last version stays in use")

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
            self._log("error", f"{where}{error}\nthe previous class stays in use")
            return
        names = [cls.__name__ for cls in (*classes.modules, *classes.components)]
        self._log("info", f"{file.shown} changed: the next call uses the new {', '.join(names)}")
        for name in [cls.__name__ for cls in (*before.modules, *before.components)]:
            if name not in names:
                text = f"{file.shown} no longer defines {name}: the previous class stays in use"
                self._log("error", text)


def _files_of(page: Page) -> list[str]:
    """Return the paths of a page's bundle and of the bundle's source files."""
    path = path_of(page.url)
    return [path, *page.source_files] if path and not page.is_from_text else []
