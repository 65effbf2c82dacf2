"""The queue of calls into a page's JS. JS half: the tasks in js/70_instance.js."""

from __future__ import annotations

from _thread import get_ident  # `threading` takes a millisecond to import
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from sys import getsizeof
from time import perf_counter, perf_counter_ns
from typing import TYPE_CHECKING, Any, TypeAlias

from weex_runtime.engine.engine import Scalar
from weex_runtime.errors import JSError
from weex_runtime.instance.binary import BinaryData, to_base64
from weex_runtime.instance.limits.turn_budget import TurnBudget
from weex_runtime.json_values import JSONInput, JSONValue, from_text, to_text

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance
    from weex_runtime.module_api.module import Callback

_PER_TASK = 300  # bytes that a task takes in addition to its arguments
_SAMPLE = 20
_NOTED_TASKS = 1000  # after this number of queued tasks, the page's memory account is updated

_LONG = 4096  # strings with more than this number of characters count as long

# A function that gets the data just before JS runs the task, and returns the callback to call. If
# the function returns None, no callback is called.
CallbackOf: TypeAlias = Callable[[JSONInput], "Callback | None"]

# A task is (kind, arguments). The kind is the name of the JS function to call (boot.py, _ENTRIES),
# and the first argument is the origin of errors. A task of kind "late" differs: its arguments are a
# CallbackOf and the data.
_Task: TypeAlias = tuple[str, tuple[Any, ...]]

_NO_TASK: _Task = ("", ("",))


class Tasks:
    """The queue of tasks of one page. JS gets all queued tasks at the end of a turn of the loop.

    Each task is a separate call into JS, so an exception does not affect the other tasks; on a
    device an exception drops the remaining tasks of the batch. Promise jobs run after the last
    task. A page that has used up the time of a turn (turn_budget.py) runs its remaining tasks in
    the next turn, after the other pages.

    Attributes:
        waiting: The queued tasks.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        self.waiting: deque[_Task] = deque()
        self._is_scheduled = False
        self._is_held = False
        self._is_closed = False
        self._budget = TurnBudget(page)
        self._last = _NO_TASK  # the task that ran most recently
        self._thread = get_ident()

    def callback(self, callback_id: str, data: JSONInput, *, keep_alive: bool, origin: str) -> None:
        """Queue a call of a bundle's callback. Can be called on any thread.

        Args:
            callback_id: The id that the bundle passed as an argument, as decimal text, e.g. "3".
            data: The callback's one argument.
            keep_alive: Leave the callback registered for further calls.
            origin: The origin of an error in the callback, for its report.
        """
        self._add(_callback(origin, callback_id, data, keep_alive))

    def late(self, callback_of: CallbackOf, data: JSONInput) -> None:
        """Queue a call of a callback that is chosen only when JS runs the task.

        Args:
            callback_of: Returns the callback for the data; None drops the call. Called just before
                JS runs the task, since earlier tasks of the batch may change the choice. The
                callback is kept alive.
            data: The callback's one argument, which the caller must not change afterwards.
        """
        self._add(("late", (callback_of, data)))

    def timer(self, timer_id: int) -> None:
        """Fire a timer of the global setTimeout."""
        self._add(("timer", ("timer", timer_id)))

    def broadcast(self, name: str, message: JSONValue, sender: int) -> None:
        """Deliver a message of a BroadcastChannel.

        Args:
            sender: The id of the channel that posted, if that channel is on this page; otherwise 0.
        """
        text = to_text([name, message, sender])
        self._add(("broadcast", (f"BroadcastChannel {name}", text)))

    def polyfill(self, name: str, args: Sequence[JSONInput], origin: str) -> None:
        """Queue a call of a polyfill's scripts. Can be called on any thread."""
        if all(map(_is_scalar, args)):
            self._add(("polyfillScalars", (origin, name, *args)))
        else:
            self._add(("polyfill", (origin, name, to_text(args))))

    def event_now(self, args: Sequence[JSONInput], origin: str) -> JSONValue:
        """Fire an event (fireEvent) after all queued tasks, and return the handler's result if it
        is JSON.

        If a module's method fires the event, the event waits for the next turn, and the result is
        None.
        """
        return self._add_and_run(("fireEvent", (origin, to_text(args))))

    def hook(self, component_id: str, name: str, args: Sequence[JSONInput]) -> None:
        """Queue a call (componentHook) of a hook, like "detach", that the framework registered
        for a component which native draws.
        """
        self._add(_hook(component_id, name, args))

    def hook_now(self, component_id: str, name: str, args: Sequence[JSONInput]) -> JSONValue:
        """Call a hook after all queued tasks, and return its result, as `event_now` does for
        events.
        """
        return self._add_and_run(_hook(component_id, name, args))

    def callback_now(self, callback_id: str, data: JSONInput, keep_alive: bool) -> JSONValue:
        """Call a callback after all queued tasks, and return its result, as `event_now` does for
        events.
        """
        origin = f"callback {callback_id}"
        return self._add_and_run(_callback(origin, callback_id, data, keep_alive))

    def run(self, was_postponed: bool = False) -> None:
        """Run all queued tasks in JS. If the page has used up its time in this turn, run the tasks
        in a later turn, after the other pages.
        """
        page, budget = self._page, self._budget
        if budget.spent > budget.most and not was_postponed and budget.has_others():
            page.looper.postpone(lambda: self.run(was_postponed=True))
            return
        self._is_scheduled = False
        # If JS has called a module's method that runs the loop, run nothing: `resume` schedules the
        # tasks after this call.
        if not self.waiting or self._is_held or page.engine.running:
            return
        before = budget.used() if budget.is_watched else 0.0
        begun = perf_counter()
        page.js.run(self._run_waiting, False)
        seconds, turn = perf_counter() - begun, page.looper.turns
        budget.spent = seconds + budget.spent if budget.turn == turn else seconds
        budget.turn = turn
        if budget.is_watched or budget.spent > budget.most:
            budget.count(before, self._last)
        self._last = _NO_TASK  # free the data of the last task
        if page.watches_memory:
            page.account.look()

    def resume(self) -> None:
        """Schedule the tasks that were queued while JS was running."""
        if self.waiting and not (self._is_scheduled or self._is_held):
            self._is_scheduled = True
            self._page.looper.call_soon(self.run)

    def hold(self) -> None:
        """Queue all tasks until `release`."""
        self._is_held = True

    def release(self) -> None:
        """Run the tasks that were queued since `hold`, in order."""
        self._is_held = False
        self.resume()

    def queued(self) -> list[str]:
        """Return the names of the callbacks and events that run in the next turn, without
        repetitions. The list is empty while `hold` holds back the tasks.
        """
        from weex_runtime.instance.task_text import name_of  # imported only if needed

        waiting = () if self._is_held else self.waiting
        return list(dict.fromkeys(name_of(kind, args) for kind, args in waiting))

    def size(self) -> int:
        """Return the approximate size of the queued tasks in bytes."""
        return _size(self.waiting)

    def close(self) -> None:
        """Drop queued tasks and ignore new ones."""
        self._is_closed = True
        self.waiting.clear()
        self._budget.end_watch()

    def _add(self, task: _Task) -> None:
        if get_ident() != self._thread:
            self._page.looper.call_soon_threadsafe(lambda: self._add(task))
        elif not self._is_closed:
            self.waiting.append(task)
            if not len(self.waiting) % _NOTED_TASKS:
                # Measure the size of only one in 20 of the newly queued tasks. Start at a random
                # task, so that a bundle cannot predict which tasks are measured.
                first = perf_counter_ns() % _SAMPLE
                sample = islice(reversed(self.waiting), first, _NOTED_TASKS, _SAMPLE)
                self._page.account.note(_SAMPLE * _size(sample))
            if not (self._is_scheduled or self._is_held):
                self._is_scheduled = True
                self._page.looper.call_soon(self.run)

    def _add_and_run(self, task: _Task) -> JSONValue:
        if self._is_held or self._page.engine.running:
            self._add(task)
            return None
        self.waiting.append(task)
        text = self._page.js.run(self._run_waiting, True)
        return from_text(text)[0] if isinstance(text, str) else None  # type: ignore[index]

    def _run_waiting(self, wants_result: bool) -> Scalar:
        """Run the tasks that are queued now.

        Returns:
            The last task's result in a JSON array, if requested and if the result is JSON.
        """
        page, waiting = self._page, self.waiting
        call, entries, tracer = page.engine.call, page.js.entries, page.tracer
        begun = perf_counter() if len(waiting) > 1 else 0.0
        result: Scalar = None
        for left in reversed(range(len(waiting))):
            if not waiting:
                break  # the task that just ran has ended the page
            kind, args = self._last = waiting.popleft()
            if kind == "late":
                callback_of, data = args
                callback = callback_of(data)
                if callback is None or self._is_closed:
                    continue
                callback_id = callback.id
                kind, args = _callback(f"callback {callback_id}", callback_id, data, True)
            if tracer:
                from weex_runtime.instance.task_text import text_of  # imported only if needed

                tracer("task", text_of(kind, args))
            if kind == "longCallback" and isinstance(args[2], bytes):
                args = (*args[:2], page.binary.give_text(to_base64(args[2])), *args[3:])
            if not args[0].isascii():  # the engine fails on lone surrogates
                args = (args[0].encode("utf-8", "replace").decode(), *args[1:])
            result = None
            try:
                result = call(entries[kind], wants_result and left == 0, *args)
            except JSError as error:
                error.origin = args[0]
                if page.engine.failure:
                    raise
                if not page.js.stopped:
                    page.add_error(error)
            if left and not wants_result and perf_counter() - begun > self._budget.most:
                if self._budget.has_others():
                    break  # the remaining tasks run in the next turn
        return result


def _size(tasks: Iterable[_Task]) -> int:
    """Return the approximate size of tasks in bytes."""
    return sum(_PER_TASK + sum(map(getsizeof, args)) for _, args in tasks)


def _hook(component_id: str, name: str, args: Sequence[JSONInput]) -> _Task:
    text = to_text([component_id, "lifecycle", name, args])
    return "componentHook", (f"hook {name} of component {component_id}", text)


def _callback(origin: str, callback_id: str, data: JSONInput, keep_alive: bool) -> _Task:
    """Return the task that calls a callback.

    An object whose only member is a string, like the data of most events, is passed without
    conversion to JSON. So is a long string that is the last member of a nested object.
    """
    if not callback_id.isascii():  # the bundle passed a string that is not an id
        callback_id = to_text(callback_id)
    if type(data) is dict and len(data) == 1:
        ((name, value),) = data.items()
        if type(value) is str:
            is_plain = value.isascii() and "\0" not in value
            if type(name) is str and name.isidentifier() and (is_plain or _crosses(value)):
                return "callback", (origin, callback_id, value, name, keep_alive)
        elif isinstance(value, dict) and type(name) is str and name.isidentifier():
            if parts := _long_member(value):
                return "longCallback", (origin, callback_id, *parts, name, keep_alive)
    return "callback", (origin, callback_id, to_text(data), None, keep_alive)


def _long_member(value: dict[str, JSONInput]) -> tuple[str | bytes, str] | None:
    """If the value of an object's last member is long text, return (the text, the object as JSON
    with "" in place of the text). Otherwise return None.

    For binary data, returns the bytes in place of the base64 text.
    """
    if isinstance(value, BinaryData) and value.data is not None:
        if len(value.data) <= _LONG:
            return None
        return value.data, to_text(value.short())
    last = next(reversed(value), None)
    text = value[last] if last is not None else None
    # The last member stays last in JS only if its name is an identifier: a JS object puts numeric
    # names first.
    if not isinstance(last, str) or not last.isidentifier() or last == "__proto__":
        return None
    if not isinstance(text, str) or len(text) <= _LONG or not _crosses(text):
        return None
    return text, to_text({**value, last: ""})


def _is_scalar(value: JSONInput) -> bool:
    """Return whether a value can be passed to the engine unchanged: the engine's binding has only
    32-bit integers.
    """
    if isinstance(value, str):
        return _crosses(value)
    return value is None or isinstance(value, int) and -(2**31) <= value < 2**31


def _crosses(text: str) -> bool:
    """Return whether a string can be passed to the engine unchanged: the engine's binding cuts text
    at NUL and fails on lone surrogates.
    """
    try:
        return "\0" not in text and (text.isascii() or bool(text.encode()))
    except UnicodeEncodeError:
        return False
