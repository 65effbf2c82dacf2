"""Access to the files of a project, on disk or on a server."""

from __future__ import annotations

import os
from collections.abc import Callable

from weex_runtime.access.page_access import PageAccess
from weex_runtime.access.project import folders_upwards, project_root
from weex_runtime.errors import BundleError, BundleNotFound


class ProjectFiles:
    """The files of the project on disk that contains a source file.

    Args:
        entry: The path of the source file.
        access: Decides which files may be read.
        assets_from: Folder to which the addresses of assets are relative. If this is "", the
            address of an asset is a file URL.

    Attributes:
        root: The root of the source file's project.
    """

    def __init__(self, entry: str, access: PageAccess, assets_from: str = "") -> None:
        self._access = access
        self._assets_from = assets_from
        self.entry = os.path.abspath(entry)
        self.root = project_root(self.entry)

    def join(self, base: str, name: str) -> str:
        """Return the absolute path of a path that is relative to the folder of the file `base`."""
        return os.path.normpath(os.path.join(os.path.dirname(base), name))

    def in_root(self, name: str) -> str:
        """Return the absolute path of a path that is relative to the project's root."""
        return os.path.normpath(os.path.join(self.root, name))

    def is_file(self, path: str) -> bool:
        """Return whether `path` is the path of an existing file."""
        return os.path.isfile(path)

    def is_picture(self, path: str) -> bool:
        """Return whether the path of an image exists and may be read."""
        return self.is_file(path) and self._access.may_read(path)

    def read(self, path: str) -> str:
        """Return the text of a file.

        Raises:
            AccessRefused: The access rules forbid reading the file.
            BundleError: The file cannot be read, or is not UTF-8.
        """
        real = self.require_read(path)
        try:
            with open(real, encoding="utf-8") as stream:
                return stream.read().removeprefix("\ufeff")
        except OSError as error:
            raise BundleError(self.show(path), f"cannot be read: {error.strerror}") from None
        except UnicodeDecodeError as error:
            problem = f"expected UTF-8, got an invalid byte at offset {error.start}"
            raise BundleError(self.show(path), problem) from None

    def show(self, path: str) -> str:
        """Return a path relative to the project's root, with slashes as separators."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def address(self, path: str) -> str:
        """Return the relative path or the URL by which a bundle loads an asset."""
        if self._assets_from:
            return os.path.relpath(path, self._assets_from).replace(os.sep, "/")
        from pathlib import Path

        return Path(path).as_uri()

    def require_read(self, path: str) -> str:
        """Return the real path of a file that may be read.

        Raises:
            AccessRefused: The access rules forbid reading the file.
        """
        return self._access.require_read(path)

    def packages(self, base: str) -> list[str]:
        """Return the node_modules folders from which the file `base` may import, nearest first.

        If the path of `base` contains a link, the folders above the link come first, then those
        above the target of the link, where pnpm puts the packages that the target imports.
        """
        ups = folders_upwards(os.path.dirname(base))
        real = folders_upwards(os.path.dirname(os.path.realpath(base)))
        ups += [up for up in real if up not in ups]
        return [
            folder
            for up in ups
            if os.path.basename(up) != "node_modules"
            and os.path.isdir(folder := os.path.join(up, "node_modules"))
        ]


class RemoteFiles:
    """The files of a project on a server; `is_file` and `read` fetch a file.

    Args:
        entry: The URL of the source file.
        load: Function that returns the text at a URL.
    """

    def __init__(self, entry: str, load: Callable[[str], str]) -> None:
        self.entry = entry
        self.root = self.join(entry, ".")
        self._load = load
        self._texts: dict[str, str | None] = {}

    def join(self, base: str, name: str) -> str:
        """See `ProjectFiles.join`."""
        from weex_runtime.matching.url import normalised

        return normalised(name, base) or name

    def in_root(self, name: str) -> str:
        """See `ProjectFiles.in_root`."""
        return self.join(self.root, name)

    def is_file(self, path: str) -> bool:
        """See `ProjectFiles.is_file`."""
        if path not in self._texts:
            try:
                self._texts[path] = self._load(path)
            except BundleNotFound:
                self._texts[path] = None
        return self._texts[path] is not None

    def is_picture(self, path: str) -> bool:
        """Return True, since the runtime does not fetch images to check that they exist."""
        return True

    def read(self, path: str) -> str:
        """See `ProjectFiles.read`."""
        if not self.is_file(path):
            raise BundleNotFound(path, "cannot be fetched")
        return self._texts[path] or ""

    def show(self, path: str) -> str:
        """Return a file's URL without its query, relative to the folder of the entry file."""
        return path.removeprefix(self.root).partition("?")[0]

    def address(self, path: str) -> str:
        """See `ProjectFiles.address`."""
        return path

    def require_read(self, path: str) -> str:
        """Return the URL unchanged. The function `load` checks whether the URL may be fetched."""
        return path

    def packages(self, base: str) -> list[str]:
        """Return an empty list: npm packages cannot be imported from a server."""
        return []
