"""The argument parser of a command: declares options in the form that --help shows, and reports
errors in one line.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from weex_runtime.cli.exit_status import USAGE
from weex_runtime.cli.terminal import log, say


class Parser(argparse.ArgumentParser):
    """Reports errors in one line and accepts options by their whole name only. In --help, the text
    before and after the options keeps its line breaks.

    Args:
        usage_status: The exit status for wrong arguments.
    """

    def __init__(self, *args: Any, usage_status: int = USAGE, **kwargs: Any) -> None:
        formatter = argparse.RawDescriptionHelpFormatter
        super().__init__(*args, **{"allow_abbrev": False, "formatter_class": formatter, **kwargs})
        self._usage_status = usage_status
        self._with_optional_value: set[str] = set()

    def option(self, form: str, help: str, **more: Any) -> None:
        """Declare a positional argument, or an option with a value.

        Args:
            form: The option as --help shows it, like "--timeout S"; "BUNDLE" for an argument.
            more: Further arguments for `ArgumentParser.add_argument`.
        """
        name, _, value = form.partition(" ")
        if value:
            self.add_argument(name, metavar=value, help=help, **more)
        else:
            self.add_argument(name.lower(), metavar=name, help=help, **more)

    def repeatable(self, form: str, help: str, **more: Any) -> None:
        """Declare an option that may be given several times; its value is a list."""
        self.option(form, help, action="append", default=[], **more)

    def optional_value(self, form: str, help: str, **more: Any) -> None:
        """Declare a repeatable option whose value, written with "=", may be missing, as in Deno.
        The value is then an empty text.

        Args:
            form: Like "--allow-net HOST".
        """
        name, _, value = form.partition(" ")
        self.add_argument(
            name, metavar=value, help=help, action="extend", default=[], nargs="?", **more
        )
        self._with_optional_value.add(name)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse the arguments of the command. An option declared by `optional_value` takes its
        value only after "=", so an argument after the option is not its value.
        """
        if args is not None:
            args = [f"{arg}=" if arg in self._with_optional_value else arg for arg in args]
        return super().parse_known_args(args, namespace)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse an option's value that is not among its choices, and suggest the most similar
        choice.
        """
        if action.choices is None or value in action.choices:
            return
        from weex_runtime.naming import did_you_mean  # imported only after a wrong choice

        choices = list(map(str, action.choices))
        advice = did_you_mean(str(value), choices)
        if "run" in choices and value.endswith((".vue", ".js", ".ts")):
            advice = f"write {self.prog} run {value} to open a bundle"
        problem = f"expected one of {', '.join(choices)}, got {value!r}"
        raise argparse.ArgumentError(action, "; ".join(filter(None, [problem, advice])))

    def values_without_equals(self, args: Sequence[str]) -> list[str]:
        """Return suggestions like "--allow-net=a.b" for arguments like `--allow-net a.b`."""
        pairs = zip(args, args[1:], strict=False)
        return [
            f"{option}={value}"
            for option, value in pairs
            if option in self._with_optional_value and not value.startswith("-")
        ]

    def flag(self, *names: str, help: str) -> None:
        """Declare an option without a value."""
        self.add_argument(*names, action="store_true", help=help)

    def error(self, message: str) -> NoReturn:
        log(f"{self.prog}: {message} (see {self.prog} --help)", "error")
        self.exit(self._usage_status)

    def print_help(self, file: object = None) -> None:
        say(self.format_help().rstrip("\n"))  # argparse's method ignores write errors
