"""`geolocation`: the position of the device."""

from __future__ import annotations

from typing import Any

from weex_runtime import Callback, KeepAliveCallback, Module, js_method
from weex_runtime.device import Device
from weex_runtime.json_values import JSONInput, JSONValue

_UNKNOWN = "the position is not known"
# The error PERMISSION_DENIED of W3C Geolocation, with the message of Chrome.
_DENIED: dict[str, JSONInput] = {"code": 1, "message": "User denied Geolocation"}


class Location:
    """The position for all pages of a runtime: `runtime.shared(Location)`."""

    def __init__(self, runtime: Device[Any]) -> None:
        self._clock = runtime.clock
        self._permissions = runtime.device_permissions
        self._coords: dict[str, JSONInput] | None = None
        self._error: dict[str, JSONInput] = {"code": 2, "message": _UNKNOWN}
        self.watchers: dict[int, tuple[GeolocationModule, Callback, Callback]] = {}
        self.last_watch = 0

    def move_to(self, latitude: float, longitude: float, accuracy: float = 10.0) -> None:
        """Set the position, in degrees and metres, and call the watchers."""
        self._coords = {"latitude": latitude, "longitude": longitude, "accuracy": accuracy}
        self._coords |= dict.fromkeys(("altitude", "altitudeAccuracy", "heading", "speed"))
        self._call_watchers()

    def lose(self, code: int = 2, message: str = _UNKNOWN) -> None:
        """Make the position unknown, and call the watchers.

        Args:
            code: 1 permission denied, 2 position unavailable, 3 timeout, as in browsers.
        """
        self._coords = None
        self._error = {"code": code, "message": message}
        self._call_watchers()

    def answer(self, success: Callback, failure: Callback, watch: int | None = None) -> None:
        """Call `success` with the device's position, or `failure` with an error."""
        call, data = failure, self._error
        if self._permissions["location"] != "granted":
            data = _DENIED
        elif self._coords:
            call, data = success, {"coords": self._coords, "timestamp": self._clock.time_ms()}
            data |= {} if watch is None else {"watchId": watch}
        if watch is None:
            call.invoke(data)
        else:
            call.invoke_and_keep_alive(data)

    def _call_watchers(self) -> None:
        for watch, (_, success, failure) in list(self.watchers.items()):
            self.answer(success, failure, watch)


class GeolocationModule(Module):
    """`geolocation` of the web; on devices an app may provide it.

    As in browsers, a position is {coords: {latitude, longitude, accuracy, …}, timestamp}, and an
    error is {code, message}. The position is unknown until a test calls
    `runtime.shared(Location).move_to(48.1, 11.6)`.
    Calls fail with code 1 unless `page.device_permissions["location"]` is "granted".
    Source: weex-vue-render 1.0.36; W3C Geolocation.
    """

    name = "geolocation"
    permissions = ("location",)
    platforms = ("web",)
    documented = False

    @js_method
    async def getCurrentPosition(
        self, success: Callback, failure: Callback, options: dict[str, JSONValue] | None = None
    ) -> None:
        """Calls `success` or `failure` exactly once."""
        await self._require_permission()
        self._location.answer(success, failure)

    @js_method
    async def watchPosition(
        self,
        success: KeepAliveCallback,
        failure: KeepAliveCallback,
        options: dict[str, JSONValue] | None = None,
    ) -> None:
        """Calls back with the current position, and at each change. The position contains the
        `watchId` for `clearWatch`.
        """
        await self._require_permission()
        location = self._location
        location.last_watch += 1
        location.watchers[location.last_watch] = (self, success, failure)
        location.answer(success, failure, location.last_watch)

    @js_method
    def clearWatch(self, watch: int) -> None:
        """End a watch of the position."""
        self._location.watchers.pop(watch, None)

    async def _require_permission(self) -> None:
        if not self.has_permission("location"):
            await self.request_permission("location")

    @property
    def _location(self) -> Location:
        return self.page.runtime.shared(Location)

    def destroy(self) -> None:
        """End the page's watches."""
        watchers = self._location.watchers
        for watch in [w for w, (module, _, _) in watchers.items() if module is self]:
            del watchers[watch]
