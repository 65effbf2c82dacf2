"""Guard a connection against an adapter that raises, or that sends events from any thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any

from weex_modules.websocket.failure import Failure
from weex_runtime.errors import AccessRefused
from weex_runtime.matching.url import host_of, parse_url, port_of

if TYPE_CHECKING:
    from weex_modules.websocket.adapter import Adapter, Listener, Opening
    from weex_runtime.loop.looper import Looper


class GuardedAdapter:
    """Wraps another adapter. An exception of the wrapped adapter fails the connection, and is not
    raised to the caller.

    Args:
        make_adapter: Called by `connect`.
        report: Called with each exception.
    """

    _adapter: Adapter | None = None

    def __init__(
        self, make_adapter: Callable[[], Adapter], report: Callable[[Exception], object]
    ) -> None:
        self._make_adapter = make_adapter
        self._report = report

    def connect(self, opening: Opening, listener: Listener) -> None:
        """Make the adapter, and start connecting, if the page may reach the host."""
        self._looper = opening.looper
        self._listener = listener
        if opening.access:
            target = parse_url(opening.url)
            try:
                opening.access.require_host(host_of(target), port_of(target))
            except AccessRefused as error:
                failure = Failure(kind="access", cause=f"cannot connect to {error}")
                opening.looper.call_soon(partial(listener.on_error, failure))
                return
        self._call(self._connect, opening)

    def send(self, data: str | bytes) -> None:
        """Send a message."""
        if self._adapter:
            self._call(self._adapter.send, data)

    def close(self, code: int | None, reason: str) -> None:
        """Start the closing handshake."""
        if self._adapter:
            self._call(self._adapter.close, code, reason)

    def destroy(self) -> None:
        """Release the sockets and timers of the connection."""
        if self._adapter:
            self._call(self._adapter.destroy)

    @property
    def inner(self) -> Adapter | None:
        """The guarded adapter."""
        return self._adapter

    def __getattr__(self, name: str) -> Any:
        # Return an attribute of the wrapped adapter, for example `buffered`. Network faults call
        # the adapter's optional methods `corrupt` and `interpose`.
        return getattr(self._adapter, name)

    def _connect(self, opening: Opening) -> object:
        adapter = self._make_adapter()
        calls_from_loop = getattr(adapter, "calls_from_loop", False)
        listener = self._listener if calls_from_loop else _Queue(self._listener, self._looper)
        self._adapter = adapter
        result: object = adapter.connect(opening, listener)  # type: ignore[func-returns-value]
        return result

    def _call(self, method: Callable[..., object], *args: object) -> None:
        try:
            result = method(*args)
            if iscoroutine(result):
                result.close()
                raise TypeError(f"expected plain methods in {self._adapter!r}, got an async one")
        except Exception as error:
            self._report(error)
            self._looper.call_soon(partial(self._listener.on_error, _cause(error)))


class _Queue:
    """Queues events from any thread, and passes them to a listener on the loop, in order.

    An event with an argument of a wrong type fails the connection, and raises TypeError.
    """

    def __init__(self, listener: Listener, looper: Looper) -> None:
        self._listener = listener
        self._queue = looper.call_soon_threadsafe

    def on_open(self, subprotocol: str = "", extensions: str = "") -> None:
        """Queue `on_open` for the listener."""
        self._require("on_open: subprotocol", subprotocol, str)
        self._require("on_open: extensions", extensions, str)
        self._queue(partial(self._listener.on_open, subprotocol, extensions))

    def on_message(self, data: str | bytes) -> None:
        """Queue `on_message` for the listener."""
        if isinstance(data, (bytearray, memoryview)):
            data = bytes(data)
        self._require("on_message", data, str, bytes)
        self._queue(partial(self._listener.on_message, data))

    def on_error(self, cause: Failure | str) -> None:
        """Queue `on_error` for the listener."""
        if not isinstance(cause, Failure):
            self._require("on_error", cause, str)
        self._queue(partial(self._listener.on_error, cause))

    def on_close(self, code: int, reason: str = "", was_clean: bool = True) -> None:
        """Queue `on_close` for the listener."""
        self._require("on_close: code", code, int)
        self._require("on_close: reason", reason, str)
        self._queue(partial(self._listener.on_close, int(code), reason, bool(was_clean)))

    def _require(self, what: str, value: object, *types: type) -> None:
        if isinstance(value, types):
            return
        names = " or ".join(each.__name__ for each in types)
        error = TypeError(f"{what}: expected {names}, got {value!r}")
        self._queue(partial(self._listener.on_error, _cause(error)))
        raise error


def _cause(error: Exception) -> str:
    return f"the WebSocket adapter failed: {error!r}"
