"""The data of a response: JSON, JSONP and bytes."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import TypeAlias

from weex_runtime.json_values import JSONValue

# Type of a function that runs a JSONP script, like script.run_script.
RunScript: TypeAlias = Callable[[str], JSONValue]

_ONE_CALL = re.compile(r"[\w$.\[\]]+\s*\((.*)\)", re.DOTALL)


class WrongData(Exception):
    """The body of a response is not in the format of the option `type`."""


def json_of(text: str) -> JSONValue:
    """Parse JSON text.

    Raises:
        WrongData: The text is not JSON.
    """
    try:
        value: JSONValue = json.loads(text, parse_constant=_refuse_constant)
        return value
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise WrongData(f"the response is not JSON ({reason}): {text[:80]!r}") from None


def jsonp_of(text: str, run: RunScript) -> JSONValue:
    """Return the data of a JSONP response. The response is JSON, a call with JSON as its argument,
    or another script. An empty response gives {}.

    Raises:
        WrongData: The script fails or passes no data.
    """
    call = _call_in(text)
    inner = call.group(1) if call else text
    try:
        return json_of(inner) if inner.strip() else {}
    except WrongData:
        return run(text)


def is_one_call(text: str) -> bool:
    """Whether the script is a single call, like "callback({})"."""
    return _call_in(text) is not None


def between_brackets(text: str) -> str | None:
    """Return the text between the first "(" and the last ")"; None if there are no brackets."""
    start, end = text.find("(") + 1, text.rfind(")")
    return text[start:end] if 0 < start < end else None


def binary_object(data: bytes) -> JSONValue:
    """Return the object that represents bytes in calls between JS and Python."""
    return {"@type": "binary", "dataType": "ArrayBuffer", "base64": base64.b64encode(data).decode()}


def bytes_of(value: JSONValue) -> bytes | None:
    """Return the bytes of a binary value from JS; None for any other value."""
    if not isinstance(value, dict) or value.get("@type") != "binary":
        return None
    try:
        return base64.b64decode(str(value.get("base64")), validate=True)
    except ValueError:
        return None


def _call_in(text: str) -> re.Match[str] | None:
    return _ONE_CALL.fullmatch(text.strip().removesuffix(";").rstrip())


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
