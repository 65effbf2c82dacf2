"""Declare the options of `weex-runtime run`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from weex_runtime.cli import option_types as types
from weex_runtime.cli.exit_status import WrongUsage
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.shared_options import (
    add_access_options,
    add_fault_options,
    add_source_options,
)
from weex_runtime.cli.steps.syntax import usage
from weex_runtime.limits import parse_limit

_DESCRIPTION = "Open a bundle, carry out steps, print its console and its final screen."

_EPILOG = """\
steps, carried out in order; each step waits for the element or text that it names:
{steps}
examples:
  weex-runtime run hello.js
  weex-runtime run chat.js --serve chat --do 'fill "your name" Ada' --do 'tap connect' \\
      --do 'wait "online as Ada"'
  cat bundle.js | weex-runtime run - --json

exit status: 0 done, 1 an uncaught JS error, an exception in a module or a step that failed,
2 wrong usage, 3 a step timed out
"""


def add_arguments(parser: Parser, *, has_platforms: bool = False) -> None:
    """Add the arguments of `weex-runtime run`.

    Args:
        has_platforms: Whether `--platform` may be given several times.
    """
    parser.description = _DESCRIPTION
    parser.epilog = _EPILOG.format(steps=usage())
    parser.set_defaults(command=_run)
    option, repeatable, fields = parser.option, parser.repeatable, parser.fields

    option("BUNDLE", "path, URL, or - for standard input")
    option(
        "--framework NAME",
        "run the bundle on Vue, Rax, Weex (.we) or Vanilla; default: as its first line says",
        choices=("Vue", "Rax", "Weex", "Vanilla"),
        type=str.capitalize,
    )
    option(
        "--do STEP", "a step, see below", dest="steps", action="extend", type=types.step, default=[]
    )
    option(
        "--steps FILE",
        "steps from a file, one a line; lines that begin with # are comments",
        action="extend",
        type=types.steps,
    )
    option(
        "--timeout S", "seconds each step may wait (default: 5)", type=types.seconds, default=5.0
    )

    for name, help in (
        ("config", "a field of weex.config; or a JSON object with several fields"),
        ("data", "data of the bundle's root component, written like --config"),
        ("env", "a field of WXEnvironment, written like --config"),
    ):
        fields(f"--{name} NAME=VALUE", help, type=types.fields)
    option(
        "--viewport WIDTHxHEIGHT",
        "screen size in pixels; default: that of the platform",
        type=types.size,
    )
    parser.add_argument(
        "--platform",
        choices=("android", "ios", "web"),
        action="append" if has_platforms else "store",
        help="behave as this device does; default: as Weex's documentation says",
    )
    option("--no-hints", "do not warn about code that would break on a device")
    repeatable(
        "--polyfill NAME", "add an API that devices lack: websocket is WHATWG's class WebSocket"
    )
    option(
        "--websocket-adapter NAME",
        "carry the connections of webSocket with this adapter: reactor (default), "
        "websocket_client, or none for an app without an adapter",
        type=types.adapter,
        default="reactor",
    )
    option(
        "--app NAME",
        "the app whose items module storage keeps in the file of --storage",
        type=types.name,
        default="default",
    )
    option("--storage PATH", "keep the items of module storage in this file; default: in memory")

    repeatable(
        "--serve KIND[:PORT]",
        "start a server on loopback: echo or chat; the addresses of the documentation's demos "
        "lead to this server",
        type=types.server,
    )
    repeatable(
        "--map FROM=TO",
        "replace an address, also that of BUNDLE, by another one or by a server: "
        "ws://a.example=echo",
        type=types.address_pair,
    )
    add_fault_options(parser)
    repeatable(
        "--stub NAME",
        "add a module that accepts and records every call; 'nat/*' stands for many",
        type=types.name,
    )
    repeatable(
        "--module PATH.py[:CLASS]", "add the native modules and components of a file, or one class"
    )
    option(
        "--isolate",
        "run the JS of each page in a process of its own: a bundle that crashes or hangs "
        "the engine stops its page only",
    )
    repeatable(
        "--limit NAME=VALUE",
        "change a limit of each page, like elements=1000, memory=64MiB or fetch=10m "
        "(docs/security.md lists the limits)",
        type=parse_limit,
    )
    option("--time-limit S", "seconds of CPU time for one call into JS", type=types.seconds)
    option("--strict", "reject calls of modules whose arguments do not fit the method")
    option(
        "--watch",
        "stay after the steps until Ctrl-C; use a saved module from its next call, open a "
        "saved bundle again",
    )

    add_source_options(parser)

    option("--ca-file FILE", "PEM file of authorities to trust besides those of the system")
    option("--insecure", "accept any certificate of a server")
    fields("--header 'NAME: VALUE'", "send a header with each request", type=types.header)
    option("--origin ORIGIN", "send this Origin header, like https://example.test")
    fields("--cookie NAME=VALUE", "send a cookie with each request", type=types.cookie)
    option(
        "--redirects N",
        "follow at most N redirects (default: 0 for a WebSocket, 20 for an HTTP request)",
        type=types.integer(0),
    )
    option(
        "--proxy URL",
        "http://[user:password@]host:port, or '' for none; default: HTTP_PROXY, HTTPS_PROXY, "
        "ALL_PROXY and NO_PROXY of the environment",
    )
    parser.add_argument(
        "--compression",
        action=argparse.BooleanOptionalAction,
        help="offer permessage-deflate for WebSockets; default: only with --platform web",
    )

    add_access_options(parser)

    option(
        "--screenshot FILE",
        "draw the screen at the end into FILE.svg, or FILE.png with the extra png",
        type=types.file_ending(".svg", ".png"),
    )
    repeatable(
        "--font FILE", "a font file for pictures in PNG, like one with emoji", type=types.file
    )
    option(
        "--trace-html FILE",
        "write steps, screens, calls and traffic to one page for the browser",
        type=types.file_ending(".html", ".htm"),
    )
    option("--trace", "print each bridge call and message")
    option("--json", "print one JSON document instead of text")


def refuse(args: argparse.Namespace, command: str, names: Sequence[str]) -> None:
    """Raise WrongUsage if an option of `names` is given: only `run` supports these options."""
    for name in names:
        if getattr(args, name):
            option = f"--{name.replace('_', '-')}"
            raise WrongUsage(f"{command} has no option {option}: use weex-runtime run {option}")


def _run(args: argparse.Namespace) -> int:
    from weex_runtime.cli.ctrl_c import interrupted_by_ctrl_c
    from weex_runtime.cli.run import run

    with interrupted_by_ctrl_c():
        return run(args)
