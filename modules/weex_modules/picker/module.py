"""`picker`: dialogs for items, dates and times. Tests answer the dialogs with `answer_dialogs`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from weex_runtime import Callback, Dialog, Module, js_method
from weex_runtime.json_values import JSONInput, JSONValue, brief, shown

if TYPE_CHECKING:
    from datetime import datetime

    from weex_runtime.module_api.dialog import Answer

Options = dict[str, JSONValue]


class PickerModule(Module):
    """Weex `picker`.

    `page.answer_dialogs(...)` and `page.answer_dialog` set the answers, as for `modal`: True
    accepts the default, False dismisses, a number is the index of an item, a string is the item,
    date or time. An invalid answer logs an error and gives {result: "error"}.

    Source: Android WXPickersModule.java and DatePickerImpl.java, iOS WXPickerModule.m.
    """

    name = "picker"
    platforms = ("android", "ios")

    @js_method
    async def pick(self, options: Options, done: Callback) -> None:
        """Choose an item; calls back with {result: "success", data: index}, {result: "cancel"} or,
        without items, {result: "error"}.

        Args:
            options: {items, index = 0, title, confirmTitle, cancelTitle}, and colours.

        Android: data -1 when dismissed; an empty list can be accepted; no dialog and no callback if
            options are missing or the index is not a number.
        iOS: items that are neither text nor numbers are an error.
        """
        platform = self.page.platform.name
        given = self._options("pick", options)
        if given is None:
            return
        items = given.get("items")
        if not isinstance(items, list):
            items = []
        if not items and platform != "android":
            self._refuse(done, "pick: expected options with items")
            return
        if platform == "ios" and not all(isinstance(one, (str, int, float)) for one in items):
            self._refuse(done, "pick: expected texts or numbers as items")
            return
        index = given.get("index")
        if platform == "android" and not _is_whole(index) and index is not None:
            self._log_error(
                f"pick: expected a whole number as index, got {brief(index)}; no dialog is shown"
            )
            return
        texts = tuple(self._item(one) for one in items)
        first = _whole(index)
        if platform is None and first not in range(len(texts)):
            first = 0
        title = shown(given.get("title"))
        dialog = Dialog(
            "pick",
            title,
            texts[first] if first in range(len(texts)) else "",
            shown(given.get("confirmTitle")) or "OK",
            shown(given.get("cancelTitle")) or "Cancel",
            texts,
        )
        listed = ", ".join(texts)
        self._write("pick", f"{title}: {listed}" if title else listed)
        await self._show(
            dialog,
            done,
            accepted=first,
            cancelled={"data": -1} if platform == "android" else {},
            chosen=lambda answer: _index(texts, answer),
            choice=f"an item or a number from 0 to {len(texts) - 1}",
        )

    @js_method
    async def pickDate(self, options: Options, done: Callback) -> None:
        """Choose a date; calls back with {result: "success", data: "yyyy-MM-dd"} or {result:
        "cancel"}.

        Args:
            options: {value, min, max}, each "yyyy-MM-dd"; the default value is today.

        Android: data null when dismissed; no dialog and no callback without options.
        """
        from weex_modules.picker.dates import Dates

        given = self._options("pickDate", options)
        if given is not None:
            value, least, most = (shown(given.get(name)) for name in ("value", "min", "max"))
            dates = Dates(value, least, most, self._now().date())
            dialog = Dialog("pickDate", "", dates.first, min=dates.min, max=dates.max)
            await self._pick_text(dialog, dates.parse, str(dates), done)

    @js_method
    async def pickTime(self, options: Options, done: Callback) -> None:
        """Choose a time; calls back with {result: "success", data: "HH:mm"} or {result: "cancel"}.

        Args:
            options: {value: "HH:mm", by default the time now}.

        Android: data null when dismissed; no dialog and no callback without options.
        """
        from weex_modules.picker.dates import first_time, parse_time

        given = self._options("pickTime", options)
        if given is not None:
            first = first_time(shown(given.get("value")), self._now())
            dialog = Dialog("pickTime", "", first)
            await self._pick_text(dialog, parse_time, "a time like '09:30'", done)

    def _now(self) -> datetime:
        from datetime import datetime

        return datetime.fromtimestamp(self.page.clock.time())

    async def _pick_text(
        self, dialog: Dialog, parse: Callable[[str], str | None], choice: str, done: Callback
    ) -> None:
        self._write(dialog.kind, dialog.default)
        await self._show(
            dialog,
            done,
            accepted=dialog.default,
            cancelled={"data": None} if self.page.platform.name == "android" else {},
            chosen=lambda answer: parse(answer) if isinstance(answer, str) else None,
            choice=choice,
        )

    async def _show(
        self,
        dialog: Dialog,
        done: Callback,
        *,
        accepted: int | str,
        cancelled: dict[str, JSONInput],
        chosen: Callable[[Answer], int | str | None],
        choice: str,
    ) -> None:
        """Get the answer to a dialog and call the bundle back.

        Args:
            accepted: The result's `data` if the answer is True.
            cancelled: If the answer is False, the members of the result besides `result`.
            chosen: Converts any other answer to `data`; returns None for an invalid answer.
            choice: Describes the valid answers, for the message about an invalid answer.
        """
        answer = await self.page.show_dialog(dialog)
        if answer is False:
            done.invoke({"result": "cancel", **cancelled})
            return
        data = accepted if answer is True else chosen(answer)
        if data is None:
            problem = f"got the answer {answer!r}; expected True, False, or {choice}"
            self._refuse(done, f"{dialog.kind} {problem}")
        else:
            done.invoke({"result": "success", "data": data})

    def _options(self, method: str, options: Options | None) -> Options | None:
        """Return the options of a call; None if the call has no options and the platform ignores
        such calls.
        """
        if options is None and self.page.platform.name == "android":
            self._log_error(f"{method}: expected options; no dialog is shown")
            return None
        return options or {}

    def _item(self, item: JSONValue) -> str:
        if self.page.platform.name == "ios" and isinstance(item, (int, float)):
            return str(int(item))
        return "null" if item is None else shown(item)

    def _write(self, method: str, text: str) -> None:
        self.page.write_console("info", f"[picker.{method}] {text}")

    def _refuse(self, done: Callback, problem: str) -> None:
        self._log_error(problem)
        done.invoke({"result": "error"})

    def _log_error(self, text: str) -> None:
        self.page.write_console("error", f"[weex-runtime] picker.{text}")


def _index(items: tuple[str, ...], answer: Answer) -> int | None:
    """Return the index of the item that an answer names by the item's text or index."""
    if isinstance(answer, str):
        if answer in items:
            return items.index(answer)
        answer = int(answer) if re.fullmatch("[0-9]{1,9}", answer) else -1
    return answer if answer in range(len(items)) else None


def _is_whole(value: JSONValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(value: JSONValue) -> int:
    """Return a value as a whole number, as iOS converts it; 0 for a string without a number."""
    try:
        return int(float(value)) if isinstance(value, (str, int, float)) else 0
    except (ValueError, OverflowError):
        return 0
