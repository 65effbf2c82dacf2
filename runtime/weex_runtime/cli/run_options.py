"""Declare the options of `weex-runtime run`."""

from __future__ import annotations

import argparse
from functools import partial

from weex_runtime.cli import option_types as types
from weex_runtime.cli.steps import usage

_DESCRIPTION = "Open a bundle, carry out steps, print its console and its final screen."

_EPILOG = """\
steps, carried out in order; each waits for what it names:
{steps}
examples:
  weex-runtime run hello.js
  weex-runtime run chat.js --serve chat --do 'fill "your name" Ada' --do 'tap connect' \\
      --do 'wait "online as Ada"'
  cat bundle.js | weex-runtime run - --json

exit status: 0 done, 1 an uncaught JS error, an exception in a module or a step that the page cannot
do, 2 wrong usage, 3 a step timed out
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `weex-runtime run`."""
    parser.description = _DESCRIPTION
    parser.epilog = _EPILOG.format(steps=usage())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.set_defaults(command=_run)
    add = parser.add_argument
    add_repeatable = partial(parser.add_argument, action="append", default=[])
    add_flag = partial(parser.add_argument, action="store_true")

    add("bundle", metavar="BUNDLE", help="path, URL, or - for standard input")
    add(
        "--framework",
        metavar="NAME",
        choices=("Vue", "Rax", "Weex", "Vanilla"),
        type=str.capitalize,
        help="run the bundle on Vue, Rax, Weex (.we) or Vanilla; default: as its first line says",
    )
    add(
        "--do",
        metavar="STEP",
        dest="steps",
        action="extend",
        type=types.step,
        default=[],
        help="a step, see below",
    )
    add(
        "--steps",
        metavar="FILE",
        action="extend",
        type=types.steps,
        help="steps from a file, one a line; lines that begin with # are comments",
    )
    add(
        "--timeout",
        metavar="S",
        type=types.seconds,
        default=5.0,
        help="seconds that each step may wait (default: 5)",
    )

    fields = partial(add_repeatable, metavar="NAME=VALUE", type=types.fields)
    fields("--config", help="a field of weex.config; or a JSON object with several fields")
    fields("--data", help="data of the bundle's root component, written like --config")
    fields("--env", help="a field of WXEnvironment, written like --config")
    add(
        "--viewport",
        metavar="WIDTHxHEIGHT",
        type=types.size,
        help="size of the screen in its own pixels; default: the platform's",
    )
    add(
        "--platform",
        choices=("android", "ios", "web"),
        help="behave as this device does; default: as Weex's documentation says",
    )
    add_flag("--no-hints", help="do not warn about code that would break on a device")
    add_repeatable(
        "--polyfill",
        metavar="NAME",
        help="add an API that devices lack: websocket is WHATWG's class WebSocket",
    )
    add(
        "--websocket-adapter",
        metavar="NAME",
        type=types.adapter,
        default="reactor",
        help="carry the connections of webSocket with this adapter: reactor (default), "
        "websocket_client, or none for an app without an adapter",
    )
    add(
        "--storage",
        metavar="PATH",
        help="keep the items of module storage in this file; default: in memory",
    )

    add_repeatable(
        "--serve",
        metavar="KIND[:PORT]",
        type=types.server,
        help="start a server on loopback: echo or chat; the addresses of the documentation's demos "
        "lead to this server",
    )
    add_repeatable(
        "--map",
        metavar="FROM=TO",
        type=types.address_pair,
        help="replace an address, also that of BUNDLE, by another one or by a server: "
        "ws://a.example=echo",
    )
    add_repeatable(
        "--stub",
        metavar="NAME",
        type=types.name,
        help="add a module that accepts and records every call; 'nat/*' stands for many",
    )
    add_repeatable(
        "--module",
        metavar="PATH.py[:CLASS]",
        help="add the native modules and components of a file, or one class of the file",
    )
    add_flag("--strict", help="reject calls of modules whose arguments do not fit the method")
    add_flag(
        "--watch",
        help="stay after the steps until Ctrl-C; use a saved module from its next call, open a "
        "saved bundle again",
    )

    add(
        "--ca-file",
        metavar="FILE",
        type=types.of_network("ca_file"),
        help="PEM file of authorities to trust besides the system's, for wss and https",
    )
    add_flag("--insecure", help="accept any certificate of a server")
    add_repeatable(
        "--header",
        metavar="'NAME: VALUE'",
        help="send a header with each request",
        type=types.of_network("headers", types.header),
    )
    add(
        "--origin",
        metavar="ORIGIN",
        type=types.of_network("origin"),
        help="send this Origin header, like https://example.test",
    )
    add_repeatable(
        "--cookie",
        metavar="NAME=VALUE",
        help="send a cookie with each request",
        type=types.of_network("cookies", types.cookie),
    )
    add(
        "--redirects",
        metavar="N",
        type=types.of_network("max_redirects", types.number),
        help="follow at most N redirects (default: 0 for a WebSocket, 20 for an HTTP request)",
    )
    add(
        "--proxy",
        metavar="URL",
        type=types.of_network("proxy"),
        help="http://[user:password@]host:port, or '' for none; default: HTTP_PROXY, HTTPS_PROXY, "
        "ALL_PROXY and NO_PROXY of the environment",
    )
    add(
        "--compression",
        action=argparse.BooleanOptionalAction,
        help="offer permessage-deflate for WebSockets; default: only with --platform web",
    )

    add_flag("--trace", help="print each bridge call and message")
    add_flag("--json", help="print one JSON document instead of text")


def _run(args: argparse.Namespace) -> int:
    from weex_runtime.cli.ctrl_c import interrupted_by_ctrl_c
    from weex_runtime.cli.run import run

    with interrupted_by_ctrl_c():
        return run(args)
