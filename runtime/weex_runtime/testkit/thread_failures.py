"""Report an exception that ends a thread of a module as a failure of the module's page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from weex_runtime.instance.records.reporting import page_in

if TYPE_CHECKING:
    from weex_runtime.testkit.runtime import Runtime


@contextmanager
def watched_threads(runtime: Runtime) -> Iterator[None]:
    """Replace `threading.excepthook` during a `with` block. An exception becomes a failure of a
    page of the runtime if a function in its traceback belongs to the page.
    """
    before: Callable[[threading.ExceptHookArgs], object] = threading.excepthook

    def hook(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        page = page_in(error) if isinstance(error, Exception) else None
        if page is None or page.runtime is not runtime or error is None:
            before(args)
            return
        origin = f"thread {args.thread.name if args.thread else ''}".strip()
        runtime.looper.call_soon_threadsafe(lambda: page.add_failure(origin, error))

    threading.excepthook = hook
    try:
        yield
    finally:
        threading.excepthook = before
