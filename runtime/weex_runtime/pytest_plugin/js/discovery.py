"""Discovery of test files in JS: which files of a name like `*.test.js` are Weex tests.

Jest, Vitest, Mocha and Playwright use the same names, so the text decides: a Weex test uses a
global that only Weex tests have. No file is run to find out, since another runner's may be written
in a syntax that a script does not have.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from fnmatch import fnmatch
from pathlib import Path

import pytest

from weex_runtime.pytest_plugin.options import Options, options_of

GLOBALS = ("openPage", "wsServer", "httpServer", "mockModule")

# Files that have the name of a test and belong to another runner.
LEFT_ALONE = pytest.StashKey[list[Path]]()

_SHOWN = 3  # names of files in one line
_DEPENDENCIES = "node_modules"

# What is not code. A "/" begins a regular expression where no operand is in front of it.
_NOT_CODE = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"
    |(?P<template>`(?:\\.|[^`\\])*`)
    |(?P<before>(?:^|[=(,:;!&|?+\[{}])\s*)/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/
    """,
    re.DOTALL | re.VERBOSE | re.MULTILINE,
)
_NAME = "|".join(GLOBALS)
# Not a member of an object: `homePage.openPage()`. A spread is none: `[...wsServer.received]`.
_USED = re.compile(rf"(?<![\w$])(?<!(?<!\.\.)\.)(?:{_NAME})(?![\w$])")
# Names that the file declares itself: `import { openPage } from`, `let io, httpServer;`,
# `const { openPage } = require(`, `function openPage(`, `function listen(httpServer)`,
# `(httpServer) =>`. The fixtures of `({ page, wsServer }) =>` are ours.
_DECLARED = re.compile(
    rf"""
    \bimport\b[^;'"()]*(?<![\w$])(?P<imported>{_NAME})(?![\w$])
    |\b(?:const|let|var)\s+(?:[\w$]+\s*,\s*)*(?P<variable>{_NAME})(?![\w$])
    |\b(?:const|let|var)\s*[{{\[][^=;]*?(?<![\w$])(?P<member>{_NAME})(?![\w$])
    |\b(?:function\s*\*?|class)\s+(?P<function>{_NAME})(?![\w$])
    |\bfunction\b[^(){{}}]*\([^(){{}}]*(?<![\w$])(?P<parameter>{_NAME})(?![\w$])
    |\([^(){{}}]*(?<![\w$.])(?P<arrow>{_NAME})(?![\w$.])[^(){{}}]*\)\s*=>
    """,
    re.VERBOSE,
)


def is_test(path: Path, session: pytest.Session) -> bool:
    """Whether a file is to be collected as a test in JS.

    A path of the command line and the ini key `weex_js_files` win over the file's text.
    """
    options = options_of(session.config)
    if not has_name_of_test(path, options):
        return False
    if options.are_js_files_chosen or session.isinitpath(path):
        return True
    if _DEPENDENCIES in path.parts:
        return False
    if uses_weex(path.read_text(encoding="utf-8", errors="replace")):
        return True
    session.config.stash.setdefault(LEFT_ALONE, []).append(path)
    return False


def has_name_of_test(path: Path, options: Options) -> bool:
    """Whether a file is called as tests in JS are, of whichever runner."""
    return any(fnmatch(path.name, pattern) for pattern in options.js_files)


def uses_weex(text: str) -> bool:
    """Whether a script uses a global of Weex tests and does not declare the name itself.

    Comments, strings and regular expressions do not count, the expressions of a template do.
    """
    if not any(name in text for name in GLOBALS):
        return False
    code = _NOT_CODE.sub(_code_in, text)
    used = {match.group() for match in _USED.finditer(code)}
    declared = {match.group(match.lastgroup or 0) for match in _DECLARED.finditer(code)}
    return bool(used - declared)


def left_alone_in_words(paths: Collection[Path], folder: Path) -> str:
    """One line about the files that were left alone; "" for none.

    Args:
        folder: Paths are shown relative to it.
    """
    if not paths:
        return ""
    names = [os.path.relpath(path, folder) for path in list(paths)[:_SHOWN]]
    if left := len(paths) - len(names):
        names.append(f"{left} more")
    files = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
    return (
        f"{files} left to another test runner: {', '.join(names)}; Weex tests use "
        f"{', '.join(GLOBALS[:-1])} or {GLOBALS[-1]}, name a path or set weex_js_files to run "
        "others"
    )


def _code_in(match: re.Match[str]) -> str:
    """The code that stays of what is not code: the expressions of a template."""
    if match.group("comment"):
        return " "
    if template := match.group("template"):
        return f'"" {" ".join(re.findall(r"[$][{]([^{}`]*)[}]", template))}'
    return f'{match.group("before") or ""}""'
