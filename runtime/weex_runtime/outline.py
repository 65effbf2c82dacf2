"""A page's screen as text: what a person would see, one thing a line, indented as it is nested."""

from __future__ import annotations

from weex_runtime.document import Element

_FIELDS = ("input", "textarea")


def text_of(element: Element) -> str:
    """The text that an element shows with all under it, parts joined by spaces."""
    parts = []
    for part in element.walk():
        inside = _inside(part)
        parts.append(text_of(inside) if inside else _own_text(part))
    return " ".join(part for part in parts if part)


def outline(root: Element) -> str:
    """The tree in lines: texts in quotes, what can be tapped in [brackets], fields with value and
    placeholder, other elements by type. What stands side by side (flexDirection: row) stays on one
    line where it can; containers that add nothing are left out."""
    lines: list[str] = []
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        line, children = _describe(element)
        if line:
            lines.append("  " * depth + line)
            depth += 1
        stack.extend((child, depth) for child in reversed(children))
    return "\n".join(lines)


def _own_text(element: Element) -> str:
    if element.type in ("text", "span", *_FIELDS):
        value = element.attr.get("value")
        return "" if value is None else str(value)
    return ""


def _describe(element: Element) -> tuple[str, list[Element]]:
    """An element's line, "" for none, and the children that need lines of their own."""
    children = element.children
    kind = element.type
    if kind in _FIELDS:
        placeholder = element.attr.get("placeholder")
        hint = f" ({placeholder})" if placeholder else ""
        return f'{kind} "{_own_text(element)}"{hint}', []
    if kind == "text" or (element.listens_to("click") and _shows_text_only(element)):
        text = text_of(element)
        return (f"[{text}]" if element.listens_to("click") else f'"{text}"'), []
    if kind in ("image", "img", "video", "web", "embed"):
        inside = _inside(element)
        shown = [inside] if inside else children
        return f"{kind} {element.attr.get('src', '')}".rstrip(), shown
    if kind == "switch":
        return f"switch {'on' if element.attr.get('checked') in (True, 'true') else 'off'}", []
    if kind in ("div", "container", "cell", "cell-slot") and not element.listens_to("click"):
        row = _row(element)
        if row:
            return row, []
        # Layout only; but children that stand together stay together.
        return ("" if len(children) < 2 or element.parent is None else kind), children
    return (f"{kind} [tap]" if element.listens_to("click") else kind), children


def _inside(element: Element) -> Element | None:
    """The body of the page that is inside an element."""
    page = getattr(element.component, "embedded", None)
    return None if page is None or page.document.is_empty else page.document.root


def _row(element: Element) -> str:
    """Children that stand side by side on one line, "" when one of them needs more."""
    if element.style.get("flexDirection") != "row":
        return ""
    described = [_describe(child) for child in element.children]
    if any(children for _, children in described):
        return ""
    return "  ".join(line for line, _ in described if line)


def _shows_text_only(element: Element) -> bool:
    kinds = {part.type for part in element.walk() if part is not element}
    return kinds <= {"text", "span", "div"} and bool(text_of(element))
