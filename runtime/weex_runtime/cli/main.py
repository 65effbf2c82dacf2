"""The command `weex-runtime`: choose the subcommand and run it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
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
    try:
        args = parse_arguments(sys.argv[1:] if argv is None else argv)
        status: int = args.command(args)
    except SystemExit as end:  # argparse raises SystemExit after --help or an error
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


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Parse the arguments of the command; wrong arguments end the process with a message."""
    parser = Parser(
        prog="weex-runtime",
        description="A headless Weex device: runs Weex bundles with real sockets, without a phone.",
        epilog=_EXAMPLES,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show versions and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module, help) in _COMMANDS.items():
        usage_status = TEST_USAGE if name == "test" else USAGE
        command = commands.add_parser(name, help=help, usage_status=usage_status)
        # Only the options of the chosen command are declared: declaring the options of all commands
        # takes 5 ms.
        if name in argv:
            import_module(f"weex_runtime.cli.{module}").add_arguments(command)
    args: argparse.Namespace
    args, args_of_pytest = parser.parse_known_args(argv)
    args.argv, args.unknown = argv, args_of_pytest
    return args


class _Version(argparse.Action):
    """Prints the versions of the package, of Python and of the engine."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from weex_runtime.cli.doctor import version

        say(version())
        parser.exit(DONE)
