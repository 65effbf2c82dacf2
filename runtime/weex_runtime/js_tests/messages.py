"""Messages of Python's as a test in JS reads them: with the names that it writes itself."""

from __future__ import annotations

import re
from functools import cache

from weex_runtime.js_tests import exposed_api as binding
from weex_runtime.js_tests.serialization import camel_case

_BY_NAME = re.compile(r"\((\w+)=\.\.\.\)")
_ROLE = re.compile(r'(getByRole\("[^"]*"), name=("(?:[^"\\]|\\.)*")(?:, \{(exact: true)\})?')
_PHRASES = {
    " or None,": " or null,",
    ", not None": ", not null",
    "a str or a compiled regular": "a string or a regular",
    ".nth(0), .first,": ".nth(0), .first(),",
}


def in_js_words(message: str) -> str:
    """A message of Python's with the names that JS has for what it names."""
    message = _BY_NAME.sub(r"({\1: ...})", message)
    for python, js in _PHRASES.items():
        message = message.replace(python, js)
    message = _names().sub(lambda match: _js_name(match.group(0)), message)
    return _ROLE.sub(_role_with_options, message)


def _role_with_options(match: re.Match[str]) -> str:
    options = ", ".join(filter(None, [f"name: {match.group(2)}", match.group(3)]))
    return f"{match.group(1)}, {{{options}}}"


def _js_name(name: str) -> str:
    if name.startswith("not_"):
        return f"not.{camel_case(name[4:])}"
    if name == "exact=True":
        return "{exact: true}"
    return camel_case(name)


@cache
def _names() -> re.Pattern[str]:
    names = {"exact=True"}
    for path in binding.TYPES:
        if path.startswith(
            (
                "weex_runtime.instance.instance",
                "weex_runtime.testkit.locator.locator",
                "weex_runtime.web_s",
            )
        ):
            names.update(binding.methods_of(path).values())
            for claim in binding.claims_of(path).values():
                names.update((claim, f"not_{claim}"))
    alternatives = sorted((name for name in names if "_" in name or "=" in name), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(alternatives)))})(?!\w)")
