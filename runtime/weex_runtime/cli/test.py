"""`weex-runtime test`: runs tests written in JS, with pytest underneath.

Exit status: pytest's. 0 all passed, 1 some failed, 2 interrupted, 3 an internal error, 4 wrong
usage, 5 no tests.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from weex_runtime.cli.terminal import log, output_lost, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAILED, INTERRUPTED, USAGE, NO_TESTS = 1, 2, 4, 5

REPORTERS = ("list", "dot", "json", "junit", "github")
_WRITTEN = ("json", "junit")  # those that --output is for

_DESCRIPTION = """\
Run tests written in JS in the engine that runs the bundles. No Node. Without a PATH these are the
files *.test.js and *.spec.js in this folder that use openPage, wsServer, httpServer or mockModule.
"""
_EPILOG = """\
examples:
  weex-runtime test
  weex-runtime test tests/chat.test.js --grep 'reconnects' --watch
  weex-runtime test --platform android --platform ios
  weex-runtime test --reporter junit --output results.xml
  weex-runtime test --types > weex-test.d.ts

exit status: 0 all passed, 1 some failed, 2 interrupted, 4 wrong usage, 5 no tests
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What follows `weex-runtime test`."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("paths", metavar="PATH", nargs="*", help="files and folders; default: here")
    parser.add_argument(
        "--grep",
        metavar="REGEX",
        help="run tests in whose title it is found: those of their describes, a space, their own",
    )
    parser.add_argument("-k", metavar="EXPRESSION", help="as pytest's: words with and, or and not")
    parser.add_argument(
        "--reporter", choices=REPORTERS, default="list", help="how to tell (default: list)"
    )
    parser.add_argument(
        "--output", metavar="FILE", help="where json and junit go; default: standard output"
    )
    parser.add_argument(
        "--platform",
        metavar="NAME",
        action="append",
        default=[],
        help="run each test on this device: documented, android, ios or web; repeatable",
    )
    parser.add_argument(
        "-u", "--update-snapshots", action="store_true", help="write the snapshots anew"
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="stay, and run again when a test file, a bundle or a module is saved; Ctrl-C ends it",
    )
    parser.add_argument(
        "--types",
        action="store_true",
        help="run nothing: print TypeScript declarations of what tests find, for editors",
    )
    parser.add_argument("--used-files", metavar="FILE", help=argparse.SUPPRESS)
    parser.set_defaults(command=run)


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit status."""
    if args.types:
        from weex_runtime.js_tests import declarations

        say(declarations())
        return 0
    try:
        import pytest  # noqa: F401
    except ImportError:
        log("weex-runtime: tests need pytest: pip install pytest", "error")
        return USAGE
    if args.output and args.reporter not in _WRITTEN:
        which = " and ".join(_WRITTEN)
        log(f"weex-runtime: --output is for the reporters {which}, not {args.reporter}", "error")
        return USAGE
    if args.output and (problem := _problem_with_output(args.output)):
        log(f"weex-runtime: --output {args.output}: {problem}", "error")
        return USAGE
    if args.watch:
        from weex_runtime.cli.watch_tests import watch

        return watch(args)
    return _run_once(args)


def arguments(args: argparse.Namespace) -> list[str]:
    """The command's arguments again, for a run of its own without `--watch`."""
    given = [*args.paths, "--reporter", args.reporter]
    for option in ("grep", "output"):
        if getattr(args, option) is not None:
            given.append(f"--{option}={getattr(args, option)}")
    if args.k is not None:
        given += ["-k", args.k]
    for platform in args.platform:
        given += ["--platform", platform]
    return [*given, *(["-u"] if args.update_snapshots else [])]


def _run_once(args: argparse.Namespace) -> int:
    import pytest

    from weex_runtime.cli.reporters import reporter_of

    if args.update_snapshots:
        os.environ["WEEX_UPDATE_SNAPSHOTS"] = "1"
    reporter = reporter_of(args.reporter, args.output)
    used = _UsedFiles()
    given = [*_for_pytest(args), *reporter.arguments]
    try:
        status = int(pytest.main(given, plugins=[reporter, used]))
        reporter.finish(status)
    except OSError as error:
        raise output_lost(error) from None  # pytest reports each other one itself
    if status == NO_TESTS:
        log(f"weex-runtime: {_why_none(args, reporter.left_out)}", "error")
    if used.left_alone:
        log(f"weex-runtime: {used.left_alone}", "error" if status == NO_TESTS else "warn")
    for problem in _problems_with_paths(args) if status in (NO_TESTS, USAGE) else ():
        log(f"weex-runtime: {problem}", "error")
    if status in (NO_TESTS, USAGE) and (other := _other_language(args)):
        log(
            f"weex-runtime: {other} is not run: tests are scripts in JS; a compiler makes them of "
            "TypeScript and modules, as esbuild --format=cjs does",
            "error",
        )
    if args.used_files:
        with open(args.used_files, "w", encoding="utf-8") as stream:
            json.dump(sorted(map(str, used.paths)), stream)
    return status


def _for_pytest(args: argparse.Namespace) -> list[str]:
    # The plugin is there by its entry point. This package is loaded, too late to rewrite asserts.
    given = [*args.paths, "--weex-js-only", "-p", "no:cacheprovider", "--assert=plain"]
    given += [f"--weex-platform={platform}" for platform in args.platform]
    if args.grep is not None:
        given.append(f"--weex-grep={args.grep}")
    return given if args.k is None else [*given, "-k", args.k]


def _why_none(args: argparse.Namespace, left_out: int) -> str:
    if left_out:
        return f"no test is left of {left_out}: none fits what --grep or -k ask for"
    where = ", ".join(args.paths) or os.getcwd()
    return f"no tests in {where}: Weex tests in JS are files called *.test.js or *.spec.js"


def _problem_with_output(path: str) -> str:
    """Why a file cannot be written, and what to do; "" where it can. Its folder is made, as pytest
    makes that of junit's."""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "a", encoding="utf-8"):
            return ""
    except OSError as error:
        return f"cannot be written: {error.strerror}; name another file"


def _problems_with_paths(args: argparse.Namespace) -> Iterator[str]:
    """What is wrong with those paths in which pytest found no tests."""
    from weex_runtime.instance.bundle.bundle import file_meant

    for path in args.paths:
        file = path.partition("::")[0]
        if not os.path.exists(file):
            if meant := file_meant(file):
                yield f"{file}: no such file{meant}"
        elif file.endswith(".js") and not file.endswith((".test.js", ".spec.js")):
            yield (
                f"{file} is not a test: tests are files called *.test.js or *.spec.js, or those of "
                f"the ini key weex_js_files; `weex-runtime run {file}` opens a bundle"
            )


def _other_language(args: argparse.Namespace) -> Path | None:
    """A test in TypeScript, or one that is a module, where tests are looked for."""
    from pathlib import Path

    for path in map(Path, args.paths or ["."]):
        for file in [path] if path.is_file() else path.glob("*"):
            is_test = file.stem.endswith((".test", ".spec"))
            if is_test and file.suffix in (".ts", ".tsx", ".mts", ".cts", ".mjs", ".cjs", ".jsx"):
                return file
    return None


class _UsedFiles:
    """A plugin that learns which files a run of tests has used, and which it left alone."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()
        self.left_alone = ""

    def pytest_sessionfinish(self, session: Any) -> None:
        from pathlib import Path

        from weex_runtime.pytest_plugin.js.discovery import LEFT_ALONE, left_alone_in_words
        from weex_runtime.pytest_plugin.options import USED

        left_alone = session.config.stash.get(LEFT_ALONE, [])
        self.left_alone = left_alone_in_words(left_alone, Path.cwd())
        root = session.config.rootpath
        self.paths.update(session.config.stash.get(USED, set()))
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if file and Path(file).is_relative_to(root) and "site-packages" not in file:
                self.paths.add(Path(file))
