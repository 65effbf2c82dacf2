"""Results of the last layout that are reused for boxes whose subtree is unchanged.

The result of a layout pass over a box depends on the arguments of the pass, the state of the box,
and its subtree. A result is reused only if all three are unchanged. So the results equal those of a
new layout of the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from weex_runtime.layout.box import UNKNOWN, Box

Offer: TypeAlias = tuple[float, float, bool, bool]
Order: TypeAlias = tuple[float, float, bool, bool, bool, bool]


@dataclass(slots=True, eq=False)
class Kept:
    """The sizes that a layout computed for a box with children, kept for the next layout.

    Attributes:
        offer: Arguments and state of the first pass: width, height, and which of them are exact.
        natural: The size after the first pass.
        order: Arguments and state of the second pass: width, height, which of them are exact, and
            which were resized. None if the second pass has not run yet, or ran more than once.
        size: The size after the second pass; [] before the second pass.
    """

    offer: Offer
    natural: list[float]
    order: Order | None = None
    size: list[float] = field(default_factory=list)


def take_natural(box: Box, width: float, height: float) -> bool:
    """Reuse the box's natural size from the last layout. Return False if that size is not valid any
    more.
    """
    kept = box.kept
    if kept is None or kept.order is None or kept.offer != _offer(box, width, height):
        return False
    box.size = [*kept.natural]
    box.passes_kept = 1
    return True


def keep_natural(box: Box, width: float, height: float) -> None:
    """Store the box's natural size for the next layout."""
    box.kept = Kept(_offer(box, width, height), [*box.size])


def take_final(box: Box, width: float, height: float) -> bool:
    """Reuse the box's final size from the last layout. Return False if that size is not valid any
    more.
    """
    kept = box.kept
    if box.passes_kept != 1 or kept is None or kept.order != _order(box, width, height):
        return False
    box.size = [*kept.size]
    box.passes_kept = 2
    return True


def begin_final(box: Box, width: float, height: float) -> None:
    """Store the arguments and the state of the second pass for the next layout."""
    assert box.kept
    box.kept.order = None if box.kept.size else _order(box, width, height)


def keep_final(box: Box) -> None:
    """Store the box's final size for the next layout."""
    assert box.kept
    box.kept.size = [*box.size]


def _offer(box: Box, width: float, height: float) -> Offer:
    # Use the same NaN object each time, so that two tuples that contain it are equal.
    width = width if width == width else UNKNOWN
    height = height if height == height else UNKNOWN
    return width, height, box.exact[0], box.exact[1]


def _order(box: Box, width: float, height: float) -> Order:
    return *_offer(box, width, height), box.resized[0], box.resized[1]
