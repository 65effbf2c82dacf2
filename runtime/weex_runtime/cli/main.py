"""The command `weex-runtime`: argument parsing, and the way to each subcommand.

Exit status: 0 done, 1 an uncaught JS error, 2 wrong usage, 3 a step or wait timed out,
130 interrupted, 141 the reader of the output went away.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from weex_runtime.cli import run_options as options
from weex_runtime.cli.steps import USAGE as _STEPS
from weex_runtime.cli.terminal import INTERRUPTED, OUTPUT_LOST, OutputLost, end_output, log, say

DONE, JS_ERROR, USAGE, TIMED_OUT = 0, 1, 2, 3

_EXAMPLES = """\
examples:
  weex-runtime demo chat
  weex-runtime demo echo --source > echo.js
  weex-runtime run bundles/echo.js --serve echo --do 'tap "connect"' --do 'wait "open"'
  weex-runtime run app.js --map ws://echo.websocket.org=ws://127.0.0.1:8080 --trace
  weex-runtime run app.js --stub camera --stub share --json
  weex-runtime run app.js --platform android
  weex-runtime run app.js --module calendar.py --watch
  weex-runtime modules
  weex-runtime test
  weex-runtime doctor
"""

_RUN_EXAMPLES = f"""\
steps, carried out in order; each waits for what it names:
{_STEPS}
examples:
  weex-runtime run hello.js
  weex-runtime run chat.js --serve chat --do 'fill "your name" Ada' --do 'tap connect' \\
      --do 'wait "online as Ada"'
  cat bundle.js | weex-runtime run - --json

exit status: 0 done, 1 an uncaught JS error, an exception in a module or what the page could not do,
2 wrong usage, 3 a step timed out
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: Arguments without the program's name; default: the process's.

    Returns:
        The exit status.
    """
    argv = sys.argv[1:] if argv is None else argv
    parser = _parser(argv)
    try:
        args, unknown = parser.parse_known_args(argv)
        if unknown:
            parser.error(options.unrecognized(unknown, parser, argv))
        status: int = args.command(args)
    except KeyboardInterrupt:
        log("weex-runtime: interrupted")
        status = INTERRUPTED
    except (OutputLost, BrokenPipeError):
        status = OUTPUT_LOST
    return end_output(status)


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="weex-runtime",
        description="A headless Weex device: runs Weex bundles with real sockets, without a phone.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show versions and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    run = commands.add_parser(
        "run",
        help="open a bundle, do things to it, show its screen",
        description="Open a bundle, carry out steps, print its console and its final screen.",
        epilog=_RUN_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    run.add_argument("bundle", metavar="BUNDLE", help="path, URL, or - for standard input")
    run.add_argument(
        "--framework",
        metavar="NAME",
        choices=("Vue", "Rax", "Weex", "Vanilla"),
        type=lambda name: name.capitalize(),
        help="run the bundle as one of Vue, Rax, Weex (.we) or Vanilla, whatever its first line "
        "names",
    )
    run.add_argument(
        "--do",
        metavar="STEP",
        dest="steps",
        action="extend",
        type=options.step,
        default=[],
        help="a step, see below",
    )
    run.add_argument(
        "--steps",
        metavar="FILE",
        action="extend",
        type=options.steps,
        help="steps from a file, one a line; # begins a comment",
    )
    run.add_argument(
        "--config",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=options.fields,
        help="a field of weex.config; or a JSON object with several",
    )
    run.add_argument(
        "--data",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=options.fields,
        help="data of the bundle's root component, likewise",
    )
    run.add_argument(
        "--env",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=options.fields,
        help="a field of WXEnvironment, likewise",
    )
    run.add_argument(
        "--viewport",
        metavar="WIDTHxHEIGHT",
        type=options.size,
        help="the screen in its own pixels; default: the platform's",
    )
    run.add_argument(
        "--serve",
        metavar="KIND[:PORT]",
        action="append",
        default=[],
        type=options.server,
        help="start a real server, echo or chat, on loopback; the addresses of the documentation's "
        "demos lead to it",
    )
    run.add_argument(
        "--map",
        metavar="FROM=TO",
        action="append",
        default=[],
        type=options.address_pair,
        help="lead an address, of BUNDLE too, to another, or to a server: ws://a.example=echo",
    )
    run.add_argument(
        "--stub",
        metavar="NAME",
        action="append",
        default=[],
        type=options.name,
        help="a module that accepts and records every call; 'nat/*' stands for many",
    )
    run.add_argument(
        "--module",
        metavar="PATH.py[:CLASS]",
        action="append",
        default=[],
        help="a native module or component from a file, or all that the file defines",
    )
    run.add_argument(
        "--watch",
        action="store_true",
        help="stay after the steps until Ctrl-C: a saved module is used from its next call, a "
        "saved bundle is opened anew",
    )
    run.add_argument(
        "--strict",
        action="store_true",
        help="a call whose arguments do not fit a module's method is an error",
    )
    run.add_argument(
        "--polyfill",
        metavar="NAME",
        action="append",
        default=[],
        help="give the page what a device has not: websocket, WHATWG's class WebSocket",
    )
    run.add_argument(
        "--platform",
        choices=("android", "ios", "web"),
        help="be this device with its own ways; default: what the documentation promises",
    )
    run.add_argument(
        "--no-hints",
        action="store_true",
        help="do not say what would break on a device",
    )
    run.add_argument(
        "--storage",
        metavar="PATH",
        help="keep the items of module storage in this file; default: in memory, for this run",
    )
    run.add_argument(
        "--timeout",
        metavar="S",
        type=options.seconds,
        default=5.0,
        help="seconds that each step may wait (default: 5)",
    )
    run.add_argument(
        "--ca-file",
        metavar="FILE",
        type=options.of_network("ca_file"),
        help="PEM file of authorities to trust beside the system's, for wss and https",
    )
    run.add_argument("--insecure", action="store_true", help="accept any certificate of a server")
    run.add_argument(
        "--header",
        metavar="'NAME: VALUE'",
        action="append",
        default=[],
        type=options.of_network("headers", options.header),
        help="send a header with each request",
    )
    run.add_argument(
        "--origin",
        metavar="ORIGIN",
        type=options.of_network("origin"),
        help="the Origin header, like https://example.test",
    )
    run.add_argument(
        "--cookie",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        type=options.of_network("cookies", options.cookie),
        help="send a cookie with each request",
    )
    run.add_argument(
        "--redirects",
        metavar="N",
        type=options.of_network("max_redirects", options.number),
        help="follow so many redirects (default: none for a WebSocket, 20 for an HTTP request)",
    )
    run.add_argument(
        "--proxy",
        metavar="URL",
        type=options.of_network("proxy"),
        help="http://[user:password@]host:port, or '' for none; default: HTTP_PROXY, HTTPS_PROXY, "
        "ALL_PROXY and NO_PROXY of the environment",
    )
    run.add_argument(
        "--compression",
        action=argparse.BooleanOptionalAction,
        help="WebSockets offer permessage-deflate; default: on the platform web only",
    )
    run.add_argument("--trace", action="store_true", help="print each bridge call and message")
    run.add_argument("--json", action="store_true", help="print one JSON document instead")
    run.set_defaults(command=_run)

    demo = commands.add_parser("demo", help="run a shipped demo against its own server, offline")
    demo.add_argument("name", choices=("echo", "chat", "news"))
    demo.add_argument(
        "--source",
        nargs="?",
        const="",
        metavar="FILE",
        help="print the demo's bundle instead, or another of its files",
    )
    demo.set_defaults(command=_demo)

    modules = commands.add_parser(
        "modules",
        help="the native modules: list, documentation, new ones",
        description="List the native modules with their methods.",
    )
    if "modules" in argv:  # its commands take 2 ms, which the others need not wait for
        from weex_runtime.cli.modules import add_arguments

        add_arguments(modules)

    test = commands.add_parser("test", help="run tests written in JS")
    if "test" in argv:
        from weex_runtime.cli.test import add_arguments as add_test_arguments

        add_test_arguments(test)

    doctor = commands.add_parser("doctor", help="what is installed, and what is missing")
    doctor.set_defaults(command=_doctor)
    return parser


class _Version(argparse.Action):
    """Prints the versions of the package, of Python and of the engine."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from weex_runtime.cli.doctor import version

        say(version())
        parser.exit(end_output(DONE))


def _run(args: argparse.Namespace) -> int:
    from weex_runtime.cli.ctrl_c import interrupted_by_ctrl_c
    from weex_runtime.cli.run import run

    with interrupted_by_ctrl_c():
        return run(args)


def _demo(args: argparse.Namespace) -> int:
    from weex_runtime.cli.ctrl_c import interrupted_by_ctrl_c
    from weex_runtime.cli.demo import demo, show_source

    if args.source is not None:
        return show_source(args.name, args.source)
    with interrupted_by_ctrl_c():
        return demo(args.name)


def _doctor(args: argparse.Namespace) -> int:
    from weex_runtime.cli.doctor import doctor

    return doctor()
