"""What a page gets beyond what a device has: scripts that run before the bundle, by request.

JS half: js/45_polyfills.js.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from weex_runtime.json_values import JSONInput, JSONValue, to_text
from weex_runtime.module_api.module import Export, Module, exports_of


class Polyfill(Module):
    """A polyfill: its native half, one object a page, and its scripts.

    Polyfills are found through the entry-point group `weex_runtime.polyfills`. Only its own
    scripts reach the methods that are marked `@js_method`; `requireModule` does not.

    Attributes:
        name: What `Runtime(polyfills=[name])` asks for.
    """

    _exports: ClassVar[dict[str, Export]]

    def __init_subclass__(cls) -> None:
        cls._exports = exports_of(cls)

    def scripts(self) -> Iterable[str]:
        """Paths of files with one JS expression each, a function of `native`, which they all share:

        - `native.call(method, ...args)` calls a method of this object; its result is JSON.
        - `native.receive`: set it; it gets what `tell` is given.
        - `native.pushBytes(uint8Array)`: `self.page.binary.take(size)` takes it in the next call.
        - `native.takeBytes(number, size)`: an ArrayBuffer of what `self.page.binary.give` brought.
        - `native.report(error)` reports an exception that nobody caught.
        - `native.globals`: what the page has, in Rax pages in place of what the framework gives.
        - `native.fallbacks`: what it has where there is nothing of that name.
        - `native.modules`: what `requireModule` answers in place of native modules; not in .we
          pages, whose framework makes all modules itself.
        """
        raise NotImplementedError

    def tell(self, *args: JSONInput, origin: str) -> None:
        """Call `native.receive(...args)` in this turn's batch, or the next; from any thread.

        Args:
            origin: What an error there names as its origin, like "WebSocket message".
        """
        self.page.tasks.polyfill(self.name, args, origin)

    def call(self, method: str, args: Sequence[JSONValue]) -> str | None:
        """A call from its scripts: the result as JSON text, None for none."""
        result = self._exports[method].function(self, *args)
        return None if result is None else to_text(result)
