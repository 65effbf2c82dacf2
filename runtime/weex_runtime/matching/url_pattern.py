"""Predicates for addresses, and the `url_map` of a runtime."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias
from urllib.parse import unquote

from weex_runtime.errors import WeexError
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.url import REQUEST, normalised, parse_url, resolve

UrlPattern: TypeAlias = "str | re.Pattern[str] | Callable[[str], object]"


class UrlMatch:
    """A predicate for addresses. The pattern is an address in any spelling, a glob, a regular
    expression to search for, or a function. A glob describes the whole address, as in Playwright:
    `*` matches anything but "/", `**` matches anything, `{a,b}` matches a or b, and `?` matches a
    question mark.

    Args:
        schemes: `SOCKET` or `REQUEST` for addresses of sockets or requests, which have no fragment;
            requests have no credentials either.
        base: The base of relative addresses, and of a relative pattern.

    Attributes:
        description: The pattern, for a report.

    Raises:
        WeexError: `wanted` is of another type.
    """

    def __init__(
        self, wanted: UrlPattern, schemes: Mapping[str, str] | None = None, base: str = ""
    ) -> None:
        self._schemes, self._base = schemes, base
        self._key: object = wanted  # a form of the pattern that `is_of` compares
        if isinstance(wanted, str):
            self.description = repr(wanted)
            glob = re.compile(_expression(wanted))
            address = _address(wanted, schemes, base)
            self._key = address or wanted

            def matches(url: str) -> bool:
                return bool(glob.fullmatch(url) or (address and normalised(url, base) == address))

            self._matches: Callable[[str], object] = matches
        elif is_pattern(wanted):
            self.description = f"/{wanted.pattern}/"
            self._matches = wanted.search
        elif callable(wanted):
            self.description = getattr(wanted, "__qualname__", repr(wanted))
            self._matches = wanted
        else:
            raise WeexError(
                f"expected an address, a glob, a regular expression or a function, got {wanted!r}"
            )

    def __call__(self, url: str) -> bool:
        """Whether an address matches the pattern."""
        return bool(self._matches(url))

    def is_of(self, wanted: UrlPattern) -> bool:
        """Whether this predicate was made from the pattern `wanted`, or from an equal pattern.

        Raises:
            WeexError: `wanted` is of another type.
        """
        return self._key == UrlMatch(wanted, self._schemes, self._base)._key


def map_address(url: str, url_map: Mapping[str, str], used: set[str] | None = None) -> str:
    """Replace the start of an address as a `url_map` says.

    Args:
        url: An absolute address.
        url_map: {start: replacement}; a start that ends within a host name or path segment does not
            match. If the replacement is a path of files, the rest of the address is decoded.
        used: A set to which the start that matched is added.
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
        if "://" not in replacement:
            rest = _decoded(rest)
        if rest[0] in "?#":
            return replacement + rest
        return replacement.rstrip("/") + "/" + rest.removeprefix("/")
    return url


def _decoded(rest: str) -> str:
    """Decode the percent-encoded characters before the query, since the names of files are not
    percent-encoded.
    """
    path = re.split("[?#]", rest, maxsplit=1)[0]
    return unquote(path) + rest[len(path) :]


def _address(wanted: str, schemes: Mapping[str, str] | None, base: str) -> str:
    """Return the normalised address; "" for a string that is not an address."""
    if schemes is None:
        return normalised(wanted, base)
    address, _ = resolve(wanted, base, schemes)
    if not address or schemes is not REQUEST:
        return address
    parts = parse_url(address)
    parts.username = parts.password = ""
    return parts.href


def _expression(glob: str) -> str:
    """Convert a glob to a regular expression.

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
        raise WeexError(f"the glob {glob!r} lacks a closing brace; write {{a,b}}")
    return "".join(parts)
