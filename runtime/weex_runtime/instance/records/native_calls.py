"""Calls from JS to native, as a record of the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap
from sys import getsizeof
from typing import Any, NamedTuple

from weex_runtime.instance.binary import BinaryData
from weex_runtime.instance.records.history import History
from weex_runtime.json_values import JSONValue, from_text, to_text


class NativeCall(NamedTuple):
    """One recorded call from JS to native.

    Attributes:
        name: The native function, like "callAddElement".
        text, position, long, is_base64: As for `Bridge.call`.
    """

    name: str
    text: str
    position: int | None = None
    long: str | bytes = ""
    is_base64: bool = False

    @property
    def args(self) -> list[JSONValue]:
        """Return the arguments in JS order, the instance id first."""
        return arguments_of(*self[1:])

    def __repr__(self) -> str:
        return f"{self.name}{to_text(self.args) if self.long else self.text}"


class NativeCalls(History[Any]):
    """The latest calls from JS. An entry is a tuple of the arguments of `NativeCall`; the object is
    made only when the entry is read.
    """

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return found if isinstance(index, slice) else NativeCall(*found)

    def __iter__(self) -> Iterator[NativeCall]:
        return starmap(NativeCall, super().__iter__())

    def __reversed__(self) -> Iterator[NativeCall]:
        return starmap(NativeCall, super().__reversed__())

    def pop(self) -> NativeCall:  # type: ignore[override]
        return NativeCall(*super().pop())

    def popleft(self) -> NativeCall:
        return NativeCall(*super().popleft())


def size_of_call(call: tuple[str, str, int | None, str | bytes, bool]) -> int:
    """Return the number of bytes of an entry of `NativeCalls`."""
    return len(call[1]) + getsizeof(call[3])


def arguments_of(text: str, position: int | None, long: str | bytes, is_base64: bool) -> list[Any]:
    """Return the arguments of a call; the parameters are the fields of `NativeCall`."""
    args: list[Any] = from_text(text)  # type: ignore[assignment]
    if position is None:
        return args
    if isinstance(long, bytes):
        args[3][position] = BinaryData(args[3][position]["dataType"], long)
    elif is_base64:
        args[3][position]["base64"] = long
    else:
        args[3][position] = long
    return args
