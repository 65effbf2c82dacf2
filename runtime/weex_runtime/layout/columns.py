"""The columns in which a `waterfall` places its cells.

Source: spec/components.md, section 3; spec/layout.md, "waterfall".
"""

from __future__ import annotations

from dataclasses import dataclass

from weex_runtime.document.element import Element
from weex_runtime.layout.style_values import positive_length

_NORMAL_GAP = 32.0
_MOST = 1000  # maximum number of columns of a waterfall


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a waterfall, in page units.

    Attributes:
        start: The x of the first column's left side.
        gap: The space between two columns.
    """

    count: int
    width: float
    start: float
    gap: float

    def x(self, index: int) -> float:
        """Return the x of a column's left side."""
        return self.start + index * (self.width + self.gap)


def columns_of(element: Element, available: float) -> Columns:
    """Return the columns of a waterfall.

    Args:
        available: The width without padding, in page units.
    """
    count = _number(element, "column-count", "columnCount", 0.0)
    width = _number(element, "column-width", "columnWidth", 0.0)
    gap = _number(element, "column-gap", "columnGap", _NORMAL_GAP)
    start = _number(element, "left-gap", "leftGap", 0.0)
    end = _number(element, "right-gap", "rightGap", 0.0)
    inner = available - start - end
    if not width:
        columns = min(max(int(count), 1), _MOST)
        return Columns(columns, max((inner - (columns - 1) * gap) / columns, 0.0), start, gap)
    fitting = min(max(int((inner + gap) // (width + gap)), 1), _MOST)
    columns = min(fitting, int(count)) if count >= 1 else fitting
    return Columns(columns, max((inner + gap) / columns - gap, 0.0), start, gap)


def _number(element: Element, hyphenated: str, name: str, default: float) -> float:
    """Return the value of an attribute if it is a positive number; otherwise the default."""
    return positive_length(element.attr.get(hyphenated, element.attr.get(name)), 1.0, default)
