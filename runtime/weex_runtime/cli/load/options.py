"""Declare and check the arguments of `weex-runtime load`."""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentTypeError
from collections.abc import Mapping

from weex_runtime.cli import option_types as types
from weex_runtime.cli import run_options
from weex_runtime.cli.exit_status import WrongUsage
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.steps.syntax import parse, usage
from weex_runtime.load.threshold import parse as parse_threshold
from weex_runtime.naming import brief

_DESCRIPTION = """\
Opens the bundle once for each user, carries out the steps, and measures sockets, requests and the
time until each step `wait`, `gone` or `log` succeeds. Needs the extra `locust`.
"""
_EPILOG = """\
steps; {{user}} in steps and in --config stands for the number of the user, {{n}} for the number of
the repetition:
{steps}
examples:
  weex-runtime load chat.vue --users 200 --spawn-rate 20 --time 30s --serve chat \\
      --do 'fill "your name" Ada' --do 'tap connect' --do 'wait "online as"' \\
      --repeat 'fill "say something" "{{user}} says {{n}}"' --repeat 'tap "say" 2' \\
      --repeat 'wait "{{user}} says {{n}}"' --threshold 'p95<50ms'

exit status: 0 done, 1 failures, 2 wrong usage, 4 a threshold was missed
"""
# Options of `run` that `load` does not support. With `--isolate`, the loop would block all users
# while it waits for JS in another process. The other options concern a single page.
_OF_RUN = ("screenshot", "trace", "trace_html", "watch", "isolate")


def add_arguments(parser: Parser) -> None:
    """Add the arguments of `weex-runtime run` and the arguments that only `load` has."""
    run_options.add_arguments(parser)
    parser.description = _DESCRIPTION
    parser.epilog = _EPILOG.format(steps=usage())
    parser.option("--users N", "number of users (default: 10)", type=types.integer(1), default=10)
    parser.option(
        "--spawn-rate N", "users that start in a second (default: 10)", type=_rate, default=10.0
    )
    parser.option(
        "--time S",
        "duration with the start of the users, like 30s or 5m (default: 30s)",
        type=types.seconds,
        default=30.0,
    )
    parser.option(
        "--processes N",
        "spread the users over N processes (default: 1)",
        type=types.integer(1),
        default=1,
    )
    parser.option(
        "--repeat STEP",
        "a step, carried out again and again after those of --do",
        action="extend",
        type=types.step,
        default=[],
    )
    parser.option(
        "--repetitions N",
        "end a user after N repetitions, and the test after the last user; default: at --time",
        type=types.integer(1),
    )
    parser.option(
        "--wait S[-S]",
        "seconds between two repetitions; 1-3 for a random time (default: 1)",
        type=_range,
        default=(1.0, 1.0),
    )
    parser.repeatable(
        "--threshold TEXT",
        "fail with status 4 unless a figure is in its bound: 'p95<50ms', 'avg<20ms', 'max<1s', "
        "'failures<1%%', 'rate>100/s'; for one row 'WS open: p95<200ms'",
        type=parse_threshold,
    )
    parser.set_defaults(command=_command)


def filled(text: str, fields: Mapping[str, int]) -> str:
    """Replace {user} in the text of a step by the user's number, and {n} by the number of the
    repetition.
    """
    for name, value in fields.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _command(args: argparse.Namespace) -> int:
    from weex_runtime.cli.load.processes import run_load

    _check(args)
    return run_load(args)


def _check(args: argparse.Namespace) -> None:
    from importlib.util import find_spec

    if find_spec("locust") is None:
        raise WrongUsage("load needs the extra `locust`: pip install 'weex-runtime[locust]'")
    run_options.refuse(args, "load", _OF_RUN)
    if args.bundle == "-":
        raise WrongUsage(
            "load cannot read the bundle from standard input (-), since each user opens the "
            "bundle; pass a path or URL"
        )
    if args.processes > args.users:
        raise WrongUsage(
            f"--processes {args.processes}: expected at most one process for each of the "
            f"{args.users} users"
        )
    for place, text in [*args.steps, *args.repeat]:
        if parse(filled(text, {"user": 1, "n": 1}), place).verb == "screenshot":
            raise WrongUsage(
                f"{place}step {text!r}: weex-runtime load cannot write pictures; use "
                "weex-runtime run"
            )


def _rate(text: str) -> float:
    """Parse a number of users per second, which must be above 0."""
    if not re.fullmatch(r"\d+(\.\d+)?", text) or not 0 < float(text) < float("inf"):
        raise ArgumentTypeError(f"expected a number above 0 (users per second), got {brief(text)}")
    return float(text)


def _range(text: str) -> tuple[float, float]:
    """Parse seconds, or a range of seconds, like "1" or "1-3"."""
    match = re.fullmatch(r"(\d*\.?\d+)s?(?:-(\d*\.?\d+)s?)?", text)
    if match:
        least, most = float(match[1]), float(match[2] or match[1])
        if least <= most < float("inf"):
            return least, most
    raise ArgumentTypeError(f"expected seconds like 1, 0.5 or 1-3, got {brief(text)}")
