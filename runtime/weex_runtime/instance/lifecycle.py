"""The life of an app: it goes to the background and comes back, and its pages cover each other.

Source: Android WXSDKInstance.java, onActivityPause, onActivityResume; WXGlobalEventReceiver.java;
iOS WXSDKInstance.m, applicationWillResignActive; WXBaseViewController.m; HTML Standard, "page
visibility". docs/platforms.md has the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.instance import invoke as calls
from weex_runtime.module_api.platforms import Difference

if TYPE_CHECKING:
    from weex_runtime.device.device import Device
    from weex_runtime.document.document import Document
    from weex_runtime.instance.instance import Instance
    from weex_runtime.instance.modules import PageModules
    from weex_runtime.instance.stack import PageStack
    from weex_runtime.instance.tasks import Tasks
    from weex_runtime.instance.timers import PageTimers
    from weex_runtime.json_values import JSONInput
    from weex_runtime.module_api.component_registry import PageComponents
    from weex_runtime.module_api.listeners import Listeners
    from weex_runtime.module_api.platforms import Platform

RESIGN = "WXApplicationWillResignActiveEvent"
ACTIVE = "WXApplicationDidBecomeActiveEvent"

# Chrome, Firefox and Safari run timers of a hidden page at full seconds.
_HIDDEN_TIMERS = 1.0

_NO_VIEW_EVENT = Difference(
    "the app goes to the background, and the page listens to viewdisappear",
    ios="it is not fired: the page's view stays",
    web="it is not fired",
    instead=f"globalEvent.addEventListener('{RESIGN}', handler)",
)
_NO_APP_EVENT = Difference(
    f"the app goes to the background, and the page listens to {RESIGN}",
    web="it is not fired: globalEvent listens to the events of the document",
    instead="globalEvent.addEventListener('visibilitychange', handler) there",
)
_COVERED = Difference(
    f"a page that listens to {RESIGN} is covered by another page",
    android="it is fired, though the app stays in the foreground",
)


class AppLife:
    """The half of `Runtime` that sends its app to the background and back."""

    pages: list[Any]
    _is_in_background = False

    @property
    def is_in_background(self) -> bool:
        """Whether `background` was called, and `foreground` not yet."""
        return self._is_in_background

    def background(self) -> None:
        """Send the app to the background, as its user does who opens another.

        Modules get `on_pause`; pages get `viewdisappear` and the global event
        WXApplicationWillResignActiveEvent, each platform in its way, and do there what the platform
        does: on iOS their JS stands still, on the web their timers fire at full seconds. Nothing
        happens when the app is there already.
        """
        if self._is_in_background:
            return
        self._is_in_background = True
        for page in _running(self.pages):
            page.leave_foreground()

    def foreground(self) -> None:
        """Bring the app back: `on_resume`, `viewappear`, WXApplicationDidBecomeActiveEvent. Nothing
        happens when it is there already."""
        if not self._is_in_background:
            return
        self._is_in_background = False
        for page in _running(self.pages):
            page.enter_foreground()

    def fire_global_event(self, event: str, data: JSONInput = None) -> None:
        """Call the listeners of module `globalEvent` in all pages, as an app does that tells its
        pages something.

        Args:
            data: The listeners' one argument.
        """
        for page in _running(self.pages):
            page.fire_global_event(event, data)


class PageLife:
    """The half of `Page` that is shown, hidden, paused and resumed."""

    runtime: Device[Instance]
    platform: Platform
    document: Document
    components: PageComponents
    modules: PageModules
    stack: PageStack[Instance]
    tasks: Tasks
    timers: PageTimers
    global_events: Listeners
    _is_hidden = False
    _is_paused = False

    def appear(self) -> None:
        """The screen shows the page: `on_resume`, where it was paused, and `viewappear` on the
        body. In the background `Runtime.foreground` shows it. Source: spec/components.md, 2."""
        page = cast("Instance", self)
        if self.runtime.is_in_background and self.platform.hides_in_background:
            return
        was_paused, self._is_hidden = self._is_paused, False
        if self.platform.pauses_covered:
            self.resume_modules()
        self.components.page_shown()
        self._fire_on_body("viewappear")
        if was_paused and self.platform.name == "android":
            _broadcast(page, ACTIVE)

    def disappear(self) -> None:
        """The screen shows the page no more: `viewdisappear` on the body, and `on_pause`."""
        page = cast("Instance", self)
        if self._is_hidden:
            return
        self._is_hidden = True
        self._fire_on_body("viewdisappear")
        if self.platform.pauses_covered:
            self.pause_modules()
        self.components.page_hidden()
        if self.platform.name == "android":
            _broadcast(page, RESIGN)
        if not self.runtime.is_in_background and self.global_events.has(RESIGN):
            page.tell_difference(_COVERED)

    def pause_modules(self) -> None:
        """`on_pause` of its modules, and of those of the pages in it."""
        if not self._is_paused:
            self._is_paused = True
            self._call_modules("on_pause")
            for page in self.components.embedded_pages():
                page.pause_modules()

    def resume_modules(self) -> None:
        """`on_resume`, where it was paused."""
        if self._is_paused:
            self._is_paused = False
            self._call_modules("on_resume")
            for page in self.components.embedded_pages():
                page.resume_modules()

    def activity_result(
        self, request_code: int, result_code: int = -1, data: JSONInput = None
    ) -> None:
        """Another app that a module started has ended: `on_activity_result` of the page's modules.

        Args:
            request_code: What the module started it with.
            result_code: -1 where it succeeded, 0 where the user went back (Android: RESULT_OK,
                RESULT_CANCELED).
            data: What it brings.
        """
        cast("Instance", self).require_open("bring an activity's result")
        self._call_modules("on_activity_result", request_code, result_code, data)

    def leave_foreground(self) -> None:
        """The app goes to the background."""
        page = cast("Instance", self)
        if self._body_listens_to("viewdisappear"):
            page.tell_difference(_NO_VIEW_EVENT)
        if self.platform.name == "web" and self.global_events.has(RESIGN):
            page.tell_difference(_NO_APP_EVENT)
        if self.platform.hides_in_background:
            if self.stack.top is self:
                self.disappear()
            if self.platform.name is None:
                page.fire_global_event(RESIGN)
            return
        if self.platform.name == "ios":
            page.fire_global_event(RESIGN)
            page.looper.call_soon(self._suspend)  # behind what the event's listeners do
        else:
            self._fire_visibility_change()
            self.timers.hold(every=_HIDDEN_TIMERS)
        self.pause_modules()

    def enter_foreground(self) -> None:
        """The app comes back to the foreground."""
        page = cast("Instance", self)
        if self.platform.hides_in_background:
            if self.stack.top is self:
                self.appear()
            if self.platform.name is None:
                page.fire_global_event(ACTIVE)
            return
        self.resume_modules()
        self.timers.release()
        self.tasks.release()
        if self.platform.name == "ios":
            page.fire_global_event(ACTIVE)
        else:
            self._fire_visibility_change()

    def _body_listens_to(self, event: str) -> bool:
        """Whether the body has a handler of the event."""
        return not self.document.is_empty and self.document.root.listens_to(event)

    def _suspend(self) -> None:
        """iOS runs none of a suspended app's code (Apple TN2277)."""
        if self.runtime.is_in_background:
            self.timers.hold()
            self.tasks.hold()

    def _fire_visibility_change(self) -> None:
        cast("Instance", self).fire_global_event("visibilitychange", {"type": "visibilitychange"})

    def _fire_on_body(self, event: str) -> None:
        page = cast("Instance", self)
        if not page.is_ended and self._body_listens_to(event):
            page.fire_event(self.document.root.ref, event)

    def _call_modules(self, hook: str, *args: Any) -> None:
        page = cast("Instance", self)
        for module in self.modules.in_use():
            calls.call_hook(page, module, hook, *args)


def _running(pages: list[Instance]) -> Iterator[Instance]:
    return (page for page in list(pages) if not page.is_ended)


def _broadcast(page: Instance, event: str) -> None:
    """Android fires the event in each page of the app, when the activity of one pauses or resumes;
    a page inside another one receives none."""
    if page in page.stack.pages:
        for other in _running(page.stack.pages):
            other.fire_global_event(event)
