"""`video`. Source: spec/components.md, section 3; Android WXVideo.java; iOS WXVideoComponent.m; H5
weex-vue-render, video."""

from __future__ import annotations

from weex_runtime import Component, Event, PageError, component_prop, event
from weex_runtime.json_values import JSONValue

_STATUS = {"start": "play", "pause": "pause", "finish": "stop", "fail": "stop"}


class Video(Component):
    """A film. It is not fetched: it plays when the bundle or a user says so, and ends or fails when
    a test says it.

    Attributes:
        status: "play", "pause" or "stop"; "" before it played.
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
        """'play' or 'pause'; on Android 'stop' too, which fires nothing."""
        if not self._is_ready:
            return
        if status in ("play", "pause"):
            self._become({"play": "start", "pause": "pause"}[str(status)])
        elif status == "stop" and self.page.platform.name == "android":
            self.status = "stop"

    @component_prop("autoPlay")
    def setAutoPlay(self, auto_play: JSONValue) -> None:
        """Start by itself."""
        if self._is_ready and self.flag("autoPlay"):
            self._become("start")

    @component_prop("autoplay")
    def setAutoplay(self, auto_play: JSONValue) -> None:
        """The same: Weex's demos write it so."""
        if self._is_ready and self.flag("autoplay"):
            self._become("start")

    def created(self) -> None:
        """See Component."""
        self._is_ready = True
        if self._plays_by_itself():
            self._become("start")

    def play(self) -> None:
        """The user starts it: `start`."""
        self._require_src()
        self._become("start")

    def pause(self) -> None:
        """The user pauses it: `pause`.

        Raises:
            PageError: It does not play.
        """
        self._require_playing("be paused")
        self._become("pause")

    def finish(self) -> None:
        """It has come to its end: `finish`.

        Raises:
            PageError: It does not play.
        """
        self._require_playing("finish")
        self._become("finish")

    def fail(self) -> None:
        """It cannot be played: `fail`."""
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
            raise PageError(f"{self.element!r} has no src: there is nothing to play")

    def _require_playing(self, action: str) -> None:
        if self.status != "play":
            raise PageError(f"{self.element!r} does not play, so it cannot {action}: play it first")
