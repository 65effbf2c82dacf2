"""Check keys and values as each platform's storage does, and convert them to text.

The arguments undefined and null become ""; a missing argument becomes None.
Source: spec/modules.md, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeGuard

from weex_runtime import ArgumentMismatch, Difference
from weex_runtime.json_values import JSONValue, brief, js_text, number_text, shown

if TYPE_CHECKING:
    from weex_runtime.instance import Instance

INVALID = "invalid_param"

EMPTY_VALUE = Difference(
    "storage.{method} was called with an empty value, which the documentation does not allow",
    android="it is kept as ''",
    ios="it is kept as ''",
    instead="storage.removeItem(key, callback)",
)


class WrongItem(Exception):
    """The platform refuses a key or value.

    Attributes:
        reason: The text for `data` in the callback's argument.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(page: Instance, method: str, what: Literal["key", "value"], value: JSONValue) -> str:
    """Return a key or value as text.

    Raises:
        WrongItem: The platform refuses the key or value.
        ArgumentMismatch: It is neither text nor number, and the runtime is strict.
    """
    _check_kind(page, method, what, value)
    platform, is_key = page.platform.name, what == "key"
    if value == "" and not is_key:
        page.report_difference(EMPTY_VALUE, method=method)
    if platform == "ios":
        text = _ios_text(what, value)
        is_valid = not is_key or bool(text.strip())
    elif platform == "web":
        text = js_text(value)
        # empty objects and lists are truthy in JS
        is_true = isinstance(value, (dict, list)) or bool(value)
        is_valid = is_true or (not is_key and _is_number(value))
    else:
        text = shown(value)
        is_valid = value is not None and (value != "" or (platform == "android" and not is_key))
    if not is_valid:
        raise WrongItem(INVALID)
    return text


def _check_kind(page: Instance, method: str, what: str, value: JSONValue) -> None:
    if value is None or isinstance(value, str) or _is_number(value):
        return
    problem = f"storage.{method}: expected a text as {what}, got {brief(value)}"
    if page.runtime.strict:
        raise ArgumentMismatch(problem)
    page.warn_once(
        f"storage.{method} {what}",
        f"{problem}; Android makes JSON text of it, iOS takes true for 1 and refuses objects, the "
        "web makes String(value) of it",
    )


def _ios_text(what: str, value: JSONValue) -> str:
    if isinstance(value, str):
        return value
    # Booleans count as numbers, since iOS passes both as NSNumber.
    if isinstance(value, (int, float)):
        return number_text(int(value) if isinstance(value, bool) else value)
    raise WrongItem(f"{what} must a string or number!")  # quoted from WXStorageModule.m


def _is_number(value: JSONValue) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
