"""The pictures that the preview's server serves, so that a screen does not contain their bytes."""

from __future__ import annotations

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
        self._size = 0

    def address_of(self, picture: Picture) -> str:
        """Return the address of a picture, relative to the preview's page. If all pictures exceed
        128 MiB, the oldest are dropped.
        """
        if picture.digest not in self._pictures:
            self._pictures[picture.digest] = picture
            self._size += len(picture.data)
            while self._size > _MOST_BYTES and len(self._pictures) > 1:
                oldest = self._pictures.pop(next(iter(self._pictures)))
                self._size -= len(oldest.data)
        return f"{PICTURES}/{picture.digest}"

    def get(self, name: str) -> Picture | None:
        """Return the picture with a name; None if the picture was dropped."""
        return self._pictures.get(name)
