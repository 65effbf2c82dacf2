"""What of an answer reaches a bundle: its headers, its text, its JSON.

Source: spec/modules.md, section 2.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from weex_modules.stream.http.message import Answer, Head
from weex_runtime.json_values import JSONValue

RunScript: TypeAlias = Callable[[str], JSONValue]  # see ScriptRunner.run

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([a-z0-9_:.-]+)", re.IGNORECASE)
_PADDED = re.compile(r"[\w$.\[\]]+\s*\((.*)\)", re.DOTALL)

# GB18030 has all of GBK and GB 2312, and servers name the smallest.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}


class WrongData(Exception):
    """The body is not what its type says; the message says what it is."""


class Progress(NamedTuple):
    """What a progress callback is told of.

    Attributes:
        state: 1 opened, 2 headers received, 3 loading.
        length: Bytes of the body that are there, decoded.
        head: None before the server's answer.
        kind: The option `type`, as the platform reads it.
    """

    state: int
    length: int
    head: Head | None
    kind: str


# Headers.


def joined_headers(head: Head) -> dict[str, JSONValue]:
    """{name: value}; the values of a repeated one with commas, the name as it came first."""
    return {name: ", ".join(values) for name, values in _grouped(head)}


def android_headers(head: Head) -> dict[str, JSONValue]:
    """A repeated one is the text of a Java list, and the status line has the name "_"."""
    status_line = f"{head.version} {head.status} {head.reason}".rstrip()
    headers: dict[str, JSONValue] = {"_": status_line}
    for name, values in _grouped(head):
        headers[name] = values[0] if len(values) == 1 else f"[{', '.join(values)}]"
    return headers


def ios_headers(head: Head) -> dict[str, JSONValue]:
    """Names are written Like-This, whatever the server wrote."""
    return {name.title(): ", ".join(values) for name, values in _grouped(head)}


def web_headers(head: Head) -> dict[str, JSONValue]:
    """Names are in small letters; empty ones and cookies are kept back."""
    found: dict[str, JSONValue] = {}
    for name, values in _grouped(head):
        value = ", ".join(values)
        if value and name.lower() not in ("set-cookie", "set-cookie2"):
            found[name.lower()] = value
    return found


def _grouped(head: Head) -> list[tuple[str, list[str]]]:
    groups: dict[str, tuple[str, list[str]]] = {}
    for name, value in head.headers:
        groups.setdefault(name.lower(), (name, []))[1].append(value)
    return list(groups.values())


# Text.


def text_of(answer: Answer) -> str:
    """The body in the charset that Content-Type names, UTF-8 by default and where Python does not
    know it; what is not of that charset as U+FFFD."""
    charset = charset_of(answer.head)
    try:
        return _without_mark(answer.body.decode(charset, "replace"))
    except (LookupError, UnicodeError):
        return _without_mark(answer.body.decode("utf-8", "replace"))


def strict_text_of(answer: Answer) -> str | None:
    """iOS: None for no body, an unknown charset, and what is not of that charset."""
    if not answer.body:
        return None
    try:
        return _without_mark(answer.body.decode(charset_of(answer.head)))
    except (LookupError, UnicodeError):
        return None


def charset_of(head: Head) -> str:
    """As a name that Python knows, if it does."""
    named = _CHARSET.search(head.header("content-type"))
    charset = named.group(1).lower() if named else "utf-8"
    return _WIDER.get(charset, charset)


def _without_mark(text: str) -> str:
    return text.removeprefix("\ufeff")


# Data.


def json_of(text: str) -> JSONValue:
    """The value of JSON text.

    Raises:
        WrongData: It is none.
    """
    try:
        value: JSONValue = json.loads(text, parse_constant=_no_constant)
        return value
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise WrongData(f"the answer is no JSON ({reason}): {text[:80]!r}") from None


def any_jsonp(text: str, run: RunScript) -> JSONValue:
    """The documentation: JSON, alone or as the argument of a call, or what another script gives;
    {} for no text.

    Raises:
        WrongData: It is none of these.
    """
    padded = _padded(text)
    inner = text if padded is None else padded
    try:
        return json_of(inner) if inner.strip() else {}
    except WrongData:
        return run(text)


def android_jsonp(text: str) -> JSONValue:
    """Android: what is between the first "(" and the last ")"; {} without them.

    Raises:
        WrongData: It is no JSON.
    """
    inner = _between(text)
    return {} if inner is None else json_of(inner)


def ios_jsonp(text: str) -> JSONValue:
    """iOS: the same, and the whole text without them.

    Raises:
        WrongData: It is no JSON.
    """
    inner = _between(text)
    return json_of(text if inner is None else inner)


def web_jsonp(text: str, run: RunScript) -> JSONValue:
    """H5: what a script gives, whatever function it calls.

    Raises:
        WrongData: It gives nothing.
    """
    return run(text) if _padded(text) is None else any_jsonp(text, run)


def _padded(text: str) -> str | None:
    """The argument of a script that is one call; None for other texts."""
    found = _PADDED.fullmatch(text.strip().removesuffix(";").rstrip())
    return found.group(1) if found else None


def _between(text: str) -> str | None:
    start, end = text.find("(") + 1, text.rfind(")")
    return text[start:end] if 0 < start < end else None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


# Binary data, in the form in which it crosses the bridge.


def binary_object(data: bytes) -> JSONValue:
    return {"@type": "binary", "dataType": "ArrayBuffer", "base64": base64.b64encode(data).decode()}


def bytes_of(value: JSONValue) -> bytes | None:
    """None for anything else."""
    if not isinstance(value, dict) or value.get("@type") != "binary":
        return None
    try:
        return base64.b64decode(str(value.get("base64")), validate=True)
    except ValueError:
        return None
