"""The futures that `async def` methods and generators of modules wait for.

A worker or the page's clock resolves these futures. Futures of asyncio cannot be used, since they
belong to another loop.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from weex_runtime.errors import ModuleError

T = TypeVar("T")


class Future(Generic[T]):
    """A result that is available later. An `async def` method awaits the future; a generator yields
    the future.

    Args:
        on_ignored_error: Called with the error of the future if the future is deleted before its
            result was read; may be called on any thread.
    """

    def __init__(self, on_ignored_error: Callable[[BaseException], object]) -> None:
        self._on_ignored_error = on_ignored_error
        self._callbacks: list[Callable[[], None]] = []
        self._result: T | None = None
        self._error: BaseException | None = None
        self._is_read = False
        self.done = False

    def result(self) -> T:
        """Return the result of the work, or raise the error of the work.

        Raises:
            ModuleError: The work has not ended yet.
        """
        if not self.done:
            raise ModuleError("the future has no result yet: await it")
        self._is_read = True
        if self._error:
            raise self._error
        return self._result  # type: ignore[return-value]

    def resolve(self, result: T | None, error: BaseException | None) -> None:
        """Set the result or the error, and call the functions passed to `when_done`."""
        self.done, self._result, self._error = True, result, error
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def when_done(self, callback: Callable[[], None]) -> None:
        """Call a function when the future is done. If the future is already done, call the function
        now.
        """
        if self.done:
            callback()
        else:
            self._callbacks.append(callback)

    def __await__(self) -> Generator[Future[T], None, T]:
        if not self.done:
            yield self
        return self.result()

    __iter__ = __await__

    def __del__(self) -> None:
        # Report an unread error only when the future is deleted: until then a method may still
        # await the future.
        if self._error and not self._is_read:
            self._on_ignored_error(self._error)
