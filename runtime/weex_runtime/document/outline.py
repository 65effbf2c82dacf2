"""The screen of a page as text: a line for each element, indented by depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from weex_runtime.document.element import FIELDS, TEXTS, Element
from weex_runtime.json_values import JSONValue, shown

_NAMES = ("aria-label", "ariaLabel", "accessibilityLabel", "testId", "test-id", "id")
_SHORT = 40  # texts of up to this number of characters are not cut
_LONGEST_TEXT = 300  # longer texts are cut to this number of characters
_LONGEST_ADDRESS = 120
_CONTAINERS = ("div", "container", "cell", "cell-slot")
# the types that an element may contain if it is shown as a single text
_PLAIN = ("text", "span", "div")

_Address = Callable[[Element], str]


def text_of(element: Element) -> str:
    """Return all texts and values in an element, joined by spaces."""
    return " ".join(filter(None, _texts(element)))


def in_short(element: Element) -> str:
    """Return a short name of an element for messages: `<text> "connect"`, `<input> (your name)`, or
    `<div> ref=8` without any text.
    """
    placeholder = element.attr.get("placeholder")
    if element.type in FIELDS and placeholder:
        return f"<{element.type}> ({shown(placeholder)})"
    text = ""
    for part in _texts(element):
        text = " ".join(f"{text} {part}".split())
        if len(text) > _SHORT:
            break
    if not text:
        text = shown(next(filter(None, map(element.attr.get, _NAMES)), ""))
    if not text:
        return f"<{element.type}> ref={element.ref}"
    return f'<{element.type}> "{text[:_SHORT]}{"..." if len(text) > _SHORT else ""}"'


def outline(root: Element, address_of: _Address | None = None) -> str:
    """Return the tree in lines of text.

    Texts are in quotes, elements that can be tapped in [brackets]. Fields have value and
    placeholder, lists their scroll offset, sliders their page; other elements have their type, with
    label or test id in parentheses. Long texts and addresses are cut. A row (flexDirection: row) is
    on one line if possible. Containers that do not group
    several children are left out.

    Args:
        address_of: Returns a name for an element that has neither text nor label.
    """
    return "\n".join(lines(root, address_of))


def lines(root: Element, address_of: _Address | None = None) -> Iterator[str]:
    """Yield the lines of `outline` one by one."""
    from weex_runtime.control_characters import visible_line  # imported only if needed

    describe = _Descriptions(address_of).of
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        line, children = describe(element)
        if line:
            yield "  " * depth + visible_line(line)
            depth += 1
        stack.extend((child, depth) for child in reversed(children))


def cut(text: JSONValue, longest: int = _LONGEST_TEXT) -> str:
    """Cut a long text to its start, followed by its length; return other texts unchanged."""
    text = shown(text)
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _texts(element: Element) -> Iterator[str]:
    """Return the texts and values in an element, and those in the pages that embeds show."""
    stack = [element]
    while stack:
        part = stack.pop()
        stack.extend(reversed(part.children))
        if inside := _inside(part):
            stack.append(inside)
        else:
            yield _own_text(part)


def _own_text(element: Element) -> str:
    return element.value if element.type in (*TEXTS, *FIELDS) else ""


def _inside(element: Element) -> Element | None:
    """Return the body of the page in an <embed>; None for another element or an empty page."""
    page = getattr(element.component, "embedded", None)
    return None if page is None or page.document.is_empty else page.document.root


class _Descriptions:
    """The lines of elements. Each element is described once, so that the time is linear in the
    size of the tree.
    """

    def __init__(self, address_of: _Address | None) -> None:
        self._address_of = address_of
        # {row or part of a row: (text of its line, children that need lines of their own)}
        self._rows: dict[Element, tuple[str, list[Element]]] = {}
        # {element: whether it has only texts and containers in it, and whether it has a text}
        self._kinds: dict[Element, tuple[bool, bool]] = {}

    def of(self, element: Element) -> tuple[str, list[Element]]:
        """Return a pair: the line of an element ("" for no line), and the children that need their
        own lines.
        """
        if element not in self._rows and not _is_row(element):
            return self._describe(element)
        stack = [element]
        while stack:
            part = stack[-1]
            missing = [c for c in part.children if c not in self._rows] if _is_row(part) else []
            if missing:
                stack.extend(missing)  # a row joins the lines of its children into one line
            else:
                self._rows[part] = self._rows.get(part) or self._describe(part)
                stack.pop()
        return self._rows[element]

    def _describe(self, element: Element) -> tuple[str, list[Element]]:
        children = element.children
        kind = element.type
        if not kind.replace("-", "_").isidentifier():
            kind = repr(kind)  # a type like "--- a" must not look like a part of the output
        is_tapped = element.listens_to("click")
        tap = " [tap]" if is_tapped else ""
        if kind in FIELDS:
            placeholder = element.attr.get("placeholder")
            name = f" ({shown(placeholder)})" if placeholder else ""
            if not placeholder and element.is_empty:
                name = self._name(element)
            return f'{kind} "{cut(element.value)}"{name}', []
        if kind == "text" or (is_tapped and self._shows_text_only(element)):
            text = cut(text_of(element))
            if not text and is_tapped:
                return f"{kind}{tap}{self._name(element)}", []
            start, end = "[]" if is_tapped else '""'
            # Escape a closing quote or bracket before two spaces: on the line of a row, these
            # characters separate two elements.
            return start + text.replace(f"{end}  ", f"\\{end}  ") + end, []
        if kind in ("image", "img", "video", "web", "embed"):
            inside = _inside(element)
            within = [inside] if inside else children
            line = f"{kind} {cut(element.attr.get('src', ''), _LONGEST_ADDRESS)}".rstrip()
            return f"{line}{tap}{'' if within else self._name(element)}", within
        if kind == "switch":
            state = "on" if element.is_checked else "off"
            return f"switch {state}{self._name(element)}", []
        if kind in _CONTAINERS and not is_tapped:
            row = self._row(element)
            if row:
                return row, []
            # The outline leaves out containers that do not group several children.
            return ("" if len(children) < 2 or element.parent is None else kind), children
        note = element.component.outline_note if element.component else ""
        line = f"{kind} ({note})" if note else kind
        return f"{line}{tap}{self._name(element) if is_tapped else ''}", children

    def _row(self, element: Element) -> str:
        """Return the lines of a row's children joined into one; "" if a child needs several."""
        if not _is_row(element):
            return ""
        described = [self._rows[child] for child in element.children]
        if any(children for _, children in described):
            return ""
        return "  ".join(line for line, _ in described if line)

    def _name(self, element: Element) -> str:
        """Return the label, id or address of an element that has no text, in parentheses."""
        for key in _NAMES:
            if element.attr.get(key):
                return f" ({shown(element.attr[key])})"
        return f" ({self._address_of(element)})" if self._address_of else ""

    def _shows_text_only(self, element: Element) -> bool:
        kinds = self._kinds
        if element not in kinds:
            # describe children before their parents
            for part in reversed(list(element.walk())):
                inner = [kinds[child] for child in part.children]
                is_plain = all(
                    child.type in _PLAIN and is_plain
                    for child, (is_plain, _) in zip(part.children, inner, strict=True)
                )
                has_text = bool(_own_text(part)) or any(has for _, has in inner)
                kinds[part] = is_plain, has_text or bool(_inside(part) and text_of(part))
        return all(kinds[element])


def _is_row(element: Element) -> bool:
    is_row = element.style.get("flexDirection") == "row" and element.type in _CONTAINERS
    return is_row and not element.listens_to("click")
