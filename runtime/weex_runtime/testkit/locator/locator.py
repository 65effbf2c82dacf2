"""`Locator`: read the elements of a page, and act on them as a user does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from weex_runtime import interaction
from weex_runtime.document.element import FIELDS
from weex_runtime.errors import PageError, WaitTimeout, WeexError
from weex_runtime.instance.waiting import report, wait
from weex_runtime.interaction.scrolling import scroller_around
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.module_api.component_events import Direction, Point
from weex_runtime.naming import call, named
from weex_runtime.testkit.locator import element_state as states
from weex_runtime.testkit.locator.element_state import describe
from weex_runtime.testkit.locator.lookup import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from weex_runtime.testkit.screenshot import FilePath, PictureType

State: TypeAlias = Literal["visible", "hidden", "attached", "detached"]


class Locator(Lookup):
    """A way to find elements of one page; the elements are looked up at each use.

    A method with a `timeout` waits for exactly one element; an action also waits until the element
    is visible and not disabled. A tap or long press also waits until the element or an ancestor
    listens. A timeout is a number of real seconds or a `timedelta`; None means the page's default
    (`Page.set_default_timeout`).

    Raises:
        WaitTimeout: Raised by methods with a `timeout` if no element was ready in time.
        AmbiguousLocator: Raised by methods for one element as soon as several elements match.
        PageError: Raised by actions that the element does not support, like filling a <text>.
    """

    # Methods that read the elements of the locator.

    def is_visible(self) -> bool:
        """Whether the element exists now and is visible (`Element.is_visible`)."""
        found = self.elements()
        self.require_one_at_most(found)
        return bool(found) and states.is_visible(self.page, found[0])

    def is_hidden(self) -> bool:
        """Whether the element does not exist now, or is not visible."""
        return not self.is_visible()

    def is_disabled(self, timeout: Timeout | None = None) -> bool:
        """Whether the attribute `disabled` is set."""
        return self._one("read", timeout).is_disabled

    def is_enabled(self, timeout: Timeout | None = None) -> bool:
        """Whether the attribute `disabled` is not set."""
        return not self.is_disabled(timeout)

    def is_checked(self, timeout: Timeout | None = None) -> bool:
        """Whether a switch is on.

        Raises:
            PageError: The element is not a switch.
        """
        element = self._one("read", timeout)
        if not states.is_switch(self.page, element):
            raise PageError(f"{self}: {describe(element)} is not a switch")
        return element.is_checked

    def text_content(self, timeout: Timeout | None = None) -> str:
        """Return the texts of the element and its descendants, joined by spaces."""
        return self._one("read", timeout).text

    def all_text_contents(self) -> list[str]:
        """Return the texts in each element that exists now."""
        return [element.text for element in self.elements()]

    def get_attribute(self, name: str, timeout: Timeout | None = None) -> JSONValue:
        """Return the value of an attribute as the bundle set the value; None if the attribute is
        not set. The name may be in camelCase or with hyphens.
        """
        return states.by_name(self._one("read", timeout).attr, name)

    def get_style(self, name: str, timeout: Timeout | None = None) -> JSONValue:
        """Return the value of a style; None if the style is not set. The name may be in camelCase
        or with hyphens. Styles of classes are included, but inherited and computed styles are not.
        """
        return states.by_name(self._one("read", timeout).style, name)

    def bounding_box(self, timeout: Timeout | None = None) -> dict[str, float] | None:
        """Return {"x", "y", "width", "height"} of the element on the screen, in page pixels. Return
        None for a part of a text. The style `transform` is applied. An element that is scrolled out
        of sight lies outside the screen.
        """
        # imported here, since most pages need no layout
        from weex_runtime.layout.on_screen import shown_rect

        try:
            return shown_rect(self.page.layout, self._one("read", timeout))._asdict()
        except LookupError:
            return None

    def screenshot(
        self,
        path: FilePath | None = None,
        *,
        type: PictureType | None = None,
        fonts: Iterable[FilePath] = (),
        timeout: Timeout | None = None,
    ) -> bytes:
        """Draw the element with everything in front of it. Arguments as for `Page.screenshot`.

        Raises:
            PageError: The element has no area.
        """
        from weex_runtime.testkit.screenshot import screenshot

        element = self._one("screenshot", timeout, states.sight_problem)
        return screenshot(self.page, path, element=element, type=type, fonts=fonts)

    def input_value(self, timeout: Timeout | None = None) -> str:
        """Return the value of a field.

        Raises:
            PageError: The element is not an input or textarea.
        """
        element = self._one("read", timeout)
        if element.type not in FIELDS:
            raise PageError(f"{self}: {describe(element)} is not a field and has no value")
        return element.value

    def wait_for(self, state: State = "visible", timeout: Timeout | None = None) -> None:
        """Wait until the element has a state. (Failures of `expect(locator)` have more details.)

        Args:
            state: "visible"; "hidden" (not visible, or not in the tree); "attached" (in the tree);
                or "detached" (not in the tree).

        Raises:
            WeexError: The state is unknown.
        """
        if state not in get_args(State):
            raise WeexError(
                f"{named('wait_for')}: expected {', '.join(get_args(State))}, got {state!r}"
            )
        wanted = state in ("visible", "attached")

        def problem() -> str:
            found = self.elements()
            self.require_one_at_most(found)
            there = found and (
                state in ("attached", "detached") or states.is_visible(self.page, found[0])
            )
            if bool(there) == wanted:
                return ""
            return f"{describe(found[0])} is there" if found else "no element matches"

        text, waited = wait(self.page, problem, timeout)
        if text:
            head = f"{self}.{call('wait_for', repr(state))}: {text} {waited}"
            near = self.nearest() if wanted and not self.elements() else []
            raise WaitTimeout(report(self.page, head, near))

    # Methods that act on the element of the locator, as a user does.

    def click(self, timeout: Timeout | None = None) -> None:
        """Tap the element, or its nearest ancestor that handles taps. A tap fires click; it also
        toggles a switch, focuses a field, or opens a link.
        """
        interaction.tap(self.page, self._one("click", timeout, states.tap_problem))

    def long_press(self, timeout: Timeout | None = None) -> None:
        """Hold a finger on the element; fires longpress."""
        interaction.long_press(self.page, self._one("long_press", timeout, states.press_problem))

    def fill(self, text: str, timeout: Timeout | None = None) -> None:
        """Replace the text of a field; fires focus, input, change, blur."""
        interaction.fill(self.page, self._one("fill", timeout, states.user_problem), text)

    def clear(self, timeout: Timeout | None = None) -> None:
        """Remove the text of a field; fires focus, input, change, blur."""
        interaction.clear(self.page, self._one("clear", timeout, states.user_problem))

    def press_sequentially(self, text: str, timeout: Timeout | None = None) -> None:
        """Type into a field key by key, at its cursor; fires focus, and input for each key. The
        field stays focused. A line break presses return.
        """
        element = self._one("press_sequentially", timeout, states.user_problem)
        interaction.type_text(self.page, element, text)

    def press(self, key: str, timeout: Timeout | None = None) -> None:
        """Press one key in a field. A field that is not focused is tapped first.

        Args:
            key: "Enter", "Backspace" or a character. "Enter" is the return key: it fires return,
                change and blur in the order of the platform.
        """
        interaction.press_key(self.page, self._one("press", timeout, states.user_problem), key)

    def focus(self, timeout: Timeout | None = None) -> None:
        """Focus a field, and blur the field that was focused."""
        interaction.focus(self.page, self._one("focus", timeout, states.user_problem))

    def blur(self, timeout: Timeout | None = None) -> None:
        """Remove the focus from a field, if the field is focused."""
        interaction.blur(self.page, self._one("blur", timeout))

    def check(self, timeout: Timeout | None = None) -> None:
        """Turn a switch on. Fires change, unless the switch was on before."""
        interaction.set_checked(self.page, self._one("check", timeout, states.user_problem), True)

    def uncheck(self, timeout: Timeout | None = None) -> None:
        """Turn a switch off. Fires change, unless the switch was off before."""
        interaction.set_checked(
            self.page, self._one("uncheck", timeout, states.user_problem), False
        )

    def scroll_to(
        self,
        x: float | None = None,
        y: float | None = None,
        *,
        content_size: Point | None = None,
        timeout: Timeout | None = None,
    ) -> None:
        """Scroll the element, or the scroller around the element. Fires scrollstart, scroll and
        scrollend; loadmore near the end; appear and disappear on elements that move in and out.

        Args:
            x, y: The new offset in page pixels, 0 or more. None leaves this offset unchanged.
            content_size: Width and height of the scrolled content from now on; default: as laid
                out.
        """
        element = self._one("scroll_to", timeout, states.sight_problem)
        interaction.scroll_to(self.page, element, x, y, content_size)

    def scroll_into_view_if_needed(self, timeout: Timeout | None = None) -> None:
        """Scroll the element into view. Fires appear on each element that comes into view: the
        element and its descendants. If neither the element nor a descendant has a handler, fires
        appear on the nearest ancestor with a handler, if any. An element outside scrollers gets the
        event only on the web.
        """
        page = self.page
        element = self._one("scroll_into_view_if_needed", timeout, states.sight_problem)
        is_listened_to = element.nearest_listener("appear") or any(
            part.listens_to("appear") for part in element.walk()
        )
        # On the web the event `appear` fires for all elements, on devices only for elements in
        # scrollers.
        is_watched = page.platform.name == "web" or scroller_around(page, element) is not None
        if is_listened_to and is_watched:
            interaction.appear(page, element)

    def swipe(
        self, direction: Direction, distance: float = 500.0, timeout: Timeout | None = None
    ) -> None:
        """Move a finger fast over the element. Fires the touch, pan and swipe events of the
        platform for a fast move. A slider around the element moves to its next page; a list around
        the element scrolls.

        Args:
            direction: "up", "down", "left" or "right".
            distance: Page pixels.
        """
        element = self._one("swipe", timeout, states.sight_problem)
        interaction.swipe(self.page, element, direction, distance)

    def pan(self, dx: float, dy: float, timeout: Timeout | None = None) -> None:
        """Move a finger slowly over the element. Fires the touch and pan events of the platform. A
        slow move does not scroll.

        Args:
            dx, dy: The distance to the right and down, in page pixels.
        """
        interaction.pan(self.page, self._one("pan", timeout, states.sight_problem), dx, dy)

    def pull_to_refresh(self, distance: float = 120.0, timeout: Timeout | None = None) -> None:
        """Pull a list down beyond its start, and let go. Fires pullingdown on the list's <refresh>,
        then refresh. The list is the element or an ancestor of the element.

        Args:
            distance: Page pixels. A distance less than the height of the <refresh> does not fire
                refresh.
        """
        element = self._one("pull_to_refresh", timeout, states.style_problem)
        interaction.pull_to_refresh(self.page, element, distance)

    def pull_to_load(self, distance: float = 120.0, timeout: Timeout | None = None) -> None:
        """Pull a list up beyond its end, and let go. Fires pullingup (Android) on the list's
        <loading>, then loading. The arguments are those of `pull_to_refresh`.
        """
        element = self._one("pull_to_load", timeout, states.style_problem)
        interaction.pull_to_load(self.page, element, distance)

    def dispatch_event(
        self,
        event: str,
        data: Mapping[str, JSONInput] | None = None,
        timeout: Timeout | None = None,
    ) -> JSONValue:
        """Fire any event on the element, even if the element is hidden, is disabled or does not
        listen.

        Args:
            data: The event object; the runtime adds type, target, currentTarget, timestamp.

        Returns:
            The result of `Page.fire_event`.
        """
        return self.page.fire_event(self._one("dispatch_event", timeout).ref, event, data)
