"""Positions of boxes whose sizes are known."""

from __future__ import annotations

from weex_runtime.layout.box import Box, Pair


def place_children(box: Box) -> None:
    """Set the positions of all boxes in the flow of a box, except in subtrees whose results are
    reused.
    """
    for line, edge in zip(box.lines, _line_edges(box), strict=True):
        at, space = _start_of_line(box, line.main, len(line.boxes))
        for child in line.boxes:
            at = _place(box, child, at, edge, line.cross) + space
    for child in box.children:
        shift(child)
        if child.children and not child.passes_kept:
            place_children(child)


def place_detached(box: Box, parent: Box, page: Pair) -> None:
    """Set the position of a box with position absolute or fixed.

    On an axis without offsets an absolute box stands where `justifyContent` and `alignItems` of its
    parent put it, and a fixed box at the start of the page.
    """
    style = box.style
    fixed = style.position == "fixed"
    container = page if fixed else parent.size
    offsets = zip(style.offset_start, style.offset_end, strict=True)
    free = [start != start and end != end for start, end in offsets]
    if any(free) and not fixed:
        _place_alone(parent, box)
    for axis in (0, 1):
        if free[axis]:
            continue
        start, end = style.offset_start[axis], style.offset_end[axis]
        if start == start:
            at = start + (0.0 if fixed else parent.style.border_start[axis])
        else:
            border = 0.0 if fixed else parent.style.border_end[axis]
            at = container[axis] - border - end - box.size[axis]
        box.position[axis] = style.margin_start[axis] + at


def shift(box: Box) -> None:
    """Move a box by its offsets, as position relative does."""
    style = box.style
    for axis in (0, 1):
        start, end = style.offset_start[axis], style.offset_end[axis]
        if start == start:
            box.position[axis] += start
        elif end == end:
            box.position[axis] -= end


def _line_edges(box: Box) -> list[float]:
    """Return the position on the cross axis at which each line starts."""
    style = box.style
    cross = 1 - style.main
    edge, sign = style.edge_start[cross], 1
    if style.wrap == "wrap-reverse":
        edge, sign = box.size[cross] - style.edge_end[cross], -1
    edges = []
    for line in box.lines:
        edges.append(edge)
        edge += sign * line.cross
    return edges


def _start_of_line(box: Box, length: float, count: int) -> tuple[float, float]:
    """Return where the first of `count` boxes starts on the main axis, and the space after each of
    the boxes.

    In a reversed direction the start counts from the end of the axis.
    """
    style = box.style
    main = style.main
    start, end = style.edge_start[main], style.edge_end[main]
    size = box.size[main]
    justify = style.justify
    space = 0.0
    if justify == "space-around":
        space = (size - length - start - end) / count
        start += space / 2
        end += space / 2
    elif justify == "space-between":
        space = (size - length - start - end) / max(count - 1, 1)
    elif justify == "center":
        start = (size - length - end + start) / 2
        end = size - start - length
    elif justify == "flex-end":
        # In a reversed column, the layout core treats flex-end like flex-start: the boxes start at
        # the end of the axis.
        start, end = size - length - end, start if main else size - length - start
    return end if style.reverse else start, max(space, 0.0)


def _place(box: Box, child: Box, at: float, edge: float, line_cross: float) -> float:
    """Set the position of a child.

    Args:
        at: Where the child starts on the main axis, measured from the axis's end if the direction
            is reversed.
        edge: Where the line starts on the cross axis.

    Returns:
        Where the next child starts.
    """
    style, own = box.style, child.style
    main = style.main
    cross = 1 - main
    size = child.size
    position = child.position
    if style.reverse:
        at += own.margin_end[main]
        position[main] = box.size[main] - at - size[main]
        at += size[main] + own.margin_start[main]
    else:
        at += own.margin_start[main]
        position[main] = at
        at += size[main] + own.margin_end[main]
    before, after = own.margin_start[cross], own.margin_end[cross]
    free = line_cross - size[cross]
    align = own.align_self or style.align_items
    if align == "center":
        offset = (free + before - after) / 2
        if style.wrap == "wrap-reverse":
            offset = -offset - size[cross]
    elif style.wrap == "wrap-reverse":
        offset = -size[cross] - (free - before if align == "flex-end" else after)
    else:
        offset = free - after if align == "flex-end" else before
    position[cross] = edge + offset
    return at


def _place_alone(parent: Box, child: Box) -> None:
    """Place a detached child as if it were the only child of its parent."""
    style = parent.style
    main = style.main
    cross = 1 - main
    length = child.size[main] + child.margin[main]
    line_cross = child.size[cross] + child.margin[cross]
    if parent.exact[cross]:
        line_cross = parent.size[cross] - parent.edge[cross]
    reverse = style.wrap == "wrap-reverse"
    edge = parent.size[cross] - style.edge_end[cross] if reverse else style.edge_start[cross]
    at, _ = _start_of_line(parent, length, 1)
    _place(parent, child, at, edge, line_cross)
