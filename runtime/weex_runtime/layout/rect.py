"""Rectangles in page units."""

from __future__ import annotations

from typing import NamedTuple

from weex_runtime.layout.box import Pair


class Rect(NamedTuple):
    """A rectangle in page units; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    def intersection(self, other: Rect) -> Rect:
        """Return the intersection of both rectangles; a rectangle of size 0 if they do not
        intersect.
        """
        x, y = max(self.x, other.x), max(self.y, other.y)
        width = min(self.right, other.right) - x
        height = min(self.bottom, other.bottom) - y
        return Rect(x, y, max(width, 0.0), max(height, 0.0))

    def inset(self, start: Pair, end: Pair) -> Rect:
        """Return the rectangle that remains inside these margins.

        Args:
            start: The widths of the left and of the top margin.
            end: The widths of the right and of the bottom margin.
        """
        width, height = self.width - start[0] - end[0], self.height - start[1] - end[1]
        return Rect(self.x + start[0], self.y + start[1], max(width, 0.0), max(height, 0.0))

    @property
    def corners(self) -> tuple[Pair, Pair, Pair, Pair]:
        """The corners, clockwise from the top left one."""
        x, y, right, bottom = self.x, self.y, self.right, self.bottom
        return (x, y), (right, y), (right, bottom), (x, bottom)
