"""The pictures that the preview's server serves, so that a screen does not contain their bytes."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.layout.picture.pictures import Picture

PICTURES = "pictures"  # the first folder in the addresses of pictures

_MOST_BYTES = 128 << 20


class HostedPictures:
    """Pictures, each with a name that depends on its bytes. The runtime's thread adds pictures, and
    the server's thread reads them.
    """

    def __init__(self) -> None:
        self._pictures: dict[str, Picture] = {}
        self._names: dict[Picture, str] = {}
        self._size = 0

    def address_of(self, picture: Picture) -> str:
        """Return the address of a picture, relative to the preview's page. If all pictures exceed
        128 MiB, the oldest are dropped.
        """
        name = self._names.get(picture)
        if name is None:
            name = self._names[picture] = sha256(picture.data).hexdigest()[:32]
            self._pictures[name] = picture
            self._size += len(picture.data)
            while self._size > _MOST_BYTES and len(self._names) > 1:
                self._forget(next(iter(self._names)))
        return f"{PICTURES}/{name}"

    def get(self, name: str) -> Picture | None:
        """Return the picture with a name; None if the picture was dropped."""
        return self._pictures.get(name)

    def _forget(self, picture: Picture) -> None:
        name = self._names.pop(picture)
        self._size -= len(picture.data)
        if self._pictures.get(name) is picture:
            del self._pictures[name]
