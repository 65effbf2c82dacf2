"""The argument parser of a command: declares options in the form that --help shows, and reports
errors in one line.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from weex_runtime.cli.exit_status import USAGE
from weex_runtime.cli.terminal import log, say
from weex_runtime.errors import WeexError
from weex_runtime.naming import did_you_mean


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
        """Declare an argument of the command.

        Args:
            form: The form that --help shows: "BUNDLE" for a positional argument, "--timeout S" for
                an option with a value, "--json" for an option without a value.
            more: Further arguments for `ArgumentParser.add_argument`.
        """
        name, _, value = form.partition(" ")
        if value:
            self.add_argument(name, metavar=value, help=help, **more)
        elif name.startswith("-"):
            self.add_argument(name, help=help, **{"action": "store_true", **more})
        else:
            self.add_argument(name.lower(), metavar=name, help=help, **more)

    def repeatable(self, form: str, help: str, **more: Any) -> None:
        """Declare an option that may be given several times; its value is a list."""
        self.option(form, help, **{"action": "append", "default": [], **more})

    def fields(self, form: str, help: str, **more: Any) -> None:
        """Declare an option that may be given several times. Its value is a dict with the fields of
        all occurrences; the last occurrence of a field wins.
        """
        self.option(form, help, action=_Merge, default={}, **more)

    def optional_value(self, form: str, help: str, **more: Any) -> None:
        """Declare a repeatable option with an optional value, like options of Deno:
        `--allow-net=HOST`, or `--allow-net`, which gives "".

        Args:
            form: Like "--allow-net HOST".
        """
        self.repeatable(form, help, action="extend", nargs="?", **more)
        self._with_optional_value.add(form.partition(" ")[0])

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse the arguments of the command. Unknown arguments are an error, unless the command
        sets `passes_options_on`. An option declared by `optional_value` takes a value only after
        "=", so the next argument is not taken as the value.
        """
        given = [f"{arg}=" if arg in self._with_optional_value else arg for arg in args]
        parsed, unknown = super().parse_known_args(given, namespace)
        if unknown and not getattr(parsed, "passes_options_on", False):
            self.error(self._unrecognized(unknown, args))
        return parsed, unknown

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """Convert the value of an option; report a WeexError as a usage error with its message."""
        try:
            return super()._get_value(action, arg_string)
        except WeexError as error:
            raise argparse.ArgumentError(action, str(error)) from None

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse an option's value that is not among its choices, and suggest the most similar
        choice.
        """
        if action.choices is None or value in action.choices:
            return
        choices = list(map(str, action.choices))
        advice = did_you_mean(str(value), choices)
        if "run" in choices and value.endswith((".vue", ".js", ".ts")):
            advice = f"to open a bundle, write: {self.prog} run {value}"
        problem = f"expected one of {', '.join(choices)}, got {value!r}"
        raise argparse.ArgumentError(action, "; ".join(filter(None, [problem, advice])))

    def _unrecognized(self, unknown: list[str], args: Sequence[str]) -> str:
        """Return a message that lists the unknown arguments. The message suggests an option with a
        similar name, or the form "--option=value".
        """
        problem = f"unrecognized arguments: {' '.join(unknown)}"
        advice = did_you_mean(unknown[0].partition("=")[0], self._option_string_actions)
        if not unknown[0].startswith("-"):
            for option, value in zip(args, args[1:], strict=False):
                if option in self._with_optional_value and not value.startswith("-"):
                    advice = f"a value needs =, like {option}={value}"
                    break
        return "; ".join(filter(None, [problem, advice]))

    def error(self, message: str) -> NoReturn:
        log(f"{self.prog}: {message} (see {self.prog} --help)", "error")
        self.exit(self._usage_status)

    def print_help(self, file: object = None) -> None:
        say(self.format_help().rstrip("\n"))  # `print_help` of argparse ignores write errors


class _Merge(argparse.Action):
    """An argparse action that merges the fields of a repeated option into one dict."""

    def __call__(
        self, parser: object, namespace: argparse.Namespace, values: Any, option_string: Any = None
    ) -> None:
        setattr(namespace, self.dest, {**getattr(namespace, self.dest), **values})
