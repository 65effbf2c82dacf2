"""weex_runtime.js_tests.serialization: values of both sides, and names."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest

from weex_runtime.errors import JSError, WeexError
from weex_runtime.instance.bridge import NativeCall
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.js_tests.serialization import (
    UNDEFINED,
    decode,
    encode,
    encode_live,
)
from weex_runtime.matching.regexp import JSRegExp
from weex_runtime.module_api.platforms import Difference


class NoObjects:
    """Nothing crosses by reference."""

    def add(self, value: object) -> int:
        return 7

    def get(self, number: int) -> Any:
        return f"object {number}"

    def reference(self, value: object) -> Any:
        return None

    def function(self, number: int, name: str, takes_call: bool) -> Callable[..., Any]:
        return lambda: (number, name, takes_call)


OBJECTS = NoObjects()


@pytest.mark.parametrize(
    ("crossing", "value"),
    [
        ([1, "a", None, {"b": True}], [1, "a", None, {"b": True}]),
        ({"$": "undefined"}, UNDEFINED),
        ({"$": "number", "v": "-Infinity"}, float("-inf")),
        ({"$": "object", "v": [["$", 1], ["a", [2]]]}, {"$": 1, "a": [2]}),
        ({"$": "regexp", "v": ["a.b", "gi"]}, JSRegExp("a.b", "gi")),
        ({"$": "date", "v": 1500}, datetime(1970, 1, 1, 0, 0, 1, 500000, timezone.utc)),
        ({"$": "bytes", "v": "00ff"}, b"\x00\xff"),
        ({"$": "ref", "v": 3}, "object 3"),
    ],
)
def test_what_js_hands_over(crossing: Any, value: object) -> None:
    assert decode(crossing, OBJECTS) == value


def test_a_function_is_one_of_python() -> None:
    assert decode({"$": "function", "v": [1, "f", True]}, OBJECTS)() == (1, "f", True)


@pytest.mark.parametrize(
    ("value", "crossing"),
    [
        ((1, [2.5, None]), [1, [2.5, None]]),
        ({"a": {1: "x"}}, {"a": {"1": "x"}}),
        ({"$": 1}, {"$": "object", "v": [["$", 1]]}),
        (float("nan"), {"$": "number", "v": "NaN"}),
        (float("inf"), {"$": "number", "v": "Infinity"}),
        (b"\x00\xff", {"$": "bytes", "v": "00ff"}),
        (ConsoleLine("log", "x"), {"level": "log", "text": "x"}),
        (JSError("m", "s", "o"), {"message": "m", "stack": "s", "origin": "o"}),
        (ValueError("m"), {"name": "ValueError", "message": "m"}),
        (NativeCall("callX", '["1",{}]'), {"name": "callX", "args": ["1", {}]}),
        ({Difference("it did", ios="x"): "text"}, {"it did": "text"}),
    ],
)
def test_what_python_hands_over(value: object, crossing: object) -> None:
    assert encode(value, OBJECTS) == crossing


def test_lists_that_live_on_can_be_emptied() -> None:
    assert encode_live(deque([1]), OBJECTS) == {"$": "live", "v": [7, [1]]}
    assert encode_live([1], OBJECTS) == [1]


def test_other_objects_are_refused() -> None:
    with pytest.raises(WeexError, match=r"^set \{1\} cannot be used in a test in JS$"):
        encode({1}, OBJECTS)
