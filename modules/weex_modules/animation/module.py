"""`animation`: transitions of styles, on the page's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime import Callback, Difference, Module, js_method
from weex_runtime.json_values import JSONValue, brief

if TYPE_CHECKING:
    from weex_runtime.document.element import Element

JSONObject = dict[str, JSONValue]

_SUCCESS = "Success"
_INCOMPLETE = "Animation did not complete"

_INTERRUPTED = Difference(
    "animation.transition was called while another one still changes the same styles",
    android="both run to their end, and both callbacks are called",
    ios="the callbacks of both get Fail",
    web="the callback of the first is called with that of the second",
)
_RESET = Difference(
    "animation.transition was called without a transform for an element that has one",
    android="the element loses its transform",
    instead="the transform among the styles",
)
_STILL = Difference(
    "animation.transition was called with a callback, and without duration and delay",
    web="the callback is never called",
    instead="a duration",
)


class Transition:
    """A running transition.

    Attributes:
        element: The element whose styles change.
        styles: The styles of the element after the transition.
        is_complete: False if a later transition of the element changes one of these styles.
        is_timed: Whether a timer ends the transition. On the web, False if no style changes over
            time; a transition without a timer ends together with a timed transition of the element.
    """

    def __init__(self, element: Element, styles: JSONObject, done: Callback) -> None:
        self.element = element
        self.styles = styles
        self.done: Callback | None = done
        self.is_complete = True
        self.is_timed = True

    @property
    def moving(self) -> set[str]:
        """The names of the styles that change over time."""
        return self.styles.keys() - {"transformOrigin"}


class AnimationModule(Module):
    """Weex `animation`.

    When a transition ends, its element in `page.document` gets the new styles; the values in
    between are not computed. The elements in JS keep their old styles, as on devices.
    Source: Android WXAnimationModule.java, GraphicActionAnimation.java; iOS WXAnimationModule.m.

    Attributes:
        running: The running transitions, in the order of their calls.
    """

    name = "animation"

    def __init__(self) -> None:
        self.running: list[Transition] = []
        self._all_completed = True

    @js_method
    def transition(self, ref: str, options: JSONObject, done: Callback) -> None:
        """Change styles of an element over time, then call back.

        Calls back with {result: "Success", message: "Success"}, or with {result: "Fail", message}
        for an element that is missing at the start or end, and after another transition of the same
        styles.

        Args:
            options: {styles, duration = 0 ms, delay = 0 ms, timingFunction = "linear",
                needLayout = false}. Styles: width, height, backgroundColor, opacity, transform,
                transformOrigin.

        Android: the callback gets {}; no callback without an element or styles.
        iOS: without a duration the delay is ignored.
        H5: any style; the callback has no argument, and is not called if no style changes.
        """
        platform = self.page.platform.name
        element = self.page.document.find(ref)
        if not isinstance(options, dict):
            self._refuse(done, "Argument type error.", "expected an object with styles as options")
            return
        if element is None:
            message = f"No component find for ref:{ref or ''}"
            self._refuse(done, message, f"there is no element {ref or ''!r}")
            return
        styles = self._styles(element, options)
        duration, delay = self._ms(options, "duration"), self._ms(options, "delay")
        has_curve = self._has_curve(options.get("timingFunction"))
        if styles is None or duration < 0 and platform == "android":
            return
        duration, delay = max(duration, 0), max(delay, 0)
        if duration + delay == 0 and done.id:
            self.page.report_difference(_STILL)
        transition = Transition(element, styles, done)
        if platform == "ios" and not (duration and transition.moving):
            duration = delay = 0
        if platform == "web":
            moves = any(element.style.get(name) != value for name, value in styles.items())
            transition.is_timed = moves and has_curve and duration + delay > 0
        self._interrupt(transition)
        if not transition.is_timed:
            self._apply(transition)
            if not done.id:
                return
        self.running.append(transition)
        if transition.is_timed:
            self.page.timers.start(
                transition, duration + delay, lambda: self._end(transition), repeat=False
            )

    def _interrupt(self, transition: Transition) -> None:
        """Stop the running transitions of the styles that a new transition changes. On Android, the
        running transitions continue.
        """
        self._all_completed = True
        names = transition.moving
        for other in list(self.running):
            if other.element is not transition.element or not other.moving & names:
                continue
            self.page.report_difference(_INTERRUPTED)
            if self.page.platform.name == "android":
                continue
            other.styles = {n: v for n, v in other.styles.items() if n not in names}
            other.is_complete = self._all_completed = False
            if not other.moving:
                other.is_timed = False
                self.page.timers.clear(other)
                if self.page.platform.name != "web":
                    self._end(other)

    def _end(self, transition: Transition) -> None:
        self.running.remove(transition)
        is_there = self._exists(transition.element)
        self._apply(transition)
        platform = self.page.platform.name
        if platform == "web":
            if is_there:
                self._answer_all(transition)
        elif platform == "android":
            self._answer(transition, {})
        else:
            completed = self._all_completed if platform == "ios" else transition.is_complete
            self._answer(transition, _result(_SUCCESS if completed and is_there else _INCOMPLETE))

    def _apply(self, transition: Transition) -> None:
        element = transition.element
        if self._exists(element):
            self.page.document.update_style(element.ref, transition.styles)

    def _exists(self, element: Element) -> bool:
        """Whether an element is in the tree or in a template of a recycle-list."""
        return self.page.document.find(element.ref) is element

    def _answer(self, transition: Transition, data: JSONValue) -> None:
        done, transition.done = transition.done, None
        if done:
            done.invoke(data)

    def _answer_all(self, ended: Transition) -> None:
        """Call the callbacks of all transitions of the element. The web does the same."""
        for other in [ended, *self.running]:
            if other.element is ended.element:
                self._answer(other, None)
        self.running = [other for other in self.running if other.is_timed or other.done]

    def _styles(self, element: Element, options: JSONObject) -> JSONObject | None:
        """Return the styles that a call changes on the page's platform; None if the platform
        ignores the call.
        """
        from weex_modules.animation.styles import fitting

        platform = self.page.platform.name
        styles = options.get("styles")
        if not isinstance(styles, dict):
            self._warn(f"expected options with styles, like {{opacity: 0}}, got {brief(styles)}")
            return None if platform in ("android", "web") else {}
        if platform == "web":
            return styles
        styles = fitting(styles, self._warn)
        if "transform" not in styles and element.style.get("transform"):
            self.page.report_difference(_RESET)
            if platform == "android":
                styles["transform"] = ""
        return styles

    def _ms(self, options: JSONObject, name: str) -> float:
        value = options.get(name)
        try:
            ms = float(value or 0)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            ms = -1.0
        if not 0 <= ms < float("inf"):
            self._warn(f"expected a number of milliseconds as {name}, got {brief(value)}")
        return ms

    def _has_curve(self, timing: JSONValue) -> bool:
        from weex_modules.animation.styles import is_curve

        if timing is None or is_curve(timing):
            return True
        self._warn(
            "expected a timingFunction linear, ease, ease-in, ease-out, ease-in-out or "
            f"cubic-bezier(x1, y1, x2, y2) with x from 0 to 1, got {brief(timing)}"
        )
        return False

    def _refuse(self, done: Callback, message: str, problem: str) -> None:
        if self.page.platform.name in (None, "ios"):
            self._warn(problem)
            done.invoke(_result(message))
        else:
            self._warn(f"{problem}; there is no callback")

    def _warn(self, problem: str) -> None:
        self.page.write_console("warn", f"[weex-runtime] animation.transition: {problem}")


def _result(message: str) -> JSONObject:
    return {"result": _SUCCESS if message == _SUCCESS else "Fail", "message": message}
