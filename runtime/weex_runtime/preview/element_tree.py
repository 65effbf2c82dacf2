"""The trees of the devices' elements, and the details of one element."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from weex_runtime.document.element import Element
from weex_runtime.document.outline import cut
from weex_runtime.json_values import shown
from weex_runtime.layout.on_screen import elements_at, shown_rect

if TYPE_CHECKING:
    from weex_runtime.instance.stack import PageStack
    from weex_runtime.testkit.page import Page

_MOST = 3000  # maximum number of elements in the tree of a device
_LONGEST = 60  # maximum number of characters of a text in the tree
_PAUSE = 0.25  # seconds between two messages with the tree of a device


class ElementTrees:
    """Sends the element trees that changed, once a tab has shown the panel of elements.

    Args:
        stacks: The page stack of each device.
        send: Sends a message to all tabs.
    """

    def __init__(
        self, stacks: Sequence[PageStack[Page]], send: Callable[[dict[str, Any]], None]
    ) -> None:
        self._stacks = stacks
        self._send = send
        self._is_shown = False
        # For each device: the time at which its element tree was sent last, and the state of the
        # tree then.
        self._sent: list[tuple[float, object]] = [(0.0, None)] * len(stacks)

    def show(self, page: Page, message: dict[str, Any]) -> None:
        """Send all element trees, and from now on each tree that changes."""
        self._is_shown = True
        self._sent = [(0.0, None)] * len(self._stacks)

    def refresh(self) -> None:
        """Send the element trees that changed, if a tab shows them."""
        if not self._is_shown:
            return
        now = time.monotonic()
        for device, stack in enumerate(self._stacks):
            page, (sent_at, before) = stack.top, self._sent[device]
            if page is None or page.is_ended or now - sent_at < _PAUSE:
                continue
            pages = [*map(repr, stack.pages)]
            state = (pages, page.document.changes)
            if state != before:
                self._sent[device] = now, state
                rows, left_out = _rows(page)
                content = {"pages": pages, "rows": rows, "left_out": left_out}
                self._send({"kind": "tree", "device": device, **content})

    def inspect(self, page: Page, message: dict[str, Any]) -> None:
        """Send the position and details of an element, so that the tabs mark the element: the
        topmost element at a point, or the element with a ref.
        """
        ref = message.get("ref")
        if ref is None:
            x, y = float(message["x"]), float(message["y"])
            element = next(iter(elements_at(page.layout, x, y)), None)
        else:
            element = page.document.get(ref)
        if element:
            details = {"device": message["device"], "ref": element.ref, **_details(page, element)}
            self._send({"kind": "element", **details})


def _rows(page: Page) -> tuple[list[tuple[str, int, str]], int]:
    """Return (ref, depth, description) of the first elements, and the number of elements that are
    left out.
    """
    rows: list[tuple[str, int, str]] = []
    if page.document.is_empty:
        return rows, 0
    stack = [(page.document.root, 0)]
    while stack and len(rows) < _MOST:
        element, depth = stack.pop()
        rows.append((element.ref, depth, _described(element)))
        stack.extend((child, depth + 1) for child in reversed(element.children))
    count = sum(1 for _ in page.document.elements())
    return rows, count - len(rows)


def _described(element: Element) -> str:
    attr = element.attr
    name = shown(attr.get("testId") or attr.get("test-id") or attr.get("placeholder"))
    text = element.own_text or element.value
    parts = [element.type, f'"{cut(text, _LONGEST)}"' if text else "", f"({name})" if name else ""]
    return " ".join(filter(None, parts))


def _details(page: Page, element: Element) -> dict[str, Any]:
    """Return {rect, text}: the position of an element, and its details as lines of text."""
    rect = shown_rect(page.layout, element)
    facts = {
        "left, top": f"{rect.x:g}, {rect.y:g}",
        "width, height": f"{rect.width:g}, {rect.height:g}",
        "attributes": shown(element.attr),
        "styles": shown(element.style),
        "events": shown(element.event),
    }
    lines = [f"{element.type} {element.ref}", *(f"{name}: {fact}" for name, fact in facts.items())]
    return {"rect": list(rect), "text": "\n".join(lines)}
