"""What a user sees of an element, and a test asks: its text, its value, whether it is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.document.outline import outline
from weex_runtime.json_values import JSONValue, shown
from weex_runtime.naming import camel_case, hyphenated

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

FIELDS = ("input", "textarea")
_TEXTS = ("text", "span")
_TRUE: tuple[JSONValue, ...] = (True, "true", "")


def own_text(element: Element) -> str:
    """The text of a `text` or `span` itself; what a user typed into a field is its value."""
    return shown(element.attr.get("value")) if element.type in _TEXTS else ""


def text_of(element: Element) -> str:
    """The texts in an element, joined by spaces."""
    return " ".join(text for part in element.walk() if (text := own_text(part)))


def attribute(element: Element, name: str) -> JSONValue:
    """An attribute's value, by its name in camelCase or with hyphens."""
    return _either(element.attr, name)


def style(element: Element, name: str) -> JSONValue:
    """A style's value, likewise."""
    return _either(element.style, name)


def value_of(element: Element) -> str:
    """What a field holds."""
    return shown(element.attr.get("value"))


def is_checked(element: Element) -> bool:
    """A switch is on."""
    return element.attr.get("checked", False) in _TRUE


def is_switch(page: Instance, element: Element) -> bool:
    """It can be on or off."""
    from weex_runtime.interaction.capabilities import HAS_SWITCH

    return HAS_SWITCH.fits(page.components.of(element))


def is_empty(element: Element) -> bool:
    """A field that holds nothing, or an element without a text in it."""
    return not (value_of(element) if element.type in FIELDS else text_of(element))


def is_disabled(element: Element) -> bool:
    """Attribute `disabled`: true, "true", or without a value."""
    return element.attr.get("disabled", False) in _TRUE


def is_visible(page: Instance, element: Element) -> bool:
    """Neither it nor what it is in is hidden (style `visibility`) or has a width or height of 0; on
    the web `display: none` hides too, which devices do not know. There is no layout: what is
    scrolled away counts as visible."""
    part: Element | None = element
    while part:
        styles = part.style
        if styles.get("visibility") == "hidden":
            return False
        if styles.get("display") == "none" and page.platform.name == "web":
            return False
        if any(styles.get(side) in (0, "0", "0px", "0wx") for side in ("width", "height")):
            return False
        part = part.parent
    return True


def path_of(element: Element) -> str:
    """The way to it from the body, with numbers among siblings of the same type:
    `div > list > cell[3] > text`."""
    steps: list[str] = []
    part: Element | None = element
    while part:
        step = part.type
        if part.parent:
            alike = [child for child in part.parent.children if child.type == step]
            if len(alike) > 1:
                step += f"[{alike.index(part) + 1}]"
        steps.append(step)
        part = part.parent
    return " > ".join(reversed(steps))


def describe(element: Element) -> str:
    """One line that tells it from others: what it shows, its ref and its path."""
    line = outline(element).partition("\n")[0]
    return f"{line or element.type} ref={element.ref} at {path_of(element)}"


def _either(values: dict[str, JSONValue], name: str) -> JSONValue:
    if name in values:
        return values[name]
    return values.get(camel_case(name) if "-" in name else hyphenated(name))
