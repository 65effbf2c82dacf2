"""What waits to go into a page's JS, in order. JS half: deliver() in js/70_instance.js."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias, cast

from weex_runtime.values import JSONInput, JSONValue, to_text

if TYPE_CHECKING:
    from weex_runtime.module import Callback

# Says which callback gets the data, at the moment that JS is about to run it; None drops it.
CallbackOf: TypeAlias = Callable[[JSONInput], "Callback | None"]

_LONG = 4096  # characters

Task: TypeAlias = "str | dict[str, JSONInput]"


class Tasks:
    """The tasks of one batch.

    A task is JSON text, or an object that becomes text when the batch is sent: then one encoding
    does for all of them. A late task holds the data of calls in a row that ask one `CallbackOf`.
    Long texts in that data cross beside the JSON, where each of their characters would be looked
    at twice.
    """

    def __init__(self) -> None:
        self._tasks: list[Task] = []
        self._late: list[tuple[CallbackOf, list[JSONInput]]] = []

    def __bool__(self) -> bool:
        return bool(self._tasks)

    def add(self, task: Task) -> None:
        """Put a task behind the others."""
        self._tasks.append(task)

    def add_late(self, callback_of: CallbackOf, data: JSONInput) -> None:
        """Put a late call behind the others."""
        last = self._tasks[-1] if self._tasks else None
        if isinstance(last, dict) and "late" in last and self._late[-1][0] == callback_of:
            self._late[-1][1].append(data)
            return
        self._late.append((callback_of, [data]))
        self._tasks.append({"late": len(self._late) - 1, "data": self._late[-1][1]})

    def encode(self) -> tuple[str, list[str]]:
        """All tasks as a JSON array, and the long texts, just before JS runs them."""
        first = self._tasks[0]
        if isinstance(first, dict) and "late" in first:
            # Nothing can come between: JS need not ask.
            first["callback"] = self.callback(cast(int, first["late"]), 0)
        long_texts: list[str] = []
        tasks = [
            _without_long_texts(task, long_texts)
            if isinstance(task, dict) and "late" in task
            else task
            for task in self._tasks
        ]
        return f"[{','.join(_texts(tasks))}]", long_texts

    def texts(self) -> list[str]:
        """Each task, or some in a row, as JSON text with all that is in them."""
        return _texts(self._tasks)

    def callback(self, late: int, index: int) -> str | None:
        """The id of the callback that gets a late call's data."""
        callback_of, data = self._late[late]
        callback = callback_of(data[index])
        return callback.id if callback else None

    def drop(self, count: int) -> None:
        """Forget so many calls from the front."""
        while count and self._tasks:
            task = self._tasks[0]
            data = cast("list[JSONValue]", task["data"]) if "late" in task else [None]  # type: ignore[index]
            if count < len(data):
                del data[:count]
                return
            count -= len(data)
            del self._tasks[0]


def _texts(tasks: list[Task]) -> list[str]:
    parts: list[str] = []
    for kind, run in groupby(tasks, type):
        row = list(run)
        parts += cast("list[str]", row) if kind is str else [to_text(row)[1:-1]]
    return parts


def _without_long_texts(task: dict[str, JSONInput], long_texts: list[str]) -> Task:
    """A late task whose long texts are taken out: `long` has [index in data, key] of each."""
    data = cast("list[JSONInput]", task["data"])
    long: list[JSONInput] = []
    for index, value in enumerate(data):
        if isinstance(value, dict):
            for key, member in value.items():
                if isinstance(member, str) and len(member) >= _LONG and _can_cross(member):
                    if not long:
                        data = list(data)
                    data[index] = {**cast("dict[str, JSONInput]", data[index]), key: ""}
                    long.append([index, key])
                    long_texts.append(member)
    return {**task, "data": data, "long": long}


def _can_cross(text: str) -> bool:
    """The binding cuts text at NUL and fails on lone surrogates."""
    if "\0" in text:
        return False
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False
