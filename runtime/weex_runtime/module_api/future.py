"""The futures that `async def` methods and generators of modules wait for.

A worker or the page's clock resolves these futures. Futures of asyncio cannot be used, since they
belong to another loop.
"""

from __future__ import annotations

from _weakref import ref
from collections.abc import Callable, Generator
from types import FrameType
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

    @property
    def is_awaited(self) -> bool:
        """Whether a method waits for the future now."""
        return bool(self._callbacks)

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


class Sleep:
    """A call of `self.sleep`.

    Args:
        caller: The frame of the call.
    """

    def __init__(self, caller: FrameType) -> None:
        self.future: Future[None] = Future(lambda error: None)
        self._place = f"{caller.f_code.co_filename}:{caller.f_lineno}"

    def end(self, warn_once: Callable[[str, str], None]) -> None:
        """Resolve the future. Warn if no method awaits the future, and no reference is left with
        which a method could await it.
        """
        future = self.future
        del self.future
        is_awaited = future.is_awaited
        future.resolve(None, None)
        known = ref(future)
        del future
        if not is_awaited and known() is None:
            warn_once(
                self._place,
                f"self.sleep() at {self._place} has no effect without await: write "
                "`await self.sleep(seconds)` in an `async def` method",
            )
