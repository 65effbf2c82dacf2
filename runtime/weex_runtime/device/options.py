"""Checks of the options of `Runtime` and `Runtime.open`, also for the marker `weex` and `test.use`.

A test checks that the tables of options here contain all parameters of both functions.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.instance.bundle.bundle import Bundle
from weex_runtime.instance.stack import PageStack
from weex_runtime.limits import LEAST_MEMORY, Limits
from weex_runtime.naming import brief, named

# The check of an option: a predicate for valid values, and a description of valid values, like "a
# dict".
Option: TypeAlias = "tuple[Callable[[Any], bool], str]"


_NONE = type(None)
_MOST_PIXELS = 999_999  # maximum length of a side of the screen


def _is_a(*types: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, types)


def _is_one_of(*values: str | None) -> Callable[[Any], bool]:
    return lambda value: value in values


def _or_none(is_valid: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or is_valid(value)


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def _is_list_of_texts(value: object) -> bool:
    return _is_list(value) and (
        not isinstance(value, (list, tuple, set)) or all(isinstance(part, str) for part in value)
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


def _is_size(value: object) -> bool:
    return (
        isinstance(value, (tuple, list))
        and len(value) == 2
        and all(_is_number(side) and side <= _MOST_PIXELS for side in value)
    )


def _is_url_map(value: object) -> bool:
    return isinstance(value, Mapping) and _is_list_of_texts([*value, *value.values()])


def _is_network(value: object) -> bool:
    from weex_runtime.module_api.network import Network  # imported only if needed

    return isinstance(value, Network)


def _is_access(value: object) -> bool:
    from weex_runtime.access.access import Access  # imported only if needed

    return isinstance(value, Access)


def _are_aliases(value: object) -> bool:
    if value in (None, {}):
        return True
    from weex_runtime.sources.settings import alias_problem  # imported only if needed

    return not alias_problem(value)


def _are_defines(value: object) -> bool:
    if value in (None, {}):
        return True
    from weex_runtime.sources.settings import define_problem  # imported only if needed

    return not define_problem(value)


_FLAG: Option = (_is_a(bool), "True or False")
_DICT: Option = (_is_a(Mapping, _NONE), "a dict")
_TEXT: Option = (_is_a(str, _NONE), "text")
_NETWORK: Option = (_or_none(_is_network), "a Network, like Network(verify=False)")
_POLYFILLS: Option = (_is_list_of_texts, 'a list of names, like ["websocket"]')
_PLATFORM: Option = (_is_one_of(None, "android", "ios", "web"), '"android", "ios", "web" or None')
_ADAPTER: Option = (
    lambda value: value is None or isinstance(value, str) or callable(value),
    'the name of an adapter, like "reactor", a class, or None',
)

RUNTIME: Mapping[str, Option] = {
    "clock": (_is_one_of("real", "virtual"), '"real" or "virtual"'),
    "modules": (_is_list, "a list of module classes"),
    "components": (_is_list, "a list of component classes"),
    "stubs": (_is_list_of_texts, 'a list of names, like ["camera"]'),
    "polyfills": _POLYFILLS,
    "platform": _PLATFORM,
    "hints": _FLAG,
    "strict": _FLAG,
    "load_images": _FLAG,
    "app": (lambda value: isinstance(value, str) and bool(value), "the name of an app"),
    "storage": (_is_a(str, os.PathLike, _NONE), "the path of a file, or None"),
    "network": _NETWORK,
    "url_map": (
        _or_none(_is_url_map),
        'a dict of addresses, like {"wss://chat.example": "ws://127.0.0.1:8080"}',
    ),
    "access": (_or_none(_is_access), 'an Access, like Access(allow_net=["api.example"])'),
    "websocket_adapter": _ADAPTER,
    "aliases": (_are_aliases, 'a dict of folders by name, like {"components": "src"}'),
    "defines": (
        _are_defines,
        'a dict of JSON values by name, like {"API": "http://a.b", "process.env.API": 1}',
    ),
    "limits": (
        _is_a(Mapping, Limits, _NONE),
        'Limits(elements=1000) or a dict like {"elements": 1000}',
    ),
    "time_limit": (_or_none(_is_number), "a number of seconds over 0"),
    "memory_limit": (
        _or_none(lambda value: _is_number(value) and value >= LEAST_MEMORY),
        f"a number of bytes, at least {LEAST_MEMORY} (2 MiB) for a page with its framework",
    ),
    "isolation": (_is_one_of("none", "process"), '"process" or "none"'),
    "faults": (_is_list, 'a list of faults, like ["drop after 3 messages"]'),
    "seed": (_or_none(lambda value: type(value) is int), "an integer or None"),
    "tracer": (_or_none(callable), "a function (page_id, kind, text)"),
}
PAGE: Mapping[str, Option] = {
    "location": (_is_a(str, os.PathLike, _NONE), "a path or URL"),
    "source": (_is_a(str, Bundle, _NONE), "the text of a bundle"),
    "name": _TEXT,
    "framework": (_is_a(str, _NONE), 'the name of a framework, like "Vue"'),
    "data": _DICT,
    "config": _DICT,
    "env": _DICT,
    "viewport": (
        _or_none(_is_size),
        f"(width, height) in pixels, like (750, 1334), each above 0 and up to {_MOST_PIXELS:,}",
    ),
    "platform": _PLATFORM,
    "network": _NETWORK,
    "polyfills": (_or_none(_is_list_of_texts), _POLYFILLS[1]),
    "websocket_adapter": (lambda value: value is ... or _ADAPTER[0](value), _ADAPTER[1]),
    "isolation": (_is_one_of(None, "none", "process"), '"process" or "none"'),
    "stack": (_is_a(PageStack, _NONE), "a PageStack"),
}


def require_options(owner: str, values: Mapping[str, object]) -> None:
    """Check the values of options.

    Args:
        owner: "Runtime" or "open()".
        values: {option: value} for at least the owner's options.

    Raises:
        WeexError: An option has a wrong value; the message has the expected and the given value.
    """
    for name, (takes, words) in (RUNTIME if owner == "Runtime" else PAGE).items():
        if not takes(values[name]):
            given = brief(values[name])
            raise WeexError(f"{owner}: {named(name)}: expected {words}, got {given}")
