"""Sliders, lists and elements that appear in them. Source: spec/components.md, sections 2 and 3.

Lengths are page pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError
from weex_runtime.interaction.capabilities import (
    HAS_PAGES,
    LOADS_MORE,
    PULLABLE,
    SCROLLABLE,
    STICKY,
    component_of,
    components_around,
    require_around,
    require_distance,
)
from weex_runtime.module_api.component_events import Direction, Point

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


def slide_to(page: Instance, element: Element, index: int) -> None:
    """Find the nearest slider among the element and its ancestors, and move the slider to a page,
    page by page. Fires scroll and change for each page; on all platforms but iOS, scrollstart and
    scrollend too.

    Raises:
        PageError: The element is not in a slider; or the slider lacks the page, or has
            scrollable=false.
    """
    require_around(page, element, "slide", HAS_PAGES).slide_to(index)


def scroll_to(
    page: Instance,
    element: Element,
    x: float | None = None,
    y: float | None = None,
    content_size: Point | None = None,
) -> None:
    """Scroll the nearest scroller or list among the element and its ancestors; fires scrollstart,
    scroll, scrollend, and loadmore near the end.

    Args:
        x, y: The new offset, from 0; None: unchanged.
        content_size: Width and height of the content from now on; default: as laid out.

    Raises:
        PageError: The element is not in a scroller, or the offset is out of range.
    """
    for offset in (x, y):
        if offset is not None:
            require_distance(offset)
    require_around(page, element, "scroll", SCROLLABLE).scroll_to(x, y, content_size)


def scroll_to_end(page: Instance, element: Element) -> None:
    """Scroll the nearest scroller or list among the element and its ancestors to its end. Fires
    scroll events, unless the end is already reached, and loadmore. Loadmore is fired again only
    after the content has grown or the bundle has called resetLoadmore.

    Raises:
        PageError: The element is not in a scroller.
    """
    require_around(page, element, "scroll", LOADS_MORE).reach_end()


def appear(page: Instance, element: Element, direction: Direction | None = None) -> None:
    """Scroll an element into view. Fires appear on each listener among the element and its
    descendants; if there is none, on the nearest ancestor that listens. Elements that are already
    in view get no event.

    Args:
        direction: The direction in which the content moves: "up", "down", "left", "right", "" for
            none; default: the direction of the user's last scrolling.

    Raises:
        PageError: No element listens; or, except on the web, the element is not in a scroller.
    """
    _move(page, element, "appear", direction, into_sight=True)


def disappear(page: Instance, element: Element, direction: Direction | None = None) -> None:
    """Scroll an element out of view; fires disappear. Arguments as for `appear`."""
    _move(page, element, "disappear", direction, into_sight=False)


def stick(page: Instance, element: Element) -> None:
    """Find the nearest header or cell among the element and its ancestors, and scroll this header
    or cell to the top of its list; fires sticky.

    Raises:
        PageError: The element is not in a header or cell.
    """
    require_around(page, element, "stick", STICKY).stick()


def unstick(page: Instance, element: Element) -> None:
    """Find the nearest header or cell among the element and its ancestors, and scroll this header
    or cell away from the top of its list; fires unsticky. Raises the errors of `stick`.
    """
    require_around(page, element, "unstick", STICKY).unstick()


def pull_to_refresh(page: Instance, element: Element, distance: float = 120.0) -> None:
    """Pull a list down beyond its start and let go; fires pullingdown on its <refresh>, then
    refresh.

    Args:
        element: The <refresh>, the list, or an element in the list.
        distance: The distance of the pull; less than the height of the <refresh> does not fire
            refresh.

    Raises:
        PageError: The list has no <refresh>, or the bundle has not hidden it yet.
    """
    _pull(page, element, "refresh", distance)


def pull_to_load(page: Instance, element: Element, distance: float = 120.0) -> None:
    """Pull a list up beyond its end and let go; fires pullingup (Android) on its <loading>, then
    loading. Arguments and errors as for `pull_to_refresh`.
    """
    _pull(page, element, "loading", distance)


def scroller_around(page: Instance, element: Element) -> Any | None:
    """Return the component of the nearest scroller or list that contains the element."""
    parent = element.parent
    return next(components_around(page, parent, LOADS_MORE), None) if parent else None


def _pull(page: Instance, element: Element, kind: str, distance: float) -> None:
    component_of(page, element, "pull")
    require_distance(distance)
    for around in element.with_ancestors():
        for found in (around, *around.children):
            component: Any = page.components.of(found) if found.type == kind else None
            if PULLABLE.fits(component):
                component.pull(distance)
                return
    raise PageError(f"cannot pull {element!r}: it is not in a list with a <{kind}>")


def _move(
    page: Instance, element: Element, event: str, direction: Direction | None, *, into_sight: bool
) -> None:
    component_of(page, element, event)
    is_web = page.platform.name == "web"
    scroller = scroller_around(page, element)
    if scroller is None and not is_web:
        raise PageError(
            f"nothing fires {event} at {element!r}: it is not in a scroller or list, where devices "
            "fire this event"
        )
    if direction is None:
        direction = cast(Direction, "" if is_web else getattr(scroller, "direction", ""))
    listeners = [
        part for part in element.walk() if part.listens_to("appear") or part.listens_to("disappear")
    ]
    if not any(part.listens_to(event) for part in listeners):
        listener = element.nearest_listener(event)
        if listener is None:
            raise PageError(
                f"neither {element!r} nor any of its descendants or ancestors listens to {event}"
            )
        listeners = [listener]
    for part in listeners:
        component = page.components.of(part)
        if component.is_in_sight is not into_sight and not component.is_gone:
            component.is_in_sight = into_sight
            component.fire(event, direction=direction)
