"""Type hints of the Python kit in TypeScript, as their values cross (js_tests/serialization.py)."""

from __future__ import annotations

import ast
from typing import get_args

from weex_runtime.js_tests import exposed_api as binding

_PLAIN = {
    "str": "string",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "None": "null",
    "Any": "any",
    "object": "any",
    "JSONValue": "any",
    "JSONInput": "any",
    "Answer": "boolean | string | number",
    "Message": "any",
    "Text": "string | RegExp",
    "Pattern": "RegExp",
    "PathLike": "string",
    "UrlPattern": "string | RegExp | ((url: string) => boolean)",
    "LinePattern": "string | RegExp | ((line: ConsoleLine) => boolean)",
    "Point": "[number, number]",
    "Self": "this",
    "JSError": "UncaughtError",
    "NativeCall": "NativeCall",
    "Difference": "string",
}
# Choices of types, of which `timedelta` does not cross.
_CHOICES = {
    "Duration": "weex_runtime.loop.clock.Duration",
    "Moment": "weex_runtime.loop.clock.Moment",
    "Timeout": "weex_runtime.loop.timeouts.Timeout",
}
_OF_CHOICES = {"float": "number", "str": "string", "datetime": "Date"}
_DATA = ("ConsoleLine", "Dialog", "Busy", "WebSocketMessage", "Received")
_WORDS = ("Direction", "PlatformName", "State")
_LISTS = ("list", "Sequence", "Iterable", "tuple", "Collection")
_MAPS = ("dict", "Mapping")


def typescript(hint: str, *, is_result: bool = False) -> str:
    """A hint in TypeScript.

    Args:
        hint: Its text, like "str | Pattern[str]".
        is_result: A test gets it. Else it gives it: then null is left out, and bytes may be a
            buffer.

    Raises:
        KeyError: It names a type that does not cross.
    """
    text = _Writer(is_result).write(ast.parse(hint.strip("'\""), mode="eval").body)
    return "void" if is_result and text == "null" else text


class _Writer:
    def __init__(self, is_result: bool) -> None:
        self._is_result = is_result

    def write(self, node: ast.expr) -> str:
        if isinstance(node, ast.Attribute):  # re.Pattern
            return self._name(node.attr)
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Constant):
            return "null" if node.value is None else self._name(str(node.value))
        if isinstance(node, ast.BinOp):
            return self._union([node.left, node.right])
        if isinstance(node, ast.Subscript):
            inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return self._generic(node.value, inner)
        raise KeyError(ast.unparse(node))

    def _name(self, name: str) -> str:
        if name in ("bytes", "bytearray"):
            return "Uint8Array" if self._is_result else "Uint8Array | ArrayBuffer"
        if name in _PLAIN:
            return _PLAIN[name]
        if name in _CHOICES:
            return _choice(_CHOICES[name])
        if name in (*_DATA, *_WORDS) or name in _classes():
            return name
        raise KeyError(name)

    def _union(self, nodes: list[ast.expr]) -> str:
        members = []
        for text in map(self.write, nodes):
            is_lost = text == "null" and not self._is_result
            if not is_lost:
                members += [f"({text})"] if text.startswith("(") and "=>" in text else [text]
        return " | ".join(dict.fromkeys(members))

    def _generic(self, node: ast.expr, inner: list[ast.expr]) -> str:
        name = node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)
        if name == "Literal":
            return " | ".join(ast.unparse(word) for word in inner)
        if name == "deque":
            return f"Live<{list_of(self.write(inner[0]))}>"
        if name == "tuple" and not any(isinstance(n, ast.Constant) for n in inner):
            return f"[{', '.join(map(self.write, inner))}]"
        if name in _LISTS:
            return list_of(self.write(inner[0]))
        if name in _MAPS:
            is_live = name == "dict" and self._is_result
            return "LiveMap" if is_live else f"{{ [name: string]: {self.write(inner[1])} }}"
        if name == "Expected":
            return self.write(inner[0])
        if name == "Callable":
            return self._function(inner)
        return self._name(name)

    def _function(self, inner: list[ast.expr]) -> str:
        if not isinstance(inner[0], ast.List):
            return "(...args: any[]) => any"
        # The test's function gets what its parameters are, and may return anything.
        given = _Writer(is_result=True)
        names = [f"{chr(97 + n)}: {given.write(node)}" for n, node in enumerate(inner[0].elts)]
        return f"({', '.join(names)}) => any"


def _choice(path: str) -> str:
    members = [
        getattr(member, "__forward_arg__", None) or member.__name__
        for member in get_args(binding.class_of(path))
    ]
    return " | ".join(_OF_CHOICES[name] for name in members if name in _OF_CHOICES)


def _classes() -> set[str]:
    return {path.rpartition(".")[2] for path in binding.TYPES}


def list_of(type_: str) -> str:
    """A list of what has a type."""
    return f"({type_})[]" if " " in type_ else f"{type_}[]"
