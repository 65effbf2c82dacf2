"""`image`. Source: spec/components.md, section 3; Android WXImage.java; iOS WXImageComponent.m."""

from __future__ import annotations

from typing import Any

from weex_runtime import Callback, Component, Difference, Event, PageError, event, js_method
from weex_runtime.json_values import JSONInput, shown

_NO_SRC = "Image does not have the correct src"
_DENIED = "Permission denied: android.permission.WRITE_EXTERNAL_STORAGE"
# This message is invented, since the message of iOS's NSError is unknown.
_DENIED_ON_IOS = 'Error Domain=ALAssetsLibraryErrorDomain Code=-3311 "User denied access"'

_NOT_AWAITED = Difference(
    "image.save asks the user for the permission to write photos",
    android="this call fails before the user answers, the next one succeeds",
    instead="a second call of save where the first one fails",
)


class Image(Component):
    """Weex `image`. Without `Runtime(load_images=True)` pictures are not fetched: a test calls
    `load` or `fail`.

    Attributes:
        saved: Addresses of the pictures that `save` put into the album, in order.
        save_problem: The error message of `save`; "" if `save` succeeds.
    """

    type = "image"
    permissions = ("photos",)
    aliases = ("img",)
    attributes = {
        "src": None,
        "placeholder": None,
        "resize": "stretch",
        "quality": None,
        "sharpen": None,
        "autoBitmapRecycle": True,
    }

    def __init__(self) -> None:
        self.saved: list[str] = []
        self.save_problem = ""

    @js_method(platforms=("android", "ios"))
    async def save(self, done: Callback) -> None:
        """Put the picture into the device's album; needs the permission
        `page.device_permissions["photos"]`.

        Calls back with {success: true}, or {success: false, errorDesc}.

        Android: a call that opens the permission dialog fails without waiting for the user.
        """
        src = shown(self.attribute("src") or "")
        problem = self.save_problem or await self._refusal() or ("" if src else _NO_SRC)
        if problem:
            done.invoke({"success": False, "errorDesc": problem})
        else:
            self.saved.append(src)
            done.invoke({"success": True})

    async def _refusal(self) -> str:
        """Return the reason why a missing permission prevents saving; "" if the page may save."""
        if self.has_permission("photos"):
            return ""
        request = self.request_permission("photos")
        if self.page.device_permissions["photos"] != "denied":
            self.page.report_difference(_NOT_AWAITED)
            if self.page.platform.name == "android":
                return _DENIED
        if await request:
            return ""
        return _DENIED_ON_IOS if self.page.platform.name == "ios" else _DENIED

    @staticmethod
    def loading() -> Any:
        """Return the class that replaces `Image` if the runtime loads pictures."""
        from weex_modules.components.loaded_image import LoadedImage

        return LoadedImage

    def load(self, width: float, height: float) -> None:
        """Fire `load`: the picture was fetched.

        Args:
            width, height: Size of the picture in its own pixels.

        Raises:
            PageError: The image has no src.
        """
        self._require_src()
        self.fire("load", success=True, width=width, height=height)

    def fail(self, problem: str = "") -> None:
        """Fire `load` with success false, as a device does if it cannot fetch the picture.

        Args:
            problem: The member `errorDesc` of the event on iOS.

        Raises:
            PageError: The image has no src.
        """
        self._require_src()
        self.fire("load", success=False, problem=problem)

    @event("load")
    def _load(self, success: bool, width: float = 0, height: float = 0, problem: str = "") -> Event:
        size: dict[str, JSONInput] = {"naturalWidth": width, "naturalHeight": height}
        if self.page.platform.name == "ios" and not success:
            size["errorDesc"] = problem
        return Event({"success": success, "size": size})

    def _require_src(self) -> None:
        if not self.attribute("src"):
            raise PageError(f"{self.element!r} cannot load: set its src first")
