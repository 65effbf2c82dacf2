"""Bytes between JS and native; bytes in pages: tests/websocket/test_whatwg.py."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from weex_runtime.instance.binary import Binary, BinaryData


def binary_of(bytes_of: Any, put: Any, received: list[str]) -> Binary:
    """The bytes of a page with these functions of its engine."""
    js: Any = SimpleNamespace(
        engine=SimpleNamespace(bytes_of=bytes_of, put=put),
        entries={"received": None},
        enter=lambda entry, text: received.append(text),
    )
    return Binary(js)


class Hidden:
    """A page whose engine hides its library: bytes go as texts."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.binary = binary_of(
            lambda buffer: None, lambda holder, name, data, as_text: False, self.received
        )


def test_method_take_returns_the_binary_data_pushed_since_the_previous_take() -> None:
    binary = Hidden().binary
    binary.push_text("\1\2\3\4")
    binary.push_text("\xff\0")
    assert binary.take(6) == b"\1\2\3\4\xff\0"
    binary.push_text("\5")
    assert binary.take(1) == b"\5"
    assert binary.take(0) == b""


def test_method_push_returns_false_if_the_engine_cannot_read_the_array_buffer() -> None:
    binary = Hidden().binary
    assert binary.push(object()) is False
    assert binary.take(0) == b""


def test_array_buffer_arrives_as_bytes_if_the_engine_can_read_its_memory() -> None:
    put: list[tuple[str, bytes]] = []
    received: list[str] = []

    def put_one(holder: None, name: str, data: bytes, as_text: bool) -> bool:
        put.append((name, data))
        return True

    binary = binary_of(lambda buffer: b"\1\2\3", put_one, received)
    assert binary.push(object())
    assert binary.take(3) == b"\1\2\3"
    assert [binary.give(data) for data in (b"", b"\4\5")] == [1, 2]
    assert put == [("1", b""), ("2", b"\4\5")]
    assert received == []


@pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256))])
def test_bytes_passed_to_js_without_the_c_library_arrive_as_text(data: bytes) -> None:
    page = Hidden()
    page.binary.give(b"before")
    page.received.clear()
    assert page.binary.give(data) == 2
    assert [json.loads(text) for text in page.received] == [[2, data.decode("latin-1")]]


WHOLE = {"@type": "binary", "dataType": "ArrayBuffer", "base64": "AQID"}


def binary_data() -> Any:
    return BinaryData("ArrayBuffer", b"\1\2\3")


@pytest.mark.parametrize(
    "look",
    [
        dict,
        lambda data: {**data},
        lambda data: (lambda **members: members)(**data),
        lambda data: data | {},
        lambda data: {} | data,
        lambda data: dict(data.items()),
        lambda data: dict(zip(data, data.values(), strict=True)),
        lambda data: {name: data.get(name) for name in data.keys()},
        lambda data: json.loads(json.dumps(data)),
        lambda data: json.loads(json.dumps(data, indent=1, sort_keys=True)),
        lambda data: eval(repr(data)),
        copy.copy,
        copy.deepcopy,
        lambda data: pickle.loads(pickle.dumps(data)),
        lambda data: data,
    ],
)
def test_base64_text_of_binary_data_is_made_at_the_first_access(look: Callable[[Any], Any]) -> None:
    assert look(binary_data()) == WHOLE
    assert WHOLE == look(binary_data())
    assert not look(binary_data()) != WHOLE


def test_binary_data_supports_the_reading_methods_of_dict() -> None:
    assert len(binary_data()) == 3
    assert "base64" in binary_data()
    assert binary_data()["base64"] == "AQID"
    assert binary_data().pop("base64") == "AQID"
    assert binary_data().setdefault("base64", "x") == "AQID"
    assert isinstance(binary_data(), dict)
    match binary_data():
        case {"@type": "binary", "base64": str(text)}:
            assert text == "AQID"
        case _:
            pytest.fail("no match")


def test_assigned_member_of_binary_data_keeps_its_value() -> None:
    data = binary_data()
    data["base64"] = "AA=="
    assert data == {**WHOLE, "base64": "AA=="}
    assert data.data is None
    del data["base64"]
    assert "base64" not in data


def test_data_type_of_binary_data_is_optional() -> None:
    assert list(BinaryData(None, b"\1\2\3").items()) == [("@type", "binary"), ("base64", "AQID")]


def test_method_short_of_binary_data_does_not_encode_the_bytes_as_base64() -> None:
    data = binary_data()
    assert list(data.short()) == ["@type", "dataType", "base64"]
    assert data.short() == {**WHOLE, "base64": ""}
    assert data.data == b"\1\2\3"
    assert data["base64"] == "AQID"
    assert data.short() == WHOLE


def test_reading_a_member_of_binary_data_releases_the_raw_bytes() -> None:
    data = binary_data()
    assert data != ""
    assert data.data == b"\1\2\3"
    assert data["dataType"] == "ArrayBuffer"
    assert data.data is None
