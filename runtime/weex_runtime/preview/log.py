"""The log of a preview: console lines, errors, bridge calls, messages of sockets and requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.document.outline import cut

if TYPE_CHECKING:
    from weex_runtime.errors import JSError
    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.instance.records.reporting import PageFailure
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

_LINES = 500  # maximum number of log lines that are kept for tabs that connect later
_LONGEST = 2000


class Log:
    """Collects lines, and sends them to all tabs.

    Also calls the handlers that the runtime had before, which print lines in the terminal.

    Args:
        send: Sends a message to all tabs.
    """

    def __init__(self, runtime: Runtime, send: Callable[[dict[str, Any]], None]) -> None:
        self._clock = runtime.clock
        self._send = send
        self._lines: list[dict[str, Any]] = []
        self._unsent = 0
        self._print_line, self._print_error = runtime.on_console, runtime.on_error
        self._print_failure = runtime.on_failure
        runtime.on_console, runtime.on_error = self._on_console, self._on_error
        runtime.on_failure = self._on_failure

    def add(self, page_id: str, kind: str, text: str) -> None:
        """Add a line, sent by the next `flush`.

        Args:
            kind: "call", "task", "socket", "http", "fault", "error", "preview" or "console LEVEL".
        """
        line = {"page": page_id, "kind": kind, "text": cut(text, _LONGEST)}
        self._lines.append({**line, "time": self._clock.time_ms()})
        self._unsent += 1
        if len(self._lines) > 2 * _LINES:
            del self._lines[:_LINES]

    def flush(self) -> None:
        """Send the log lines that were added since the last call."""
        if self._unsent:
            lines = self._lines[-self._unsent :]
            self._unsent = 0
            self._send({"kind": "lines", "lines": lines})

    def send_all(self) -> None:
        """Send the latest lines; the tabs drop the lines that they have shown before."""
        self._unsent = 0
        self._send({"kind": "lines", "all": True, "lines": self._lines[-_LINES:]})

    def _on_console(self, page: Page, line: ConsoleLine) -> None:
        self._print_line(page, line)
        self.add(page.id, f"console {line.level}", line.text)

    def _on_error(self, page: Page, error: JSError) -> None:
        self._print_error(page, error)
        self.add(page.id, "error", str(error))

    def _on_failure(self, page: Page, failure: PageFailure, call: str) -> None:
        self._print_failure(page, failure, call)
        self.add(page.id, "error", str(failure))
