"""The bindings of a recycle-list's template: what {"@binding": expression} stands for in
attributes, styles, events, properties and v-for.

Source: weex-native-directive Implementation.md; Android Statements.java.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from weex_modules.components.recycle_list.expression.operators import Rules
from weex_modules.components.recycle_list.expression.parser import (
    Evaluate,
    Scope,
    Warn,
    json_of,
    parse,
)
from weex_runtime.json_values import JSONValue

BINDING = "@binding"

# Gives the value that an element gets where data is in scope.
Bind: TypeAlias = Callable[[Scope], JSONValue]


@dataclass(frozen=True)
class Repeat:
    """v-for: `(alias, index) in items` or `(alias, key, index) in items`."""

    items: Evaluate
    alias: str | None
    key: str | None
    index: str | None


class Binder:
    """Makes the bindings of a list's templates ready to be evaluated.

    Args:
        rules: What the operators of expressions do.
        warn: Called with a sentence about what cannot be evaluated.
    """

    def __init__(self, rules: Rules, warn: Warn) -> None:
        self._rules = rules
        self.warn = warn

    def expression(self, text: JSONValue) -> Evaluate:
        """An expression."""
        return parse(self._rules.text(text), self._rules, self.warn)

    def condition(self, text: JSONValue) -> Callable[[Scope], bool]:
        """`[[match]]`: whether the element is there."""
        matches, evaluate = self._rules.matches, self.expression(text)
        return lambda scope: matches(evaluate(scope))

    def repeat(self, loop: JSONValue) -> Repeat:
        """`[[repeat]]`: {"@expression", "@alias", "@index"?, "@key"?}."""
        parts = loop if isinstance(loop, dict) else {}
        alias, key, index = (
            name if isinstance(name, str) else None
            for name in map(parts.get, ("@alias", "@key", "@index"))
        )
        # Without a key the index of an object's member is its key.
        return Repeat(self.expression(parts.get("@expression")), alias, key or index, key and index)

    def split(
        self, values: Mapping[str, JSONValue], as_text: str | None = None
    ) -> tuple[dict[str, JSONValue], list[tuple[str, Bind]]]:
        """Attributes or styles as those that stay the same for each row, and the bound ones.

        Args:
            as_text: Name of the one that is shown, so that its value becomes text.
        """
        fixed: dict[str, JSONValue] = {}
        bound: list[tuple[str, Bind]] = []
        for name, value in values.items():
            if not _is_bound(value):
                fixed[name] = value
            elif name == as_text:
                bound.append((name, self._shown(value)))
            else:
                bound.append((name, self._value(value, joins=True)))
        return fixed, bound

    def props(self, values: dict[str, JSONValue]) -> Bind:
        """`@componentProps`: an object with a value for each."""
        return self._value(values, joins=False)

    def text(self, value: JSONValue) -> Callable[[Scope], str]:
        """A class name."""
        return cast("Callable[[Scope], str]", self._shown(value))

    def event(self, event: JSONValue) -> Bind:
        """A name, or {"type", "params"} with a value for each parameter."""
        return self._value(event, joins=False)

    def _shown(self, value: JSONValue) -> Bind:
        shown = self._rules.shown
        bind = self._value(value, joins=True)
        return lambda scope: shown(bind(scope))

    def _value(self, value: JSONValue, joins: bool) -> Bind:
        """Arrays with bindings in them become one text where `joins` is set."""
        if not _is_bound(value):
            return lambda scope: value
        if isinstance(value, dict):
            if BINDING in value:
                evaluate = self.expression(value[BINDING])
                return lambda scope: json_of(evaluate(scope))
            members = {name: self._value(member, joins=False) for name, member in value.items()}
            return lambda scope: {name: bind(scope) for name, bind in members.items()}
        items = [self._value(item, joins) for item in cast("list[JSONValue]", value)]
        if not joins:
            return lambda scope: [item(scope) for item in items]
        shown = self._rules.shown
        return lambda scope: "".join([shown(item(scope)) for item in items])


def _is_bound(value: JSONValue) -> bool:
    if isinstance(value, dict):
        return BINDING in value or any(map(_is_bound, value.values()))
    return isinstance(value, list) and any(map(_is_bound, value))
