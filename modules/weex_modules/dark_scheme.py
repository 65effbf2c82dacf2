"""`dark-scheme`: the light or dark scheme of the screen."""

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
        """The current scheme, "dark" or "light"."""
        return self.scheme

    @js_method
    def registerSchemeChangeListener(self, listener: KeepAliveCallback) -> None:
        """Call back with {instanceId, scheme} at each change; a second listener replaces the
        first."""
        self._listener = listener

    @js_method
    def unregisterSchemeChangeListener(self) -> None:
        """Remove the listener of scheme changes."""
        self._listener = None

    def change(self, scheme: str) -> None:
        """Change the scheme as a user does: call the listener and fire `schemechange` {scheme} on
        the page's body. Setting the current scheme again has no effect.

        Raises:
            ValueError: The scheme is neither "dark" nor "light".
        """
        if scheme not in _SCHEMES:
            raise ValueError(f'expected a scheme "dark" or "light", got {scheme!r}')
        if scheme != self.scheme:
            self.scheme = scheme
            if self._listener:
                self._listener.invoke_and_keep_alive({"instanceId": self.page.id, "scheme": scheme})
            document = self.page.document
            if not document.is_empty and document.root.listens_to("schemechange"):
                self.page.emit_event(document.root.ref, "schemechange", {"scheme": scheme})
