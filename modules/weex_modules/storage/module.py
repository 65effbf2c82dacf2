"""`storage`: texts that outlive the page, and also the process if the storage is a file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeVar

from weex_runtime import Callback, Module, js_method
from weex_runtime.errors import StorageError
from weex_runtime.json_values import JSONInput

if TYPE_CHECKING:
    from weex_modules.storage.database import Items
    from weex_modules.storage.queue import Storage
    from weex_runtime.module_api.busy import Busy

T = TypeVar("T")

_SUCCESS, _FAILED = "success", "failed"
# The callback gets the text "undefined", as on devices, and not the JS value undefined.
_UNDEFINED = "undefined"
_EMPTY = "expected a key and a value of one character or more"


class StorageModule(Module):
    """Weex `storage`. All pages of a runtime share one storage: in memory, or in a file with
    `Runtime(storage=PATH)`.

    Each method calls back with {result: "success" | "failed", data}. The calls of all pages are
    executed in order. An item whose call succeeded is in the file, even if the process is killed
    afterwards. Calls fail if the file cannot be used, and the console shows the reason.

    Android: above 50 MB the oldest tenth of the items is removed.
    iOS: above 5 million characters the least recently used items are removed.
    H5: above 5 million characters setItem fails with data "undefined".

    Source: Android WXStorageModule.java and DefaultWXStorage.java, iOS WXStorageModule.m.
    """

    name = "storage"

    def __init__(self) -> None:
        # Calls of the page that wait for the file: pairs (description of the call, start time).
        self._waiting: deque[tuple[str, float]] = deque()

    @js_method
    def setItem(self, key: str | float, value: str | float, done: Callback) -> None:
        """Set an item; the callback's data is "undefined".

        Args:
            key: A string or number; "" fails.
            value: A string or number; "" fails.

        Android: the value may be ""; objects become JSON text.
        iOS: the value may be ""; success has no data; objects fail with data "value must a string
            or number!"; a key of white space fails.
        H5: objects become String(value).
        """
        self._set("setItem", key, value, done, persistent=False)

    @js_method(platforms=("android", "ios"), documented=False)
    def setItemPersistent(self, key: str | float, value: str | float, done: Callback) -> None:
        """Set an item like `setItem`, but never evict the item."""
        self._set("setItemPersistent", key, value, done, persistent=True)

    @js_method
    def getItem(self, key: str | float, done: Callback) -> None:
        """Get an item; data is the value as text. A missing item fails with data "undefined".

        H5: an item "" counts as missing.
        """
        platform = self.page.platform.name
        text = self._text("getItem", "key", key, done)
        if text is None:
            return

        def get(items: Items) -> str | None:
            value = items.get(text)
            if value is not None and platform in ("android", "ios"):
                # A failure of `touch` affects only the order of eviction.
                with suppress(StorageError):
                    items.touch(text)
            return value

        def answer(value: str | None) -> JSONInput:
            is_missing = not value if platform == "web" else value is None
            return _answer(_FAILED, _UNDEFINED) if is_missing else _answer(_SUCCESS, value)

        self._call(f"getItem {text!r}", done, get, answer)

    @js_method
    def removeItem(self, key: str | float, done: Callback) -> None:
        """Remove an item; the callback's data is "undefined". Fails if the item is missing.

        iOS: the result has no data.
        H5: succeeds even if the item is missing.
        """
        platform = self.page.platform.name
        text = self._text("removeItem", "key", key, done)
        if text is None:
            return

        def answer(was_there: bool) -> JSONInput:
            result = _SUCCESS if was_there or platform == "web" else _FAILED
            return {"result": result} if platform == "ios" else _answer(result, _UNDEFINED)

        self._call(f"removeItem {text!r}", done, lambda items: items.remove(text), answer)

    @js_method
    def length(self, done: Callback) -> None:
        """Get the number of items as `data`."""
        self._call("length", done, len, lambda count: _answer(_SUCCESS, count))

    @js_method
    def getAllKeys(self, done: Callback) -> None:
        """Get the list of keys as `data`."""
        self._call(
            "getAllKeys", done, lambda items: items.keys(), lambda keys: _answer(_SUCCESS, keys)
        )

    @property
    def storage(self) -> Storage:
        """The runtime's storage, which the preview shows and changes."""
        from weex_modules.storage.queue import Storage

        return self.page.runtime.shared(Storage)

    def busy_with(self) -> Iterator[Busy]:
        """Describe the oldest waiting call, and count the later calls, for `Page.busy`."""
        if self._waiting:
            what, since = self._waiting[0]
            more = len(self._waiting) - 1
            text = f"storage.{what}" + (f" and {more} more" if more else "")
            yield {"what": "worker", "text": text, "seconds": self.page.looper.clock.now() - since}

    def _set(
        self, method: str, key: str | float, value: str | float, done: Callback, persistent: bool
    ) -> None:
        from weex_modules.storage.limits import PUTS

        platform = self.page.platform.name
        text = self._text(method, "key", key, done)
        if text is None:
            return
        value_text = self._text(method, "value", value, done)
        if value_text is None:
            return
        what = f"{method} {text!r}"

        def answer(gone: list[str]) -> JSONInput:
            if gone:
                self._write("warn", f"{what} made room by removing {', '.join(map(repr, gone))}")
            return {"result": _SUCCESS} if platform == "ios" else _answer(_SUCCESS, _UNDEFINED)

        put = PUTS[platform]
        self._call(what, done, lambda items: put(items, text, value_text, persistent), answer)

    def _text(
        self, method: str, what: Literal["key", "value"], given: str | float, done: Callback
    ) -> str | None:
        """Return a key or value as a string; None if the platform refuses it."""
        from weex_modules.storage.rules import INVALID, WrongItem, text_of

        try:
            return text_of(self.page, method, what, given)
        except WrongItem as wrong:
            reason = wrong.reason
        more = f": {_EMPTY}" if reason == INVALID else ""
        self.page.warn_once(f"storage.{method} {reason}", f"storage.{method} {reason}{more}")
        done.invoke(_answer(_FAILED, reason))
        return None

    def _call(
        self,
        what: str,
        done: Callback,
        work: Callable[[Items], T],
        answer: Callable[[T], JSONInput],
    ) -> None:
        """Execute `work` and call the bundle back; log failures even if the page has ended."""
        from weex_modules.storage.database import StorageLimited

        def finish(result: T, error: BaseException | None) -> None:
            self._waiting.popleft()
            if isinstance(error, StorageLimited):
                self.page.exceed("storage")
            if isinstance(error, StorageError):
                self._write("error", f"{what} failed: {error}")
            elif error:
                self.page.add_failure(f"storage.{what}", error)
            if not self.page.is_ended:
                done.invoke(_answer(_FAILED, _UNDEFINED) if error else answer(result))

        self._waiting.append((what, self.page.looper.clock.now()))
        self.storage.call(work, finish)

    def _write(self, level: str, text: str) -> None:
        self.page.write_console(level, f"[weex-runtime] storage.{text}")


def _answer(result: str, data: JSONInput) -> JSONInput:
    return {"result": result, "data": data}
