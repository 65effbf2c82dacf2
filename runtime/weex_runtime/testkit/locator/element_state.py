"""The state of an element that a user sees: text, value, visible, disabled, checked."""

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
    """The text of a `text` or `span` itself; a field has a value instead."""
    return shown(element.attr.get("value")) if element.type in _TEXTS else ""


def text_of(element: Element) -> str:
    """All texts in an element, joined by spaces."""
    return " ".join(text for part in element.walk() if (text := own_text(part)))


def attribute(element: Element, name: str) -> JSONValue:
    """An attribute's value, by its name in camelCase or with hyphens."""
    return _either(element.attr, name)


def style(element: Element, name: str) -> JSONValue:
    """A style's value, by its name in camelCase or with hyphens."""
    return _either(element.style, name)


def value_of(element: Element) -> str:
    """The text of a field."""
    return shown(element.attr.get("value"))


def is_checked(element: Element) -> bool:
    """Whether a switch is on."""
    return element.attr.get("checked", False) in _TRUE


def is_switch(page: Instance, element: Element) -> bool:
    """Whether the element can be on or off."""
    from weex_runtime.interaction.capabilities import HAS_SWITCH

    return HAS_SWITCH.fits(page.components.of(element))


def is_empty(element: Element) -> bool:
    """Whether a field has no text, or an element no text in it."""
    return not (value_of(element) if element.type in FIELDS else text_of(element))


def is_disabled(element: Element) -> bool:
    """Whether the attribute `disabled` is true, "true", or without a value."""
    return element.attr.get("disabled", False) in _TRUE


def is_visible(page: Instance, element: Element) -> bool:
    """Whether neither the element nor an ancestor is hidden (style `visibility`) or has a width or
    height of 0; on the web also `display: none`, which devices ignore. There is no layout: elements
    outside of the screen count as visible."""
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
    """The path from the body, with numbers among siblings of a type:
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
    """One line with an element's outline, ref and path."""
    line = outline(element).partition("\n")[0]
    return f"{line or element.type} ref={element.ref} at {path_of(element)}"


def _either(values: dict[str, JSONValue], name: str) -> JSONValue:
    if name in values:
        return values[name]
    return values.get(camel_case(name) if "-" in name else hyphenated(name))
