"""Names in messages: snake_case for tests in Python, camelCase for tests in JS.

`call` writes a name and its arguments in the language of the running test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_IS_JS = ContextVar("_IS_JS", default=False)
_IN_JS = {
    "None": "null",
    "True": "true",
    "False": "false",
    "nan": "NaN",
    "inf": "Infinity",
    "-inf": "-Infinity",
}


@contextmanager
def js_names() -> Iterator[None]:
    """Within the `with` block, write names and values in messages as JS does."""
    token = _IS_JS.set(True)
    try:
        yield
    finally:
        _IS_JS.reset(token)


def is_js() -> bool:
    """Return whether messages have names and values as in JS."""
    return _IS_JS.get()


def named(name: str) -> str:
    """Return a method's name as the language of the test writes it: "not_to_have_text", in JS
    "not.toHaveText".
    """
    if not _IS_JS.get():
        return name
    negated = name.startswith("not_to_")
    return f"not.{camel_case(name[4:])}" if negated else camel_case(name)


def call(method: str, *arguments: str, **options: str | None) -> str:
    """Write a call: `get_by_text("a", exact=True)`, in JS `getByText("a", {exact: true})`.

    Args:
        arguments: As text.
        options: Arguments by name, as text. An argument that is None is omitted.
    """
    given = {name: text for name, text in options.items() if text is not None}
    if not _IS_JS.get():
        by_name = [f"{name}={text}" for name, text in given.items()]
    else:
        pairs = ", ".join(f"{camel_case(name)}: {text}" for name, text in given.items())
        by_name = [f"{{{pairs}}}"] if pairs else []
    return f"{named(method)}({', '.join([*arguments, *by_name])})"


def attribute(name: str) -> str:
    """Return a property as a Python test (`.first`) or a JS test (`.first()`) writes it."""
    return f".{name}()" if _IS_JS.get() else f".{name}"


def value(given: object) -> str:
    """Write a value: in JS, None, True, False, nan and inf become null, true, false, NaN and
    Infinity.
    """
    text = repr(given)
    if _IS_JS.get() and (given is None or isinstance(given, (bool, float))):
        return _IN_JS.get(text, text)
    return text


def brief(given: object) -> str:
    """Format the value of a wrong argument for an error message, in at most 80 characters."""
    try:
        text = value(given)
    except ValueError:  # Python raises for more than 4,300 digits
        return "a number of more than 4,300 digits"
    return text if len(text) <= 80 else f"{text[:77]}..."


def size(number: int) -> str:
    """Write a number of bytes: "4 MiB", "1,000 bytes"."""
    mebibytes, rest = divmod(number, 1 << 20)
    return f"{mebibytes} MiB" if mebibytes and not rest else f"{number:,} bytes"


def similar(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """Return the known name that is most similar to a name, if necessary without regard to case; ""
    if none is similar.

    Args:
        alike: The least similarity, from 0 to 1.
    """
    from difflib import get_close_matches  # imported only if a name is wrong

    by_lower = {one.lower(): one for one in known}
    if near := get_close_matches(name, by_lower.values(), 1, alike):
        return near[0]
    near = get_close_matches(name.lower(), by_lower, 1, alike)
    return by_lower[near[0]] if near else ""


def did_you_mean(
    name: str,
    known: Iterable[str],
    otherwise: str = "",
    *,
    alike: float = 0.6,
    show: Callable[[str], str] = str,
) -> str:
    """Return a question like "did you mean chat.js?"; if no known name is similar, return
    `otherwise`.

    Args:
        alike: As for `similar`.
        show: Formats the name. For example, `repr` puts the name in quotes.
    """
    near = similar(name, known, alike)
    return f"did you mean {show(near)}?" if near else otherwise


def camel_case(name: str) -> str:
    """Convert a name to the spelling of JS: `get_by_text` to `getByText`, `aria-label` to
    `ariaLabel`.
    """
    first, *rest = [part for part in re.split(r"[_-]+", name) if part] or [name]
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def snake_case(name: str) -> str:
    """Convert a name to the spelling of Python: `getByText` to `get_by_text`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def hyphenated(name: str) -> str:
    """Convert a name to the spelling of templates: `returnKeyType` to `return-key-type`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def unhyphenated(name: str) -> str:
    """Convert a name from the spelling of templates: `return-key-type` to `returnKeyType`.
    Underscores stay, since bundles set attributes like `_autoWrap` and `max_length`.
    """
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
