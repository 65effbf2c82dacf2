"""Sliders, lists and what appears in them. Source: spec/components.md, sections 2 and 3.

There is no layout: how far and how large is what the caller says, in page pixels.
"""

# An ability is a protocol, which mypy takes for abstract.
# mypy: disable-error-code="type-abstract"

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError
from weex_runtime.interaction.capabilities import (
    Endless,
    Pager,
    Pullable,
    Scrollable,
    Sticky,
    able_around,
    component_of,
    direction_of,
    nearest_listener,
    upwards,
)
from weex_runtime.module_api.component_events import Direction, Point

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_NO_SCROLLER = "is in nothing that scrolls: that is a scroller, a list or one of its kin"


def slide_to(page: Instance, element: Element, index: int) -> None:
    """Move a slider, or the one around the element, page by page to another: for each scroll and
    change; but for iOS also scrollstart and scrollend.

    Raises:
        PageError: There is no slider or no such page, or it has scrollable=false.
    """
    able_around(page, element, "slide", Pager, "is in no slider").slide_to(index)


def scroll_to(
    page: Instance,
    element: Element,
    x: float | None = None,
    y: float | None = None,
    content_size: Point | None = None,
) -> None:
    """Scroll a scroller or list, or the one around the element: scrollstart, scroll, scrollend, and
    loadmore where its end is near.

    Args:
        x, y: The new offset from 0 on; None: as it is.
        content_size: Width and height of all that is in it, from now on; where nobody says it, its
            end is unknown, and events tell zeros.

    Raises:
        PageError: Nothing there scrolls, or not so far.
    """
    able_around(page, element, "scroll", Scrollable, _NO_SCROLLER).scroll_to(x, y, content_size)


def scroll_to_end(page: Instance, element: Element) -> None:
    """Scroll a scroller or list, or the one around the element, to its end: loadmore, once for the
    same content until the bundle calls resetLoadmore; scroll events too where its size is known.

    Raises:
        PageError: Nothing there scrolls.
    """
    able_around(page, element, "scroll", Endless, _NO_SCROLLER).reach_end()


def appear(page: Instance, element: Element, direction: Direction | None = None) -> None:
    """The element comes into sight: appear on it and on what is in it, else on what it is in;
    nothing on what is in sight already.

    Args:
        direction: In which the content moved: "up", "down", "left", "right", "" for not at all;
            default: as the user scrolled last.

    Raises:
        PageError: Nothing listens, or it is in nothing that scrolls, where devices tell nobody.
    """
    _tell(page, element, "appear", direction, is_there=True)


def disappear(page: Instance, element: Element, direction: Direction | None = None) -> None:
    """The element goes out of sight: disappear, likewise."""
    _tell(page, element, "disappear", direction, is_there=False)


def stick(page: Instance, element: Element) -> None:
    """A header or cell, or the one around the element, comes to the top of its list: sticky.

    Raises:
        PageError: There is none.
    """
    able_around(page, element, "stick", Sticky, "is in no header or cell of a list").stick()


def unstick(page: Instance, element: Element) -> None:
    """It goes back to its place: unsticky. As `stick`."""
    able_around(page, element, "unstick", Sticky, "is in no header or cell of a list").unstick()


def pull_to_refresh(page: Instance, element: Element, distance: float = 120.0) -> None:
    """Pull a list down beyond its start and let go: pullingdown on its <refresh>, then refresh.

    Args:
        element: The refresh, the list, or what is in it.
        distance: How far; less than the height of the refresh fires no refresh.

    Raises:
        PageError: There is no refresh, or it is still shown: the bundle has to hide it first.
    """
    _pull(page, element, "refresh", distance)


def pull_to_load(page: Instance, element: Element, distance: float = 120.0) -> None:
    """Pull a list up beyond its end and let go: pullingup (Android) on its <loading>, then loading.
    As `pull_to_refresh`."""
    _pull(page, element, "loading", distance)


def _pull(page: Instance, element: Element, kind: str, distance: float) -> None:
    component_of(page, element, "pull")
    for around in upwards(element):
        for found in (around, *around.children):
            component: object = page.components.of(found) if found.type == kind else None
            if isinstance(component, Pullable):
                component.pull(distance)
                return
    raise PageError(f"{element!r} is in no list with a <{kind}>")


def _tell(
    page: Instance, element: Element, event: str, direction: Direction | None, *, is_there: bool
) -> None:
    component_of(page, element, event)
    if page.platform.name == "web":
        scrollers: list[object] = [None]
    else:
        components = [page.components.of(around) for around in upwards(element)]
        scrollers = [component for component in components[1:] if isinstance(component, Endless)]
    if not scrollers:
        raise PageError(f"{element!r} {_NO_SCROLLER}; {event} is fired in those only")
    if direction is None:
        direction = direction_of(scrollers[0])
    listeners = [
        part for part in element.walk() if part.listens_to("appear") or part.listens_to("disappear")
    ]
    if not any(part.listens_to(event) for part in listeners):
        around = nearest_listener(element, event)
        if around is None:
            raise PageError(f"nothing listens to {event} at {element!r}, in it or around it")
        listeners = [around]
    for part in listeners:
        component = page.components.of(part)
        if component.is_in_sight is not is_there and not component.is_gone:
            component.is_in_sight = is_there
            component.fire(event, direction=direction)
