"""Steps of `weex-runtime run --do`: what to do to a page, in the words of a user."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, cast

from weex_runtime import actions
from weex_runtime import step_targets as targets
from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from weex_runtime.component_events import Direction
    from weex_runtime.document import JSONObject
    from weex_runtime.page import Page
    from weex_runtime.step_targets import Choice, Found

USAGE = """\
  tap TEXT [N]          tap what shows TEXT (the N-th of several)
  longpress TEXT [N]    press it for long
  swipe DIRECTION TEXT  swipe over it: up, down, left or right
  fill FIELD TEXT       put text into a field, named by placeholder, label, id or content
  type FIELD TEXT       type text into it key by key; it keeps the keyboard
  clear FIELD           take its text away
  return FIELD          press the return key in it
  focus FIELD           give it the keyboard
  blur FIELD            take the keyboard away
  check TEXT            move a switch to on: the one with that label, or beside TEXT
  uncheck TEXT          move it to off
  slide INDEX [TEXT]    move a slider to a page: the one around TEXT, or the only one
  scroll Y [TEXT]       scroll a list so many page pixels down
  loadmore [TEXT]       scroll it to its end
  pull [TEXT]           pull it down to refresh
  appear TEXT           let it come into sight
  disappear TEXT        let it go out of sight
  back                  press the device's back button
  wait TEXT             wait until the screen shows TEXT
  gone TEXT             wait until it shows TEXT no more
  log TEXT              wait until a console line contains TEXT
  answer VALUE          answer the next dialog: accept, dismiss, or a text to type or pick
  pause SECONDS         let time pass
  fire TEXT EVENT JSON  fire any event, with its data
"""

_ON_SCREEN = "on the screen"
_LISTS = ("list", "recycler", "waterfall", "vlist", "hlist", "simplelist", "recycle-list")
_SLIDERS = ("slider", "cycleslider", "slider-neighbor")
_DIRECTIONS = ("up", "down", "left", "right")


class WrongStep(WeexError):
    """A step's text cannot be understood."""


class Step(NamedTuple):
    """One step: its text as given, its verb and what follows."""

    text: str
    verb: str
    args: tuple[str, ...]


def parse(text: str) -> Step:
    """Read a step.

    Raises:
        WrongStep: The verb is unknown, or something is missing, too much, no number or no
            direction.
    """
    try:
        verb, *args = shlex.split(text) or [""]
    except ValueError as error:
        raise WrongStep(f'step {text!r}: {error}; quote text like: tap "say hello"') from None
    if verb not in _VERBS:
        raise WrongStep(f"step {text!r}: unknown verb {verb!r}; known: {', '.join(_VERBS)}")
    usage, least, most, _, number = _VERBS[verb]
    if not least <= len(args) <= most:
        raise WrongStep(f"step {text!r}: write {verb} {usage}".rstrip())
    if number is not None and len(args) > number:
        _number(text, args[number])
    if verb == "swipe" and args[0] not in _DIRECTIONS:
        raise WrongStep(f"step {text!r}: a swipe goes {', '.join(_DIRECTIONS)}, not {args[0]!r}")
    if verb == "fire" and len(args) == 3:
        _event_data(text, args[2])
    return Step(text, verb, tuple(args))


def answer_of(step: Step) -> bool | str:
    """What a step `answer` says."""
    value = step.args[0]
    return {"accept": True, "dismiss": False}.get(value, value)


def carry_out(page: Page, step: Step, timeout: float) -> None:
    """Do one step, waiting up to `timeout` real seconds for what it needs.

    Args:
        page: One of a stack; the step is about whatever page is on top of it by then.

    Raises:
        WaitTimeout: It was not there in time; says what was looked for and what the screen shows.
        PageError: It is there, but cannot be acted on.
    """
    if step.verb not in ("answer", "pause"):
        from datetime import timedelta

        from weex_runtime.waiting import finish_navigation

        finish_navigation(page, f"step {step.text!r}", timedelta(seconds=timeout))
    _VERBS[step.verb].act(page, step, timeout)


def _tap(page: Page, step: Step, timeout: float) -> None:
    actions.tap(*_find(page, step, timeout, targets.tappable))


def _long_press(page: Page, step: Step, timeout: float) -> None:
    actions.long_press(*_find(page, step, timeout, targets.under_listener("longpress")))


def _swipe(page: Page, step: Step, timeout: float) -> None:
    on, element = targets.find(page, step.text, step.args[1], timeout, targets.any_of, _ON_SCREEN)
    actions.swipe(on, element, cast("Direction", step.args[0]))


def _fill(page: Page, step: Step, timeout: float) -> None:
    actions.fill(*_field(page, step, timeout), step.args[1])


def _type(page: Page, step: Step, timeout: float) -> None:
    actions.type_text(*_field(page, step, timeout), step.args[1])


def _clear(page: Page, step: Step, timeout: float) -> None:
    actions.clear(*_field(page, step, timeout))


def _return(page: Page, step: Step, timeout: float) -> None:
    actions.press_return(*_field(page, step, timeout))


def _focus(page: Page, step: Step, timeout: float) -> None:
    actions.focus(*_field(page, step, timeout))


def _blur(page: Page, step: Step, timeout: float) -> None:
    actions.blur(*_field(page, step, timeout))


def _check(page: Page, step: Step, timeout: float) -> None:
    switch = _find(page, step, timeout, targets.nearest("switch"), "beside a switch")
    actions.set_checked(*switch, step.verb == "check")


def _slide(page: Page, step: Step, timeout: float) -> None:
    slider = _around(page, step, timeout, targets.of_types(*_SLIDERS), "a slider")
    actions.slide_to(*slider, int(_number(step.text, step.args[0])))


def _scroll(page: Page, step: Step, timeout: float) -> None:
    scroller = _around(
        page, step, timeout, targets.of_types("scroller", *_LISTS), "a scroller or list"
    )
    actions.scroll_to(*scroller, y=float(step.args[0]))


def _load_more(page: Page, step: Step, timeout: float) -> None:
    found = _around(page, step, timeout, targets.listening_to("loadmore"), "a list's loadmore")
    actions.scroll_to_end(*found)


def _pull(page: Page, step: Step, timeout: float) -> None:
    refresh = _around(page, step, timeout, targets.of_types("refresh"), "a <refresh>")
    actions.pull_to_refresh(*refresh)


def _appear(page: Page, step: Step, timeout: float) -> None:
    actions.appear(*_find(page, step, timeout, targets.under_listener("appear")))


def _disappear(page: Page, step: Step, timeout: float) -> None:
    actions.disappear(*_find(page, step, timeout, targets.under_listener("disappear")))


def _back(page: Page, step: Step, timeout: float) -> None:
    actions.go_back(targets.top_of(page))


def _fire(page: Page, step: Step, timeout: float) -> None:
    data = _event_data(step.text, step.args[2]) if len(step.args) == 3 else {}
    on, element = _find(page, step, timeout, targets.any_of)
    on.fire_event(element.ref, step.args[1], data)


def _wait(page: Page, step: Step, timeout: float) -> None:
    text = step.args[0]
    _until(page, step, timeout, lambda top: text in targets.screen_text(top), _ON_SCREEN)


def _gone(page: Page, step: Step, timeout: float) -> None:
    text = step.args[0]
    _until(page, step, timeout, lambda top: text not in targets.screen_text(top), "to go away")


def _log(page: Page, step: Step, timeout: float) -> None:
    text = step.args[0]

    def is_logged(top: Page) -> bool:
        pages = [page, *page.stack.pages]
        return any(text in line.text for shown in pages for line in shown.console)

    _until(page, step, timeout, is_logged, "logged")


def _answer(page: Page, step: Step, timeout: float) -> None:
    page.answer_dialogs(answer_of(step))


def _pause(page: Page, step: Step, timeout: float) -> None:
    page.looper.run_for(_number(step.text, step.args[0]))


class _Verb(NamedTuple):
    """How a step is written, what it does, and which argument must be a number."""

    usage: str
    least: int
    most: int
    act: Callable[[Page, Step, float], None]
    number: int | None = None


_VERBS = {
    "tap": _Verb("TEXT [N]", 1, 2, _tap, 1),
    "longpress": _Verb("TEXT [N]", 1, 2, _long_press, 1),
    "swipe": _Verb("DIRECTION TEXT", 2, 2, _swipe),
    "fill": _Verb("FIELD TEXT", 2, 2, _fill),
    "type": _Verb("FIELD TEXT", 2, 2, _type),
    "clear": _Verb("FIELD", 1, 1, _clear),
    "return": _Verb("FIELD", 1, 1, _return),
    "focus": _Verb("FIELD", 1, 1, _focus),
    "blur": _Verb("FIELD", 1, 1, _blur),
    "check": _Verb("TEXT", 1, 1, _check),
    "uncheck": _Verb("TEXT", 1, 1, _check),
    "slide": _Verb("INDEX [TEXT]", 1, 2, _slide, 0),
    "scroll": _Verb("Y [TEXT]", 1, 2, _scroll, 0),
    "loadmore": _Verb("[TEXT]", 0, 1, _load_more),
    "pull": _Verb("[TEXT]", 0, 1, _pull),
    "appear": _Verb("TEXT", 1, 1, _appear),
    "disappear": _Verb("TEXT", 1, 1, _disappear),
    "back": _Verb("", 0, 0, _back),
    "wait": _Verb("TEXT", 1, 1, _wait),
    "gone": _Verb("TEXT", 1, 1, _gone),
    "log": _Verb("TEXT", 1, 1, _log),
    "answer": _Verb("VALUE", 1, 1, _answer),
    "pause": _Verb("SECONDS", 1, 1, _pause, 0),
    "fire": _Verb("TEXT EVENT [JSON]", 2, 3, _fire),
}


def _find(page: Page, step: Step, timeout: float, choose: Choice, where: str = _ON_SCREEN) -> Found:
    """The element that the step's first word names."""
    is_numbered = step.verb in ("tap", "longpress") and len(step.args) > 1
    number = int(_number(step.text, step.args[1])) if is_numbered else 0
    return targets.find(page, step.text, step.args[0], timeout, choose, where, number)


def _field(page: Page, step: Step, timeout: float) -> Found:
    return _find(page, step, timeout, targets.of_types(*targets.FIELDS), "as a field")


def _around(page: Page, step: Step, timeout: float, only: Choice, what: str) -> Found:
    """What the step's last word names, or the only one on the screen where it names none."""
    if len(step.args) == _VERBS[step.verb].most:
        return targets.find(page, step.text, step.args[-1], timeout, targets.any_of, _ON_SCREEN)
    return targets.find(page, step.text, "", timeout, only, f"{what} {_ON_SCREEN}")


def _until(
    page: Page, step: Step, timeout: float, holds: Callable[[Page], bool], where: str
) -> None:
    targets.until(page, step.text, step.args[0], timeout, holds, where)


def _number(text: str, number: str) -> float:
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise WrongStep(f"step {text!r}: {number!r} is no number")
    return value


def _event_data(text: str, data: str) -> JSONObject:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise WrongStep(f"step {text!r}: the event's data is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise WrongStep(f"step {text!r}: the event's data must be an object")
    return value
