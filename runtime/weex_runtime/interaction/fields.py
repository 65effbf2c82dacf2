"""Text into fields, and switches. Source: spec/components.md, section 3."""

# An ability is a protocol, which mypy takes for abstract.
# mypy: disable-error-code="type-abstract"

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError
from weex_runtime.interaction.capabilities import Checkable, Field, able

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_NO_FIELD = "is no field: text goes into an input or a textarea"


def fill(page: Instance, element: Element, text: str) -> None:
    """Put text into a field in the place of what is there: focus, input, change, blur. In a field
    of type date or time it is picked: change; on Android input and change.

    Raises:
        PageError: The element is no field, is disabled, its keyboard or picker cannot give the
            text, or that is none.
    """
    _require_text("fill", text)
    able(page, element, "fill", Field, _NO_FIELD).fill(text)


def clear(page: Instance, element: Element) -> None:
    """Take all text out of a field: as `fill` with ""."""
    fill(page, element, "")


def type_text(page: Instance, element: Element, text: str) -> None:
    """Type text into a field key by key, at its cursor: focus, then `input` for each key; the field
    keeps the keyboard. A line break presses return. Where a handler gives the keyboard to another
    field, the rest goes there.

    Raises:
        PageError: As `fill`, or nobody has the keyboard before all is typed.
    """
    _require_text("press_sequentially", text)
    able(page, element, "type into", Field, _NO_FIELD).take_keyboard()
    for position, key in enumerate(text):
        focused: object = page.components.focused
        if not isinstance(focused, Field):
            raise PageError(
                f"{element!r} lost the keyboard before {text[position:]!r} of {text!r} was typed"
            )
        focused.type_key(key)


def press_key(page: Instance, element: Element, key: str) -> None:
    """Press one key in a field, which is tapped first where it has not the keyboard: "Enter" as
    `press_return`, "Backspace", or a character: input.

    Raises:
        PageError: A device's keyboard has no such key, or as `press_return`.
    """
    _require_text("press", key)
    named = {"Enter": "\n", "Backspace": "\b"}
    if key not in named and len(key) != 1:
        raise PageError(
            f"a device's keyboard has no key {key!r}: it has Enter, Backspace and characters"
        )
    field = able(page, element, f"press {key} in", Field, _NO_FIELD)
    if key == "Enter":
        field.press_return()
    else:
        field.take_keyboard()
        field.type_key(named.get(key, key))


def focus(page: Instance, element: Element) -> None:
    """Give a field the keyboard: change and blur of the field that had it, focus of this one.

    Raises:
        PageError: It is no field, is disabled or has a picker in place of a keyboard.
    """
    able(page, element, "focus", Field, _NO_FIELD).take_keyboard()


def blur(page: Instance, element: Element) -> None:
    """Take the keyboard away: change, where the text is another than at focus, and blur. Nothing
    happens in a field that has not the keyboard.

    Raises:
        PageError: It is no field.
    """
    able(page, element, "blur", Field, _NO_FIELD).blur()


def press_return(page: Instance, element: Element) -> None:
    """Press the return key in a field, which is tapped first where it has not the keyboard: change,
    return, blur; iOS: return, change, blur; Android: as its handlers are bound; the web: change,
    return. In a textarea with the default key it makes a new line.

    Raises:
        PageError: It is no field, is disabled or has a picker in place of a keyboard.
    """
    able(page, element, "press return in", Field, _NO_FIELD).press_return()


def set_checked(page: Instance, element: Element, checked: bool) -> None:
    """Move a switch to on or off: change; nothing where it is there.

    Raises:
        PageError: It is no switch, or disabled.
    """
    instead = "is no switch: on and off go with a <switch>"
    able(page, element, "check", Checkable, instead).set_checked(checked)


def _require_text(action: str, text: object) -> None:
    if not isinstance(text, str):
        instead = "clear() takes all away" if text is None else f"write '{text}'"
        raise PageError(f"{action} takes text, not {text!r}: {instead}")
