"""What a user does to an element: the events that a device fires for it, in its order.

Source: spec/components.md, sections 2 and 3. As on a device an event is fired only where a handler
listens.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from weex_runtime.document import Element, JSONObject
from weex_runtime.errors import PageError

if TYPE_CHECKING:
    from weex_runtime.page import Page


def tap(page: Page, element: Element) -> None:
    """Tap an element: `click` on it, or on the nearest element around it that listens.

    Raises:
        PageError: Nothing there listens to click.
    """
    _fire_on_nearest(page, element, "click", {"position": {}})


def long_press(page: Page, element: Element) -> None:
    """Press an element for long: `longpress`.

    Raises:
        PageError: Nothing there listens to longpress.
    """
    _fire_on_nearest(page, element, "longpress", {"changedTouches": []})


def fill(page: Page, element: Element, text: str) -> None:
    """Put text into a field: focus, input, change, blur.

    Raises:
        PageError: The element is no field.
    """
    _require_field(element)
    before = element.attr.get("value")
    stamp = int(time.time() * 1000)
    _fire(page, element, "focus", {"timeStamp": stamp})
    changes: JSONObject = {"attrs": {"value": text}}
    payload: JSONObject = {"value": text, "timeStamp": stamp, "timestamp": stamp}
    page.document.apply_changes(element.ref, changes)
    _fire(page, element, "input", payload, changes)
    if text != before:
        _fire(page, element, "change", dict(payload), changes)
    _fire(page, element, "blur", {"timeStamp": stamp})


def press_return(page: Page, element: Element) -> None:
    """Press the return key of the keyboard in a field: `return`.

    Raises:
        PageError: The element is no field.
    """
    _require_field(element)
    key = str(element.attr.get("returnKeyType") or element.attr.get("return-key-type") or "default")
    _fire(page, element, "return", {"returnKeyType": key, "value": element.attr.get("value", "")})


def go_back(page: Page) -> None:
    """Press the device's back button: `nativeback` on the body, which a handler that answers true
    keeps for itself; else `clickbackitem`; where neither is bound, the page goes.

    Source: Android WXSDKInstance.onBackPressed.
    """
    body = None if page.document.is_empty else page.document.root
    if body and body.listens_to("nativeback"):
        if page.fire_event(body.ref, "nativeback") is True:
            return
    if body and body.listens_to("clickbackitem"):
        page.fire_event(body.ref, "clickbackitem")
        return
    page.stack.pop(page)


def _fire(
    page: Page,
    element: Element,
    event: str,
    payload: JSONObject,
    changes: JSONObject | None = None,
) -> None:
    if element.listens_to(event):
        page.fire_event(element.ref, event, payload, changes)


def _fire_on_nearest(page: Page, element: Element, event: str, payload: JSONObject) -> None:
    target: Element | None = element
    while target and not target.listens_to(event):
        target = target.parent
    if target is None:
        raise PageError(f"nothing listens to {event} at {element!r} or around it")
    page.fire_event(target.ref, event, payload)


def _require_field(element: Element) -> None:
    if element.type not in ("input", "textarea"):
        raise PageError(f"{element!r} is no field: text goes into an input or a textarea")
