"""Carry out the steps of `weex-runtime run --do`: locators find what a step names, and act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from weex_runtime import interaction as actions
from weex_runtime.cli import step_targets as targets
from weex_runtime.cli.steps import VERBS, Step, answer_of, event_data
from weex_runtime.errors import PageError, WaitTimeout
from weex_runtime.instance.waiting import finish_navigation
from weex_runtime.testkit.locator.element_state import FIELDS

if TYPE_CHECKING:
    from weex_runtime.cli.step_targets import Choice
    from weex_runtime.instance.instance import Page
    from weex_runtime.module_api.component_events import Direction
    from weex_runtime.testkit.locator.locator import Locator

_ON_SCREEN = "on the screen"
_LISTS = ("list", "recycler", "waterfall", "vlist", "hlist", "simplelist", "recycle-list")
_SLIDERS = ("slider", "cycleslider", "slider-neighbor")


def carry_out(page: Page, step: Step, timeout: float) -> None:
    """Do one step, waiting up to `timeout` real seconds for what it needs.

    Args:
        page: One of a stack; the step is about whatever page is on top of it by then.

    Raises:
        WaitTimeout: It was not there in time; says what was looked for and what the screen shows.
        PageError: It is there, but cannot be acted on.
    """
    try:
        if step.verb not in ("answer", "pause"):
            finish_navigation(page, "", _time(timeout))
        _ACTIONS[step.verb](page, step, timeout)
    except (WaitTimeout, PageError) as error:
        kind = WaitTimeout if isinstance(error, WaitTimeout) else PageError
        raise kind(f"step {step.text!r}: {error}") from None


def _tap(page: Page, step: Step, timeout: float) -> None:
    _find(page, step, timeout, targets.tappable).click(_time(timeout))


def _long_press(page: Page, step: Step, timeout: float) -> None:
    pressed = _find(page, step, timeout, targets.under_listener("longpress"))
    pressed.long_press(_time(timeout))


def _swipe(page: Page, step: Step, timeout: float) -> None:
    swiped = targets.find(page, step.args[1], timeout, targets.any_of, _ON_SCREEN)
    swiped.swipe(cast("Direction", step.args[0]), timeout=_time(timeout))


def _fill(page: Page, step: Step, timeout: float) -> None:
    _field(page, step, timeout).fill(step.args[1], _time(timeout))


def _type(page: Page, step: Step, timeout: float) -> None:
    _field(page, step, timeout).press_sequentially(step.args[1], _time(timeout))


def _clear(page: Page, step: Step, timeout: float) -> None:
    _field(page, step, timeout).clear(_time(timeout))


def _return(page: Page, step: Step, timeout: float) -> None:
    actions.press_return(*targets.element_of(_field(page, step, timeout)))


def _focus(page: Page, step: Step, timeout: float) -> None:
    _field(page, step, timeout).focus(_time(timeout))


def _blur(page: Page, step: Step, timeout: float) -> None:
    _field(page, step, timeout).blur(_time(timeout))


def _check(page: Page, step: Step, timeout: float) -> None:
    switch = _find(page, step, timeout, targets.nearest("switch"), "beside a switch")
    (switch.check if step.verb == "check" else switch.uncheck)(_time(timeout))


def _slide(page: Page, step: Step, timeout: float) -> None:
    slider = _around(page, step, timeout, targets.of_types(*_SLIDERS), "a slider")
    actions.slide_to(*targets.element_of(slider), int(step.args[0]))


def _scroll(page: Page, step: Step, timeout: float) -> None:
    only = targets.of_types("scroller", *_LISTS)
    scroller = _around(page, step, timeout, only, "a scroller or list")
    scroller.scroll_to(y=float(step.args[0]), timeout=_time(timeout))


def _load_more(page: Page, step: Step, timeout: float) -> None:
    found = _around(page, step, timeout, targets.listening_to("loadmore"), "a list's loadmore")
    actions.scroll_to_end(*targets.element_of(found))


def _pull(page: Page, step: Step, timeout: float) -> None:
    refresh = _around(page, step, timeout, targets.of_types("refresh"), "a <refresh>")
    actions.pull_to_refresh(*targets.element_of(refresh))


def _appear(page: Page, step: Step, timeout: float) -> None:
    found = _find(page, step, timeout, targets.under_listener("appear"))
    actions.appear(*targets.element_of(found))


def _disappear(page: Page, step: Step, timeout: float) -> None:
    found = _find(page, step, timeout, targets.under_listener("disappear"))
    actions.disappear(*targets.element_of(found))


def _back(page: Page, step: Step, timeout: float) -> None:
    actions.go_back(targets.top_of(page))


def _fire(page: Page, step: Step, timeout: float) -> None:
    data = event_data(step.args[2]) if len(step.args) == 3 else {}
    _find(page, step, timeout, targets.any_of).dispatch_event(step.args[1], data)


def _wait(page: Page, step: Step, timeout: float) -> None:
    name = step.args[0]
    targets.until(page, name, timeout, lambda top: targets.is_shown(top, name), _ON_SCREEN)


def _gone(page: Page, step: Step, timeout: float) -> None:
    name = step.args[0]
    targets.until(page, name, timeout, lambda top: not targets.is_shown(top, name), "to go away")


def _log(page: Page, step: Step, timeout: float) -> None:
    text = step.args[0]

    def is_logged(top: Page) -> bool:
        pages = [page, *page.stack.pages]
        return any(text in line.text for shown in pages for line in shown.console)

    targets.until(page, text, timeout, is_logged, "logged")


def _answer(page: Page, step: Step, timeout: float) -> None:
    page.answer_dialogs(answer_of(step))


def _pause(page: Page, step: Step, timeout: float) -> None:
    page.looper.run_for(float(step.args[0]))


def _find(
    page: Page, step: Step, timeout: float, choose: Choice, where: str = _ON_SCREEN
) -> Locator:
    """The element that the step's first text names."""
    is_numbered = VERBS[step.verb].takes_number and len(step.args) > 1
    number = int(step.args[1]) if is_numbered else 0
    return targets.find(page, step.args[0], timeout, choose, where, number)


def _field(page: Page, step: Step, timeout: float) -> Locator:
    field = _find(page, step, timeout, targets.of_types(*FIELDS), "as a field")
    if len(step.args) > 1 and not step.is_quoted:
        # `fill your name Ada`: the field's own name goes on in the text.
        begin = f"{step.args[0]} {step.args[1].split()[0]}".lower()
        for label in targets.names_of(targets.element_of(field)[1]):
            if label.lower().startswith(begin):
                raise PageError(f'the field is {label!r}; write {step.verb} "{label}" TEXT')
    return field


def _around(page: Page, step: Step, timeout: float, only: Choice, what: str) -> Locator:
    """What the step's last text names, or the only one on the screen where it names none."""
    if len(step.args) == VERBS[step.verb].most:
        return targets.find(page, step.args[-1], timeout, targets.any_of, _ON_SCREEN)
    return targets.find(page, "", timeout, only, f"{what} {_ON_SCREEN}")


def _time(seconds: float) -> timedelta:
    """A command line may wait for longer than a test."""
    return timedelta(seconds=seconds)


_ACTIONS: dict[str, Callable[[Page, Step, float], None]] = {
    "tap": _tap,
    "longpress": _long_press,
    "swipe": _swipe,
    "fill": _fill,
    "type": _type,
    "clear": _clear,
    "return": _return,
    "focus": _focus,
    "blur": _blur,
    "check": _check,
    "uncheck": _check,
    "slide": _slide,
    "scroll": _scroll,
    "loadmore": _load_more,
    "pull": _pull,
    "appear": _appear,
    "disappear": _disappear,
    "back": _back,
    "wait": _wait,
    "gone": _gone,
    "log": _log,
    "answer": _answer,
    "pause": _pause,
    "fire": _fire,
}
