"""The methods that a component needs for the actions of a user.

An action works on every component with these methods, regardless of the component's class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError, UnknownRef
from weex_runtime.module_api.component import Component

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_FARTHEST = 1e9  # page pixels


class Capability(NamedTuple):
    """The methods that an action needs from a component. `reason` is the error message's last part
    if a component lacks the methods.
    """

    reason: str
    methods: tuple[str, ...]

    def fits(self, component: object) -> bool:
        """Whether a component has all methods of the capability."""
        return all(callable(getattr(component, name, None)) for name in self.methods)


# The component must define these methods: take_keyboard() for a tap; fill(text) replaces the text
# and ends editing; type_key(key) types a character, a line break or "\b"; blur(); press_return().
ACCEPTS_TEXT = Capability(
    "only <input> and <textarea> accept text",
    ("take_keyboard", "blur", "fill", "type_key", "press_return"),
)
# The component must define set_checked(checked).
HAS_SWITCH = Capability("only a <switch> is on or off", ("set_checked",))
# The component must define slide_to(index).
HAS_PAGES = Capability("it is not in a slider", ("slide_to",))
# The component must define dragged(direction, distance), which returns whether the component moved.
DRAGGABLE = Capability("it is not in a slider, scroller or list", ("dragged",))
# The component must define scroll_to(x, y, content_size).
SCROLLABLE = Capability("it is not in a scroller or list", ("scroll_to",))
# The component must define reach_end(), which scrolls to the end.
LOADS_MORE = Capability("it is not in a scroller or list", ("reach_end",))
# The component must define pull(distance), which pulls a list beyond its start or end.
PULLABLE = Capability("it is not in a list", ("pull",))
# The component must define stick() and unstick().
STICKY = Capability("it is not in a header or cell of a list", ("stick", "unstick"))
# The component must define part_tapped(part, at), which returns whether the part of a rich text
# reacted.
HAS_PARTS = Capability("it is not a rich text", ("part_tapped",))
# The component must define load(width, height) and fail(problem).
HAS_IMAGE = Capability("only an <image> loads", ("load", "fail"))
# The component must define play(), pause(), finish() and fail().
HAS_VIDEO = Capability("only a <video> plays", ("play", "pause", "finish", "fail"))
# The component must define browse(url), finish(title), fail(problem, code) and post(data, origin).
HAS_WEB_PAGE = Capability("only a <web> shows web pages", ("browse", "finish", "fail", "post"))


def component_of(page: Instance, element: Element, action: str) -> Component:
    """Return the component of the element on which an action is carried out.

    Raises:
        PageError: The page has ended.
        UnknownRef: The element left the tree.
    """
    page.require_open(f"{action} {element!r}")
    if not is_in_tree(page, element):
        raise UnknownRef(element.ref, page.id)
    return page.components.of(element)


def require_distance(distance: float) -> None:
    """Check the distance of a gesture.

    Raises:
        PageError: The distance is not a number, or more than a thousand million page pixels.
    """
    if not isinstance(distance, (int, float)) or not abs(distance) <= _FARTHEST:
        raise PageError(
            f"expected a distance of at most {_FARTHEST:,.0f} page pixels, got {distance!r:.40}"
        )


def is_in_tree(page: Instance, element: Element) -> bool:
    """Whether the page is open and its tree has the element."""
    try:
        return not page.is_ended and page.document.get(element.ref) is element
    except UnknownRef:
        return False


def require(page: Instance, element: Element, action: str, capability: Capability) -> Any:
    """Return the component of an element, if it has the methods of a capability.

    Raises:
        PageError: The component lacks a method.
    """
    component = component_of(page, element, action)
    if not capability.fits(component):
        raise PageError(f"cannot {action} {element!r}: {capability.reason}")
    return component


def require_around(page: Instance, element: Element, action: str, capability: Capability) -> Any:
    """Return the component that has the methods of a capability: the element's own component, or
    the component of the nearest ancestor.

    Raises:
        PageError: Neither the element's component nor that of an ancestor has the methods.
    """
    component_of(page, element, action)
    component = next(components_around(page, element, capability), None)
    if component is None:
        raise PageError(f"cannot {action} {element!r}: {capability.reason}")
    return component


def components_around(page: Instance, element: Element, capability: Capability) -> Iterator[Any]:
    """Return those components of the element and its ancestors that have the methods of a
    capability.
    """
    for around in element.with_ancestors():
        component = page.components.of(around)
        if capability.fits(component):
            yield component
