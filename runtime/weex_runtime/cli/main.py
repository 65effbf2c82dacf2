"""The command `weex-runtime`: choose the subcommand and run it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from weex_runtime.cli.exit_status import DONE, INTERRUPTED, OUTPUT_LOST, TEST_USAGE, USAGE
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.terminal import OutputLost, end_output, log, say
from weex_runtime.errors import WeexError

_EXAMPLES = """\
examples:
  weex-runtime demo chat
  weex-runtime demo echo --source > echo.vue
  weex-runtime run echo.vue --serve echo --do 'tap "connect"' --do 'wait "open"'
  weex-runtime run app.js --map ws://echo.websocket.org=ws://127.0.0.1:8080 --trace
  weex-runtime run app.js --stub camera --stub share --json
  weex-runtime run app.js --platform android
  weex-runtime run app.js --module calendar.py --watch
  weex-runtime preview demo chat
  weex-runtime load chat.vue --users 200 --time 30s --serve chat
  weex-runtime build chat.vue -o chat.js
  weex-runtime modules
  weex-runtime test
  weex-runtime doctor
"""


# {command: (the file that implements the command, its line in --help)}
_COMMANDS = {
    "run": ("run_options", "open a bundle, carry out steps, show its screen"),
    "preview": ("preview", "show screens in a browser, live, and operate them there"),
    "build": ("build", "write the bundle of a .vue file"),
    "load": ("load.options", "run many users of a bundle at once, and measure"),
    "demo": ("demo", "run a shipped demo against its own server, offline"),
    "modules": ("modules", "list, document and create native modules"),
    "test": ("test", "run tests in JS"),
    "doctor": ("doctor", "list the installed and the missing parts"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: Arguments without the program's name; default: the arguments of the process.

    Returns:
        The exit status.
    """
    argv = sys.argv[1:] if argv is None else argv
    try:
        status = _run_command(argv)
    except SystemExit as end:  # argparse exits after --help or an error
        status = end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt:
        log("weex-runtime: interrupted")
        status = INTERRUPTED
    except WeexError as error:
        log(f"weex-runtime: {error}", "error")
        status = USAGE
    except (OutputLost, BrokenPipeError):
        status = OUTPUT_LOST
    return end_output(status)


def _run_command(argv: Sequence[str]) -> int:
    args = parse_arguments(argv)
    status: int = args.command(args)
    return status


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Parse the arguments of the command; wrong arguments end the process with a message."""
    parser = _parser(argv)
    args, unknown = parser.parse_known_args(argv)
    if unknown and not args.passes_options_on:
        chosen = [parser, *_chosen(parser, argv)]
        chosen[-1].error(_unrecognized(unknown, argv, chosen))
    args.argv, args.unknown = argv, unknown
    parsed: argparse.Namespace = args
    return parsed


def _parser(argv: Sequence[str]) -> Parser:
    parser = Parser(
        prog="weex-runtime",
        description="A headless Weex device: runs Weex bundles with real sockets, without a phone.",
        epilog=_EXAMPLES,
    )
    parser.set_defaults(passes_options_on=False)
    parser.add_argument("--version", action=_Version, nargs=0, help="show versions and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module, help) in _COMMANDS.items():
        usage_status = TEST_USAGE if name == "test" else USAGE
        command = commands.add_parser(name, help=help, usage_status=usage_status)
        # Only the options of the chosen command are declared: declaring the options of all commands
        # takes 5 ms.
        if name in argv:
            import_module(f"weex_runtime.cli.{module}").add_arguments(command)
    return parser


class _Version(argparse.Action):
    """Prints the versions of the package, of Python and of the engine."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from weex_runtime.cli.doctor import version

        say(version())
        parser.exit(DONE)


def _chosen(
    parser: argparse.ArgumentParser, argv: Sequence[str]
) -> Iterator[argparse.ArgumentParser]:
    """Return the parsers of the command and the subcommand in the arguments, outermost first."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for argument in argv:
                if argument in action.choices:
                    yield action.choices[argument]
                    yield from _chosen(action.choices[argument], argv)
                    return


def _unrecognized(
    unknown: list[str], argv: Sequence[str], parsers: list[argparse.ArgumentParser]
) -> str:
    """Return a message that lists the unknown arguments. The message suggests an option with a
    similar name, or the form "--option=value".
    """
    from weex_runtime.naming import did_you_mean

    known = [option for parser in parsers for option in parser._option_string_actions]
    question = did_you_mean(unknown[0].partition("=")[0], known)
    if not unknown[0].startswith("-") and isinstance(parsers[-1], Parser):
        meant = parsers[-1].values_without_equals(argv)
        question = f"a value needs =, like {meant[0]}" if meant else question
    return f"unrecognized arguments: {'; '.join(filter(None, [' '.join(unknown), question]))}"
