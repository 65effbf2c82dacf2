"""`setTextFormatter`: typed text is rewritten, for example a number in groups of four.

Source: Android AbstractEditComponent.java (TextFormatter), iOS WXEditComponent.mm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from weex_runtime.json_values import JSONValue, brief
from weex_runtime.module_api.platforms import PlatformName

# A text is formatted until formatting leaves it unchanged, at most this number of times.
_REPEATS = 3


class _Rule:
    def __init__(self, rule: str, replacement: str, platform: PlatformName | None) -> None:
        match = re.fullmatch(r"/(.+)/([img]*)", rule, re.DOTALL)
        if match is None and platform == "android":
            raise ValueError(f"{rule!r} is not a regular expression like '/x/g'")
        source, flags = match.groups() if match else (rule, "g")
        if platform == "ios":
            flags = "gi"
        options = (re.IGNORECASE if "i" in flags else 0) | (re.DOTALL if "m" in flags else 0)
        self._pattern = re.compile(source, options)
        self._replacement = re.sub(r"\$(\d)", r"\\g<\1>", replacement.replace("\\", "\\\\"))
        self._count = 0 if "g" in flags else 1

    def apply(self, text: str) -> str:
        return self._pattern.sub(self._replacement, text, count=self._count)


class TextFormatter:
    """Rewrites the text of a field.

    Args:
        rules: {formatRule, formatReplace, recoverRule, recoverReplace}. The format rule converts
            the raw text to the shown text, the recover rule converts it back. Rules are regular
            expressions like "/(\\d{4})/g".

    Raises:
        ValueError: A rule is missing or invalid.
    """

    def __init__(self, rules: Mapping[str, JSONValue], platform: PlatformName | None) -> None:
        texts: list[str] = []
        for name in ("formatRule", "formatReplace", "recoverRule", "recoverReplace"):
            text = rules.get(name)
            if not isinstance(text, str):
                raise ValueError(f"expected a text as {name}, got {brief(text)}")
            texts.append(text)
        try:
            self._format = _Rule(texts[0], texts[1], platform)
            self._recover = _Rule(texts[2], texts[3], platform)
            self.format("")
        except re.error as error:
            raise ValueError(f"a rule is not a regular expression: {error}") from error

    def format(self, text: str) -> str:
        """Return the text to show after the user changed the field."""
        for _ in range(_REPEATS):
            formatted = self._format.apply(self._recover.apply(text))
            if formatted == text:
                break
            text = formatted
        return text
