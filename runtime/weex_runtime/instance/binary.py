"""Bytes between JS and native: whole ArrayBuffers, by the engine's library.

Where a platform hides the library's functions, as 32-bit integers, the arguments of calls. That
takes 15 ms a megabyte from JS and 40 to it, whatever the bytes are. The fastest form in JSON text,
two bytes as one UTF-16 code unit, takes 50 and 70, and 200 for zeros, which JSON escapes.
JS half: js/25_binary.js.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from weex_runtime.engine.engine import JSFunction
from weex_runtime.json_values import JSONValue

_CHUNK = 1 << 17  # bytes of one call


class BinaryData(dict[str, JSONValue]):
    """Binary data in the form of the bridge, {"@type": "binary", "dataType", "base64"}.

    The base64 text of several MiB takes longer than all else on the way: it is made when somebody
    asks for a member, and never where a module takes `data`.

    Args:
        data_type: None for no such member.

    Attributes:
        data: The bytes; None when somebody has looked, and may have changed the members.
    """

    def __init__(self, data_type: JSONValue, data: bytes) -> None:
        super().__init__({"@type": "binary"})
        if data_type is not None:
            super().__setitem__("dataType", data_type)
        self.data: bytes | None = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and self.items() == other.items()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def short(self) -> dict[str, JSONValue]:
        """The members, with an empty text for base64 where nobody has looked."""
        text = {"base64": ""} if self.data is not None else {}
        return {name: dict.__getitem__(self, name) for name in dict.keys(self)} | text

    def _complete(self) -> None:
        data, self.data = self.__dict__.get("data"), None
        if data is not None:
            super().__setitem__("base64", to_base64(data).decode("ascii"))


def _completing(name: str) -> Callable[..., Any]:
    method = getattr(dict, name)

    def call(data: BinaryData, *args: Any, **members: Any) -> Any:
        data._complete()
        return method(data, *args, **members)

    return call


# `json`, `dict()` and `{**data}` ask these of a class that is not dict itself.
for _name in (
    *("__contains__", "__delitem__", "__getitem__", "__ior__", "__iter__", "__len__", "__or__"),
    *(
        "__repr__",
        "__reversed__",
        "__ror__",
        "__setitem__",
        "clear",
        "copy",
        "get",
        "items",
        "keys",
    ),
    *("pop", "popitem", "setdefault", "update", "values"),
):
    setattr(BinaryData, _name, _completing(_name))


def to_base64(data: bytes) -> bytes:
    """Base64 text without line ends."""
    import binascii

    return binascii.b2a_base64(data, newline=False)


class Binary:
    """The bytes that are on their way from and to one page.

    Args:
        read: The bytes of an ArrayBuffer; None where it cannot be read.
        put: Brings JS an ArrayBuffer with these bytes, or an ASCII text, under a number; False
            where it cannot.
        receive: Calls JS: number of the bytes, their size, where these integers begin, integers.
    """

    def __init__(
        self,
        read: Callable[[JSFunction], bytes | None],
        put: Callable[[int, bytes, bool], bool],
        receive: Callable[..., object],
    ) -> None:
        self._read = read
        self._put = put
        self._receive = receive
        self._parts: list[bytes] = []
        self._given = 0

    def push(self, buffer: JSFunction) -> bool:
        """JS brings an ArrayBuffer.

        Returns:
            False when it has to bring integers.
        """
        data = self._read(buffer)
        if data is not None:
            self._parts.append(data)
        return data is not None

    def push_integers(self, *integers: int) -> None:
        """JS brings the next bytes."""
        self._parts.append(array("i", integers).tobytes())

    def take(self, size: int) -> bytes:
        """What JS brought since the last time."""
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts.clear()
        return data[:size]

    def give(self, data: bytes) -> int:
        """Bring bytes to JS, while no JS runs; the number by which it takes them."""
        self._given += 1
        if not self._put(self._given, data, False):
            self._give_integers(data)
        return self._given

    def give_text(self, text: bytes) -> int | str:
        """Bring an ASCII text to JS; the number by which it takes it, or the text where it cannot
        be brought."""
        self._given += 1
        return self._given if self._put(self._given, text, True) else text.decode("ascii")

    def _give_integers(self, data: bytes) -> None:
        padded = data + bytes(-len(data) % 4)
        for start in range(0, len(padded) or 1, _CHUNK):
            integers = array("i", padded[start : start + _CHUNK]).tolist()
            self._receive(self._given, len(data), start // 4, *integers)
