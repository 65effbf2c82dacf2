"""The panel of the module `storage`: the user sees, edits and deletes items."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weex_runtime.errors import ModuleError, WeexError
from weex_runtime.preview.panels.panel import Message, Panel

_MOST = 1000  # maximum number of items that the panel shows
_LONGEST = 2000  # maximum number of characters that the panel shows of a value


class StoragePanel(Panel):
    """Shows the items of the storage file. Reads the items when a tab shows the panel, and after
    each change.

    The panel and the pages use one queue of storage calls (`StorageModule.storage`), which waits
    while another process has the file locked. If the app has its own module `storage`, the panel
    shows no items.
    """

    name = "storage"
    _is_shown = False
    _is_reading = False
    _changes = -1  # number of changes to the storage when its items were last read
    _state: Mapping[str, object] = {"items": [], "left_out": 0}

    def state(self) -> dict[str, object]:
        """Return {items, left_out}: the latest items, and the number of other items. An item is
        {key, value, cut: whether the value was cut}.
        """
        if self._is_shown and not self._is_reading:
            try:
                storage = self._storage()
            except WeexError as error:
                self._state = {"items": [], "left_out": 0, "problem": str(error)}
            else:
                if storage.items.changes != self._changes:
                    self._changes, self._is_reading = storage.items.changes, True
                    storage.call(_read, self._done_reading)
        return {**self._state}

    def actions(self) -> Mapping[str, Callable[[Message], object]]:
        return {"show": self._show, "set": self._set, "remove": self._remove}

    def _show(self, message: Message) -> None:
        self._is_shown = True
        self._changes = -1  # read the items again, since another process may have changed the file

    def _set(self, message: Message) -> None:
        key, value = str(message.get("key", "")), str(message.get("value", ""))
        if not key:
            raise WeexError("expected a key of one character or more, got none: write a key")
        self._change(lambda items: items.put(key, value))

    def _remove(self, message: Message) -> None:
        key = str(message.get("key", ""))
        self._change(lambda items: items.remove(key))

    def _change(self, work: Callable[[Any], object]) -> None:
        def done(result: object, error: BaseException | None) -> None:
            if error:
                self.fail(self.name, str(error))

        self._storage().call(work, done)

    def _done_reading(self, result: Any, error: BaseException | None) -> None:
        self._is_reading = False
        if error:
            self.fail(self.name, str(error))
        else:
            items, left_out = result
            self._state = {"items": items, "left_out": left_out}

    def _storage(self) -> Any:
        """Return the storage of the runtime.

        Raises:
            WeexError: The runtime has no storage that can be shown.
        """
        page = next(filter(None, self.tops()), None)
        if page is None:
            raise WeexError("no page is open: open a page, and then open this panel again")
        try:
            module: Any = page.modules.get("storage")
        except ModuleError:
            raise WeexError("the app has no module `storage`") from None
        if not hasattr(module, "storage"):
            raise WeexError(
                f"the app has its own module `storage` ({type(module).__name__}), whose items "
                "cannot be shown"
            )
        return module.storage


def _read(items: Any) -> tuple[list[dict[str, object]], int]:
    """Return the latest items of the storage, and the number of older items that the panel leaves
    out.
    """
    keys = items.keys()
    shown = []
    for key in keys[-_MOST:]:
        value = items.get(key) or ""
        shown.append({"key": key, "value": value[:_LONGEST], "cut": len(value) > _LONGEST})
    return shown, len(keys) - len(shown)
