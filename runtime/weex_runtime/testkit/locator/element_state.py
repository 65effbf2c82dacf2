"""Read attributes and styles of an element by a name in camelCase or with hyphens, and describe the
element for messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.document.outline import lines
from weex_runtime.json_values import JSONValue
from weex_runtime.naming import hyphenated, unhyphenated

if TYPE_CHECKING:
    from weex_runtime.instance import Instance


def by_name(values: dict[str, JSONValue], name: str) -> JSONValue:
    """Return an attribute or style, by its name in camelCase or with hyphens."""
    if name in values:
        return values[name]
    return values.get(unhyphenated(name) if "-" in name else hyphenated(name))


def is_switch(page: Instance, element: Element) -> bool:
    """Whether an element is a switch."""
    from weex_runtime.interaction.capabilities import HAS_SWITCH

    return HAS_SWITCH.fits(page.components.of(element))


def hidden_reason(page: Instance, element: Element) -> str:
    """Return the reason why a user cannot see an element, even by scrolling: its style, a size of
    0, or an ancestor that clips the element and does not scroll. Return "" for a visible element.
    """
    # imported here, since most pages need no layout
    from weex_runtime.layout.on_screen import is_reachable

    if element.is_hidden_by_style(page.platform.name):
        return "hidden by its style or an ancestor's"
    for part in element.with_ancestors():
        try:
            rect = page.layout.rect(part)
        except LookupError:  # a span inside a <text> has no box, so use the box of the <text>
            continue
        if not rect.width or not rect.height:
            return f"hidden: its size is {rect.width:g} x {rect.height:g}"
        if not is_reachable(page.layout, part):
            return "hidden: an ancestor that does not scroll clips it"
        return ""
    return ""


def is_visible(page: Instance, element: Element) -> bool:
    """Whether a user could see an element, if necessary by scrolling."""
    return not hidden_reason(page, element)


def part_on_screen(page: Instance, element: Element) -> float:
    """Return how much of an element's area the screen shows, from 0 to 1."""
    # imported here, since most pages need no layout
    from weex_runtime.layout.on_screen import shown_rect, visible_rect

    layout = page.layout
    try:
        rect, shown = shown_rect(layout, element), visible_rect(layout, element)
    except LookupError:  # a span inside a <text> has no box, so it is not found on the screen
        return 0.0
    area = rect.width * rect.height
    return shown.width * shown.height / area if area else 0.0


def path_of(element: Element) -> str:
    """Return the path from the body to an element, like `div > list > cell[3] > text`. The numbers
    count siblings of the same type.
    """
    from weex_runtime.control_characters import visible_line  # imported here: only messages need it

    steps: list[str] = []
    part: Element | None = element
    while part:
        step = part.type
        if part.parent:
            alike = [child for child in part.parent.children if child.type == step]
            if len(alike) > 1:
                step += f"[{alike.index(part) + 1}]"
        steps.append(step)
        part = part.parent
    return visible_line(" > ".join(reversed(steps)))


def describe(element: Element) -> str:
    """Return one line with an element's outline, ref and path."""
    line = next(lines(element), "")
    return f"{line or element.type} ref={element.ref} at {path_of(element)}"
