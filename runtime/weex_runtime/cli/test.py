"""`weex-runtime test`: run tests written in JS with pytest, which receives all other options.

Exit status: pytest's. 0 all passed, 1 some failed, 2 interrupted, 3 an internal error, 4 wrong
usage, 5 no tests.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, Any

from weex_runtime.cli import option_types as types
from weex_runtime.cli.exit_status import TEST_USAGE
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.shared_options import NAMES, TEST_ENDS, add_access_options
from weex_runtime.cli.terminal import log, output_lost, reserve_output, say
from weex_runtime.limits import parse_limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Endings of the names of JS tests that pytest does not collect.
_OTHER_TEST = re.compile(r"\.(test|spec)\.(tsx|mts|cts|mjs|cjs|jsx)$")
NO_TESTS = 5  # pytest's exit status for a run without tests

_DESCRIPTION = """\
Run tests written in JS in the engine that runs the bundles, without Node. PATHs are files and
folders; the default is this folder. Tests are files called *.test.js, *.spec.js, *.test.ts
and *.spec.ts that use openPage, wsServer, httpServer or mockModule. Options of pytest work too,
like -x, -k or -n auto.
"""
_EPILOG = """\
examples:
  weex-runtime test
  weex-runtime test tests/chat.test.js --grep 'reconnects' --watch
  weex-runtime test --platform android --platform ios
  weex-runtime test --chaos 20
  weex-runtime test --reporter junit --output results.xml
  weex-runtime test --types > weex-test.d.ts

exit status: 0 all passed, 1 some failed, 2 interrupted, 4 wrong usage, 5 no tests
"""

# {value of --reporter that names a document: option of pytest that writes the document}.
_DOCUMENTS = {"junit": "--junitxml", "json": "--report-log"}

_REPORTLOG = "pytest-reportlog"
_ANNOTATIONS = "pytest-github-actions-annotate-failures"
_WATCHER = "pytest-watcher"

_NAMES = "*.test.js, *.spec.js, *.test.ts or *.spec.ts"
_WATCHED = "*.js,*.ts,*.vue,*.we,*.py,*.json"
_NOT_WATCHED = "*/node_modules/*,*/.*/*"


def add_arguments(parser: Parser) -> None:
    """Add the arguments of `weex-runtime test`."""
    parser.usage = "%(prog)s [options] [options of pytest] [PATH ...]"
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.set_defaults(command=run, passes_options_on=True)
    parser.repeatable(
        "--grep REGEX", "run tests whose title matches: describes and test name, joined by spaces"
    )
    parser.add_argument(
        "--reporter",
        choices=("list", "dot", "json", "junit", "github"),
        default="list",
        help="form of the report (default: list); json needs pytest-reportlog, github needs "
        "pytest-github-actions-annotate-failures",
    )
    parser.option("--output FILE", "file for json and junit; default: standard output")
    parser.repeatable(
        "--platform NAME",
        "run each test on this device: documented, android, ios or web; repeatable",
    )
    parser.option("--isolate", "run the JS of each page in a process of its own")
    parser.repeatable(
        "--limit NAME=VALUE",
        "change a limit of each page, like elements=1000; markers override the limit",
        type=_limit,
    )
    parser.repeatable(
        "--time-limit S",
        "seconds of CPU time for one call into JS (default: 5)",
        dest="limit",
        type=_time_limit,
    )
    add_access_options(parser, net="the loopback interface")
    parser.repeatable(
        "--chaos N",
        "run each test N times on slow random networks, and list what failed with its seed",
        type=types.integer(0),
    )
    parser.repeatable("--seed S", "the seed of --chaos and of random faults", type=types.integer(0))
    parser.repeatable(
        "--fault TEXT",
        "make the network of each test fail, as in `weex-runtime run`",
        type=types.fault,
    )
    parser.add_argument(
        "-u", "--update-snapshots", action="store_true", help="write the snapshots again"
    )
    parser.option(
        "--watch", "run again whenever a file is saved, until Ctrl-C; needs pytest-watcher"
    )
    parser.option(
        "--types", "run nothing: print TypeScript declarations of the API of tests, for editors"
    )


def run(args: argparse.Namespace) -> int:
    """Carry out `weex-runtime test`, and return the exit status."""
    if args.types:
        from weex_runtime.js_tests import declarations

        say(declarations())
        return 0
    if problem := _problem(args):
        log(f"weex-runtime: {problem}", "error")
        return TEST_USAGE
    return _watch(args) if args.watch else _run_once(args)


def _problem(args: argparse.Namespace) -> str:
    """Return the reason why `weex-runtime test` cannot run; "" if it can run."""
    if not _is_installed("pytest"):
        return "tests need pytest: pip install pytest"
    if args.watch and not _is_installed(_WATCHER):
        return f"--watch needs {_WATCHER}: pip install {_WATCHER}"
    if args.reporter == "json" and not _is_installed(_REPORTLOG):
        return (
            f"--reporter json needs {_REPORTLOG}: pip install {_REPORTLOG}; --reporter junit needs "
            "no package"
        )
    if any(option.startswith("-n") for option in args.unknown) and not _is_installed("xdist"):
        return "-n needs pytest-xdist: pip install pytest-xdist"
    if args.output and args.reporter not in _DOCUMENTS:
        return f"--output is for the reporters json and junit, not {args.reporter}"
    if args.output:
        try:
            os.makedirs(os.path.dirname(args.output) or ".", exist_ok=True)
            with open(args.output, "a", encoding="utf-8"):
                pass
        except OSError as error:
            return f"--output {args.output}: cannot be written: {error.strerror}; name another file"
    return ""


def _is_installed(distribution: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(distribution.replace("-", "_")) is not None
    except ValueError:  # `find_spec` raises ValueError if sys.modules[name] is None
        return False


def _watch(args: argparse.Namespace) -> int:
    from pytest_watcher.watcher import run as run_watcher

    again = [argument for argument in args.argv if argument != "--watch"]
    sys.argv = [
        "weex-runtime",
        *(".", "--now", "--patterns", _WATCHED, "--ignore-patterns", _NOT_WATCHED),
        *("--runner", sys.executable, "-m", "weex_runtime", *again),
    ]
    run_watcher()  # the watcher of test files runs until Ctrl-C
    return 0


def _run_once(args: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    if args.update_snapshots:
        os.environ["WEEX_UPDATE_SNAPSHOTS"] = "1"
    if args.reporter == "github":
        os.environ["GITHUB_ACTIONS"] = "true"  # without GITHUB_ACTIONS the plugin writes nothing
        if not _is_installed(_ANNOTATIONS):
            log(
                f"weex-runtime: annotations on GitHub need the package {_ANNOTATIONS}; run: pip "
                f"install {_ANNOTATIONS}",
                "warn",
            )
    given = _for_pytest(args)
    try:
        if args.reporter not in _DOCUMENTS:
            return _run_pytest(args, given)
        option = _DOCUMENTS[args.reporter]
        if args.output:
            return _run_pytest(args, [*given, f"{option}={args.output}"])
        with TemporaryDirectory(prefix="weex-runtime-") as folder:
            file = os.path.join(folder, "report")
            reserve_output()
            status = _run_pytest(args, [*given, f"{option}={file}"])
            if os.path.exists(file):
                with open(file, encoding="utf-8") as report:
                    say(report.read().rstrip("\n"))
            return status
    except OSError as error:
        raise output_lost(error) from None  # pytest itself reports all errors except write errors


def _for_pytest(args: argparse.Namespace) -> list[str]:
    # pytest finds the plugin by its entry point, so no option loads the plugin. This package is
    # imported already, so pytest cannot rewrite its asserts: `--assert=plain`.
    given = [*args.unknown, "-q", "--weex-js-only", "--assert=plain"]
    given += ["--weex-isolate"] if args.isolate else []
    for name in ("platform", "limit", "fault", "chaos", "seed", "grep", *NAMES):
        option = f"--weex-{name.replace('_', '-')}"
        given += [f"{option}={value}" for value in getattr(args, name)]
    return given


def _limit(text: str) -> str:
    """Check that the value of --limit has the form NAME=VALUE, and return the value."""
    parse_limit(text)
    return text


def _time_limit(text: str) -> str:
    return f"time={types.seconds(text)}"


def _run_pytest(args: argparse.Namespace, given: Sequence[str]) -> int:
    import pytest

    from weex_runtime.cli.list_reporter import ListPlugin

    session = _Session()
    plugins: list[object] = [session]
    if args.reporter != "dot":
        plugins.append(ListPlugin())
    status = int(pytest.main([*given], plugins=plugins))
    for problem in session.problems(status):
        log(f"weex-runtime: {problem}", "error" if status in (NO_TESTS, TEST_USAGE) else "warn")
    return status


class _Session:
    """A pytest plugin that explains why files or tests were not run."""

    def __init__(self) -> None:
        self._config: Any = None
        self._deselected = 0

    def pytest_configure(self, config: Any) -> None:
        """Keep the configuration of the run."""
        self._config = config

    def pytest_deselected(self, items: Sequence[object]) -> None:
        """Count the tests that --grep or -k leaves out."""
        self._deselected += len(items)

    def problems(self, status: int) -> Iterator[str]:
        """Return messages that explain a run without tests and name the skipped files."""
        from pathlib import Path

        from weex_runtime.pytest_plugin.js.discovery import LEFT_ALONE, left_alone_text

        if self._config is None:
            return
        if status == NO_TESTS and self._deselected:
            yield f"--grep or -k deselected all {self._deselected} tests"
        elif status == NO_TESTS:
            where = ", ".join(self._config.args)
            yield f"no tests in {where}: Weex tests in JS are files called {_NAMES}"
        if skipped := left_alone_text(self._config.stash.get(LEFT_ALONE, []), Path.cwd()):
            yield skipped
        if status in (NO_TESTS, TEST_USAGE):
            yield from _problems_with_paths(self._config.args)


def _problems_with_paths(paths: Sequence[str]) -> Iterator[str]:
    """Return messages that explain why pytest found no tests in the paths of the command."""
    from weex_runtime.instance.bundle.bundle import file_meant

    for path in paths:
        file = path.partition("::")[0]
        if not os.path.exists(file):
            if meant := file_meant(file):
                yield f"{file}: no such file{meant}"
        elif os.path.isfile(file) and not file.endswith((".py", *TEST_ENDS)):
            yield (
                f"{file} is not a test: tests are files called {_NAMES}, or those of "
                f"the ini key weex_js_files; `weex-runtime run {file}` opens a bundle"
            )
        elif os.path.isdir(file):
            for name in sorted(os.listdir(file)):
                if _OTHER_TEST.search(name):
                    other = os.path.join(file, name)
                    yield f"{other} is not run: tests are files called {_NAMES}; rename the file"
                    break
