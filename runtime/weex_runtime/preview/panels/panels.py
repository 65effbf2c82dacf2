"""All panels of a preview session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import WeexError
from weex_runtime.preview.panels.app import AppPanel
from weex_runtime.preview.panels.clock import ClockPanel
from weex_runtime.preview.panels.faults import FaultsPanel
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
        self._actions = {
            f"{panel.name}.{name}": action
            for panel in self._panels
            for name, action in panel.actions().items()
        }
        self._shown: dict[str, object] = {}  # {name of a panel: the content that was sent}

    def __contains__(self, action: str) -> bool:
        return action in self._actions

    def join(self) -> None:
        """Send the contents of all panels at the next `refresh`, for a tab that has connected."""
        self._shown = {}

    def refresh(self) -> None:
        """Send the panel contents that changed."""
        for panel in self._panels:
            content = panel.state()
            if content != self._shown.get(panel.name):
                self._shown[panel.name] = content
                self._send({"kind": f"panel {panel.name}", **content})

    def act(self, action: str, message: dict[str, Any]) -> None:
        """Carry out an action, like "clock.pause". If the action fails, send the message to the
        action's panel, and raise the error.
        """
        try:
            self._actions[action](message)
        except WeexError as error:
            self._fail(action.partition(".")[0], str(error))
            raise

    def _fail(self, panel: str, problem: str) -> None:
        self._send({"kind": "problem", "panel": panel, "text": problem})
