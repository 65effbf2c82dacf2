"""Bytes between JS and native, as whole ArrayBuffers read by the engine's C library.

If a platform hides the library's functions, bytes are passed as strings with a character for each
byte. JS half: js/25_binary.js.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.json_values import JSONValue, to_text

if TYPE_CHECKING:
    from weex_runtime.engine.engine import JSFunction
    from weex_runtime.instance.javascript import PageJS


class BinaryData(dict[str, JSONValue]):
    """Binary data in the form of the bridge: {"@type": "binary", "dataType", "base64"}.

    Encoding several MiB as base64 takes longer than all other work of a call. So bytes are encoded
    only when a member is read, and not if a module uses `data`.

    Args:
        data_type: The member `dataType`; None to leave it out.

    Attributes:
        data: The bytes; None after a member was read, since the reader may have changed the member.
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
        """Return the members; `base64` is "" if the bytes were not encoded yet."""
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


# `json`, `dict()` and `{**data}` call these methods of a subclass of dict.
_COMPLETING = """
    __contains__ __delitem__ __getitem__ __ior__ __iter__ __len__ __or__ __repr__ __reversed__
    __ror__ __setitem__ clear copy get items keys pop popitem setdefault update values
"""
for _name in _COMPLETING.split():
    setattr(BinaryData, _name, _completing(_name))


def to_base64(data: bytes) -> bytes:
    """Encode bytes as base64 without line ends."""
    import binascii

    return binascii.b2a_base64(data, newline=False)


class Binary:
    """Passes bytes between the JS of one page and native."""

    def __init__(self, js: PageJS) -> None:
        self._js = js
        self._parts: list[bytes] = []
        self._given = 0

    def push(self, buffer: JSFunction) -> bool:
        """Receive an ArrayBuffer from JS.

        Returns:
            False if the engine cannot read the buffer; JS must then send the bytes as a string.
        """
        data = self._js.engine.bytes_of(buffer)
        if data is not None:
            self._parts.append(data)
        return data is not None

    def push_text(self, text: str) -> None:
        """Receive the next bytes from JS, as text with a character for each byte."""
        self._parts.append(text.encode("latin-1"))

    def take(self, size: int) -> bytes:
        """Return the binary data that JS has sent since the last call."""
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts.clear()
        return data[:size]

    def give(self, data: bytes) -> int:
        """Pass bytes to JS, while no JS runs; return the number under which JS finds the bytes."""
        self._given += 1
        if not self._put(data, as_text=False):
            self._js.enter("receiveBytes", to_text([self._given, data.decode("latin-1")]))
        return self._given

    def give_text(self, text: bytes) -> int | str:
        """Pass an ASCII text to JS; return the number under which JS finds the text, or the text
        itself if the engine cannot store it.
        """
        self._given += 1
        return self._given if self._put(text, as_text=True) else text.decode("ascii")

    def _put(self, data: bytes, *, as_text: bool) -> bool:
        js = self._js
        return js.engine.put(js.entries["received"], str(self._given), data, as_text=as_text)
