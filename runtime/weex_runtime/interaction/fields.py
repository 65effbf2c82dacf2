"""Actions on fields and switches. Source: spec/components.md, section 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError
from weex_runtime.interaction.capabilities import ACCEPTS_TEXT, HAS_SWITCH, require

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


def fill(page: Instance, element: Element, text: str) -> None:
    """Replace the text of a field; fires focus, input, change, blur. A field of type date or time
    fires change only, on Android input and change.

    Raises:
        PageError: The element is not a field, is disabled, or cannot have this text.
    """
    _require_text("fill", text)
    require(page, element, "fill", ACCEPTS_TEXT).fill(text)


def clear(page: Instance, element: Element) -> None:
    """Remove the text of a field, like `fill` with ""."""
    fill(page, element, "")


def type_text(page: Instance, element: Element, text: str) -> None:
    """Type text into a field at its cursor; fires focus, and input for each key. The field stays
    focused. A line break presses return. If a handler focuses another field, the remaining keys go
    to that field.

    Raises:
        PageError: As for `fill`, or the keyboard closed before the last key.
    """
    _require_text("press_sequentially", text)
    require(page, element, "type into", ACCEPTS_TEXT).take_keyboard()
    for position, key in enumerate(text):
        focused = page.components.focused
        if focused is None:
            raise PageError(
                f"{element!r} lost focus before {text[position:]!r} of {text!r} was typed"
            )
        require(page, focused.element, "type into", ACCEPTS_TEXT).type_key(key)


def press_key(page: Instance, element: Element, key: str) -> None:
    """Press one key in a field. A field that is not focused is tapped first.

    Args:
        key: "Enter" (`press_return`), "Backspace", or a character, which fires input.

    Raises:
        PageError: As for `press_return`; or the keyboard does not have the key.
    """
    _require_text("press", key)
    if key not in ("Enter", "Backspace") and len(key) != 1:
        raise PageError(f"expected Enter, Backspace or a character as key, got {key!r}")
    field = require(page, element, f"press {key} in", ACCEPTS_TEXT)
    if key == "Enter":
        field.press_return()
    else:
        field.take_keyboard()
        field.type_key("\b" if key == "Backspace" else key)


def focus(page: Instance, element: Element) -> None:
    """Focus a field; fires change and blur on the field that was focused, and focus on this field.

    Raises:
        PageError: The element is not a field, is disabled, or opens a picker instead.
    """
    require(page, element, "focus", ACCEPTS_TEXT).take_keyboard()


def blur(page: Instance, element: Element) -> None:
    """Blur a field that is focused; fires change, if the text changed since focus, and blur.

    Raises:
        PageError: The element is not a field.
    """
    require(page, element, "blur", ACCEPTS_TEXT).blur()


def press_return(page: Instance, element: Element) -> None:
    """Press the return key in a field. A field that is not focused is tapped first. The
    events are change, return, blur, in this order. On iOS the order is return, change, blur. On
    Android the order is the order in which the bundle added the handlers. On the web, change and
    return are fired, and the field stays focused. With the default return key type, the key inserts
    a line break in a textarea.

    Raises:
        PageError: The element is not a field, is disabled, or opens a picker instead.
    """
    require(page, element, "press return in", ACCEPTS_TEXT).press_return()


def set_checked(page: Instance, element: Element, checked: bool) -> None:
    """Turn a switch on or off; fires change. Does nothing if the switch is already in this state.

    Raises:
        PageError: The element is not a switch, or is disabled.
    """
    require(page, element, "check", HAS_SWITCH).set_checked(checked)


def _require_text(action: str, text: object) -> None:
    if not isinstance(text, str):
        advice = "use clear() to remove the text" if text is None else f"write '{text}'"
        raise PageError(f"{action}: expected text, got {text!r}: {advice}")
