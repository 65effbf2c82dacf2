"""`switch`. Source: spec/components.md, section 3; Android WXSwitch.java; iOS WXSwitchComponent."""

from __future__ import annotations

from weex_runtime import Component, Event, PageError, event
from weex_runtime.module_api.component_events import Point


class Switch(Component):
    """On or off: attribute `checked`."""

    type = "switch"
    attributes = {"checked": False, "disabled": False}

    @property
    def checked(self) -> bool:
        """It is on."""
        return self.flag("checked")

    def set_checked(self, checked: bool) -> None:
        """The user moves it there; nothing happens when it is there.

        Raises:
            PageError: It is disabled.
        """
        if self.flag("disabled"):
            raise PageError(f"{self.element!r} is disabled: a user cannot move it")
        if checked != self.checked:
            self.fire("change", checked=checked)

    def takes_tap(self) -> bool:
        """See Component."""
        return True

    def tapped(self, at: Point = (0, 0)) -> None:
        """A tap moves it to the other side; it fires no click."""
        self.set_checked(not self.checked)

    @event("change")
    def _change(self, checked: bool) -> Event:
        in_attrs = str(checked).lower() if self.page.platform.name == "android" else checked
        return Event({"value": checked}, {"attrs": {"checked": in_attrs}})
