"""All panels of a preview session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import WeexError
from weex_runtime.preview.panels.app import AppPanel
from weex_runtime.preview.panels.clock import ClockPanel
from weex_runtime.preview.panels.faults import FaultsPanel
from weex_runtime.preview.panels.panel import Message, Panel
from weex_runtime.preview.panels.storage import StoragePanel

if TYPE_CHECKING:
    from weex_runtime.preview.as_test import Actions
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

_KINDS = (AppPanel, ClockPanel, FaultsPanel, StoragePanel)


class Panels:
    """Sends the contents of changed panels to the tabs, and carries out the actions of panels.

    Args:
        tops, recorded: As for `Panel`.
        send: Sends a message to all tabs.

    Attributes:
        actions: {name of an action, like "clock.pause": method for its messages}.
    """

    def __init__(
        self,
        runtime: Runtime,
        tops: Callable[[], list[Page | None]],
        recorded: Actions,
        send: Callable[[dict[str, Any]], None],
    ) -> None:
        self._send = send
        self._panels = [kind(runtime, tops, recorded, self._fail) for kind in _KINDS]
        self.actions: dict[str, Callable[[Page, Message], None]] = {
            f"{panel.name}.{name}": partial(self._act, panel, action)
            for panel in self._panels
            for name, action in panel.actions().items()
        }
        self._shown: dict[str, object] = {}  # {name of a panel: the content that was sent}

    def join(self) -> None:
        """Make the next `refresh` send the contents of all panels, since a tab has connected."""
        self._shown = {}

    def refresh(self) -> None:
        """Send the panel contents that changed."""
        for panel in self._panels:
            content = panel.state()
            if content != self._shown.get(panel.name):
                self._shown[panel.name] = content
                self._send({"kind": f"panel {panel.name}", **content})

    def _act(
        self, panel: Panel, action: Callable[[Message], object], page: Page, message: Message
    ) -> None:
        """Carry out an action of a panel. If the action fails, show the error's message in the
        panel, and raise the error.
        """
        try:
            action(message)
        except WeexError as error:
            self._fail(panel.name, str(error))
            raise

    def _fail(self, panel: str, problem: str) -> None:
        self._send({"kind": "problem", "panel": panel, "text": problem})
