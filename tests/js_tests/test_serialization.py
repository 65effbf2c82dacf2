"""weex_runtime.js_tests.serialization: values between JS and Python."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timezone
from typing import Any

import pytest

from weex_runtime import Runtime
from weex_runtime.errors import JSError, WeexError
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.instance.records.native_calls import NativeCall
from weex_runtime.js_tests.arguments import UNDEFINED
from weex_runtime.js_tests.serialization import Handles, decode, encode, encode_live
from weex_runtime.matching.regexp import JSRegExp
from weex_runtime.module_api.platforms import Difference


@pytest.fixture
def handles() -> Handles:
    with Runtime() as runtime:
        found = Handles(runtime.looper)
        for number in range(4):
            found.add(f"object {number}")
        return found


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
def test_js_values_are_decoded_to_python_values(
    handles: Handles, crossing: Any, value: object
) -> None:
    assert decode(crossing, handles) == value


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
def test_python_values_are_encoded_for_js(
    handles: Handles, value: object, crossing: object
) -> None:
    assert encode(value, handles) == crossing


def test_deque_is_encoded_with_an_id_so_that_js_can_clear_the_deque(
    handles: Handles,
) -> None:
    assert encode_live(deque([1]), handles) == {"$": "live", "v": [4, [1]]}
    assert encode_live([1], handles) == [1]


def test_encoding_a_python_set_raises(handles: Handles) -> None:
    with pytest.raises(WeexError, match=r"^a test in JS cannot use an object of set: \{1\}$"):
        encode({1}, handles)
