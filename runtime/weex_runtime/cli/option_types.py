"""argparse types of `weex-runtime run` options: each parses text or raises ArgumentTypeError."""

from __future__ import annotations

import os
import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from weex_runtime.cli.run_servers import KINDS
from weex_runtime.json_values import parse as parse_json
from weex_runtime.naming import brief

_MOST_SECONDS = 10**9
_MOST_PIXELS = 999_999
_MOST = 10**15 - 1  # maximum value of an integer option without a lower maximum
# Maximum number of seconds in a value without a unit; a larger number probably means milliseconds.
_LONGEST = 300.0


def address_pair(text: str) -> tuple[str, str]:
    """Parse FROM=TO of --map."""
    # FROM may contain "=" in a query. The separator is the first "=" that is followed by an
    # address, a path or the name of a server.
    split = re.match(rf"(.+?)=([a-z]+:/.+|[./].*|(?:{'|'.join(KINDS)})(?::\d+)?$)", text, re.I)
    start, _, target = text.partition("=")
    if split:
        start, target = split.groups()
    if not (start and target):
        raise ArgumentTypeError(
            f"{text!r}: write FROM=TO, like ws://echo.websocket.org=ws://127.0.0.1:8080"
        )
    return start, target


def server(text: str) -> str:
    """Parse KIND or KIND:PORT of --serve."""
    kind, separator, port = text.partition(":")
    if kind not in KINDS:
        raise ArgumentTypeError(
            f"{text!r}: expected {' or '.join(KINDS)}, optionally with a port, like echo:8080"
        )
    if separator and not _is_integer(port, 1, 65535):
        raise ArgumentTypeError(f"{brief(text)}: {brief(port)} is not a port, 1 to 65535")
    return text


def name(text: str) -> str:
    """Check that the value of an option is not empty, and return the value."""
    if not text.strip():
        raise ArgumentTypeError("expected a name, got an empty text")
    return text


def adapter(text: str) -> str | None:
    """Parse the NAME of --websocket-adapter; "none" means no adapter."""
    return None if text.lower() == "none" else name(text)


def file_ending(*suffixes: str) -> Callable[[str], str]:
    """Return an argparse type that accepts file names with one of the endings, like ".svg"."""

    def check(text: str) -> str:
        if not text.lower().endswith(suffixes):
            raise ArgumentTypeError(
                f"{text!r}: write a file name that ends with {' or '.join(suffixes)}"
            )
        return text

    return check


def file(text: str) -> str:
    """Check that an option's value is the path of an existing file, and return the path."""
    if not os.path.isfile(text):
        raise ArgumentTypeError(f"there is no file {text!r}")
    return text


def fields(text: str) -> dict[str, Any]:
    """Parse NAME=VALUE or a JSON object of --config, --data and --env."""
    if text.lstrip().startswith("{"):
        try:
            given: dict[str, Any] = parse_json(text)
            return given
        except ValueError as error:
            raise ArgumentTypeError(f"{text!r} is not JSON: {error}") from None
    name, separator, value = text.partition("=")
    if not (name and separator):
        raise ArgumentTypeError(f"{text!r}: write NAME=VALUE, or a JSON object like '{{\"a\": 1}}'")
    try:
        return {name: parse_json(value)}
    except ValueError:
        return {name: value}


def define(text: str) -> dict[str, Any]:
    """Parse NAME=VALUE or a JSON object of --define."""
    from weex_runtime.sources.settings import define_problem

    given = fields(text)
    if problem := define_problem(given):
        raise ArgumentTypeError(problem.removeprefix("define: "))
    return given


def size(text: str) -> tuple[int, int]:
    """Parse WIDTHxHEIGHT of --viewport."""
    width, _, height = text.lower().partition("x")
    if not (_is_integer(width, 1, _MOST_PIXELS) and _is_integer(height, 1, _MOST_PIXELS)):
        raise ArgumentTypeError(f"{brief(text)}: write WIDTHxHEIGHT in pixels, like 750x1334")
    return int(width), int(height)


def steps(path: str) -> list[tuple[str, str]]:
    """Read a file of steps, and return pairs (place in the file, text of the step). Skips empty
    lines and comments.
    """
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise ArgumentTypeError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ArgumentTypeError(f"{path}: byte {error.start} is not UTF-8") from None
    return [
        (f"{path}:{number}: ", line.strip())
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]


def step(text: str) -> list[tuple[str, str]]:
    """Parse the step of --do. Returns [("", text)], in the form that `steps` returns for a file."""
    return [("", text)]


def header(text: str) -> dict[str, str]:
    """Parse 'NAME: VALUE' of --header."""
    return _pair(text, ":", "'Name: value'")


def cookie(text: str) -> dict[str, str]:
    """Parse NAME=VALUE of --cookie."""
    return _pair(text, "=", "NAME=VALUE")


def alias(text: str) -> dict[str, str]:
    """Parse NAME=DIR of --alias."""
    form = "NAME=DIR, like components=src/components"
    pair = _pair(text, "=", form)
    if not all(pair) or not all(pair.values()):
        raise ArgumentTypeError(f"{text!r}: write {form}")
    return pair


def fault(text: str) -> str:
    """Check that the value of --fault is the text of a fault, and return the value."""
    from weex_runtime.faults.grammar import parse

    parse(text)
    return text


def _pair(text: str, separator: str, form: str) -> dict[str, str]:
    name, found, value = text.partition(separator)
    if not found:
        raise ArgumentTypeError(f"{text!r}: write {form}")
    return {name.strip(): value.strip()}


def integer(least: int, most: int = _MOST) -> Callable[[str], int]:
    """Return an argparse type that accepts integers from `least` to `most`."""

    def parse(text: str) -> int:
        if not _is_integer(text, least, most):
            raise ArgumentTypeError(
                f"expected an integer from {least} to {most:,}, got {brief(text)}"
            )
        return int(text)

    return parse


def seconds(text: str) -> float:
    """Parse a duration above 0, in seconds. Times above five minutes need a unit: 600s, 10m."""
    match = re.fullmatch(r"(\d*\.?\d+|\d+\.)([sm]?)", text)
    value = float(match.group(1)) * (60 if match.group(2) == "m" else 1) if match else 0.0
    if not match or not 0 < value <= _MOST_SECONDS:
        raise ArgumentTypeError(
            f"expected a number of seconds above 0 and up to {_MOST_SECONDS:,}, got {brief(text)}"
        )
    if value > _LONGEST and not match.group(2):
        raise ArgumentTypeError(
            f"{text!r} seconds are more than five minutes; did you mean {value / 1000:g}? Or write "
            f"{text}s"
        )
    return value


def _is_integer(text: str, least: int, most: int) -> bool:
    # Check the length first, since Python refuses to convert a string of more than 4,300 digits to
    # an int.
    return text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most
