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
        """Play or pause the video; 'stop', on Android only, stops it without an event."""
        if not self._is_ready:
            return
        if status in ("play", "pause"):
            self._become({"play": "start", "pause": "pause"}[str(status)])
        elif status == "stop" and self.page.platform.name == "android":
            self.status = "stop"

    @component_prop("autoPlay")
    def setAutoPlay(self, auto_play: JSONValue) -> None:
        """Start the video automatically."""
        if self._is_ready and self.flag("autoPlay"):
            self._become("start")

    @component_prop("autoplay")
    def setAutoplay(self, auto_play: JSONValue) -> None:
        """Start the video automatically; another spelling of `autoPlay`, in Weex's demos."""
        if self._is_ready and self.flag("autoplay"):
            self._become("start")

    def created(self) -> None:
        """Implements `Component.created`."""
        self._is_ready = True
        if self._plays_by_itself():
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

    @event("start")
    def _start(self) -> Event:
        return self._built("start")

    @event("pause")
    def _pause(self) -> Event:
        return self._built("pause")

    @event("finish")
    def _finish(self) -> Event:
        return self._built("finish")

    @event("fail")
    def _fail(self) -> Event:
        return self._built("fail")

    def _built(self, event: str) -> Event:
        status = _STATUS[event]
        changes = {"attrs": {"playStatus": status}}
        platform = self.page.platform.name
        if platform == "android":
            stamp = self.page.clock.time_ms()
            return Event({"playStatus": status, "timeStamp": stamp}, changes)
        return Event({}, None if platform == "ios" else changes)

    def _become(self, event: str) -> None:
        if self.status != _STATUS[event] or event == "fail":
            self.status = _STATUS[event]
            self.fire(event)

    def _plays_by_itself(self) -> bool:
        return (
            self.attribute("playStatus") == "play" or self.flag("autoPlay") or self.flag("autoplay")
        )

    def _require_src(self) -> None:
        if not self.attribute("src"):
            raise PageError(f"{self.element!r} cannot play: set its src first")

    def _require_playing(self, action: str) -> None:
        if self.status != "play":
            raise PageError(
                f"{self.element!r} cannot {action} while it is not playing: play it first"
            )
