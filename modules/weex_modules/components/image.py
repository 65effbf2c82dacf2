"""`image`. Source: spec/components.md, section 3; Android WXImage.java; iOS WXImageComponent.m."""

from __future__ import annotations

from weex_runtime import Callback, Component, Event, PageError, event, js_method
from weex_runtime.values import JSONInput

_NO_SRC = "Image does not have the correct src"


class Image(Component):
    """A picture. It is not fetched: who tests a page says that it was loaded, and how large it is.

    Attributes:
        saved: Addresses of what `save` put into the album, in order.
        save_problem: Why `save` fails, like a permission that is missing; "": it works.
    """

    type = "image"
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
    def save(self, done: Callback) -> None:
        """Put the picture into the device's album.

        Calls back with {success: true}, or {success: false, errorDesc}.
        """
        src = str(self.attribute("src") or "")
        problem = self.save_problem or ("" if src else _NO_SRC)
        if problem:
            done.invoke({"success": False, "errorDesc": problem})
        else:
            self.saved.append(src)
            done.invoke({"success": True})

    def load(self, width: float, height: float) -> None:
        """The picture is there, so large in its own pixels: `load`.

        Raises:
            PageError: It has no src.
        """
        self._require_src()
        self.fire("load", success=True, width=width, height=height)

    def fail(self, problem: str = "") -> None:
        """It cannot be loaded: `load` with success false.

        Args:
            problem: What iOS says of it.

        Raises:
            PageError: It has no src.
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
            raise PageError(f"{self.element!r} has no src: there is nothing to load")
