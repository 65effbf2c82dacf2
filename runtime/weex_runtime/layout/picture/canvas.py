"""Collects the elements of an SVG."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from weex_runtime.layout.box import Pair

# Source: XML 1.0, "Characters".
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Write a number with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def markup(tag: str, text: str | None = None, /, **attributes: object) -> str:
    """Write an element. Underscores in names stand for hyphens. Attributes with the value None, and
    opacities of 1, are left out.
    """
    end = "/>" if text is None else f">{escape(_xml_text(text), quote=False)}</{tag}>"
    return f"<{tag}{_written(attributes)}{end}"


def _xml_text(text: str) -> str:
    """Replace the characters that XML forbids: control characters and lone surrogates."""
    return _NOT_XML.sub("\ufffd", text)


class Canvas:
    """The elements and definitions of one SVG.

    Attributes:
        parts: The elements so far, as text.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._definitions: dict[str, str] = {}

    def add(self, tag: str, text: str | None = None, /, **attributes: object) -> None:
        """Add an element, as `markup` writes it."""
        self.parts.append(markup(tag, text, **attributes))

    def add_parts(self, tag: str, parts: Iterable[str], /, **attributes: object) -> None:
        """Add an element with children that `markup` has written, on one line."""
        self.parts.append(f"<{tag}{_written(attributes)}>{''.join(parts)}</{tag}>")

    def polygon(self, points: Iterable[Pair], /, **attributes: object) -> None:
        """Add a polygon with these corners."""
        text = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.add("polygon", points=text, **attributes)

    def open(self, tag: str, **attributes: object) -> None:
        """Add the start tag of an element."""
        self.parts.append(f"<{tag}{_written(attributes)}>")

    def close(self, tag: str) -> None:
        """Add the end tag of an element."""
        self.parts.append(f"</{tag}>")

    def define(self, tag: str, content: str, **attributes: object) -> str:
        """Add a definition, and return a reference to it, like "url(#d1)". Equal definitions are
        added only once.
        """
        definition = f"{_written(attributes)}>{content}</{tag}>"
        key = f"{tag} {definition}"
        name = self._definitions.get(key)
        if name is None:
            name = self._definitions[key] = f"d{len(self._definitions) + 1}"
        return f"url(#{name})"

    def to_svg(self, width: float, height: float) -> str:
        """Return the picture as the text of an SVG file."""
        size = f'width="{number(width)}" height="{number(height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        head += f'viewBox="0 0 {number(width)} {number(height)}">'
        definitions = []
        for key, name in self._definitions.items():
            tag, _, rest = key.partition(" ")
            definitions.append(f'<{tag} id="{name}"{rest}')
        defs = ["<defs>", *definitions, "</defs>"] if definitions else []
        return "\n".join([head, *defs, *self.parts, "</svg>", ""])


def _written(attributes: dict[str, object]) -> str:
    written = []
    for name, value in attributes.items():
        if value is None or (value == 1 and name.endswith("opacity")):
            continue
        text = number(value) if isinstance(value, float) else escape(_xml_text(str(value)))
        written.append(f' {name.rstrip("_").replace("_", "-")}="{text}"')
    return "".join(written)
