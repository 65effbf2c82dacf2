"""What a component must have for a user to do something with it. The built-in ones have it, and so
may those of others: it is a matter of methods, not of classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError, UnknownRef
from weex_runtime.json_values import JSONInput
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.component_events import Direction, Point

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

T = TypeVar("T")


@runtime_checkable
class Field(Protocol):
    """Takes text."""

    def take_keyboard(self) -> None:
        """A tap: the field has the keyboard then."""

    def blur(self) -> None:
        """Give it back."""

    def fill(self, text: str) -> None:
        """Put this text in the place of all, and leave."""

    def type_key(self, key: str) -> None:
        """Press a key, while the field has the keyboard: a character, a line break for return, or
        "\\b" for backspace."""

    def press_return(self) -> None:
        """Press the return key."""


@runtime_checkable
class Checkable(Protocol):
    """Is on or off."""

    def set_checked(self, checked: bool) -> None:
        """Move it there."""


@runtime_checkable
class Pager(Protocol):
    """Shows one page of several."""

    def slide_to(self, index: int) -> None:
        """Move to a page."""


@runtime_checkable
class Draggable(Protocol):
    """Goes with a finger."""

    def dragged(self, direction: Direction, distance: float) -> bool:
        """A finger goes over it, so many page pixels; whether it moves then."""


@runtime_checkable
class Scrollable(Protocol):
    """Scrolls."""

    def scroll_to(
        self, x: float | None = None, y: float | None = None, content_size: Point | None = None
    ) -> None:
        """Scroll there."""


@runtime_checkable
class Endless(Protocol):
    """May load more at its end."""

    def reach_end(self) -> None:
        """Scroll to the end."""


@runtime_checkable
class Pullable(Protocol):
    """Comes to light when a list is pulled beyond its end."""

    def pull(self, distance: float = 120.0) -> None:
        """Pull so far and let go."""


@runtime_checkable
class Sticky(Protocol):
    """Stays at the top of its list."""

    def stick(self) -> None:
        """It stays there."""

    def unstick(self) -> None:
        """It goes back to its place."""


@runtime_checkable
class Parted(Protocol):
    """Has parts in it that are no components of their own."""

    def part_tapped(self, part: Element, at: Point = (0, 0)) -> bool:
        """A part is tapped; whether something came of it."""


@runtime_checkable
class Picture(Protocol):
    """Is fetched from an address."""

    def load(self, width: float, height: float) -> None:
        """It is there."""

    def fail(self, problem: str = "") -> None:
        """It cannot be had."""


@runtime_checkable
class Film(Protocol):
    """Plays."""

    def play(self) -> None:
        """Start."""

    def pause(self) -> None:
        """Pause."""

    def finish(self) -> None:
        """It is over."""

    def fail(self) -> None:
        """It cannot be played."""


@runtime_checkable
class Browser(Protocol):
    """Shows web pages."""

    def browse(self, url: str) -> None:
        """Go to an address."""

    def finish(self, title: str = "") -> None:
        """The page is there."""

    def fail(self, problem: str = "page error", code: int = -1) -> None:
        """It cannot be had."""

    def post(self, data: JSONInput, origin: str = "*") -> None:
        """The page sends a message."""


def component_of(page: Instance, element: Element, action: str) -> Component:
    """The element's object, for an action of a user.

    Raises:
        PageError: The page has ended; UnknownRef: the element is in its tree no more.
    """
    page.require_open(f"{action} {element!r}")
    if not is_there(page, element):
        raise UnknownRef(element.ref, page.id)
    return page.components.of(element)


def is_there(page: Instance, element: Element) -> bool:
    """The page goes on, and has the element in its tree."""
    try:
        return not page.is_ended and page.document.get(element.ref) is element
    except UnknownRef:
        return False


def able(page: Instance, element: Element, action: str, ability: type[T], instead: str) -> T:
    """The same, with an ability.

    Args:
        instead: What the message says where it lacks it, like "is no field: ...".

    Raises:
        PageError: It lacks it.
    """
    component: object = component_of(page, element, action)
    if not isinstance(component, ability):
        raise PageError(f"{element!r} {instead}")
    return component


def able_around(page: Instance, element: Element, action: str, ability: type[T], instead: str) -> T:
    """That of the element, or of the nearest one around it with the ability.

    Raises:
        PageError: There is none.
    """
    component_of(page, element, action)
    for around in upwards(element):
        component: object = page.components.of(around)
        if isinstance(component, ability):
            return component
    raise PageError(f"{element!r} {instead}")


def upwards(element: Element) -> Iterator[Element]:
    """The element and those around it, up to the body."""
    around: Element | None = element
    while around:
        yield around
        around = around.parent


def nearest_listener(element: Element, *events: str) -> Element | None:
    """The element, or the nearest around it, that listens to one of these."""
    for around in upwards(element):
        if any(around.listens_to(event) for event in events):
            return around
    return None


def direction_of(component: object) -> Direction:
    """In which direction the user last scrolled it."""
    return cast(Direction, getattr(component, "direction", ""))
