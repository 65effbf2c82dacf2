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

Task: TypeAlias = "str | dict[str, JSONInput]"


class Tasks:
    """The tasks of one batch.

    A task is JSON text, or an object that becomes text when the batch is sent: then one encoding
    does for all of them. A late task holds the data of calls in a row that ask one `CallbackOf`.
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
        if isinstance(last, dict) and "late" in last and self._late[-1][0] is callback_of:
            self._late[-1][1].append(data)
            return
        self._late.append((callback_of, [data]))
        self._tasks.append({"late": len(self._late) - 1, "data": self._late[-1][1]})

    def text(self) -> str:
        """All tasks as a JSON array, just before JS runs them."""
        first = self._tasks[0]
        if isinstance(first, dict) and "late" in first:
            # Nothing can come between: JS need not ask.
            first["callback"] = self.callback(cast(int, first["late"]), 0)
        return f"[{','.join(self.texts())}]"

    def texts(self) -> list[str]:
        """Each task, or some in a row, as JSON text."""
        parts: list[str] = []
        for kind, run in groupby(self._tasks, type):
            tasks = list(run)
            parts += cast("list[str]", tasks) if kind is str else [to_text(tasks)[1:-1]]
        return parts

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
