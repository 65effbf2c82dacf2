"""Lay out a tree of boxes by the flex rules of the SDK's layout core.

Source: spec/layout.md; tests/layout/rects.json has rectangles that the core computed.
"""

from __future__ import annotations

import sys

from weex_runtime.layout.box import Box, Pair
from weex_runtime.layout.positions import place_children, place_detached, shift
from weex_runtime.layout.sizes import constrain, make_final, make_natural

_FRAMES = 6  # maximum number of Python frames that a level of boxes needs
_SHALLOW = 50  # maximum number of levels of boxes for which the recursion limit stays


def lay_out(root: Box, page: Pair) -> None:
    """Set position and size of a box and of each box in it.

    Args:
        page: Width and height of the page, for boxes with position fixed.
    """
    limit = sys.getrecursionlimit()
    if root.depth > _SHALLOW:
        sys.setrecursionlimit(limit + _FRAMES * root.depth)
    try:
        _lay_out_flow(root, None, page)
    finally:
        sys.setrecursionlimit(limit)


def _lay_out_flow(box: Box, parent: Box | None, page: Pair) -> None:
    """Lay out a box and the boxes in its flow, then the detached boxes inside (position absolute or
    fixed).

    Args:
        parent: The parent of a detached box; None for another box.
    """
    style = box.style
    box.reset()
    width, height = style.size
    if parent:
        if width != width:
            width = _size_between_offsets(box, parent, page, 0)
        if height != height:
            height = _size_between_offsets(box, parent, page, 1)
    make_natural(box, width, height, False)
    make_final(box, width, height)
    constrain(box)
    box.position = list(style.margin_start)
    if parent:
        place_detached(box, parent, page)
    else:
        shift(box)
    if not box.passes_kept:
        place_children(box)
    for owner in _owners(box):
        for child in owner.detached:
            _lay_out_flow(child, owner, page)


def _owners(box: Box) -> list[Box]:
    """Of a box and the boxes in its flow, return those that have detached children (children with
    position absolute or fixed).
    """
    if not box.holds_detached:
        return []
    owners = []
    stack = [box]
    while stack:
        part = stack.pop()
        if part.detached:
            owners.append(part)
        stack.extend(child for child in part.children if child.holds_detached)
    return owners


def _size_between_offsets(box: Box, parent: Box, page: Pair, axis: int) -> float:
    """Return the size of a detached box with two opposite offsets; NaN without both."""
    style = box.style
    container = page[axis] if style.position == "fixed" else parent.size[axis]
    size = container - style.offset_start[axis] - style.offset_end[axis] - box.margin[axis]
    if size == size:
        box.set_exact(axis)
    return size
