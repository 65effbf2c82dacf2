"""`setTextFormatter`: typed text is rewritten, for example a number in groups of four.

The regular expressions run in the page's JS engine, under the page's limits. JS half:
weex_runtime/instance/js/37_text_formatter.js.
Source: Android AbstractEditComponent.java (TextFormatter), iOS WXEditComponent.mm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from weex_runtime import PageError
from weex_runtime.instance import Instance
from weex_runtime.json_values import JSONValue, brief, from_text, to_text
from weex_runtime.module_api.platforms import PlatformName


class TextFormatter:
    """Rewrites the text of a field.

    Args:
        rules: {formatRule, formatReplace, recoverRule, recoverReplace}. The format rule converts
            the raw text to the shown text, the recover rule converts it back. Rules are regular
            expressions like "/(\\d{4})/g".

    Raises:
        ValueError: A rule is missing, or lacks the slashes that Android needs.
    """

    def __init__(self, page: Instance, rules: Mapping[str, JSONValue]) -> None:
        self._page = page
        self._rules: list[JSONValue] = []
        for kind in ("recover", "format"):
            texts = [_text(rules, f"{kind}{part}") for part in ("Rule", "Replace")]
            self._rules.append(_rule(texts[0], texts[1], page.platform.name))

    def problem(self) -> str:
        """Return the problem with a regular expression or its replacement; "" for valid rules."""
        _, *problem = self._run("")
        return f"a rule is not valid: {problem[0]}" if problem else ""

    def format(self, text: str) -> str:
        """Return the text to show after the user changed the field. If the page's JS is stopped or
        exceeds a limit, return the text unchanged.

        Raises:
            PageError: JS is running.
        """
        formatted = self._run(text)[0]
        return formatted if isinstance(formatted, str) else text

    def _run(self, text: str) -> list[Any]:
        if self._page.engine.running:
            raise PageError("cannot type into a field with a formatter while JS is running")
        request = to_text([text, *self._rules])
        answer = self._page.js.enter("formatText", request, origin="setTextFormatter")
        return cast("list[Any]", from_text(answer)) if isinstance(answer, str) else [None]


def _text(rules: Mapping[str, JSONValue], name: str) -> str:
    text = rules.get(name)
    if not isinstance(text, str):
        raise ValueError(f"{name}: expected a string, got {brief(text)}")
    return text


def _rule(rule: str, replacement: str, platform: PlatformName | None) -> list[JSONValue]:
    """Convert a rule to [source, flags, replacement, last] for JS. `last` is the highest number of
    a group in the replacement.
    """
    match = re.fullmatch(r"/(.+)/([img]*)", rule, re.DOTALL)
    if match is None and platform == "android":
        raise ValueError(f"{rule!r} is not a regular expression like '/x/g'")
    source, given = match.groups() if match else (rule, "g")
    if platform == "ios":
        given = "gi"
    # "m" lets a dot match line breaks, which is the flag "s" of JS.
    flags = "".join({"m": "s"}.get(flag, flag) for flag in dict.fromkeys(given))
    last = max(map(int, re.findall(r"\$([0-9])", replacement)), default=0)
    # "$0" is the match, "$1" a group; other dollar signs stand for themselves.
    replacement = re.sub(r"\$(?![0-9])", "$$", replacement).replace("$0", "$&")
    return [source, flags, replacement, last]
