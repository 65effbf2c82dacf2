"""The files of a project: on disk, or on a server."""

from __future__ import annotations

import os
from collections.abc import Callable

from weex_runtime.errors import BundleError, BundleNotFound

_MARKS = ("package.json", "weex.config.json", "pyproject.toml")


class ProjectFiles:
    """The files of the project on disk to which a source belongs.

    Args:
        entry: The path of the source.
        assets_from: A folder to which the addresses of assets are relative; "": their URLs.

    Attributes:
        root: The nearest folder upwards with a package.json, weex.config.json or pyproject.toml;
            else the folder of the source.
    """

    def __init__(self, entry: str, assets_from: str = "") -> None:
        self._assets_from = assets_from
        self.entry = os.path.abspath(entry)
        folder = os.path.dirname(self.entry)
        self.root = next((up for up in folders_upwards(folder) if _is_marked(up)), folder)

    def join(self, base: str, name: str) -> str:
        """Return the path of a name relative to a file."""
        return os.path.normpath(os.path.join(os.path.dirname(base), name))

    def in_root(self, name: str) -> str:
        """Return the path of a name relative to the root."""
        return os.path.normpath(os.path.join(self.root, name))

    def is_file(self, path: str) -> bool:
        """Return whether a file can be read there."""
        return os.path.isfile(path)

    def is_picture(self, path: str) -> bool:
        """Return whether the `src` of an image, a path in the project, is a file."""
        return self.may_read(path) and self.is_file(path)

    def read(self, path: str) -> str:
        """Return the text of a file.

        Raises:
            BundleError: It cannot be read, or is not UTF-8.
        """
        try:
            with open(path, encoding="utf-8") as stream:
                return stream.read().removeprefix("\ufeff")
        except OSError as error:
            raise BundleError(self.show(path), f"cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            problem = f"expected UTF-8, got another byte at {error.start}"
            raise BundleError(self.show(path), problem) from None

    def show(self, path: str) -> str:
        """Return the path relative to the root, with slashes."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def address(self, path: str) -> str:
        """Return the address of an asset."""
        if self._assets_from:
            return os.path.relpath(path, self._assets_from).replace(os.sep, "/")
        from pathlib import Path

        return Path(path).as_uri()

    def may_read(self, path: str) -> bool:
        """Return whether an import may lead to a file: in the root, or in node_modules."""
        real = path
        if os.path.commonpath([real, self.root]) == self.root:
            return True
        return f"{os.sep}node_modules{os.sep}" in real

    def packages(self, base: str) -> list[str]:
        """Return the folders `node_modules` that a file may import from, nearest first."""
        ups = folders_upwards(os.path.dirname(base))
        return [
            folder
            for up in ups
            if os.path.basename(up) != "node_modules"
            and os.path.isdir(folder := os.path.join(up, "node_modules"))
        ]


class RemoteFiles:
    """Files beside a source on a server; each question for a file fetches it.

    Args:
        entry: The URL of the source.
        load: Reads a URL.
    """

    def __init__(self, entry: str, load: Callable[[str], str]) -> None:
        self.entry = entry
        self.root = self.join(entry, ".")
        self._load = load
        self._texts: dict[str, str | None] = {}

    def join(self, base: str, name: str) -> str:
        """See ProjectFiles."""
        from weex_runtime.matching.url import normalised

        return normalised(name, base) or name

    def in_root(self, name: str) -> str:
        """See ProjectFiles."""
        return self.join(self.root, name)

    def is_file(self, path: str) -> bool:
        """See ProjectFiles."""
        if path not in self._texts:
            try:
                self._texts[path] = self._load(path)
            except BundleNotFound:
                self._texts[path] = None
        return self._texts[path] is not None

    def is_picture(self, path: str) -> bool:
        """Every `src` counts: pictures are not fetched."""
        return True

    def read(self, path: str) -> str:
        """See ProjectFiles."""
        if not self.is_file(path):
            raise BundleNotFound(path, "cannot be fetched")
        return self._texts[path] or ""

    def show(self, path: str) -> str:
        """Return the URL relative to the source's folder."""
        return path.removeprefix(self.root).partition("?")[0]

    def address(self, path: str) -> str:
        """See ProjectFiles."""
        return path

    def may_read(self, path: str) -> bool:
        """See ProjectFiles."""
        return True

    def packages(self, base: str) -> list[str]:
        """Return an empty list: packages are not looked for on servers."""
        return []


def folders_upwards(folder: str) -> list[str]:
    """Return a folder and those above it."""
    folders = [folder]
    while (up := os.path.dirname(folders[-1])) != folders[-1]:
        folders.append(up)
    return folders


def _is_marked(folder: str) -> bool:
    return any(os.path.isfile(os.path.join(folder, mark)) for mark in _MARKS)
