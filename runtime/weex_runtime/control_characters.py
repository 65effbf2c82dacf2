"""Show control characters of strings that come from bundles, servers and files.

A terminal obeys control characters: they move the cursor, erase lines and set titles. Bidirectional
controls change the order of the text around them. The escapes are those of JSON strings, so that a
JSON document stays valid.
"""

from __future__ import annotations

# The C0 and C1 controls (except tab and line feed), the line separators U+2028 and U+2029, and the
# bidirectional controls of Unicode.
_CODES = (
    *(*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)),
    *(0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)),
)
_ESCAPES = {code: f"\\u{code:04x}" for code in _CODES}


def visible(text: str, indent: str = "") -> str:
    """Return a string with its control characters as escapes like \\u001b.

    Args:
        indent: The start of each line after the first, so that the text cannot begin a line of the
            output.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_ESCAPES)
    return text.replace("\n", f"\n{indent}") if indent else text


def visible_line(text: str) -> str:
    """Return a string in one line: escapes replace control characters, line ends and tabs."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")
