"""Recognise ES modules and syntax above ES5 without parsing: many packages of npm are large."""

from __future__ import annotations

import re

# Matches comments, strings and regular expressions.
_NOT_CODE = re.compile(
    r"""
    //[^\n]*|/\*.*?\*/
    |'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"
    |(?P<before>[=(,:;!&|?+\[{}]\s*)/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/
    """,
    re.DOTALL | re.VERBOSE,
)
_MODERN = re.compile(
    r"""=>|`|\.\.\.[\w$\[({]|\b(?:class|const|let)\s+[\w$\[{]|\basync\s+function\b|\bfunction\s*\*"""
)


_ES_MODULE = re.compile(r"(?<![.\w$])(?:import|export)\b(?!\s*:)")


def is_es_module(script: str) -> bool:
    """Return whether a script has import or export statements."""
    return bool(_ES_MODULE.search(script) and _ES_MODULE.search(_code_of(script)))


def is_above_es5(script: str) -> bool:
    """Return whether a script has arrow functions, classes, templates, `const` or other syntax that
    ES5 lacks. Shorthand properties and methods alone are not found.
    """
    return bool(_MODERN.search(script) and _MODERN.search(_code_of(script)))


def _code_of(script: str) -> str:
    return _NOT_CODE.sub(lambda match: f"{match.group('before') or ''}''", script)
