"""Boxes and their flex styles.

Lengths are page units. A pair has a horizontal and a vertical length. NaN stands for an unknown
length.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from weex_runtime.layout.kept import Kept

UNKNOWN = math.nan

Pair: TypeAlias = tuple[float, float]
Align: TypeAlias = Literal["flex-start", "flex-end", "center", "stretch"]
Justify: TypeAlias = Literal["flex-start", "flex-end", "center", "space-between", "space-around"]
Wrap: TypeAlias = Literal["nowrap", "wrap", "wrap-reverse"]
Position: TypeAlias = Literal["relative", "absolute", "fixed"]

Measure: TypeAlias = Callable[[float, bool], Pair]
"""Return the size of a leaf's content.

The arguments are the available width, NaN if any width will do, and whether to fill this width.
"""

NO_PAIR: Pair = (UNKNOWN, UNKNOWN)
ZERO: Pair = (0.0, 0.0)


@dataclass(slots=True)
class FlexStyle:
    """The styles of a box that affect the layout.

    Attributes:
        main: The index of the main axis: 0 (horizontal) for a row, 1 (vertical) for a column.
        reverse: Whether the first item stands at the end of the main axis.
        align_self: None stands for `auto`.
        grow: The style `flex`.
        size: width and height, which include padding and border.
        minimum, maximum: minWidth and minHeight, maxWidth and maxHeight.
        edge_start, edge_end: The sums of padding and border: left and top, right and bottom.
        offset_start, offset_end: left and top, right and bottom.
        scrolls: Whether the box scrolls: then its children never break into lines.
    """

    main: int = 1
    reverse: bool = False
    wrap: Wrap = "nowrap"
    justify: Justify = "flex-start"
    align_items: Align = "stretch"
    align_self: Align | None = None
    grow: float = 0.0
    position: Position = "relative"
    size: Pair = NO_PAIR
    minimum: Pair = NO_PAIR
    maximum: Pair = NO_PAIR
    margin_start: Pair = ZERO
    margin_end: Pair = ZERO
    border_start: Pair = ZERO
    border_end: Pair = ZERO
    edge_start: Pair = ZERO
    edge_end: Pair = ZERO
    offset_start: Pair = NO_PAIR
    offset_end: Pair = NO_PAIR
    scrolls: bool = False


@dataclass(slots=True, eq=False)
class Line:
    """Boxes that follow one another on the main axis of their parent.

    Attributes:
        main, cross: The sizes of the line.
        grow: The sum of the boxes' `flex` values.
        growing: The sum of the main sizes that boxes with `flex` have before they grow.
    """

    boxes: list[Box] = field(default_factory=list)
    main: float = 0.0
    cross: float = 0.0
    grow: float = 0.0
    growing: float = 0.0


class Box:
    """A rectangle with its children.

    Attributes:
        measure: Measures the content of a box without children; None: the box has no content.
        children: The boxes in the flow.
        detached: The children with position absolute or fixed.
        position: x and y in the parent; for a fixed box, on the page.
        kept: The results of the last layout, if this layout can reuse them.
        passes_kept: The number of passes of this layout that reused results. After such a pass the
            descendants have the sizes and positions of the last layout.
        holds_detached: Whether the box or a box in its flow has detached children.
        depth: The number of levels of boxes below.
        changed: Whether the second pass has to measure the box.
        margin, edge: The sums of margins, and of padding and border, on each axis.
        size: Width and height.
        natural: The size without `flex` and `stretch`, from the first pass.
        exact: For each axis, whether a style or the parent determines the size.
        resized: For each axis, whether the size changed after the box was measured.
    """

    __slots__ = (
        "changed",
        "children",
        "depth",
        "detached",
        "edge",
        "exact",
        "holds_detached",
        "kept",
        "lines",
        "margin",
        "measure",
        "natural",
        "passes_kept",
        "position",
        "resized",
        "size",
        "style",
    )

    size: list[float]
    natural: list[float]
    exact: list[bool]
    resized: list[bool]

    # A dataclass takes a tenth more time, and a page may have thousands of boxes.
    def __init__(self, style: FlexStyle, measure: Measure | None = None) -> None:
        self.style = style
        self.measure = measure
        self.children: list[Box] = []
        self.detached: list[Box] = []
        self.position = [0.0, 0.0]
        self.lines: list[Line] = []
        self.kept: Kept | None = None
        self.passes_kept = 0
        self.holds_detached = False
        self.depth = 0
        self.changed = True
        (left, top), (right, bottom) = style.margin_start, style.margin_end
        self.margin = (left + right, top + bottom)
        (left, top), (right, bottom) = style.edge_start, style.edge_end
        self.edge = (left + right, top + bottom)

    def add(self, child: Box) -> None:
        """Append a child whose own children were added before."""
        self.depth = max(self.depth, child.depth + 1)
        if child.style.position == "relative":
            self.children.append(child)
            self.holds_detached = self.holds_detached or child.holds_detached
        else:
            self.detached.append(child)
            self.holds_detached = True

    def reset(self) -> None:
        """Forget the sizes of the last layout."""
        width, height = self.style.size
        self.exact = [width == width, height == height]
        self.size = [0.0, 0.0]
        self.natural = [UNKNOWN, UNKNOWN]
        self.resized = [False, False]
        self.changed = True

    def set_exact(self, axis: int) -> None:
        """Mark the size on an axis as determined by a style or the parent."""
        if not self.exact[axis]:
            self.exact[axis] = True
            if self.children:
                self.resized[axis] = True

    def set_size(self, axis: int, value: float) -> None:
        """Set width or height, and record a change."""
        before = self.size[axis]
        if value != before and (value == value or before == before):
            self.size[axis] = value
            self.resized[axis] = self.changed = True
