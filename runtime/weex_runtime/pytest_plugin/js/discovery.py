"""Discovery of Weex tests among files like `*.test.js`.

Jest, Vitest, Mocha and Playwright use the same file names, so the file's text decides: a Weex test
uses a global that only Weex tests have. The files are not run, since a file of another runner may
have syntax, like `import`, that the engine rejects.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

import pytest

from weex_runtime.pytest_plugin.options import Options, options_of

GLOBALS = ("openPage", "wsServer", "httpServer", "mockModule")

# The key in `config.stash` for the files that were not collected because they belong to other test
# runners.
LEFT_ALONE = pytest.StashKey[list[Path]]()

_SHOWN = 3  # maximum number of files that a message names
_DEPENDENCIES = "node_modules"

# Matches comments, strings, templates and regular expressions. A "/" that does not
# follow an operand starts a regular expression.
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
# Matches a global of Weex tests, also after a spread, `[...wsServer.received]`, but not as a
# member, `homePage.openPage()`.
_USED = re.compile(rf"(?<![\w$])(?<!(?<!\.\.)\.)(?:{_NAME})(?![\w$])")
# Matches declarations of a global's name: `import { openPage } from`,
# `let io, httpServer;`, `const { openPage } = require(`, `function openPage(`,
# `function listen(httpServer)`, `(httpServer) =>`. Excludes fixtures, `({ page, wsServer }) =>`.
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
    """Return whether to collect a file as a Weex test in JS.

    If the path is on the command line, or the ini key `weex_js_files` is set, the file's text does
    not matter.
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
    """Return whether a file has a name that test runners for JS use for tests.

    A pattern with "/" is compared with the last parts of the path.
    """
    return any(path.match(pattern) for pattern in options.js_files)


def uses_weex(text: str) -> bool:
    """Return whether a script uses a global of Weex tests without declaring the name.

    Ignores comments, strings and regular expressions, but not expressions in templates.
    """
    if not any(name in text for name in GLOBALS):
        return False
    code = _NOT_CODE.sub(_code_in, text)
    used = {match.group() for match in _USED.finditer(code)}
    declared = {match.group(match.lastgroup or 0) for match in _DECLARED.finditer(code)}
    return bool(used - declared)


def left_alone_text(paths: Collection[Path], folder: Path) -> str:
    """Return a line that lists the files that were not collected, since they belong to other test
    runners. Return "" for no files.

    Args:
        folder: Paths in the line are relative to this folder.
    """
    if not paths:
        return ""
    names = [os.path.relpath(path, folder) for path in list(paths)[:_SHOWN]]
    if left := len(paths) - len(names):
        names.append(f"{left} more")
    files = (
        "1 file belongs to another test runner and is not run"
        if len(paths) == 1
        else f"{len(paths)} files belong to another test runner and are not run"
    )
    return (
        f"{files}: {', '.join(names)}; Weex tests use {', '.join(GLOBALS[:-1])} or {GLOBALS[-1]}; "
        "to run other files, name their paths or set weex_js_files"
    )


def _code_in(match: re.Match[str]) -> str:
    """Return the code that replaces a matched token: a space for a comment, and `""` for a string
    or regular expression. For a template, return `""` and the expressions in the template.
    """
    if match.group("comment"):
        return " "
    if template := match.group("template"):
        return f'"" {" ".join(re.findall(r"[$][{]([^{}`]*)[}]", template))}'
    return f'{match.group("before") or ""}""'
