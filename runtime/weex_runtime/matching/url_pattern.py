"""Which addresses a test means: an address, a glob, a regular expression or a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.url import REQUEST, normalised, parse_url, resolve

UrlPattern: TypeAlias = "str | re.Pattern[str] | Callable[[str], object]"


class UrlMatch:
    """An address, however it is written; or a glob over the whole address, as Playwright has it:
    `*` is anything but "/", `**` anything, `{a,b}` either; `?` is itself. A regular expression is
    searched for; a function is asked.

    Args:
        schemes: `SOCKET` or `REQUEST` where addresses are those of sockets or requests, which have
            no fragment; requests have no credentials either.
        base: What the addresses are relative to, the pattern too.

    Attributes:
        words: The pattern as a report shows it.

    Raises:
        WeexError: It is none of those.
    """

    def __init__(
        self, wanted: UrlPattern, schemes: Mapping[str, str] | None = None, base: str = ""
    ) -> None:
        self._schemes, self._base = schemes, base
        self._key: object = wanted  # equal for equal patterns
        if isinstance(wanted, str):
            self.words = repr(wanted)
            glob = re.compile(_expression(wanted))
            address = _address(wanted, schemes, base)
            self._key = address or wanted

            def matches(url: str) -> bool:
                return bool(glob.fullmatch(url) or (address and normalised(url, base) == address))

            self._matches: Callable[[str], object] = matches
        elif is_pattern(wanted):
            self.words = f"/{wanted.pattern}/"
            self._matches = wanted.search
        elif callable(wanted):
            self.words = getattr(wanted, "__qualname__", repr(wanted))
            self._matches = wanted
        else:
            raise WeexError(
                f"expected an address, a glob, a regular expression or a function, not {wanted!r}"
            )

    def __call__(self, url: str) -> bool:
        """Whether an address is meant."""
        return bool(self._matches(url))

    def is_of(self, wanted: UrlPattern) -> bool:
        """Whether it was made of this pattern.

        Raises:
            WeexError: It is none.
        """
        return self._key == UrlMatch(wanted, self._schemes, self._base)._key


def map_address(url: str, url_map: Mapping[str, str], used: set[str] | None = None) -> str:
    """Replace the beginning of an address.

    Args:
        url: Complete.
        url_map: {address: what to put in its place}; one that ends inside a name of host or path
            does not count.
        used: Gets the key that led the address elsewhere.
    """
    used = set() if used is None else used
    address = normalised(url) or url
    for start, replacement in url_map.items():
        prefix = normalised(start) or start
        if address == prefix:
            used.add(start)
            return replacement
        rest = address.removeprefix(prefix)
        if rest == address or not (prefix.endswith("/") or rest[0] in "/?#"):
            continue
        used.add(start)
        if rest[0] in "?#":
            return replacement + rest
        return replacement.rstrip("/") + "/" + rest.removeprefix("/")
    return url


def _address(wanted: str, schemes: Mapping[str, str] | None, base: str) -> str:
    """The address that a text is, as a page's is normalised; "" for none."""
    if schemes is None:
        return normalised(wanted, base)
    address, _ = resolve(wanted, base, schemes)
    if not address or schemes is not REQUEST:
        return address
    parts = parse_url(address)
    parts.username = parts.password = ""
    return parts.href


def _expression(glob: str) -> str:
    """A glob as a regular expression.

    Raises:
        WeexError: A brace is not closed.
    """
    parts: list[str] = []
    depth = 0
    for token in re.findall(r"\*\*/?|\\.|.", glob, re.DOTALL):
        if token == "**/":
            parts.append("(?:.*/)?")
        elif token == "**":
            parts.append(".*")
        elif token == "*":
            parts.append("[^/]*")
        elif token == "{":
            depth += 1
            parts.append("(?:")
        elif token == "}" and depth:
            depth -= 1
            parts.append(")")
        elif token == "," and depth:
            parts.append("|")
        else:
            parts.append(re.escape(token[-1]))
    if depth:
        raise WeexError(f"the glob {glob!r} has a brace that is not closed")
    return "".join(parts)
