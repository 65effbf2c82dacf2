"""Polyfills: scripts that run before the bundle and add features that a device does not have.

JS half: instance/js/45_polyfills.js.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from weex_runtime.json_values import JSONInput, JSONValue, to_text
from weex_runtime.module_api.exports import exports_of
from weex_runtime.module_api.module import Module


class Polyfill(Module):
    """The native half of a polyfill. `scripts` returns the paths of the JS half. Each page has its
    own object.

    Polyfills are found through the entry-point group `weex_runtime.polyfills`. Only the polyfill's
    own scripts can call its `@js_method` methods; `requireModule` does not find them.

    Attributes:
        name: The name in `Runtime(polyfills=[name])`.
    """

    def scripts(self) -> Iterable[str]:
        """Return the paths of the scripts. Each file is one JS expression: a function that takes
        `native`, an object that all scripts of the polyfill share:

        - `native.call(method, ...args)` calls a method of this object and returns its JSON result.
        - `native.receive` is a function that a script sets; it gets the arguments of `post`.
        - `native.pushBytes(uint8Array)` passes bytes to Python; in the next call
        `self.page.binary.take(size)` returns the bytes.
        - `native.takeBytes(number)` returns the bytes of `self.page.binary.give` as an
          ArrayBuffer.
        - `native.report(error)` reports an uncaught exception.
        - `native.globals` has the page's new globals; in Rax pages they replace the framework's.
        - `native.fallbacks` has globals for names that the page does not have.
        - `native.modules` has objects that `requireModule` returns in place of native modules; not
          in .we pages, whose framework makes all modules itself.
        """
        raise NotImplementedError

    def post(self, *args: JSONInput, origin: str) -> None:
        """Call `native.receive(...args)` in the present turn of the loop or in the next turn. May
        be called on any thread.

        Args:
            origin: The origin of an exception in `receive`, like "WebSocket message".
        """
        self.page.tasks.polyfill(self.name, args, origin)

    def call(self, method: str, args: Sequence[JSONValue]) -> str | None:
        """Call an `@js_method` method, on behalf of a script of the polyfill.

        Returns:
            The result as JSON text; None for no result.
        """
        result = exports_of(type(self))[method].function(self, *args)
        return None if result is None else to_text(result)
