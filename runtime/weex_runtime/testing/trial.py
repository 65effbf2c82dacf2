"""A module on pages of a runtime of its own, called by a bundle; all that it does is seen."""

from __future__ import annotations

import functools
import gc
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple, cast

from weex_runtime.errors import CallbackSpent, WeexError
from weex_runtime.module import Callback, Export, Module, Native, js_method
from weex_runtime.page import Page
from weex_runtime.registry import Registration
from weex_runtime.runtime import Runtime
from weex_runtime.values import JSONValue

_RUNTIME = os.path.dirname(os.path.dirname(__file__))

# Real seconds in which open sockets bring nothing more.
_QUIET = 0.05

_LOOK_AGAIN = 0.005

# Calls what the driver says, and tells it what came of it.
_BUNDLE = """// { "framework": "Vanilla" }
var body = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(document.createElement('text'));
var driver = weex.requireModule('trialDriver');
driver.listen(function (order) {
  var target = weex.requireModule(order.module);
  var args = order.args.map(function (arg, position) {
    if (arg.kind !== 'callback') return arg.kind === 'value' ? arg.value : undefined;
    return function (data) { driver.called(order.number, position); };
  });
  var answer, thrown = '';
  try { answer = target[order.method].apply(target, args); } catch (error) { thrown = '' + error; }
  driver.answered(order.number, thrown);
});
"""


class Argument(NamedTuple):
    """What the bundle passes: a value, "undefined", or a function that the driver hears of."""

    kind: str
    value: JSONValue = None


CALLBACK = Argument("callback")
UNDEFINED = Argument("undefined")


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


class Trial:
    """Opens pages that call the module.

    Args:
        options: For the runtime.
        timeout: Real seconds that it may take to come to rest.

    Attributes:
        runs, invocations, failures: What was seen, oldest first.
        thrown: What a call threw into JS.
    """

    def __init__(
        self,
        cls: type[Module],
        *,
        options: Mapping[str, Any],
        strict: bool = False,
        timeout: float = 5.0,
    ) -> None:
        self._cls = cls
        self._timeout = timeout
        self._last_order = 0
        self.runs: list[Run] = []
        self.invocations: list[Invocation] = []
        self.failures: list[Failure] = []
        self.thrown = ""
        self._threads_before: set[threading.Thread] = set()
        self._sockets_before: set[socket.socket] = set()
        self.runtime = Runtime(
            **{
                "hints": False,
                "strict": strict,
                **options,
                "clock": "virtual",
                "modules": [*options.get("modules", ()), cls, _Driver],
            }
        )
        registration = self.runtime.registry.get(cls.name)
        assert registration
        self._watch_exports(registration)

    def open(self) -> Page:
        """A page whose bundle waits for orders."""
        page = self.runtime.open(source=_BUNDLE, name="trial.js")
        self.settle()
        return page

    def call(self, page: Page, method: str, args: Sequence[Argument]) -> float:
        """Have the bundle call a method.

        Returns:
            The seconds that it took.
        """
        driver = cast(_Driver, page.module("trialDriver"))
        self._last_order += 1
        order: JSONValue = {
            "number": self._last_order,
            "module": self._cls.name,
            "method": method,
            "args": [dict(arg._asdict()) for arg in args],
        }
        driver.thrown = ""
        start = time.perf_counter()
        page.invoke_callback(driver.listener, order, keep_alive=True)
        seconds = time.perf_counter() - start
        self.thrown = driver.thrown
        return seconds

    def times_called(self, page: Page) -> int:
        """How often functions of the page's bundle were called back."""
        return cast(_Driver, page.module("trialDriver")).times_called

    def settle(self, seconds: float = 0) -> str:
        """Let workers end and time pass on the clock.

        Returns:
            Why it did not come to rest; "" when it did.
        """
        try:
            self._rest()
            if seconds:
                self.runtime.clock.fast_forward(seconds)
                self._rest()
        except WeexError as error:
            return str(error)
        return ""

    def _rest(self) -> None:
        self.runtime.run_until_idle(self._timeout)
        if self.runtime.looper.has_sockets():
            self.runtime.looper.settle_down(self._timeout, quiet=_QUIET, due_within=-1)

    def take_failures(self) -> list[Failure]:
        """Those since the last time."""
        failures, self.failures = self.failures, []
        return failures

    def look_around(self) -> None:
        """What is there from now on counts as left over when it stays."""
        self._threads_before = set(threading.enumerate())
        self._sockets_before = _open_sockets()

    def leftovers(self) -> list[str]:
        """End the runtime; the threads and sockets that are there all the same."""
        self.runtime.close()
        deadline = time.monotonic() + self._timeout
        while (
            left := set(threading.enumerate()) - self._threads_before
        ) and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN)
        found = [f"the thread {thread.name!r}" for thread in left]
        for sock in _open_sockets() - self._sockets_before:
            found.append(f"an open socket ({sock})")
        return found

    def __enter__(self) -> Trial:
        logger = logging.getLogger("weex_runtime")
        self._handler = _Handler(self._logged)
        logger.addHandler(self._handler)
        self._propagated, logger.propagate = logger.propagate, False
        self._excepthook, threading.excepthook = threading.excepthook, self._thread_failed
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.runtime.close()
        for export in self._exports.values():
            cast(_Watched, export.function).trial = None  # signatures are kept for ever
        logger = logging.getLogger("weex_runtime")
        logger.removeHandler(self._handler)
        logger.propagate = self._propagated
        threading.excepthook = self._excepthook

    def _logged(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error:
            self.failures.append(Failure(record.getMessage(), error))

    def _thread_failed(self, args: Any) -> None:
        name = args.thread.name if args.thread else "a thread"
        self.failures.append(Failure(name, args.exc_value))

    def _watch_exports(self, registration: Registration) -> None:
        exports = {
            name: export._replace(function=_Watched(self, name, export))
            for name, export in registration.exports.items()
        }
        registered = self.runtime.registry._registered
        registered[self._cls.name] = registration._replace(exports=exports)
        self._exports = exports


class _Watched:
    """An exported method whose runs are seen; the runtime reads its parameters as before."""

    def __init__(self, trial: Trial, name: str, export: Export) -> None:
        functools.update_wrapper(self, export.function)
        self.__annotations__ = export.function.__annotations__
        self.__code__ = export.function.__code__
        self.__defaults__ = export.function.__defaults__
        self.trial: Trial | None = trial
        self._name = name
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
            if self.trial:
                self.trial.runs.append(Run(self._name, result, error))
        return result

    def _watch(self, callback: Callback, parameter: str, page: Page) -> None:
        genuine, spent = callback._call, [False]

        def call(data: Any, *, keep_alive: bool) -> None:
            if callback.id and self.trial:
                invocation = Invocation(
                    self._name, parameter, callback, data, keep_alive, spent[0], page.destroyed
                )
                self.trial.invocations.append(invocation)
                spent[0] = spent[0] or not keep_alive
            genuine(data, keep_alive=keep_alive)

        callback._call = call  # type: ignore[method-assign]


class _Driver(Module):
    name = "trialDriver"

    def __init__(self) -> None:
        self.listener = ""
        self.thrown = ""
        self.times_called = 0

    @js_method
    def listen(self, listener: Callback) -> None:
        self.listener = listener.id

    @js_method
    def called(self, number: int, position: int) -> None:
        self.times_called += 1

    @js_method
    def answered(self, number: int, thrown: str) -> None:
        self.thrown = thrown


class _Handler(logging.Handler):
    def __init__(self, take: Callable[[logging.LogRecord], None]) -> None:
        super().__init__(logging.ERROR)
        self._take = take

    def emit(self, record: logging.LogRecord) -> None:
        self._take(record)


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


def _open_sockets() -> set[socket.socket]:
    """Those of this process, but for the ends of connections that its own servers have."""
    found = {
        thing
        for thing in gc.get_objects()
        if issubclass(type(thing), socket.socket) and thing.fileno() != -1
    }
    listening = {sock for sock in found if _option(sock, socket.SO_ACCEPTCONN)}
    ports = {_port(sock) for sock in listening}
    return {sock for sock in found if sock in listening or _port(sock) not in ports}


def _option(sock: socket.socket, option: int) -> int:
    try:
        return sock.getsockopt(socket.SOL_SOCKET, option)
    except OSError:
        return 0


def _port(sock: socket.socket) -> object:
    try:
        name = sock.getsockname()
    except OSError:
        return sock
    return name[1] if isinstance(name, tuple) else sock
