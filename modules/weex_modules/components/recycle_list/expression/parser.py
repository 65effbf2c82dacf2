"""The expressions of a recycle-list's templates: text to a function of the data in scope.

Supported is what the documentation promises of the devices: members, grouping, arithmetic,
comparisons, logical operators, `? :`, literals and arrays. What a device does not understand is
undefined; here the console says so. Source: weex-native-directive Implementation.md.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, cast

from weex_modules.components.recycle_list.expression.operators import (
    UNDEFINED,
    Rules,
    Undefined,
    Value,
)
from weex_runtime.json_values import JSONValue

# The data in scope, innermost first.
Scope: TypeAlias = Sequence[Mapping[str, JSONValue]]
Evaluate: TypeAlias = Callable[[Scope], Value]
# Hears what is wrong with an expression.
Warn: TypeAlias = Callable[[str], None]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$.]))
    | (?P<name>(?:[^\W\d]|\$)[\w$]*)
    | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<sign>[!=]==?|[<>]=?|&&|\|\||[-+*/%!?:.,()\[\]])
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r\n|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}

_LITERALS: dict[str, Value] = {"true": True, "false": False, "null": None, "undefined": UNDEFINED}

# Binary operators by precedence, the weakest first.
_LEVELS = (
    ("||",),
    ("&&",),
    ("===", "!==", "==", "!="),
    ("<", ">", "<=", ">="),
    ("+", "-"),
    ("*", "/", "%"),
)
_COMPARE = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}

_MAX_DEPTH = 50  # of brackets; a level takes ten frames of Python's stack
_MAX_PARTS = 100  # of a chain of operators or members
_MAX_SHOWN = 80  # characters of an expression in a warning


def parse(text: str, rules: Rules, warn: Warn) -> Evaluate:
    """Make an expression ready to be evaluated.

    Args:
        text: As it stands in the template, like "item.price * 2".
        rules: What its operators do.
        warn: Called with a sentence when it cannot be parsed, now, or evaluated, later.

    Returns:
        A function of the scope that never raises; where the expression fails it is undefined.
    """
    shown = text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}..."

    def tell(problem: str) -> None:
        warn(f"{shown!r}: {problem}; it is undefined")

    try:
        evaluate = _Parser(text, rules, tell).parse()
    except _Unsupported as problem:
        tell(str(problem))
        return lambda scope: UNDEFINED

    def guarded(scope: Scope) -> Value:
        try:
            return evaluate(scope)
        except RecursionError:
            tell("its data is nested too deeply")
            return UNDEFINED

    return guarded


class _Unsupported(Exception):
    """What the text has that no expression may have."""


class _Parser:
    def __init__(self, text: str, rules: Rules, tell: Warn) -> None:
        self._rules = rules
        self._tell = tell
        self._tokens = list(_tokens(text))
        self._position = 0
        self._depth = 0

    def parse(self) -> Evaluate:
        evaluate = self._conditional()
        if self._position < len(self._tokens):
            raise _Unsupported(f"unexpected {self._peek()!r}")
        return evaluate

    def _peek(self) -> str:
        return self._tokens[self._position][1] if self._position < len(self._tokens) else ""

    def _takes(self, *signs: str) -> str:
        """Take one of these operators if it comes next; its text, or ""."""
        if self._position < len(self._tokens):
            kind, text = self._tokens[self._position]
            if kind == "sign" and text in signs:
                self._position += 1
                return text
        return ""

    def _expect(self, sign: str) -> None:
        if not self._takes(sign):
            raise _Unsupported(f"expected {sign!r} before {self._peek() or 'the end'!r}")

    def _conditional(self) -> Evaluate:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _Unsupported("it is nested too deeply")
        test = self._binary(0)
        if self._takes("?"):
            then = self._conditional()
            self._expect(":")
            test = self._choice(test, then, self._conditional())
        self._depth -= 1
        return test

    def _choice(self, test: Evaluate, then: Evaluate, otherwise: Evaluate) -> Evaluate:
        truth = self._rules.truth
        return lambda scope: then(scope) if truth(test(scope)) else otherwise(scope)

    def _binary(self, level: int) -> Evaluate:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        count = 0
        while sign := self._takes(*_LEVELS[level]):
            count += 1
            if count > _MAX_PARTS:
                raise _Unsupported(f"it has more than {_MAX_PARTS} operands")
            left = _operation(sign, left, self._binary(level + 1), self._rules)
        return left

    def _unary(self) -> Evaluate:
        signs = []
        while sign := self._takes("!", "-", "+"):
            signs.append(sign)
        if len(signs) > _MAX_PARTS:
            raise _Unsupported(f"it has more than {_MAX_PARTS} operators")
        operand = self._postfix()
        for sign in reversed(signs):
            operand = self._sign(sign, operand)
        return operand

    def _sign(self, sign: str, operand: Evaluate) -> Evaluate:
        rules = self._rules
        if sign == "!":
            return lambda scope: not rules.truth(operand(scope))
        factor = -1 if sign == "-" else 1
        return lambda scope: rules.result(factor * rules.number(operand(scope)))

    def _postfix(self) -> Evaluate:
        owner = self._primary()
        count = 0
        while sign := self._takes(".", "[", "("):
            count += 1
            if count > _MAX_PARTS:
                raise _Unsupported(f"it has more than {_MAX_PARTS} members")
            if sign == "(":
                raise _Unsupported("functions cannot be called in a recycle-list's template")
            if sign == ".":
                kind, name = self._next()
                if kind != "name":
                    raise _Unsupported(f"expected a name before {name or 'the end'!r}")
                owner = self._member(owner, _constant(name))
            else:
                key = self._conditional()
                self._expect("]")
                owner = self._member(owner, key)
        return owner

    def _member(self, owner: Evaluate, key: Evaluate) -> Evaluate:
        member, tell, text_of = self._rules.member, self._tell, self._rules.text

        def evaluate(scope: Scope) -> Value:
            value = owner(scope)
            if value is None or value is UNDEFINED:
                what = "null" if value is None else "undefined"
                tell(f"there is no {text_of(key(scope))!r} in {what}")
                return UNDEFINED
            return member(value, key(scope))

        return evaluate

    def _next(self) -> tuple[str, str]:
        if self._position == len(self._tokens):
            return "", ""
        self._position += 1
        return self._tokens[self._position - 1]

    def _primary(self) -> Evaluate:
        kind, text = self._next()
        if kind == "name":
            return _constant(_LITERALS[text]) if text in _LITERALS else self._name(text)
        if kind == "number":
            is_exact = text.isdigit() and float(text) <= 2**53
            return _constant(int(text) if is_exact else self._rules.result(float(text)))
        if kind == "text":
            return _constant(_unescaped(text[1:-1]))
        if text == "(":
            inner = self._conditional()
            self._expect(")")
            return inner
        if text == "[":
            return self._array()
        raise _Unsupported(f"unexpected {text or 'end'!r}")

    def _name(self, name: str) -> Evaluate:
        value_of = self._rules.name

        def evaluate(scope: Scope) -> Value:
            for frame in scope:
                if name in frame:
                    return value_of(frame[name])
            return value_of(cast(JSONValue, UNDEFINED))

        return evaluate

    def _array(self) -> Evaluate:
        items: list[Evaluate] = []
        while not self._takes("]"):
            items.append(self._conditional())
            if not self._takes(","):
                self._expect("]")
                break
        return lambda scope: [json_of(item(scope)) for item in items]


def json_of(value: Value) -> JSONValue:
    """The value as it crosses to JS, where undefined is null."""
    return None if isinstance(value, Undefined) else value


def _operation(sign: str, left: Evaluate, right: Evaluate, rules: Rules) -> Evaluate:
    """A binary operator."""
    truth, logical, number, result = rules.truth, rules.logical, rules.number, rules.result

    def either(scope: Scope) -> Value:
        value = left(scope)
        if truth(value) == (sign == "&&"):
            value = right(scope)
        return logical(value)

    if sign in ("&&", "||"):
        return either
    if sign == "+":
        return lambda scope: rules.add(left(scope), right(scope))
    if sign in ("===", "!=="):
        return lambda scope: rules.same(left(scope), right(scope)) == (sign == "===")
    if sign in ("==", "!="):
        return lambda scope: rules.equal(left(scope), right(scope)) == (sign == "==")
    if sign in _COMPARE:
        compare = _COMPARE[sign]
        return lambda scope: compare(*rules.ordered(left(scope), right(scope)))
    calculate = {"-": operator.sub, "*": operator.mul, "/": _divide, "%": _remainder}[sign]
    return lambda scope: result(calculate(number(left(scope)), number(right(scope))))


def _divide(dividend: float, divisor: float) -> float:
    if divisor:
        return dividend / divisor
    if not dividend or math.isnan(dividend):
        return math.nan
    return math.copysign(math.inf, math.copysign(1, dividend) * math.copysign(1, divisor))


def _remainder(dividend: float, divisor: float) -> float:
    if not divisor or math.isinf(dividend):
        return math.nan
    return math.fmod(dividend, divisor)


def _constant(value: Value) -> Evaluate:
    return lambda scope: value


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            return chr(int(code, 16))
        return _ESCAPED.get(match[3], match[3]) if match[3] else ""

    # A pair of surrogates is one character.
    whole = _ESCAPE.sub(character, text).encode("utf-16", "surrogatepass")
    return whole.decode("utf-16", "surrogatepass")


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    text = text.rstrip()
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise _Unsupported(f"unexpected {text[position:].lstrip()[0]!r}")
        kind = cast(str, match.lastgroup)
        tokens.append((kind, match[kind]))
        position = match.end()
    return tokens
