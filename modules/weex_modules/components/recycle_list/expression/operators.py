"""What an expression of a recycle-list's template makes of its operands.

The documented expressions are JavaScript's; Android and iOS evaluate them in Java and Objective-C,
with rules of their own. Sources: weex-native-directive Implementation.md, "expressions"; Android
el/parse/Operators.java; iOS WXComponent+DataBinding.mm.
"""

from __future__ import annotations

import math
import re
from typing import Final, TypeAlias

from weex_runtime.json_values import JSONValue, join, number_text, shortest_digits, to_unicode


class Undefined:
    """The type of `UNDEFINED`."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED: Final = Undefined()
Value: TypeAlias = JSONValue | Undefined

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_INFINITY = re.compile(r"[+-]?Infinity")


class Rules:
    """JavaScript's, which the documentation promises."""

    def truth(self, value: Value) -> bool:
        """Whether a condition with this value holds."""
        if isinstance(value, (list, dict)):
            return True
        return bool(value) and value == value  # NaN is false

    def matches(self, value: Value) -> bool:
        """Whether v-if shows the element."""
        return self.truth(value)

    def logical(self, value: Value) -> Value:
        """What `&&` and `||` make of the operand that decides."""
        return value

    def number(self, value: Value) -> float:
        """The operand of an arithmetic operator or a comparison."""
        if value is None:
            return 0.0
        if isinstance(value, (bool, int, float)):
            return float(value)
        return number_of(self.text(value).strip() or "0") if value is not UNDEFINED else math.nan

    def result(self, number: float) -> Value:
        """An operator's result."""
        return int(number) if number.is_integer() and abs(number) <= 2**53 else number

    def text(self, value: Value) -> str:
        """The operand of `+` beside a text."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return number_text(value)
        if isinstance(value, list):
            return join(value, self.text)
        return "null" if value is None else repr(value) if value is UNDEFINED else "[object Object]"

    def shown(self, value: Value) -> str:
        """What a text shows of a value; objects as JSON."""
        if value is None or isinstance(value, Undefined):
            return ""
        return to_unicode(value) if isinstance(value, (list, dict)) else self.text(value)

    def add(self, left: Value, right: Value) -> Value:
        """`+`"""
        if isinstance(left, (str, list, dict)) or isinstance(right, (str, list, dict)):
            return self.text(left) + self.text(right)
        return self.result(self.number(left) + self.number(right))

    def same(self, left: Value, right: Value) -> bool:
        """`===`"""
        kind = _kind(left)
        if kind != _kind(right):
            return False
        return left is right if kind == "object" else left == right

    def equal(self, left: Value, right: Value) -> bool:
        """`==`"""
        kinds = {_kind(left), _kind(right)}
        if len(kinds) == 1:
            return self.same(left, right)
        if kinds & {"null", "undefined"}:
            return kinds == {"null", "undefined"}
        if "object" in kinds and "string" in kinds:
            return self.text(left) == self.text(right)
        return self.number(left) == self.number(right)

    def ordered(self, left: Value, right: Value) -> tuple[str, str] | tuple[float, float]:
        """The operands of `<`, `>`, `<=`, `>=` as what is compared."""
        if isinstance(left, str) and isinstance(right, str):
            return left, right
        return self.number(left), self.number(right)

    def member(self, owner: Value, key: Value) -> Value:
        """`owner[key]` of what is neither null nor undefined."""
        if isinstance(owner, dict):
            return owner.get(self.text(key), UNDEFINED)
        if isinstance(owner, (str, list)):
            if key == "length":
                return len(owner) if isinstance(owner, list) else _utf16_length(owner)
            index = self.number(key)
            if index.is_integer() and 0 <= index < len(owner):
                return owner[int(index)]
        return UNDEFINED

    def name(self, value: Value) -> Value:
        """A name's value; UNDEFINED for a name that the data does not have."""
        return value


class AndroidRules(Rules):
    """Android's: no strictness, texts like "false" are false, results are doubles."""

    def truth(self, value: Value) -> bool:
        if isinstance(value, (int, float)):
            return value != 0
        return self.shown(value).strip() not in ("", "false", "undefined", "null")

    def logical(self, value: Value) -> Value:
        return self.truth(value)

    def number(self, value: Value) -> float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        number = number_of(value.strip()) if isinstance(value, str) else 0.0
        return 0.0 if math.isnan(number) else number

    def result(self, number: float) -> Value:
        return number

    def text(self, value: Value) -> str:
        if isinstance(value, float):
            return _java_double(value)
        return self.shown(value) if not isinstance(value, (str, bool, int)) else super().text(value)

    def add(self, left: Value, right: Value) -> Value:
        absent = (None, UNDEFINED)
        if isinstance(left, str) or isinstance(right, str):
            return right if left in absent else self.text(left) + self.text(right)
        if any(_kind(side) == "number" for side in (left, right)):
            return self.number(left) + self.number(right)
        return None if left in absent and right in absent else self.text(left) + self.text(right)

    def same(self, left: Value, right: Value) -> bool:
        return self.equal(left, right)

    def equal(self, left: Value, right: Value) -> bool:
        absent = (None, UNDEFINED)
        if left in absent or right in absent:
            return not (self.text(left) + self.text(right)).strip(" ")
        if any(_kind(side) == "number" for side in (left, right)):
            return self.number(left) == self.number(right)
        if isinstance(left, str) or isinstance(right, str):
            return self.text(left).strip() == self.text(right).strip()
        return _kind(left) == _kind(right) and left == right

    def ordered(self, left: Value, right: Value) -> tuple[float, float]:
        return self.number(left), self.number(right)

    def member(self, owner: Value, key: Value) -> Value:
        if isinstance(key, float):
            key = int(key)
        value = super().member(owner, self.text(key).strip())
        if value in (None, UNDEFINED) and key == "length" and isinstance(owner, dict):
            return len(owner)
        return UNDEFINED if isinstance(owner, str) and key != "length" else value


class IOSRules(Rules):
    """iOS's: `+` adds numbers only, comparing goes by the left side's type, there is no length."""

    def truth(self, value: Value) -> bool:
        if isinstance(value, str):
            return bool(re.match(r"\s*[+-]?0*[YyTt1-9]", value))
        return super().truth(value)

    def matches(self, value: Value) -> bool:
        if isinstance(value, (bool, int, float)):
            return bool(value)
        return value is not None and value is not UNDEFINED

    def logical(self, value: Value) -> Value:
        return self.truth(value)

    def number(self, value: Value) -> float:
        if isinstance(value, str):
            start = _NUMBER.match(value.lstrip())
            return float(start[0]) if start else 0.0
        return float(value) if isinstance(value, (bool, int, float)) else 0.0

    def add(self, left: Value, right: Value) -> Value:
        return self.result(self.number(left) + self.number(right))

    def text(self, value: Value) -> str:
        return str(int(value)) if isinstance(value, bool) else super().text(value)

    def same(self, left: Value, right: Value) -> bool:
        if isinstance(left, str):
            return left == right
        comparable = isinstance(left, (bool, int, float))
        return comparable and self.number(left) == self.number(right)

    def equal(self, left: Value, right: Value) -> bool:
        return self.same(left, right)

    def ordered(self, left: Value, right: Value) -> tuple[float, float]:
        return self.number(left), self.number(right)

    def member(self, owner: Value, key: Value) -> Value:
        if isinstance(owner, dict) != isinstance(key, str):
            return UNDEFINED
        return UNDEFINED if isinstance(owner, str) else super().member(owner, key)

    def name(self, value: Value) -> Value:
        return "" if value is None or value is UNDEFINED else value


def rules_of(platform: str | None) -> Rules:
    """The rules of a page's platform (`page.platform.name`)."""
    return {"android": AndroidRules, "ios": IOSRules}.get(platform or "", Rules)()


def number_of(text: str) -> float:
    """ECMAScript, ToNumber of a text without white space around it; hexadecimal is NaN."""
    if _NUMBER.fullmatch(text):
        return float(text)
    return float(text.replace("Infinity", "inf")) if _INFINITY.fullmatch(text) else math.nan


def _java_double(number: float) -> str:
    if math.isnan(number) or math.isinf(number) or number == 0:
        return "0.0" if number == 0 else number_text(number)
    if 1e-3 <= abs(number) < 1e7:
        return repr(float(number))
    digits, exponent = shortest_digits(abs(number))
    return f"{'-' if number < 0 else ''}{digits[0]}.{digits[1:] or '0'}E{exponent}"


def _utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "null" if value is None else "undefined" if value is UNDEFINED else "object"
