"""Suggest the Weex equivalent when a test uses a name of another test framework.

Importing this file is cheap; the table of names is loaded with the first wrong name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from weex_runtime.naming import snake_case


class NameSuggestions:
    """Adds `suggest` to the AttributeError of a class."""

    # A type checker still finds wrong names.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            cls = type(self)
            if hasattr(cls, name):
                return object.__getattribute__(self, name)  # raise what the property raised
            hint = suggest(cls, name)
            message = f"{cls.__name__!r} object has no attribute {name!r}"
            raise AttributeError(f"{message}: {hint}" if hint else message)


def suggest(cls: type, name: str) -> str:
    """Suggest what to write instead of a name that a class does not have; "" without a hint."""
    if hint := equivalent(cls, name):
        return hint
    if name.startswith("_"):
        return ""
    from difflib import get_close_matches

    names = [each for each in dir(cls) if not each.startswith("_")]
    near = get_close_matches(snake_case(name), names, 1)
    return f"did you mean {near[0]}?" if near else ""


def equivalent(owner: type | str, name: str, *, in_js: bool = False) -> str:
    """The hint for a name of another framework; "" for an unknown name.

    Args:
        owner: The class of the object, or a key of `suggestion_table.SUGGESTIONS`.
        name: In snake_case or camelCase.
        in_js: Write the names in the hint in camelCase.
    """
    in_python = snake_case(name).removeprefix("not_")
    kinds = [owner] if isinstance(owner, str) else [base.__name__ for base in owner.__mro__]
    for kind in kinds:
        hints = {**_by_name(kind), **_by_name(f"js {kind}")} if in_js else _by_name(kind)
        hint = hints.get(name) or hints.get(in_python, "")
        is_of_locator = kind == "Page" and in_python in _locator_methods()
        if not hint and is_of_locator and not hasattr(owner, in_python):
            hint = f"use page.locator(selector).{in_python}(...)"
        if hint:
            return re.sub(r"(?<=[a-z])_([a-z])", _capital, hint) if in_js else hint
    return ""


def suggest_for_selector(selector: str) -> str:
    """Suggest a locator for a selector of Playwright that is not CSS; "" without a suggestion."""
    from weex_runtime.testkit.suggestion_table import selector_hints

    hints = selector_hints()
    return next((hint for pattern, hint in hints.items() if re.search(pattern, selector)), "")


def suggest_for_error(error: BaseException) -> str:
    """Suggest what to write instead of an unknown attribute of a class of this package, or an
    unknown argument of a method of the test kit; "" if the message has the hint."""
    if isinstance(error, AttributeError) and error.name:
        cls = type(error.obj)
        hint = suggest(cls, error.name) if cls.__module__.startswith("weex_runtime.") else ""
        return "" if hint in str(error) else hint
    unknown = re.match(r"(\w+)\.\w+\(\) got an unexpected keyword argument '(\w+)'", str(error))
    if not isinstance(error, TypeError) or not unknown:
        return ""
    is_ours = re.match(r"Locator|Queries|Page|Route|Expect", unknown.group(1))
    return _by_name("arguments").get(unknown.group(2), "") if is_ours else ""


@cache
def _by_name(kind: str) -> Mapping[str, str]:
    from weex_runtime.testkit.suggestion_table import SUGGESTIONS

    table = SUGGESTIONS.get(kind, {})
    return {name: hint for names, hint in table.items() for name in names.split()}


@cache
def _locator_methods() -> frozenset[str]:
    from weex_runtime.testkit.locator.locator import Locator

    return frozenset(name for name in dir(Locator) if not name.startswith("_"))


def _capital(match: re.Match[str]) -> str:
    return match.group(1).upper()
