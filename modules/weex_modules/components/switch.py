"""`switch`. Source: spec/components.md, section 3; Android WXSwitch.java; iOS WXSwitchComponent."""

from __future__ import annotations

from weex_runtime import Component, Event, PageError, event
from weex_runtime.module_api.component_events import Point


class Switch(Component):
    """Weex `switch`; the attribute `checked` is its state."""

    type = "switch"
    attributes = {"checked": False, "disabled": False}

    @property
    def checked(self) -> bool:
        """Whether the switch is on."""
        return self.flag("checked")

    def set_checked(self, checked: bool) -> None:
        """Switch on or off as a user does; fires `change` if the state changes.

        Raises:
            PageError: The switch is disabled.
        """
        if self.flag("disabled"):
            raise PageError(f"{self.element!r} is disabled: a user cannot move the switch")
        if checked != self.checked:
            self.fire("change", checked=checked)

    def takes_tap(self) -> bool:
        """Implements `Component.takes_tap`."""
        return True

    def tapped(self, at: Point = (0, 0)) -> None:
        """Toggle the switch, without a click event."""
        self.set_checked(not self.checked)

    @event("change")
    def _change(self, checked: bool) -> Event:
        in_attrs = str(checked).lower() if self.page.platform.name == "android" else checked
        return Event({"value": checked}, {"attrs": {"checked": in_attrs}})
