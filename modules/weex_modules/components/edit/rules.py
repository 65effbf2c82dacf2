"""Lengths, keyboards and pickers of fields. Lengths and positions count UTF-16 units, as JavaScript
and devices do.

Source: Android AbstractEditComponent.java, iOS WXEditComponent.mm.
"""

from __future__ import annotations

from weex_runtime.module_api.platforms import PlatformName

_DIGITS = "0123456789"
_KEYS = {"number": f"{_DIGITS}.+-", "tel": f"{_DIGITS}+*#-()., /N;"}
# iOS shows the same keyboard for "number" and "tel".
_IOS_KEYS = f"{_DIGITS}.+*#"

# Values of the attribute `type` for which devices open a picker.
PICKED = ("date", "time")
_FORMATS = {"date": ("%Y-%m-%d", "yyyy-MM-dd"), "time": ("%H:%M", "HH:mm")}


def length(text: str) -> int:
    """Count the UTF-16 units of text."""
    return len(text) if text.isascii() else len(_encode(text)) // 2


def split(text: str, position: int) -> tuple[str, str]:
    """Split text at a position in UTF-16 units."""
    if text.isascii():
        return text[:position], text[position:]
    units = _encode(text)
    return _decode(units[: 2 * position]), _decode(units[2 * position :])


def cut(text: str, most: int) -> str:
    """Cut text to at most `most` UTF-16 units, without half a surrogate pair at the end."""
    head = split(text, max(most, 0))[0]
    return head[:-1] if head and "\ud800" <= head[-1] <= "\udbff" else head


def keys_of(kind: str, platform: PlatformName | None) -> str:
    """Return the characters of the keyboard for a `type`; "" for a keyboard with all characters."""
    return _IOS_KEYS if platform == "ios" and kind in _KEYS else _KEYS.get(kind, "")


def picker_problem(kind: str, text: str, least: str, most: str) -> str:
    """Return a description of the values that the picker of a field accepts; "" if the picker
    accepts `text`.

    Args:
        kind: The field's attribute `type`.
        least, most: Attributes `min` and `max` of a date picker, or "".
    """
    from datetime import datetime

    pattern, shown = _FORMATS[kind]
    try:
        fits = datetime.strptime(text, pattern).strftime(pattern) == text
    except ValueError:
        fits = False
    if not fits:
        return f"a {kind} like {shown}"
    if kind == "date" and (least and text < least or most and text > most):
        limits = []
        if least:
            limits.append(f"no earlier than {least}")
        if most:
            limits.append(f"no later than {most}")
        return f"a date {' and '.join(limits)}"
    return ""


def _encode(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _decode(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")
