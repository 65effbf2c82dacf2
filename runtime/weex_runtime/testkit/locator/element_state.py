"""The state of an element, as locators and assertions read it: its attributes and styles, whether a
user sees it, and why an action cannot start. The functions that end in `_problem` return "" if the
action can start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.document.outline import lines
from weex_runtime.interaction.capabilities import HAS_SWITCH
from weex_runtime.interaction.gestures import tap_cover, tap_target
from weex_runtime.json_values import JSONValue
from weex_runtime.naming import hyphenated, unhyphenated

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

_HIDDEN_BY_STYLE = "hidden by its style or an ancestor's"


def by_name(values: dict[str, JSONValue], name: str) -> JSONValue:
    """Return an attribute or style, by its name in camelCase or with hyphens."""
    if name in values:
        return values[name]
    return values.get(unhyphenated(name) if "-" in name else hyphenated(name))


def is_switch(page: Instance, element: Element) -> bool:
    return HAS_SWITCH.fits(page.components.of(element))


def hidden_reason(page: Instance, element: Element) -> str:
    """Return the reason why a user cannot see an element, even by scrolling: its style, a size of
    0, or an ancestor that clips the element and does not scroll. Return "" for a visible element.
    """
    # imported here, since most pages need no layout
    from weex_runtime.layout.on_screen import is_reachable

    if element.is_hidden_by_style(page.platform.name):
        return _HIDDEN_BY_STYLE
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

    steps = []
    for part in element.with_ancestors():
        siblings = part.parent.children if part.parent else []
        alike = [sibling for sibling in siblings if sibling.type == part.type]
        steps.append(f"{part.type}[{alike.index(part) + 1}]" if len(alike) > 1 else part.type)
    return visible_line(" > ".join(reversed(steps)))


def describe(element: Element) -> str:
    """Return one line with an element's outline, ref and path."""
    line = next(lines(element), "")
    return f"{line or element.type} ref={element.ref} at {path_of(element)}"


def sight_problem(page: Instance, element: Element) -> str:
    """Return why a user cannot see the element; "" if the user can."""
    return _state_text(element, hidden_reason(page, element))


def style_problem(page: Instance, element: Element) -> str:
    """Return a message if a style hides the element; "" if no style hides the element."""
    is_hidden = element.is_hidden_by_style(page.platform.name)
    return _state_text(element, _HIDDEN_BY_STYLE if is_hidden else "")


def user_problem(page: Instance, element: Element) -> str:
    """Return why a user cannot use the element: it is not visible or is disabled; "" if the user
    can.
    """
    reason = hidden_reason(page, element) or ("disabled" if element.is_disabled else "")
    return _state_text(element, reason)


def tap_problem(page: Instance, element: Element) -> str:
    """Return the reason why a tap on the element would fail: nothing handles the tap, or another
    element covers the element; "" if the tap works.
    """
    target = tap_target(page, element)
    problem = _problem_at(page, element, target, "click")
    if not problem and (cover := tap_cover(page, element, target)):
        return f"{describe(element)} is covered by {describe(cover)}, which gets the tap"
    return problem


def press_problem(page: Instance, element: Element) -> str:
    """Return why a long press on the element would have no effect; "" if it has an effect."""
    return _problem_at(page, element, element.nearest_listener("longpress"), "longpress")


def _problem_at(page: Instance, element: Element, target: Element | None, event: str) -> str:
    if target is None:
        return f"nothing listens to {event} at {describe(element)} or at an ancestor"
    problem = user_problem(page, element)
    return problem or (user_problem(page, target) if target is not element else "")


def _state_text(element: Element, state: str) -> str:
    return f"{describe(element)} is {state}" if state else ""
