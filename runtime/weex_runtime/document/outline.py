"""The screen of a page as text: a line for each element, indented by depth."""

from __future__ import annotations

from collections.abc import Callable

from weex_runtime.document.element import FIELDS, TEXTS, Element
from weex_runtime.json_values import JSONValue, shown

_NAMES = ("aria-label", "ariaLabel", "accessibilityLabel", "testId", "test-id", "id")
_SHORT = 40  # texts of up to this number of characters are not cut
_LONGEST_TEXT = 300  # longer texts are cut to this number of characters
_LONGEST_ADDRESS = 120

_Address = Callable[[Element], str]


def text_of(element: Element) -> str:
    """Return all texts and values in an element, joined by spaces."""
    parts = []
    for part in element.walk():
        inside = _inside(part)
        parts.append(text_of(inside) if inside else _own_text(part))
    return " ".join(part for part in parts if part)


def in_short(element: Element) -> str:
    """Return a short name of an element for messages: `<text> "connect"`, `<input> (your name)`, or
    `<div> ref=8` without any text.
    """
    placeholder = element.attr.get("placeholder")
    if element.type in FIELDS and placeholder:
        return f"<{element.type}> ({shown(placeholder)})"
    text = " ".join(text_of(element).split())
    if not text:
        text = shown(next(filter(None, map(element.attr.get, _NAMES)), ""))
    if not text:
        return f"<{element.type}> ref={element.ref}"
    return f'<{element.type}> "{text[:_SHORT]}{"..." if len(text) > _SHORT else ""}"'


def outline(root: Element, address_of: _Address | None = None) -> str:
    """Return the tree in lines of text.

    Texts are in quotes, elements that can be tapped in [brackets]. Fields have value and
    placeholder, lists their scroll offset, sliders their page; other elements have their type, with
    label or test id in parentheses. Long texts and addresses are cut. Rows (flexDirection: row) are
    on one line if possible; containers without their own content are left out.

    Args:
        address_of: Returns a name for an element that has neither text nor label.
    """
    lines: list[str] = []
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        line, children = _describe(element, address_of)
        if line:
            lines.append("  " * depth + line)
            depth += 1
        stack.extend((child, depth) for child in reversed(children))
    return "\n".join(lines)


def cut(text: JSONValue, longest: int = _LONGEST_TEXT) -> str:
    """Cut a long text to its start, followed by its length; return other texts unchanged."""
    text = shown(text)
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _own_text(element: Element) -> str:
    if element.type in (*TEXTS, *FIELDS):
        return shown(element.attr.get("value"))
    return ""


def _describe(element: Element, address_of: _Address | None) -> tuple[str, list[Element]]:
    """Return two values: the line of an element ("" for none), and the children that need lines of
    their own.
    """
    children = element.children
    kind = element.type
    if kind in FIELDS:
        text = _own_text(element)
        placeholder = element.attr.get("placeholder")
        name = (
            f" ({shown(placeholder)})"
            if placeholder
            else ""
            if text
            else _name(element, address_of)
        )
        return f'{kind} "{cut(text)}"{name}', []
    if kind == "text" or (element.listens_to("click") and _shows_text_only(element)):
        text = cut(text_of(element))
        if not text and element.listens_to("click"):
            return f"{kind} [tap]{_name(element, address_of)}", []
        return (f"[{text}]" if element.listens_to("click") else f'"{text}"'), []
    if kind in ("image", "img", "video", "web", "embed"):
        inside = _inside(element)
        within = [inside] if inside else children
        line = f"{kind} {cut(element.attr.get('src', ''), _LONGEST_ADDRESS)}".rstrip()
        tap = " [tap]" if element.listens_to("click") else ""
        return f"{line}{tap}{'' if within else _name(element, address_of)}", within
    if kind == "switch":
        state = "on" if element.is_checked else "off"
        return f"switch {state}{_name(element, address_of)}", []
    if kind in ("div", "container", "cell", "cell-slot") and not element.listens_to("click"):
        row = _row(element, address_of)
        if row:
            return row, []
        # A container has a line only if it groups several children.
        return ("" if len(children) < 2 or element.parent is None else kind), children
    note = element.component.outline_note if element.component else ""
    line = f"{kind} ({note})" if note else kind
    if element.listens_to("click"):
        return f"{line} [tap]{_name(element, address_of)}", children
    return line, children


def _name(element: Element, address_of: _Address | None) -> str:
    """Return the name of an element without text, in parentheses."""
    for key in _NAMES:
        if element.attr.get(key):
            return f" ({shown(element.attr[key])})"
    return f" ({address_of(element)})" if address_of else ""


def _inside(element: Element) -> Element | None:
    """Return the body of the page inside an <embed>."""
    page = getattr(element.component, "embedded", None)
    return None if page is None or page.document.is_empty else page.document.root


def _row(element: Element, address_of: _Address | None) -> str:
    """Return the children of a row on one line; "" if a child needs several lines."""
    if element.style.get("flexDirection") != "row":
        return ""
    described = [_describe(child, address_of) for child in element.children]
    if any(children for _, children in described):
        return ""
    return "  ".join(line for line, _ in described if line)


def _shows_text_only(element: Element) -> bool:
    kinds = {part.type for part in element.walk() if part is not element}
    return kinds <= {"text", "span", "div"} and bool(text_of(element))
