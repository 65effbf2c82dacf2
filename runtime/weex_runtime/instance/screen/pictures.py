"""The pictures of a page's images: from `data:` addresses, from files of the project, or loaded
from servers.
"""

from __future__ import annotations

import os
from stat import S_ISREG

from weex_runtime.document.element import Element
from weex_runtime.errors import AccessRefused
from weex_runtime.instance.instance import Instance
from weex_runtime.json_values import shown
from weex_runtime.layout.picture.pictures import (
    MOST_BYTES,
    Picture,
    picture_in,
    read_picture,
    require_size,
)

_MOST_KEPT = 64 << 20  # maximum size of a page's loaded pictures in bytes


class PagePictures:
    """The pictures of one page, by address; they stay available after the page has ended."""

    def __init__(self, page: Instance) -> None:
        self._base = page.url
        self._access = page.access
        self._location_of = page.runtime.location_of
        self._loaded: dict[str, Picture] = {}
        # {path: the time and size of the file, and its picture}
        self._files: dict[str, tuple[tuple[int, int], Picture | None]] = {}
        self.size = 0

    def of(self, element: Element) -> Picture | None:
        """Return the picture of an image's `src`; if it is not loaded, the placeholder's picture,
        or None.
        """
        attr = element.attr
        return self._at(shown(attr.get("src"))) or self._at(shown(attr.get("placeholder")))

    def address(self, src: str) -> str:
        """Return the absolute address of a `src`; "" for a string that is not an address."""
        from weex_runtime.matching.url import normalised

        return normalised(src, self._base)

    def path(self, address: str) -> str:
        """Return the path of the file at an address, after `url_map`; "" for other addresses."""
        from weex_runtime.instance.bundle.bundle import path_of

        place = self._location_of(address)
        return path_of(place) if "://" in place else place

    def read(self, path: str) -> Picture:
        """Return the picture in a file.

        Raises:
            AccessRefused: The access of the page does not include the file.
            OSError, ValueError: The file cannot be read, or is not a picture.
        """
        real = self._access.require_read(path)
        state = os.stat(real)
        if not S_ISREG(state.st_mode):  # opening a pipe would wait for a writer
            raise ValueError("expected a file with a picture, got a folder, a pipe or a device")
        require_size(state.st_size)
        with open(real, "rb") as stream:
            return read_picture(stream.read(MOST_BYTES + 1))

    def keep(self, address: str, picture: Picture) -> None:
        """Keep a loaded picture. If the pictures together exceed 64 MiB, the oldest are dropped."""
        self._forget(address)
        self._loaded[address] = picture
        self.size += len(picture.data)
        while self.size > _MOST_KEPT and len(self._loaded) > 1:
            self._forget(next(iter(self._loaded)))

    def _at(self, src: str) -> Picture | None:
        if not src:
            return None
        is_data = src.startswith("data:")
        address = src if is_data else self.address(src)
        picture = self._loaded.get(address)
        if picture is None and is_data:
            try:
                picture = picture_in(src)
            except ValueError:
                return None
            self.keep(src, picture)
        elif picture is None and address:
            path = self.path(address)
            picture = self._in_file(path) if path else None
        return picture

    def _forget(self, address: str) -> None:
        old = self._loaded.pop(address, None)
        self.size -= len(old.data) if old else 0

    def _in_file(self, path: str) -> Picture | None:
        try:
            state = os.stat(path)
        except (OSError, ValueError):
            return None
        stamp = state.st_mtime_ns, state.st_size
        known = self._files.get(path)
        if known is None or known[0] != stamp:
            picture: Picture | None = None
            try:
                picture = self.read(path)
            except (AccessRefused, OSError, ValueError):
                pass
            known = self._files[path] = stamp, picture
        return known[1]
