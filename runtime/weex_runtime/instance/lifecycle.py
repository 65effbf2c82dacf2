"""Showing, hiding, pausing and resuming an instance, with the events and hooks of each change.

Source: Android WXSDKInstance.java, onActivityPause, onActivityResume; WXGlobalEventReceiver.java;
iOS WXSDKInstance.m, applicationWillResignActive; WXBaseViewController.m; HTML Standard, "page
visibility". docs/platforms.md has the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.module_api.platforms import Difference

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

RESIGN = "WXApplicationWillResignActiveEvent"
ACTIVE = "WXApplicationDidBecomeActiveEvent"

# Chrome, Firefox and Safari fire the timers of a hidden page only on whole seconds.
_HIDDEN_TIMERS = 1.0

_NO_VIEW_EVENT = Difference(
    "the app goes to the background, and the page listens to viewdisappear",
    ios="the event is not fired: the page's view does not disappear",
    web="the event is not fired",
    instead=f"globalEvent.addEventListener('{RESIGN}', handler)",
)
_NO_APP_EVENT = Difference(
    f"the app goes to the background, and the page listens to {RESIGN}",
    web="the event is not fired: globalEvent listens to the events of the document",
    instead="globalEvent.addEventListener('visibilitychange', handler) on the web",
)
_COVERED = Difference(
    f"a page that listens to {RESIGN} is covered by another page",
    android="the event is fired, although the app stays in the foreground",
)


class Lifecycle:
    """The visibility of one instance.

    Attributes:
        is_hidden: Whether another page covers the page, or the app is in the background.
    """

    def __init__(self, page: Instance) -> None:
        self._page = page
        self.is_hidden = False
        self._is_paused = False

    def finish_creation(self) -> None:
        """Handle createFinish: the first rendering is complete, and the page appears."""
        page = self._page
        page.document.finish()

        def appear() -> None:
            if page.stack.top is page:
                self.appear()

        # call `appear` later, when `Device.open` has put the page on its stack
        page.looper.call_soon(appear)

    def appear(self) -> None:
        """Show the page: call `on_resume` if the page was paused, and fire `viewappear` on the
        body.

        Does nothing while the app is in the background: `Device.foreground` shows the page later.
        Source: spec/components.md, section 2.
        """
        page, platform = self._page, self._page.platform
        if page.runtime.is_in_background and platform.has_activities:
            return
        was_paused, self.is_hidden = self._is_paused, False
        if platform.has_activities:
            self.set_paused(False)
        page.components.call_hook("page_shown")
        self._fire_on_body("viewappear")
        if was_paused and platform.name == "android":
            self._broadcast(ACTIVE)

    def disappear(self) -> None:
        """Hide the page: fire `viewdisappear` on the body, and pause a page that behaves like an
        activity.
        """
        page, platform = self._page, self._page.platform
        if self.is_hidden:
            return
        self.is_hidden = True
        self._fire_on_body("viewdisappear")
        if platform.has_activities:
            self.set_paused(True)
        page.components.call_hook("page_hidden")
        if platform.name == "android":
            self._broadcast(RESIGN)
        if not page.runtime.is_in_background and page.global_events.has(RESIGN):
            page.report_difference(_COVERED)

    def set_paused(self, is_paused: bool) -> None:
        """Call `on_pause` or `on_resume` of the modules of the page and of its embedded pages."""
        if self._is_paused is not is_paused:
            self._is_paused = is_paused
            self._page.modules.call_hook("on_pause" if is_paused else "on_resume")
            for embedded in self._page.components.embedded_pages():
                embedded.lifecycle.set_paused(is_paused)

    def leave_foreground(self) -> None:
        """Fire the events and call the hooks when the app goes to the background."""
        page, platform = self._page, self._page.platform
        if self._body_listens_to("viewdisappear"):
            page.report_difference(_NO_VIEW_EVENT)
        if platform.name == "web" and page.global_events.has(RESIGN):
            page.report_difference(_NO_APP_EVENT)
        if platform.has_activities and page.stack.top is page:
            self.disappear()
        self._fire_app_event(RESIGN)
        if platform.has_activities:
            return
        if platform.name == "ios":
            # suspend the page after the listeners' tasks have run
            page.looper.call_soon(self._suspend)
        else:
            page.timers.hold(every=_HIDDEN_TIMERS)
        self.set_paused(True)

    def enter_foreground(self) -> None:
        """Fire the events and call the hooks when the app returns to the foreground."""
        page = self._page
        if not page.platform.has_activities:
            self.set_paused(False)
            page.timers.release()
            page.tasks.release()
        elif page.stack.top is page:
            self.appear()
        self._fire_app_event(ACTIVE)

    def _suspend(self) -> None:
        """Suspend the page: iOS runs no code of a suspended app (Apple TN2277)."""
        if self._page.runtime.is_in_background:
            self._page.timers.hold()
            self._page.tasks.hold()

    def _body_listens_to(self, event: str) -> bool:
        document = self._page.document
        return not document.is_empty and document.root.listens_to(event)

    def _fire_app_event(self, event: str) -> None:
        """Fire an event of the app, on the web `visibilitychange` in its place. On Android, fire
        nothing, since `appear` and `disappear` fire the app's events there.
        """
        if self._page.platform.name == "web":
            self._page.fire_global_event("visibilitychange", {"type": "visibilitychange"})
        elif self._page.platform.name != "android":
            self._page.fire_global_event(event)

    def _fire_on_body(self, event: str) -> None:
        page = self._page
        if not page.is_ended and self._body_listens_to(event):
            page.emit_event(page.document.root.ref, event)

    def _broadcast(self, event: str) -> None:
        """Fire an app event in all pages of the stack, as Android does.

        Android does this when the activity of one page pauses or resumes. An embedded page receives
        no event.
        """
        pages = list(self._page.stack.pages)
        if self._page in pages:
            for page in pages:
                if not page.is_ended:
                    page.fire_global_event(event)
