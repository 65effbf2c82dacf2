"""Components that are only drawn, and links."""

from __future__ import annotations

from weex_runtime import Component, Event, event
from weex_runtime.document.element import Element
from weex_runtime.instance.invoke import invoke
from weex_runtime.module_api.component_events import Point


class Div(Component):
    """A box."""

    type = "div"
    aliases = ("container", "footer", "canvas")


class Header(Component):
    """A row of a list that stays at its top, with `position: sticky`.

    It fires `sticky` and `unsticky` when it comes there and leaves.
    """

    type = "header"

    def stick(self) -> None:
        """The list is scrolled so far that it stays at the top."""
        self.fire("sticky")

    def unstick(self) -> None:
        """The list is scrolled back."""
        self.fire("unsticky")

    @event("sticky")
    def _sticky(self) -> Event:
        return Event(None)

    @event("unsticky")
    def _unsticky(self) -> Event:
        return Event(None)


class Cell(Header):
    """A row of a list."""

    type = "cell"
    append_tree = True
    attributes = {
        "keepScrollPosition": False,
        "insertAnimation": "none",
        "deleteAnimation": "none",
        "recycle": True,
    }


class Text(Component):
    """A text; it is the attribute `value`."""

    type = "text"
    attributes = {"value": None}
    style = {"color": "#000000", "fontSize": 32}


class Anchor(Component):
    """A link: a tap asks the app's module `event` to open `href`."""

    type = "a"
    attributes = {"href": None}

    def takes_tap(self) -> bool:
        """See Component."""
        return "href" in self.element.attr or super().takes_tap()

    def tapped(self, at: Point = (0, 0)) -> None:
        """Open the address, and click; Weex does not promise an order."""
        self.open()
        super().tapped(at)

    def open(self) -> None:
        """Follow the link, as the device's app does."""
        href = self.element.attr.get("href")
        if href is None:
            return
        page = self.page
        if href == "" and page.platform.name == "ios":
            href = page.url
        registration = page.registry.get("event")
        export = registration and registration.exports.get("openURL")
        if export:
            invoke(page, "event", export, lambda: page.module("event"), [href])
        else:
            page.warn_once(
                "a", f"{self.element!r} leads to {href}, and no module 'event' is there to open it"
            )


class RichText(Component):
    """Text with spans, links and images in it.

    A tap on a part with a `pseudo-ref` fires `itemclick` {pseudoRef}; of parts in each other the
    outermost counts. On iOS such an `a` must have href="click://".
    """

    type = "richtext"
    style = {"color": "#000000", "fontSize": 32}

    def part_tapped(self, part: Element, at: Point = (0, 0)) -> bool:
        """The user taps a part of the text.

        Returns:
            Whether something came of it; else it is a tap on the whole.
        """
        inner: list[Element] = []
        element: Element | None = part
        while element and element is not self.element:
            inner.append(element)
            element = element.parent
        for found in reversed(inner):
            if found.type == "a" or found.type in ("image", "img"):
                return self._follow(found)
        return False

    @event("itemclick")
    def _itemclick(self, pseudo_ref: str) -> Event:
        return Event({"pseudoRef": pseudo_ref})

    def _follow(self, part: Element) -> bool:
        component = self.page.components.of(part)
        pseudo_ref = component.attribute("pseudoRef")
        is_link = part.type == "a"
        counts = not is_link or self.page.platform.name != "ios"
        if pseudo_ref is not None and (counts or component.attribute("href") == "click://"):
            self.fire("itemclick", pseudo_ref=str(pseudo_ref))
            return True
        if isinstance(component, Anchor) and component.attribute("href"):
            component.open()
            return True
        return False


class Indicator(Component):
    """The dots of a slider."""

    type = "indicator"
    append_tree = True
    style = {"itemColor": "rgba(255,255,255,0.5)", "itemSelectedColor": "#ffd545"}


class LoadingIndicator(Component):
    """A spinner."""

    type = "loading-indicator"
