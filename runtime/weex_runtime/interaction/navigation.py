"""The device's back button."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance


def go_back(page: Instance) -> None:
    """Press the device's back button.

    Fires `nativeback` on the body; if no handler returns true, fires `clickbackitem`; without a
    handler of `clickbackitem`, closes the page. The first page stays open and logs a warning.

    Source: Android WXSDKInstance.onBackPressed.
    """
    body = None if page.document.is_empty else page.document.root
    if body and body.listens_to("nativeback"):
        if page.fire_event(body.ref, "nativeback") is True:
            return
    if body and body.listens_to("clickbackitem"):
        page.fire_event(body.ref, "clickbackitem")
        return
    if not page.stack.pop(page):
        page.write_console(
            "warn", "[weex-runtime] back: this is the first page; a device would leave the app"
        )
