"""Pictures of images: PNG, JPEG, GIF, WebP and SVG files, and their sizes.

Sources: PNG, "IHDR"; ITU T.81, B.2.2; GIF89a, section 18; RFC 9649, section 2; SVG 2, section 8.2.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from struct import error as TooShort
from struct import unpack_from
from typing import cast
from urllib.parse import unquote_to_bytes

from weex_runtime import naming

Size = tuple[float, float]
"""Width and height."""

MOST_BYTES = 4 << 20  # the largest size of a picture's file

_DATA = re.compile(r"data:[\w.+/-]*((?:;[\w=.+/-]+)*),(.*)", re.DOTALL)
_LONGEST_ADDRESS = 2 * MOST_BYTES
_MOST_PIXELS = 50_000_000
# This expression must match in linear time, since the text may come from an attacker.
_SVG_START = re.compile(
    rb"\s*(?:(?:<\?xml[^>]*>|<!DOCTYPE[^>\[]*>|<!--(?:(?!-->).)*-->)\s*)*<svg(?=[\s>])", re.DOTALL
)
# maximum number of bytes before an SVG's first tag, and of characters that are read of the tag
_HEAD = 4096
_LENGTH = r"\d{1,6}(?:\.\d{0,6})?"
_SVG_SIZE = (300.0, 150.0)  # the size of an SVG without width and height (CSS 2.2, section 10.3.2)
_MOST_SEGMENTS = 1000  # maximum number of segments before the first frame of a JPEG

# low bytes of the JPEG markers from FFC0 to FFCF that do not start a frame
_NO_FRAME = (0xC4, 0xC8, 0xCC)


@dataclass(eq=False)
class Picture:
    """An image file in memory.

    Attributes:
        data: The bytes of the file.
        type: The media type, like "image/png".
        width, height: The size in the picture's own pixels.
    """

    data: bytes
    type: str
    width: float
    height: float

    @cached_property
    def digest(self) -> str:
        """A hash of the bytes of the file, in hexadecimal."""
        return sha256(self.data).hexdigest()[:32]

    @cached_property
    def address(self) -> str:
        """The `data:` address of the picture."""
        return f"data:{self.type};base64,{b64encode(self.data).decode()}"


def read_picture(data: bytes) -> Picture:
    """Return the picture that a file contains.

    Raises:
        ValueError: The bytes are not a picture of a known format, or the picture is too large.
    """
    require_size(len(data))
    for kind, starts, size_of in _FORMATS:
        if starts(data):
            return Picture(data, kind, *_checked(size_of, data))
    got = f"a file that begins with {data[:16]!r}" if data else "an empty file"
    raise ValueError(f"expected PNG, JPEG, GIF, WebP or SVG, got {got}")


def require_size(size: int) -> None:
    """Check the number of bytes of a picture's file.

    Raises:
        ValueError: The file is too large.
    """
    if size > MOST_BYTES:
        raise ValueError(
            f"expected a picture of at most {naming.size(MOST_BYTES)}, got {naming.size(size)}; "
            "make the picture smaller"
        )


def picture_in(address: str) -> Picture:
    """Return the picture in a `data:` address (RFC 2397).

    Raises:
        ValueError: The address has no picture, or the picture is too large.
    """
    if len(address) > _LONGEST_ADDRESS:
        require_size(len(address) * 3 // 4)  # approximate number of decoded bytes
    found = _DATA.fullmatch(address)
    if found is None:
        raise ValueError("expected an address like data:image/png;base64,...")
    try:
        data = unquote_to_bytes(found[2])
        data = b64decode(data) if found[1].endswith(";base64") else data
    except ValueError as error:  # ValueError includes `binascii.Error` and UnicodeError
        raise ValueError(f"the address is not a valid data: URL: {error}") from None
    return read_picture(data)


def _checked(size_of: Callable[[bytes], Size], data: bytes) -> Size:
    try:
        width, height = size_of(data)
    except TooShort:
        raise ValueError(f"the picture ends in its header, after {len(data)} bytes") from None
    if width * height > _MOST_PIXELS:
        raise ValueError(
            f"expected a picture of at most {_MOST_PIXELS:,} pixels, got {width:g} x {height:g}; "
            "make the picture smaller"
        )
    return width, height


def _size_at(form: str, place: int) -> Callable[[bytes], Size]:
    """Return a function that reads width and height at an offset in a file."""
    return lambda data: cast(Size, unpack_from(form, data, place))


def _webp_size(data: bytes) -> Size:
    kind = data[12:16]
    if kind == b"VP8X":
        low, high = unpack_from("<IH", data, 24)
        return 1 + (low & 0xFFFFFF), 1 + (low >> 24 | high << 8)
    if kind == b"VP8L":
        (bits,) = unpack_from("<I", data, 21)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg_size(data: bytes) -> Size:
    """Return the size of a JPEG, read from the header of the first frame."""
    place = 2
    for _ in range(_MOST_SEGMENTS):
        marker, length = unpack_from(">HH", data, place)
        if 0xFFC0 <= marker <= 0xFFCF and marker & 0xFF not in _NO_FRAME:
            height, width = unpack_from(">HH", data, place + 5)
            return width, height
        if marker >> 8 != 0xFF:
            break
        place += 2 + length
    raise ValueError("the JPEG is incomplete: expected a frame header (SOF), got none")


def _svg_size(data: bytes) -> Size:
    text = data.decode()
    if "<!ENTITY" in text:
        raise ValueError("the SVG defines entities, which are not supported; remove them")
    found = _SVG_START.match(data[:_HEAD])
    assert found
    tag = data[found.end() : found.end() + _HEAD].decode(errors="replace").partition(">")[0]
    width, height = _svg_length(tag, "width"), _svg_length(tag, "height")
    box = re.search(r"""\sviewBox\s*=\s*["']([^"']*)""", tag)
    sides = re.findall(_LENGTH, box[1])[2:4] if box else []
    if len(sides) == 2 and (width is None or height is None):
        return float(sides[0]), float(sides[1])
    return width or _SVG_SIZE[0], height or _SVG_SIZE[1]


def _svg_length(tag: str, name: str) -> float | None:
    found = re.search(rf"""\s{name}\s*=\s*["']({_LENGTH})(?:px)?["']""", tag)
    return float(found[1]) if found else None


_FORMATS = (
    ("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), _size_at(">II", 16)),
    ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg_size),
    ("image/gif", lambda data: data.startswith((b"GIF87a", b"GIF89a")), _size_at("<HH", 6)),
    ("image/webp", lambda data: data[:4] + data[8:12] == b"RIFFWEBP", _webp_size),
    ("image/svg+xml", lambda data: bool(_SVG_START.match(data[:_HEAD])), _svg_size),
)
