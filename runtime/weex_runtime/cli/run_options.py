"""Parse the options of `weex-runtime run`; wrong text is an ArgumentTypeError."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from weex_runtime.cli.run_servers import KINDS

_LONGEST = 300.0  # seconds; more of them are milliseconds, as timeouts of tests have it


def address_pair(text: str) -> tuple[str, str]:
    """FROM=TO of --map."""
    # A query has a "=" too: the target begins as an address, a path or a server does.
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
    """KIND or KIND:PORT of --serve."""
    kind, separator, port = text.partition(":")
    if kind not in KINDS:
        raise ArgumentTypeError(f"{text!r}: write {' or '.join(KINDS)}, or with a port echo:8080")
    if separator and not (port.isdecimal() and 0 < int(port) <= 65535):
        raise ArgumentTypeError(f"{text!r}: {port!r} is not a port, 1 to 65535")
    return text


def name(text: str) -> str:
    """A name that is not empty."""
    if not text.strip():
        raise ArgumentTypeError("expected a name, got an empty text")
    return text


def unrecognized(unknown: list[str], parser: ArgumentParser, argv: Sequence[str]) -> str:
    """The message for arguments that nothing takes, with the option that is most like the first."""
    from difflib import get_close_matches

    parts = [parser, *_chosen(parser, argv)]
    known = [option for part in parts for option in part._option_string_actions]
    near = get_close_matches(unknown[0].partition("=")[0], known, 1)
    meant = f"; did you mean {near[0]}?" if near else ""
    return f"unrecognized arguments: {' '.join(unknown)}{meant}"


def _chosen(parser: ArgumentParser, argv: Sequence[str]) -> Iterator[ArgumentParser]:
    """The parsers of the commands that the arguments name."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for word in argv:
                if word in action.choices:
                    yield action.choices[word]
                    yield from _chosen(action.choices[word], argv)
                    return


def fields(text: str) -> dict[str, Any]:
    """NAME=VALUE, or a JSON object, of --config, --data and --env."""
    if text.lstrip().startswith("{"):
        try:
            given: dict[str, Any] = json.loads(text)
            return given
        except ValueError as error:
            raise ArgumentTypeError(f"{text!r} is not JSON: {error}") from None
    name, separator, value = text.partition("=")
    if not (name and separator):
        raise ArgumentTypeError(f"{text!r}: write NAME=VALUE, or a JSON object like '{{\"a\": 1}}'")
    try:
        return {name: json.loads(value)}
    except ValueError:
        return {name: value}


def size(text: str) -> tuple[int, int]:
    """WIDTHxHEIGHT of --viewport."""
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise ArgumentTypeError(f"{text!r}: write WIDTHxHEIGHT in pixels, like 750x1334")
    return int(width), int(height)


def steps(path: str) -> list[tuple[str, str]]:
    """The steps of a file, a line each, with their places; empty lines and # comments are none."""
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
    """A step of --do, as one of a file."""
    return [("", text)]


def of_network(field: str, parse: Callable[[str], Any] = str) -> Callable[[str], Any]:
    """Parses an option that ends up in this field of `Network`, and has it checked there."""

    def parse_and_check(text: str) -> Any:
        from weex_runtime.errors import WeexError
        from weex_runtime.module_api.network import Network

        value = parse(text)
        try:
            Network(**{field: value})
        except WeexError as error:
            raise ArgumentTypeError(str(error).removeprefix("network: ")) from None
        return value

    return parse_and_check


def header(text: str) -> dict[str, str]:
    """'NAME: VALUE' of --header."""
    name, separator, value = text.partition(":")
    if not separator:
        raise ArgumentTypeError(f"{text!r}: write 'Name: value'")
    return {name.strip(): value.strip()}


def cookie(text: str) -> dict[str, str]:
    """NAME=VALUE of --cookie."""
    name, separator, value = text.partition("=")
    if not separator:
        raise ArgumentTypeError(f"{text!r}: write NAME=VALUE")
    return {name: value}


def number(text: str) -> int:
    """A number from 0."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is not a number from 0")
    return int(text)


def seconds(text: str) -> float:
    """A number of seconds above 0; one of more than five minutes with a unit: 600s, 10m."""
    match = re.fullmatch(r"(\d*\.?\d+|\d+\.)([sm]?)", text)
    value = float(match.group(1)) * (60 if match.group(2) == "m" else 1) if match else 0.0
    if not match or not value:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    if value > _LONGEST and not match.group(2):
        raise ArgumentTypeError(
            f"{text!r} seconds are more than five minutes; did you mean {value / 1000:g}? Else "
            f"write {text}s"
        )
    return value
