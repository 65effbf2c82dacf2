"""Sizes of boxes, in two passes.

The first pass computes each box's natural size, without `flex` and `stretch`. The second pass gives
free space to boxes with `flex`, stretches boxes, and measures again the boxes whose size changed.
"""

from __future__ import annotations

from weex_runtime.layout.box import UNKNOWN, Box, Line
from weex_runtime.layout.kept import (
    Kept,
    begin_final,
    keep_final,
    keep_natural,
    take_final,
    take_natural,
)


def make_natural(box: Box, width: float, height: float, fill: bool) -> None:
    """Compute the sizes of a box and its descendants before boxes grow or stretch (the natural
    sizes).

    Args:
        width, height: The box's own size, or the available size; NaN: unknown.
        fill: Whether a box without children and without a width takes the available width.
    """
    box.passes_kept = 0
    if not box.children:
        _measure_leaf(box, width, height, fill)
    elif not take_natural(box, width, height):
        _make_children_natural(box, width, height)
        keep_natural(box, width, height)
    box.resized = [False, False]
    box.natural = [*box.size]


def make_final(box: Box, width: float, height: float) -> None:
    """Compute the final sizes of all boxes inside a box.

    Args:
        width, height: The size that the parent decided; NaN: the content decides.
    """
    if not box.children:
        if box.resized[0] or box.resized[1]:
            _measure_leaf(box, width, height, False)
    elif not take_final(box, width, height):
        if box.passes_kept:
            _make_again(box)
        begin_final(box, width, height)
        _make_children_final(box, width, height)
        keep_final(box)
    box.changed = False
    box.resized = [False, False]


def _make_children_natural(box: Box, width: float, height: float) -> None:
    for child, child_width, child_height, child_fill in _offers(box, width, height):
        child.reset()
        make_natural(child, child_width, child_height, child_fill)
        _limit_natural(child)
    _break_lines(box, width, height, natural=True)


def _make_children_final(box: Box, width: float, height: float) -> None:
    if box.resized[box.style.main]:
        for child in box.children:
            constrain(child)
        _break_lines(box, width, height, natural=True)
    _grow(box, width, height)
    _fill_cross(box, width, height)
    _stretch(box)
    _measure_again(box, width, height)
    _break_lines(box, width, height, natural=False)
    _fill_cross(box, width, height)


def _make_again(box: Box) -> None:
    """Run both passes for the descendants of a box whose kept results turn out to be unusable."""
    kept = box.kept
    assert kept
    assert kept.order
    state = box.size, box.exact, box.resized
    width, height, *box.exact = kept.offer
    _make_children_natural(box, width, height)
    box.kept = Kept(kept.offer, kept.natural)
    if box.passes_kept == 2:
        width, height, *flags = kept.order
        box.exact, box.resized = flags[:2], flags[2:]
        _make_children_final(box, width, height)
        box.kept.size = kept.size
    box.size, box.exact, box.resized = state
    box.passes_kept = 0


def constrain(box: Box) -> None:
    """Measure a box again if its size is outside of its minimum and maximum."""
    style = box.style
    width, height = box.size
    limited_width = _limit(width, style.minimum[0], style.maximum[0])
    limited_height = _limit(height, style.minimum[1], style.maximum[1])
    wider = width == width and limited_width != width
    higher = height == height and limited_height != height
    if wider or higher:
        if wider:
            box.set_exact(0)
        if higher:
            box.set_exact(1)
        make_final(box, limited_width, limited_height)


def _offers(box: Box, width: float, height: float) -> list[tuple[Box, float, float, bool]]:
    """Return the arguments of `make_natural` for each child: (child, width, height, fill)."""
    style = box.style
    main = style.main
    known_width, known_height = width == width, height == height
    one_line = style.wrap == "nowrap" or not (known_height if main else known_width)
    fills = main == 1 and box.exact[0] and (style.wrap == "nowrap" or not known_height)
    inner_width, inner_height = width - box.edge[0], height - box.edge[1]
    offers = []
    for child in box.children:
        own = child.style
        child_width, child_height = own.size
        if child.measure is None:
            # A box is at least as large as its padding and border. The size comes first, since
            # `max` returns its first argument if this argument is NaN.
            child_width = max(child_width, child.edge[0])
            child_height = max(child_height, child.edge[1])
        stretches = (own.align_self or style.align_items) == "stretch"
        if one_line and main:
            if known_width and own.size[0] != own.size[0]:
                child_width = inner_width - child.margin[0]
        elif one_line and known_height and own.size[1] != own.size[1]:
            if own.align_self is None and stretches:
                child_height = inner_height - child.margin[1]
        offers.append((child, child_width, child_height, fills and stretches))
    return offers


def _limit_natural(box: Box) -> None:
    style = box.style
    for axis in (0, 1):
        size = box.size[axis]
        limited = _limit(size, style.minimum[axis], style.maximum[axis])
        if limited != size and size == size:
            box.set_exact(axis)
            box.set_size(axis, limited)
            box.natural[axis] = limited


def _measure_leaf(box: Box, width: float, height: float, fill: bool) -> None:
    exact_width, exact_height = box.exact
    edge_width, edge_height = box.edge
    if exact_width and exact_height:
        box.size = [width, height]
        return
    if box.measure is None:
        box.size = [width if exact_width else edge_width, height if exact_height else edge_height]
        return
    known = width == width
    available = (width if known else box.style.maximum[0]) - edge_width
    content_width, content_height = box.measure(available, exact_width or (fill and known))
    if not exact_width:
        content_width += edge_width
        if not known:
            width = content_width
        elif not fill:
            width = min(width, content_width)
    if not exact_height:
        content_height += edge_height
        if height != height:
            height = content_height
        elif not fill:
            height = min(height, content_height)
    box.size = [width, height]


def _break_lines(box: Box, width: float, height: float, *, natural: bool) -> None:
    """Distribute the children over lines, and set those sizes of the box that depend on its
    content.

    Args:
        natural: Use the natural sizes of the children, not their final sizes.
    """
    style = box.style
    main = style.main
    cross = 1 - main
    available = (width, height)[main] - box.edge[main]
    wraps = style.wrap != "nowrap" and available == available and not style.scrolls
    line = Line()
    lines = box.lines = [line]
    for child in box.children:
        sizes = child.natural if natural else child.size
        margin = child.margin
        if wraps and line.boxes and available - line.main < child.size[main] + margin[main]:
            line = Line()
            lines.append(line)
        line.boxes.append(child)
        line.main += sizes[main] + margin[main]
        thickness = sizes[cross] + margin[cross]
        if thickness > line.cross:
            line.cross = thickness
        grow = child.style.grow
        if grow > 0:
            line.grow += grow
            if child.natural[main] == child.natural[main]:
                line.growing += child.natural[main]
    result = [width, height]
    if not box.exact[main]:
        result[main] = max([line.main for line in lines]) + box.edge[main]
    if not box.exact[cross]:
        # the Weex layout core computes a column's width from its first line only
        counted = lines[:1] if main else lines
        result[cross] = sum([line.cross for line in counted]) + box.edge[cross]
    box.size = result


def _grow(box: Box, width: float, height: float) -> None:
    """Distribute the free space of each line among its boxes with `flex`."""
    main = box.style.main
    if not box.exact[main]:
        return
    available = (width, height)[main] - box.edge[main]
    for line in box.lines:
        if line.grow <= 0:
            continue
        unit = (available - line.main + line.growing) / max(line.grow, 1.0)
        for child in line.boxes:
            style = child.style
            if style.grow <= 0:
                continue
            size = unit * style.grow
            if size > style.maximum[main]:
                size = style.maximum[main]
            elif size < style.minimum[main]:
                size = style.minimum[main]
            child.set_exact(main)
            child.set_size(main, size)
            if main == 0 and not child.exact[1] and child.measure and not child.children:
                child.set_size(1, UNKNOWN)


def _fill_cross(box: Box, width: float, height: float) -> None:
    """Give a single line the cross size of its box."""
    cross = 1 - box.style.main
    if len(box.lines) == 1 and box.exact[cross]:
        box.lines[0].cross = (width, height)[cross] - box.edge[cross]


def _stretch(box: Box) -> None:
    """Set the cross size of each child that is aligned by `stretch` to that of its line. The height
    of a text does not change.
    """
    style = box.style
    cross = 1 - style.main
    for line in box.lines:
        for child in line.boxes:
            if child.exact[cross] or (child.style.align_self or style.align_items) != "stretch":
                continue
            if cross and child.measure and not child.children:
                continue
            child.set_exact(cross)
            child.set_size(cross, max(0.0, line.cross - child.margin[cross]))


def _measure_again(box: Box, width: float, height: float) -> None:
    """Run the second layout pass on the children whose size changed."""
    style = box.style
    column = style.main == 1
    one_line = style.wrap == "nowrap" or height != height
    inner = width - box.edge[0]
    for child in box.children:
        if child.changed:
            if column:
                if one_line and not child.exact[0]:
                    child.set_size(0, inner - child.margin[0])
                if child.resized[0] and not child.exact[1]:
                    child.size[1] = UNKNOWN
            make_final(child, child.size[0], child.size[1])
        constrain(child)


def _limit(size: float, minimum: float, maximum: float) -> float:
    """Limit a size to its minimum and maximum; the minimum overrides the maximum."""
    if size < minimum:
        return minimum
    return maximum if size > maximum else size
