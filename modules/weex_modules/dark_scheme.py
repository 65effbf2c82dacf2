"""`dark-scheme`: whether the device's screen is dark."""

from __future__ import annotations

from weex_runtime import KeepAliveCallback, Module, js_method

_SCHEMES = ("light", "dark")


class DarkSchemeModule(Module):
    """Weex `dark-scheme`. Source: iOS WXDarkSchemeModule.m.

    A test or user changes the scheme by `page.module("dark-scheme").change("dark")`.
    """

    name = "dark-scheme"
    platforms = ("ios",)
    documented = False

    def __init__(self) -> None:
        self.scheme = str(self.page.environment.get("scheme") or "light")
        self._listener: KeepAliveCallback | None = None

    @js_method(sync=True)
    def getCurrentScheme(self) -> str:
        """ "dark" or "light"."""
        return self.scheme

    @js_method
    def registerSchemeChangeListener(self, listener: KeepAliveCallback) -> None:
        """Call back with {instanceId, scheme} at each change; a second listener takes the place of
        the first."""
        self._listener = listener

    @js_method
    def unregisterSchemeChangeListener(self) -> None:
        """Call back no more."""
        self._listener = None

    def change(self, scheme: str) -> None:
        """The user switches: the listener hears of it, and the page's body of `schemechange` with
        {scheme}; nothing is heard when it is the same.

        Raises:
            ValueError: It is neither "dark" nor "light".
        """
        if scheme not in _SCHEMES:
            raise ValueError(f'scheme is "dark" or "light", not {scheme!r}')
        if scheme != self.scheme:
            self.scheme = scheme
            if self._listener:
                self._listener.invoke_and_keep_alive({"instanceId": self.page.id, "scheme": scheme})
            document = self.page.document
            if not document.is_empty and document.root.listens_to("schemechange"):
                self.page.fire_event(document.root.ref, "schemechange", {"scheme": scheme})
