"""Components without state: boxes, rows, texts and links."""

from __future__ import annotations

from itertools import takewhile

from weex_runtime import Component, Event, event
from weex_runtime.document.element import Element
from weex_runtime.instance.invoke import invoke
from weex_runtime.module_api.component_events import Point


class Div(Component):
    """Weex `div`: a box."""

    type = "div"
    aliases = ("container", "footer", "canvas")


class Header(Component):
    """A row of a list that stays at the top of the list with `position: sticky`."""

    type = "header"

    def stick(self) -> None:
        """Fire `sticky`, as when the user scrolls the list until the element sticks to the top."""
        self.fire("sticky")

    def unstick(self) -> None:
        """Fire `unsticky`, as when the user scrolls the list until the element leaves the top."""
        self.fire("unsticky")

    @event("sticky", "unsticky")
    def _sticky(self) -> Event:
        return Event(None)


class Cell(Header):
    """Weex `cell`: a row of a list."""

    type = "cell"
    append_tree = True
    attributes = {
        "keepScrollPosition": False,
        "insertAnimation": "none",
        "deleteAnimation": "none",
        "recycle": True,
    }


class Text(Component):
    """Weex `text`; the attribute `value` has the text."""

    type = "text"
    attributes = {"value": None}
    style = {"color": "#000000", "fontSize": 32}


class Anchor(Component):
    """Weex `a`, a link: a tap opens `href` through the app's module `event`."""

    type = "a"
    attributes = {"href": None}

    def takes_tap(self) -> bool:
        """Implements `Component.takes_tap`."""
        return "href" in self.element.attr or super().takes_tap()

    def tapped(self, at: Point = (0, 0)) -> None:
        """Open `href`, then fire click. Weex does not define the order of the two steps."""
        self.open()
        super().tapped(at)

    def open(self) -> None:
        """Open `href` with the app's module `event`."""
        href, page = self.element.attr.get("href"), self.page
        if href is None:
            return
        if href == "" and page.platform.name == "ios":
            href = page.url
        registration = page.registry.get("event")
        export = registration and registration.exports.get("openURL")
        if export:
            invoke(page, "event", export, lambda: page.module("event"), [href])
        else:
            page.warn_once("a", f"{self.element!r} cannot open {href}: register a module 'event'")


class RichText(Component):
    """A text with spans, links and images.

    A tap on a link or image with a `pseudo-ref` fires `itemclick` {pseudoRef}. For nested parts the
    tap counts for the outermost one. On iOS `itemclick` of a link needs href="click://".
    """

    type = "richtext"
    style = {"color": "#000000", "fontSize": 32}

    def part_tapped(self, part: Element, at: Point = (0, 0)) -> bool:
        """Tap a part of the text as a user does.

        Returns:
            False if the tap is on the text itself and not on a part.
        """
        inner = takewhile(lambda element: element is not self.element, part.with_ancestors())
        parts = [element for element in inner if element.type in ("a", "image", "img")]
        return bool(parts) and self._follow(parts[-1])

    @event("itemclick")
    def _itemclick(self, pseudo_ref: str) -> Event:
        return Event({"pseudoRef": pseudo_ref})

    def _follow(self, part: Element) -> bool:
        component = self.page.components.of(part)
        pseudo_ref, href = component.attribute("pseudoRef"), component.attribute("href")
        counts = part.type != "a" or self.page.platform.name != "ios" or href == "click://"
        if pseudo_ref is not None and counts:
            self.fire("itemclick", pseudo_ref=str(pseudo_ref))
            return True
        if isinstance(component, Anchor) and href:
            component.open()
            return True
        return False


class Indicator(Component):
    """Weex `indicator`: the dots of a slider."""

    type = "indicator"
    append_tree = True
    style = {"itemColor": "rgba(255,255,255,0.5)", "itemSelectedColor": "#ffd545"}


class LoadingIndicator(Component):
    """Weex `loading-indicator`: a spinner."""

    type = "loading-indicator"
