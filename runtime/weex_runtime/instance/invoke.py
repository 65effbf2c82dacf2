"""Run a method of a module or component for JS."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from weex_runtime.errors import ArgumentMismatch, JSError, ModuleError
from weex_runtime.json_values import JSONValue, brief, to_text
from weex_runtime.module_api.arguments import convert

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance
    from weex_runtime.module_api.exports import Export
    from weex_runtime.module_api.module import Native

# Real seconds that a method may block its page. Android reports an app that handles no input for 5
# s as not responding (ActivityManagerService.KEY_DISPATCHING_TIMEOUT).
NOT_RESPONDING = 5.0


def invoke(
    page: Instance,
    owner: str,
    export: Export,
    target: Callable[[], Native],
    args: Sequence[JSONValue],
) -> str | None:
    """Convert the arguments and run the method; never raises.

    Args:
        owner: The module's name or the element's type.
        target: Returns the object, which is created if needed.

    Returns:
        The result of a synchronous method as JSON text; None for an asynchronous method.
    """
    origin = f"{owner}.{export.js_name}"
    start = perf_counter()
    try:
        converted = convert(page, origin, export, args)
        intercept = page.runtime.intercept_call
        if intercept:
            result = intercept(page, owner, export, target)(*converted)
        else:
            result = export.function(target(), *converted)
        if result is None:
            return None
        if export.sync:
            return _result(origin, export, result)
        if isinstance(result, (Coroutine, Generator)):
            page.coroutines.start(result, origin)
        else:
            page.warn(f"{origin} returned a value that JS does not get: use @js_method(sync=True)")
    except ArgumentMismatch as error:
        if page.runtime.strict:
            page.add_error(JSError(f"ArgumentMismatch: {error}", origin=origin))
        else:
            page.write_console("error", f"[weex-runtime] {error}")
    except Exception as error:
        # On a device, a native exception never becomes a JS exception.
        page.add_failure(origin, error, f"{origin}({', '.join(map(brief, args))})")
    finally:
        if (seconds := perf_counter() - start) >= NOT_RESPONDING:
            warn_of_blocking(page, origin, seconds)
    return None


def warn_of_blocking(page: Instance, origin: str, seconds: float) -> None:
    """Warn, once for each method, that the method blocked its page for `NOT_RESPONDING` seconds or
    more.

    Args:
        origin: The method, like "storage.setItem".
        seconds: Real time that the method has run without a break: since its call, or since its
            last wait.
    """
    page.warn_once(
        f"{origin} blocks",
        f"{origin} blocked the page for {seconds:.3g} s; Android reports an app that does so for "
        f"{NOT_RESPONDING:g} s as not responding: make it `async def` and "
        "`await self.run_in_worker(function, ...)`",
    )


def _result(origin: str, export: Export, result: JSONValue) -> str:
    """Convert the result of a synchronous method to JSON text.

    Raises:
        ModuleError: The result is not JSON.
    """
    try:
        return to_text(result)
    except (TypeError, ValueError) as error:
        code = export.function.__code__
        place = f"{code.co_filename}:{code.co_firstlineno}"
        raise ModuleError(f"result of {origin} ({place}): {error}") from None
