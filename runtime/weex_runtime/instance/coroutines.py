"""Run the `async def` methods and generators of modules and components on the loop."""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from time import perf_counter
from typing import Any, TypeAlias

from weex_runtime.errors import ModuleError
from weex_runtime.instance import invoke
from weex_runtime.instance.instance import Instance
from weex_runtime.module_api.future import Future

_Coroutine: TypeAlias = Coroutine[Any, Any, Any] | Generator[Any, Any, Any]


class Coroutines:
    """The running coroutines of one page; they end with the page."""

    def __init__(self, page: Instance) -> None:
        self._page = page
        self._running: dict[_Coroutine, str] = {}

    def start(self, coroutine: _Coroutine, origin: str) -> None:
        """Run a coroutine up to its first wait; the loop continues it.

        Args:
            origin: The method's name in failures, like "calendar.add".
        """
        self._running[coroutine] = origin
        self._step(coroutine, origin, None)

    def running(self) -> list[str]:
        """Return the names of the methods that have not finished."""
        return list(self._running.values())

    def close(self) -> None:
        """Close all coroutines, each at the point where it waits; their `finally` blocks run."""
        running, self._running = self._running, {}
        for coroutine, origin in running.items():
            # Python cannot close a running coroutine. If a coroutine ends its own page, `_step`
            # closes the coroutine at the next `await` or `yield`.
            if not (getattr(coroutine, "cr_running", 0) or getattr(coroutine, "gi_running", 0)):
                self._close(coroutine, origin)

    def _step(self, coroutine: _Coroutine, origin: str, brought: Future[Any] | None) -> None:
        if coroutine not in self._running:
            return
        try:
            awaited = coroutine.send(None) if brought is None else _resume(coroutine, brought)
        except StopIteration as stop:
            self._running.pop(coroutine, None)
            if stop.value is not None:
                self._page.warn(
                    f"{origin} returned a value that JS does not get: pass the value to a Callback"
                )
            return
        except Exception as error:
            self._running.pop(coroutine, None)
            self._page.add_failure(origin, _explained(error))
            return

        def step() -> None:
            start = perf_counter()
            self._step(coroutine, origin, awaited)
            if (seconds := perf_counter() - start) >= invoke.NOT_RESPONDING:
                invoke.warn_of_blocking(self._page, origin, seconds)

        if coroutine not in self._running:
            # The coroutine has ended its own page. `close` could not close the coroutine while it
            # ran; now it waits.
            self._close(coroutine, origin)
        elif isinstance(awaited, Future):
            awaited.when_done(lambda: self._page.looper.call_soon(step))
        elif awaited is None:
            self._page.looper.call_soon(step)
        else:
            del self._running[coroutine]
            where = _place_of(coroutine)
            self._close(coroutine, origin)
            self._page.add_failure(
                origin,
                ModuleError(
                    f"expected a future of this page, got {awaited!r}; await "
                    f"self.sleep(seconds) or self.run_in_worker(function, ...){where}"
                ),
            )

    def _close(self, coroutine: _Coroutine, origin: str) -> None:
        """Close a coroutine that waits."""
        try:
            coroutine.close()
        except Exception as error:
            self._page.add_failure(origin, error)


def _resume(coroutine: _Coroutine, brought: Future[Any]) -> Any:
    try:
        result = brought.result()
    except BaseException as error:  # `throw` passes any exception to the coroutine
        return coroutine.throw(error)
    return coroutine.send(result)


def _place_of(coroutine: _Coroutine) -> str:
    """Return the file and line where a coroutine waits, for messages."""
    frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
    return f" ({frame.f_code.co_filename}:{frame.f_lineno})" if frame else ""


def _explained(error: Exception) -> Exception:
    """Replace asyncio's error about a missing event loop by an error with the fix."""
    if isinstance(error, RuntimeError) and "no running event loop" in str(error):
        explained = ModuleError(
            "asyncio has no loop here: await self.sleep(seconds) or "
            "self.run_in_worker(function, ...), which run on the page's loop"
        )
        return explained.with_traceback(error.__traceback__)
    return error
