"""Compare the picture of a page with the picture in a file, and mark the differences."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from weex_runtime.layout.picture.canvas import number
from weex_runtime.layout.text import DEFAULT_SIZE

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page

_THRESHOLD = 25  # largest difference of a colour channel (0 to 255) in equal pixels
_ATTRIBUTE = re.compile(r' ([\w-]+)="(-?[\d.]+)"')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_RED = 'fill="none" stroke="#ff0000" stroke-width="4"'


class Comparison:
    """Compares the screen of a page with the picture in a file.

    Args:
        most: The number of pixels that may differ in a PNG.
    """

    def __init__(self, page: Page, file: Path, most: int) -> None:
        self._page = page
        self._file = file
        self._most = most
        self._expected = file.read_bytes()
        self._actual = b""

    def problem(self) -> str:
        """Describe the difference between the screen and the picture; "" if they are equal."""
        self._actual = self._page.screenshot(type="png" if self._is_png else "svg")
        if self._is_png:
            count = differing_pixels(self._expected, self._actual)
            if count is None:
                return "the pictures have different sizes, or the expected file is not a PNG"
            return f"{count} pixels differ" if count > self._most else ""
        lines = self._expected.decode(errors="replace").splitlines()
        return "" if lines == self._actual.decode().splitlines() else "the screen differs"

    def write_files(self) -> str:
        """Write the expected and the actual picture to files, and for SVG a third picture with the
        differences. Return the names of the files.
        """
        folder, suffix = Path(self._page.runtime.output), self._file.suffix
        files = {"expected": self._expected, "actual": self._actual}
        if not self._is_png:
            marked = marked_differences(
                self._expected.decode(errors="replace"), self._actual.decode()
            )
            files["diff"] = marked.encode()
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, data in files.items():
            path = folder / f"{self._file.stem}-{name}{suffix}"
            path.write_bytes(data)
            written.append(f"  {name}: {path}")
        return "\n" + "\n".join(written)

    @property
    def _is_png(self) -> bool:
        return self._file.suffix.lower() == ".png"


def differing_pixels(expected: bytes, actual: bytes) -> int | None:
    """Return the number of pixels in which two PNG files differ; None for different sizes, or if a
    file is not a PNG.
    """
    from PIL import Image, ImageChops, UnidentifiedImageError

    try:
        one, two = (Image.open(BytesIO(data)).convert("RGBA") for data in (expected, actual))
    except UnidentifiedImageError:
        return None
    if one.size != two.size:
        return None
    red, green, blue, opacity = ImageChops.difference(one, two).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), ImageChops.lighter(blue, opacity))
    return sum(most.histogram()[_THRESHOLD + 1 :])


def marked_differences(expected: str, actual: str) -> str:
    """Return the actual SVG with red frames around new and missing elements."""
    before, after = expected.splitlines(), actual.splitlines()
    changed = [line for line in after if line not in set(before)]
    changed += [line for line in before if line not in set(after)]
    frames = dict.fromkeys(frame for line in changed if (frame := _frame(line)))
    end = after.index("</svg>") if "</svg>" in after else len(after)
    return "\n".join([*after[:end], *frames, *after[end:], ""])


def _frame(line: str) -> str:
    """Return a red <rect> that frames an element of an SVG; "" for groups and definitions."""
    values = {name: float(value) for name, value in _ATTRIBUTE.findall(line)}
    if line.startswith("<text") and "x" in values:
        size = values.get("font-size", DEFAULT_SIZE)
        x, y, width, height = values["x"], values["y"] - size, values.get("textLength", size), size
        height *= 1.25
    elif line.startswith("<circle"):
        radius = values["r"]
        x, y, width, height = values["cx"] - radius, values["cy"] - radius, 2 * radius, 2 * radius
    elif line.startswith(("<path", "<polygon")):
        points = line.partition(' d="')[2] or line.partition(' points="')[2]
        corners = [float(found) for found in _NUMBER.findall(_without_radii(points.split('"')[0]))]
        x, y = min(corners[::2]), min(corners[1::2])
        width, height = max(corners[::2]) - x, max(corners[1::2]) - y
    elif line.startswith(("<rect", "<image")) and "width" in values:
        x, y, width, height = (values.get(name, 0.0) for name in ("x", "y", "width", "height"))
    else:
        return ""
    place = zip(("x", "y", "width", "height"), (x, y, width, height), strict=True)
    return "<rect " + " ".join(f'{name}="{number(v)}"' for name, v in place) + f" {_RED}/>"


def _without_radii(path: str) -> str:
    """Remove the radii and flags of arcs from the data of an SVG path: only points remain."""
    return re.sub(r"A[\d.]+ [\d.]+ 0 0 1 ", " ", path)
