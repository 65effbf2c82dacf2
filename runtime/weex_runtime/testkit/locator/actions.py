"""What a test does to the element of a locator: it waits for it, then does what a user would
(actions/), which fires what a device fires, in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from weex_runtime import interaction as actions
from weex_runtime.document.element import Element
from weex_runtime.interaction.capabilities import Endless, Parted, nearest_listener, upwards
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.module_api.component_events import Direction, Point
from weex_runtime.testkit.locator import element_state as states

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


_Problem = Callable[["Page", Element], str]


class LocatorActions:
    """The actions of `Locator`.

    Each waits for exactly one element that is visible, not disabled and, for taps and presses,
    listened to at it or around it; and tells where the element cannot do such a thing at all.
    Every `timeout` is seconds, or a `timedelta`; None: the page's default.

    Raises:
        WaitTimeout: By each: it was not there in time, or could not be acted on; says which.
        AmbiguousLocator: By each, at once: several match.
        PageError: By each: the element is of another kind, like a text that is to be filled.
    """

    page: Page

    def click(self, timeout: Timeout | None = None) -> None:
        """Tap it: click on it or on the nearest around it that takes taps; a switch changes, a
        field takes the keyboard, a link is followed. `timeout`: seconds, or a `timedelta`."""
        actions.tap(self.page, self._one("click", timeout, _tap_problem))

    def long_press(self, timeout: Timeout | None = None) -> None:
        """Hold a finger on it: longpress. `timeout`: seconds, or a `timedelta`."""
        actions.long_press(self.page, self._one("long_press", timeout, _press_problem))

    def fill(self, text: str, timeout: Timeout | None = None) -> None:
        """Put text into a field in place of what it holds: focus, input, change, blur. `timeout`:
        seconds, or a `timedelta`."""
        actions.fill(self.page, self._one("fill", timeout, _user_problem), text)

    def clear(self, timeout: Timeout | None = None) -> None:
        """The same without text. `timeout`: seconds, or a `timedelta`."""
        actions.clear(self.page, self._one("clear", timeout, _user_problem))

    def press_sequentially(self, text: str, timeout: Timeout | None = None) -> None:
        """Type into a field key by key, at its cursor: focus, an input for each; it keeps the
        keyboard. A line break presses return. `timeout`: seconds, or a `timedelta`."""
        element = self._one("press_sequentially", timeout, _user_problem)
        actions.type_text(self.page, element, text)

    def press(self, key: str, timeout: Timeout | None = None) -> None:
        """Press one key of a field's keyboard, which is tapped first where it has not the keyboard.

        Args:
            key: "Enter", the return key: return, change and blur as the page's platform has them;
                "Backspace"; or a character.
            timeout: Seconds, or a `timedelta`.
        """
        actions.press_key(self.page, self._one("press", timeout, _user_problem), key)

    def focus(self, timeout: Timeout | None = None) -> None:
        """Give a field the keyboard; the one that had it loses it. `timeout`: seconds, or a
        `timedelta`."""
        actions.focus(self.page, self._one("focus", timeout, _user_problem))

    def blur(self, timeout: Timeout | None = None) -> None:
        """Take the keyboard from a field, if it has it. `timeout`: seconds, or a `timedelta`."""
        actions.blur(self.page, self._one("blur", timeout))

    def check(self, timeout: Timeout | None = None) -> None:
        """Move a switch to on: change, unless it is there. `timeout`: seconds, or a
        `timedelta`."""
        actions.set_checked(self.page, self._one("check", timeout, _user_problem), True)

    def uncheck(self, timeout: Timeout | None = None) -> None:
        """Move it to off. `timeout`: seconds, or a `timedelta`."""
        actions.set_checked(self.page, self._one("uncheck", timeout, _user_problem), False)

    def scroll_to(
        self,
        x: float | None = None,
        y: float | None = None,
        *,
        content_size: Point | None = None,
        timeout: Timeout | None = None,
    ) -> None:
        """Scroll it, or what scrolls around it: scrollstart, scroll, scrollend, and loadmore near
        the end of a content of known size.

        Args:
            x, y: The new offset in page pixels, from 0 on; None: as it is.
            content_size: Width and height of all that is in it, which no layout tells.
            timeout: Seconds, or a `timedelta`.
        """
        element = self._one("scroll_to", timeout, _sight_problem)
        actions.scroll_to(self.page, element, x, y, content_size)

    def scroll_into_view_if_needed(self, timeout: Timeout | None = None) -> None:
        """Scroll what is around it until it is in sight: appear, once, on it and on what is in it,
        else on what it is in; nothing where no handler or nothing that scrolls is there. `timeout`:
        seconds, or a `timedelta`."""
        page = self.page
        element = self._one("scroll_into_view_if_needed", timeout, _sight_problem)
        is_heard = nearest_listener(element, "appear") or any(
            part.listens_to("appear") for part in element.walk()
        )
        around = upwards(element.parent) if element.parent else ()
        # The web tells of all elements, devices of those in what scrolls.
        is_told = page.platform.name == "web" or any(
            isinstance(page.components.of(box), Endless) for box in around
        )
        if is_heard and is_told:
            actions.appear(page, element)

    def swipe(
        self, direction: Direction, distance: float = 500.0, timeout: Timeout | None = None
    ) -> None:
        """Move a finger fast over it: touches, pans or swipe; the slider around it moves a page on,
        or what scrolls there scrolls.

        Args:
            direction: "up", "down", "left" or "right".
            distance: Page pixels.
            timeout: Seconds, or a `timedelta`.
        """
        actions.swipe(self.page, self._one("swipe", timeout, _sight_problem), direction, distance)

    def pull_to_refresh(self, distance: float = 120.0, timeout: Timeout | None = None) -> None:
        """Pull a list, or the one around it, down beyond its start and let go: pullingdown on its
        <refresh>, then refresh.

        Args:
            distance: Page pixels; less than the height of the <refresh> fires no refresh.
            timeout: Seconds, or a `timedelta`.
        """
        element = self._one("pull_to_refresh", timeout, _sight_problem)
        actions.pull_to_refresh(self.page, element, distance)

    def dispatch_event(
        self,
        event: str,
        data: Mapping[str, JSONInput] | None = None,
        timeout: Timeout | None = None,
    ) -> JSONValue:
        """Fire any event on it, whether or not it is visible, enabled or listens.

        Args:
            data: The event object; the runtime adds type, target, currentTarget, timestamp.
            timeout: Seconds, or a `timedelta`.

        Returns:
            As `Page.fire_event`.
        """
        return self.page.fire_event(self._one("dispatch_event", timeout).ref, event, data)

    def _one(
        self, action: str, timeout: Timeout | None, problem_of: _Problem | None = None
    ) -> Element:
        """The one element, once it is there and has no problem."""
        raise NotImplementedError


# What keeps a user from an action, "" for nothing.


def _sight_problem(page: Page, element: Element) -> str:
    hidden = not states.is_visible(page, element)
    return f"{states.describe(element)} is hidden" if hidden else ""


def _user_problem(page: Page, element: Element) -> str:
    if problem := _sight_problem(page, element):
        return problem
    return f"{states.describe(element)} is disabled" if states.is_disabled(element) else ""


def _tap_problem(page: Page, element: Element) -> str:
    target = nearest_listener(element, "touchstart", "touchend")
    for around in upwards(element):
        component = page.components.of(around)
        if component.takes_tap() or isinstance(component, Parted):
            target = around
            break
    return _problem_at(page, element, target, "click")


def _press_problem(page: Page, element: Element) -> str:
    return _problem_at(page, element, nearest_listener(element, "longpress"), "longpress")


def _problem_at(page: Page, element: Element, target: Element | None, event: str) -> str:
    if target is None:
        return f"nothing listens to {event} at {states.describe(element)} or around it"
    return _user_problem(page, element) or _user_problem(page, target)
