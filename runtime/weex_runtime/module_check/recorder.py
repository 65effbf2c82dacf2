"""What a module under test does: runs of its methods, uses of callbacks, exceptions."""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, NamedTuple

from weex_runtime.errors import CallbackSpent
from weex_runtime.instance.instance import Page
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.component import Component
from weex_runtime.module_api.module import Callback, Export, Module, Native

_RUNTIME = os.path.dirname(os.path.dirname(__file__))


class Run(NamedTuple):
    """One run of a method.

    Attributes:
        result: What it returned.
        error: What it raised.
    """

    method: str
    result: object
    error: Exception | None


class Invocation(NamedTuple):
    """One use of a callback by the module.

    Attributes:
        callback: The object that was used.
        parameter: As which the method got it.
        is_spent: `invoke` was called before.
        is_late: Its page was gone.
    """

    method: str
    parameter: str
    callback: Callback
    data: object
    keep_alive: bool
    is_spent: bool
    is_late: bool


class Fired(NamedTuple):
    """An event that the module fired for its listeners, or the component's element."""

    event: str
    data: object


class Failure(NamedTuple):
    """An exception that reached the runtime."""

    what: str
    error: BaseException

    @property
    def is_spent(self) -> bool:
        """A callback was used that JS does not know any more."""
        return isinstance(self.error, CallbackSpent)

    def __str__(self) -> str:
        return described(self.error)


class Observation(logging.Handler):
    """Hears of all that the methods do which it watches, and of exceptions that the runtime or a
    thread would only log, while it is entered.

    Attributes:
        runs, invocations, fired: Oldest first.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.runs: list[Run] = []
        self.invocations: list[Invocation] = []
        self.fired: list[Fired] = []
        self._failures: list[Failure] = []
        self._watched: list[_Watched] = []

    def watch(self, exports: Mapping[str, Export]) -> dict[str, Export]:
        """The methods, watched."""
        watched = {name: _Watched(self, export) for name, export in exports.items()}
        self._watched += watched.values()
        return {name: exports[name]._replace(function=watched[name]) for name in exports}

    def take_failures(self) -> list[Failure]:
        """Exceptions since the last time."""
        failures, self._failures = self._failures, []
        return failures

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the runtime's log; those of the servers below it are about their clients."""
        error = record.exc_info[1] if record.exc_info else None
        if error and record.name == "weex_runtime":
            self._failures.append(Failure(record.getMessage(), error))

    def __enter__(self) -> Observation:
        logger = logging.getLogger("weex_runtime")
        logger.addHandler(self)
        self._propagated, logger.propagate = logger.propagate, False
        self._excepthook, threading.excepthook = threading.excepthook, self._thread_failed
        self._fire_module_event = fire = Module.fire_module_event

        def watched(module: Module, event: str, data: Any = None) -> None:
            self.fired.append(Fired(event, data))
            fire(module, event, data)

        Module.fire_module_event = watched  # type: ignore[assignment, method-assign]
        self._fire_event = fire_event = Component.fire_event

        def watched_element(
            component: Component, event: str, data: Any = None, dom_changes: Any = None
        ) -> JSONValue:
            self.fired.append(Fired(event, data))
            return fire_event(component, event, data, dom_changes)

        Component.fire_event = watched_element  # type: ignore[assignment, method-assign]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for watched in self._watched:
            watched.observation = None  # the runtime keeps signatures for ever
        logger = logging.getLogger("weex_runtime")
        logger.removeHandler(self)
        logger.propagate = self._propagated
        threading.excepthook = self._excepthook
        Module.fire_module_event = self._fire_module_event  # type: ignore[method-assign]
        Component.fire_event = self._fire_event  # type: ignore[method-assign]

    def _thread_failed(self, args: Any) -> None:
        name = args.thread.name if args.thread else "a thread"
        self._failures.append(Failure(name, args.exc_value))


class _Watched:
    """An exported method whose runs are seen; the runtime reads its parameters as before."""

    def __init__(self, observation: Observation, export: Export) -> None:
        functools.update_wrapper(self, export.function)
        self.__annotations__ = export.function.__annotations__
        self.__code__ = export.function.__code__
        self.__defaults__ = export.function.__defaults__
        self.__kwdefaults__ = export.function.__kwdefaults__
        self.observation: Observation | None = observation
        self._name = export.js_name
        self._function = export.function
        self._names = self.__code__.co_varnames[1 : self.__code__.co_argcount]

    def __call__(self, native: Native, *args: Any) -> Any:
        for position, arg in enumerate(args):
            if isinstance(arg, Callback):
                name = self._names[position] if position < len(self._names) else "*"
                self._watch(arg, name, native.page)
        result, error = None, None
        try:
            result = self._function(native, *args)
        except Exception as caught:
            error = caught
            raise
        finally:
            if self.observation:
                self.observation.runs.append(Run(self._name, result, error))
        return result

    def _watch(self, callback: Callback, parameter: str, page: Page) -> None:
        genuine, spent = callback._call, [False]

        def call(data: Any, *, keep_alive: bool) -> None:
            if callback.id and self.observation:
                invocation = Invocation(
                    self._name, parameter, callback, data, keep_alive, spent[0], page.destroyed
                )
                self.observation.invocations.append(invocation)
                spent[0] = spent[0] or not keep_alive
            genuine(data, keep_alive=keep_alive)

        callback._call = call  # type: ignore[method-assign]


def described(error: BaseException) -> str:
    """Type, text, and the line of the module that it came from."""
    place = ""
    traceback = error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if not file.startswith(_RUNTIME):
            place = f" ({os.path.basename(file)}:{traceback.tb_lineno})"
        traceback = traceback.tb_next
    return f"{type(error).__name__}: {error}{place}"
