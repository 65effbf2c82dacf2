"""Steps of `weex-runtime run --do`: what to do to a page, in the words of a user."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, cast

from weex_runtime import actions
from weex_runtime import step_targets as targets
from weex_runtime.errors import PageError, WaitTimeout, WeexError

if TYPE_CHECKING:
    from weex_runtime.component_events import Direction
    from weex_runtime.document import JSONObject
    from weex_runtime.locator import Locator
    from weex_runtime.page import Page
    from weex_runtime.step_targets import Choice
    from weex_runtime.timeouts import Timeout

USAGE = """\
TEXT is the whole or a part of what stands on the screen, a label or an id; css=SELECTOR reaches
what has none. The last text needs no quotes, others do where they have spaces.
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
  answer VALUE          answer the dialog of the step before, else the next one: accept, dismiss,
                        or a text to type or pick
  pause SECONDS         let time pass
  fire TEXT EVENT JSON  fire any event, with its data
"""

_ON_SCREEN = "on the screen"
_LISTS = ("list", "recycler", "waterfall", "vlist", "hlist", "simplelist", "recycle-list")
_SLIDERS = ("slider", "cycleslider", "slider-neighbor")
_DIRECTIONS = ("up", "down", "left", "right")

# Verbs of other tools.
_MEANT = {
    **dict.fromkeys(("click", "press", "touch", "select", "choose", "open"), "tap"),
    **dict.fromkeys(("hold", "long", "longtap", "long_press"), "longpress"),
    **dict.fromkeys(("input", "write", "set", "put", "enter"), "fill"),
    **dict.fromkeys(("expect", "assert", "see", "find", "until", "waitfor", "show"), "wait"),
    **dict.fromkeys(("hidden", "vanish", "wait-gone", "not"), "gone"),
    **dict.fromkeys(("sleep", "delay"), "pause"),
    **dict.fromkeys(("submit", "done"), "return"),
    **dict.fromkeys(("console", "print"), "log"),
    **dict.fromkeys(("refresh", "reload"), "pull"),
    **dict.fromkeys(("accept", "dismiss", "confirm", "dialog"), "answer"),
    **dict.fromkeys(("emit", "event", "trigger", "dispatch"), "fire"),
    **dict.fromkeys(("goback", "pop"), "back"),
    "toggle": "check",
}


class WrongStep(WeexError):
    """A step's text cannot be understood."""


class Step(NamedTuple):
    """One step.

    Attributes:
        text: As given.
        args: What follows the verb; the last text without quotes may have spaces.
        is_quoted: The last text stands in quotes.
    """

    text: str
    verb: str
    args: tuple[str, ...]
    is_quoted: bool


def parse(text: str, place: str = "") -> Step:
    """Read a step.

    Args:
        place: Where it stands, like "steps.txt:3: ", for messages.

    Raises:
        WrongStep: The verb is unknown, or something is missing, too much, no number or no
            direction.
    """
    try:
        return _parse(text)
    except WrongStep as error:
        raise WrongStep(f"{place}step {text!r}: {error}") from None


def _parse(text: str) -> Step:
    name, _, rest = text.strip().partition(" ")
    verb = _VERBS.get(name)
    if verb is None:
        raise WrongStep(_unknown(name))
    rest = rest.strip()
    args: list[str] = []
    is_quoted = False
    while rest and len(args) < verb.words:
        word, rest = _word(rest)
        args.append(word)
    if rest:
        is_quoted = rest[0] in "\"'"
        args += _last(rest, verb.takes_number)
    if not verb.least <= len(args) <= verb.most:
        raise WrongStep(f"write {name} {verb.usage}".rstrip())
    for number in verb.numbers:
        if len(args) > number:
            _number(args[number], 1 if verb.takes_number else 0, verb.is_whole)
    for arg in args:
        if arg.startswith("css="):
            _check_css(arg)
    if name == "swipe" and args[0] not in _DIRECTIONS:
        raise WrongStep(f"a swipe goes {', '.join(_DIRECTIONS)}, not {args[0]!r}")
    if name == "fire" and len(args) == 3:
        _event_data(args[2])
    return Step(text, name, tuple(args), is_quoted)


def _unknown(verb: str) -> str:
    known = ", ".join(_VERBS)
    meant = _MEANT.get(verb.lower())
    if meant is None:
        from weex_runtime.text_match import nearest

        near = nearest(verb, [(known_verb, known_verb) for known_verb in _VERBS], 1, alike=0.7)
        meant = near[0][1] if near else None
    if meant:
        usage = f"{meant} {_VERBS[meant].usage}".rstrip()
        return f"unknown verb {verb!r}; did you mean {usage}?"
    return f"unknown verb {verb!r}; known: {known}"


# A word without quotes; a CSS selector in it may have spaces in brackets.
_WORD = re.compile(r"""(?:\[[^\]]*\]|\([^)]*\)|\S)+""")


def _word(text: str) -> tuple[str, str]:
    """The first word, or text in quotes, and what follows."""
    if text[0] not in "\"'":
        match = _WORD.match(text)
        assert match
        return match.group(), text[match.end() :].strip()
    stream = StringIO(text)
    lexer = shlex.shlex(stream, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        word = lexer.get_token()
    except ValueError as error:
        raise WrongStep(f'{error}; quote text like: tap "say hello"') from None
    return word or "", stream.read().strip()


def _last(text: str, takes_number: bool) -> list[str]:
    """The text that ends a step: in quotes, else as it stands; with the number behind it."""
    if text[0] in "\"'":
        word, rest = _word(text)
        return [word, *rest.split()]
    number = re.fullmatch(r"(.*\S)\s+(\d+)", text) if takes_number else None
    return [number.group(1), number.group(2)] if number else [text]


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
    try:
        if step.verb not in ("answer", "pause"):
            from weex_runtime.waiting import finish_navigation

            finish_navigation(page, "", _time(timeout))
        _VERBS[step.verb].act(page, step, timeout)
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
    actions.slide_to(*targets.element_of(slider), int(_number(step.args[0])))


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
    data = _event_data(step.args[2]) if len(step.args) == 3 else {}
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
    page.looper.run_for(_number(step.args[0]))


class _Verb(NamedTuple):
    """How a step is written, and what it does.

    Attributes:
        words: How many words, or texts in quotes, stand before the text that ends it.
        least, most: How many arguments it takes.
        numbers: Which of them are numbers.
        is_whole: They are whole ones.
        takes_number: A number may follow the text that ends it.
    """

    usage: str
    words: int
    least: int
    most: int
    act: Callable[[Page, Step, float], None]
    numbers: tuple[int, ...] = ()
    is_whole: bool = False
    takes_number: bool = False


_VERBS = {
    "tap": _Verb("TEXT [N]", 0, 1, 2, _tap, (1,), True, True),
    "longpress": _Verb("TEXT [N]", 0, 1, 2, _long_press, (1,), True, True),
    "swipe": _Verb("DIRECTION TEXT", 1, 2, 2, _swipe),
    "fill": _Verb("FIELD TEXT", 1, 2, 2, _fill),
    "type": _Verb("FIELD TEXT", 1, 2, 2, _type),
    "clear": _Verb("FIELD", 0, 1, 1, _clear),
    "return": _Verb("FIELD", 0, 1, 1, _return),
    "focus": _Verb("FIELD", 0, 1, 1, _focus),
    "blur": _Verb("FIELD", 0, 1, 1, _blur),
    "check": _Verb("TEXT", 0, 1, 1, _check),
    "uncheck": _Verb("TEXT", 0, 1, 1, _check),
    "slide": _Verb("INDEX [TEXT]", 1, 1, 2, _slide, (0,), True),
    "scroll": _Verb("Y [TEXT]", 1, 1, 2, _scroll, (0,)),
    "loadmore": _Verb("[TEXT]", 0, 0, 1, _load_more),
    "pull": _Verb("[TEXT]", 0, 0, 1, _pull),
    "appear": _Verb("TEXT", 0, 1, 1, _appear),
    "disappear": _Verb("TEXT", 0, 1, 1, _disappear),
    "back": _Verb("", 0, 0, 0, _back),
    "wait": _Verb("TEXT", 0, 1, 1, _wait),
    "gone": _Verb("TEXT", 0, 1, 1, _gone),
    "log": _Verb("TEXT", 0, 1, 1, _log),
    "answer": _Verb("VALUE", 0, 1, 1, _answer),
    "pause": _Verb("SECONDS", 0, 1, 1, _pause, (0,)),
    "fire": _Verb("TEXT EVENT [JSON]", 2, 2, 3, _fire),
}


def _find(
    page: Page, step: Step, timeout: float, choose: Choice, where: str = _ON_SCREEN
) -> Locator:
    """The element that the step's first text names."""
    is_numbered = _VERBS[step.verb].takes_number and len(step.args) > 1
    number = int(_number(step.args[1])) if is_numbered else 0
    return targets.find(page, step.args[0], timeout, choose, where, number)


def _field(page: Page, step: Step, timeout: float) -> Locator:
    field = _find(page, step, timeout, targets.of_types(*targets.FIELDS), "as a field")
    if len(step.args) > 1 and not step.is_quoted:
        # `fill your name Ada`: the field's own name goes on in the text.
        begin = f"{step.args[0]} {step.args[1].split()[0]}".lower()
        for label in targets.names_of(targets.element_of(field)[1]):
            if label.lower().startswith(begin):
                raise PageError(f'the field is {label!r}; write {step.verb} "{label}" TEXT')
    return field


def _around(page: Page, step: Step, timeout: float, only: Choice, what: str) -> Locator:
    """What the step's last text names, or the only one on the screen where it names none."""
    if len(step.args) == _VERBS[step.verb].most:
        return targets.find(page, step.args[-1], timeout, targets.any_of, _ON_SCREEN)
    return targets.find(page, "", timeout, only, f"{what} {_ON_SCREEN}")


def _time(seconds: float) -> Timeout:
    """A command line may wait for longer than a test."""
    from datetime import timedelta

    return timedelta(seconds=seconds)


def _number(number: str, least: int = 0, is_whole: bool = False) -> float:
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not least <= value < float("inf") or (is_whole and not value.is_integer()):
        kind = "a whole number" if is_whole else "a number"
        raise WrongStep(f"{number!r} is not {kind} from {least}")
    return value


def _check_css(name: str) -> None:
    from weex_runtime.css import Selectors

    try:
        Selectors(name.removeprefix("css="))
    except PageError as error:
        raise WrongStep(str(error)) from None


def _event_data(data: str) -> JSONObject:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise WrongStep(f"the event's data is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise WrongStep("the event's data must be an object")
    return value
