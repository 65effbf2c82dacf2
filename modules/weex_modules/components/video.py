"""`video`. Source: spec/components.md, section 3; Android WXVideo.java; iOS WXVideoComponent.m; H5
weex-vue-render, video."""

from __future__ import annotations

from weex_runtime import Component, Event, PageError, component_prop, event
from weex_runtime.json_values import JSONValue

_STATUS = {"start": "play", "pause": "pause", "finish": "stop", "fail": "stop"}


class Video(Component):
    """Weex `video`. Videos are not fetched: the bundle or a user starts and pauses them, and a test
    calls `finish` or `fail`.

    Attributes:
        status: "play", "pause" or "stop"; "" before the first start.
    """

    type = "video"
    attributes = {
        "src": None,
        "playStatus": "pause",
        "autoPlay": False,
        "poster": None,
        "controls": "controls",
        "zOrderTop": False,
    }

    def __init__(self) -> None:
        self.status = ""
        self._is_ready = False

    @component_prop("playStatus")
    def setPlayStatus(self, status: JSONValue) -> None:
        """Play or pause the video. The value 'stop' works on Android only, and fires no event."""
        if not self._is_ready:
            return
        if status == "play" or status == "pause":
            self._become("start" if status == "play" else "pause")
        elif status == "stop" and self.page.platform.name == "android":
            self.status = "stop"

    @component_prop("autoPlay")
    def setAutoPlay(self, auto_play: JSONValue) -> None:
        """Start playing without an action of the user, if the value is true."""
        if self._is_ready and self._has_autoplay():
            self._become("start")

    @component_prop("autoplay")
    def setAutoplay(self, auto_play: JSONValue) -> None:
        """Same as `autoPlay`, in the spelling of Weex's demos."""
        self.setAutoPlay(auto_play)

    def created(self) -> None:
        """Implements `Component.created`."""
        self._is_ready = True
        if self.attribute("playStatus") == "play" or self._has_autoplay():
            self._become("start")

    def play(self) -> None:
        """Start the video as a user does; fires `start`."""
        self._require_src()
        self._become("start")

    def pause(self) -> None:
        """Pause the video as a user does; fires `pause`.

        Raises:
            PageError: The video is not playing.
        """
        self._require_playing("be paused")
        self._become("pause")

    def finish(self) -> None:
        """Fire `finish`: the video reached its end.

        Raises:
            PageError: The video is not playing.
        """
        self._require_playing("finish")
        self._become("finish")

    def fail(self) -> None:
        """Fire `fail`: the video cannot be played."""
        self._require_src()
        self._become("fail")

    @event("start", "pause", "finish", "fail")
    def _status_event(self) -> Event:
        facts = {"playStatus": self.status}
        platform = self.page.platform.name
        if platform == "android":
            return Event({**facts, "timeStamp": self.page.clock.time_ms()}, {"attrs": facts})
        return Event({}, None if platform == "ios" else {"attrs": facts})

    def _become(self, event: str) -> None:
        if self.status != _STATUS[event] or event == "fail":
            self.status = _STATUS[event]
            self.fire(event)

    def _has_autoplay(self) -> bool:
        return self.flag("autoPlay") or self.flag("autoplay")

    def _require_src(self) -> None:
        if not self.attribute("src"):
            raise PageError(f"{self.element!r} cannot play: set its src first")

    def _require_playing(self, action: str) -> None:
        if self.status != "play":
            raise PageError(
                f"{self.element!r} cannot {action} while it is not playing: play it first"
            )
