"""Steps of `weex-runtime run --do`: what to do to a page, in the words of a user."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from weex_runtime import actions
from weex_runtime.document import Element, JSONObject
from weex_runtime.errors import PageError, WaitTimeout, WeexError
from weex_runtime.outline import outline, text_of

if TYPE_CHECKING:
    from weex_runtime.page import Page

USAGE = """\
  tap TEXT [N]          tap what shows TEXT (the N-th of several)
  longpress TEXT [N]    press it for long
  fill FIELD TEXT       put text into a field, named by placeholder, label, id or content
  return FIELD          press the return key in it
  back                  press the device's back button
  wait TEXT             wait until the screen shows TEXT
  gone TEXT             wait until it shows TEXT no more
  log TEXT              wait until a console line contains TEXT
  answer VALUE          answer the next dialog: accept, dismiss, or a text to type or pick
  pause SECONDS         let time pass
  fire TEXT EVENT JSON  fire any event, with its data
"""

_LABELS = (
    "placeholder",
    "aria-label",
    "ariaLabel",
    "accessibilityLabel",
    "testId",
    "test-id",
    "id",
)
_SHOWN_LINES = 40


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
        WrongStep: The verb is unknown, or something is missing, too much or no number.
    """
    try:
        verb, *args = shlex.split(text) or [""]
    except ValueError as error:
        raise WrongStep(f'step {text!r}: {error}; quote text like: tap "say hello"') from None
    if verb not in _VERBS:
        raise WrongStep(f"step {text!r}: unknown verb {verb!r}; known: {', '.join(_VERBS)}")
    usage, least, most, _ = _VERBS[verb]
    if not least <= len(args) <= most:
        raise WrongStep(f"step {text!r}: write {verb} {usage}")
    numbers = {"pause": 0, "tap": 1, "longpress": 1}
    if verb in numbers and len(args) > numbers[verb]:
        _number(text, args[numbers[verb]])
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
    _VERBS[step.verb][3](page, step, timeout)


def _tap(page: Page, step: Step, timeout: float) -> None:
    actions.tap(*_find(page, step, timeout, "click"))


def _long_press(page: Page, step: Step, timeout: float) -> None:
    actions.long_press(*_find(page, step, timeout, "longpress"))


def _fill(page: Page, step: Step, timeout: float) -> None:
    actions.fill(*_find(page, step, timeout, None, fields=True), step.args[1])


def _return(page: Page, step: Step, timeout: float) -> None:
    actions.press_return(*_find(page, step, timeout, None, fields=True))


def _back(page: Page, step: Step, timeout: float) -> None:
    actions.go_back(_top(page))


def _fire(page: Page, step: Step, timeout: float) -> None:
    data = _event_data(step.text, step.args[2]) if len(step.args) == 3 else {}
    top, element = _find(page, step, timeout, None)
    top.fire_event(element.ref, step.args[1], data)


def _wait(page: Page, step: Step, timeout: float) -> None:
    _until(page, step, timeout, lambda top: step.args[0] in _screen_text(top), "on the screen")


def _gone(page: Page, step: Step, timeout: float) -> None:
    _until(page, step, timeout, lambda top: step.args[0] not in _screen_text(top), "to go away")


def _log(page: Page, step: Step, timeout: float) -> None:
    text = step.args[0]

    def is_logged(top: Page) -> bool:
        pages = [page, *page.stack.pages]
        return any(text in line.text for shown in pages for line in shown.console)

    _until(page, step, timeout, is_logged, "logged")


def _answer(page: Page, step: Step, timeout: float) -> None:
    page.answer_dialogs(answer_of(step))


def _top(page: Page) -> Page:
    """What the screen shows: the topmost page of the stack."""
    return page.stack.top or page


def _pause(page: Page, step: Step, timeout: float) -> None:
    page.looper.run_for(_number(step.text, step.args[0]))


_VERBS: dict[str, tuple[str, int, int, Callable[[Page, Step, float], None]]] = {
    "tap": ("TEXT [N]", 1, 2, _tap),
    "longpress": ("TEXT [N]", 1, 2, _long_press),
    "fill": ("FIELD TEXT", 2, 2, _fill),
    "return": ("FIELD", 1, 1, _return),
    "back": ("", 0, 0, _back),
    "wait": ("TEXT", 1, 1, _wait),
    "gone": ("TEXT", 1, 1, _gone),
    "log": ("TEXT", 1, 1, _log),
    "answer": ("VALUE", 1, 1, _answer),
    "pause": ("SECONDS", 1, 1, _pause),
    "fire": ("TEXT EVENT [JSON]", 2, 3, _fire),
}


def _find(
    page: Page, step: Step, timeout: float, event: str | None, *, fields: bool = False
) -> tuple[Page, Element]:
    """The element that a step names, once it is there, and the page that it is on."""
    name = step.args[0]
    number = int(step.args[1]) if step.verb in ("tap", "longpress") and len(step.args) > 1 else 0
    found: list[Element] = []

    def is_there(top: Page) -> bool:
        found[:] = _matches(top, name, fields=fields)
        if event:
            found[:] = _one_for_each_listener(found, event)
        return len(found) > max(0, number - 1)

    top = _until(page, step, timeout, is_there, "on the screen" if not fields else "as a field")
    if number:
        return top, found[number - 1]
    if len(found) > 1:
        listed = ", ".join(f"{text_of(element)!r}" for element in found[:5])
        raise PageError(
            f"step {step.text!r}: {len(found)} elements match ({listed}); "
            'name one by its whole text, or by number, like: tap "say" 2'
        )
    return top, found[0]


def _matches(page: Page, name: str, *, fields: bool) -> list[Element]:
    """The elements named so: by their whole text or a label, else by a part of it."""
    elements = [
        element
        for element in page.document.elements()
        if not fields or element.type in ("input", "textarea")
    ]

    def names(element: Element) -> list[str]:
        labels = [str(element.attr[key]) for key in _LABELS if element.attr.get(key) is not None]
        own = element.attr.get("value") if element.type in ("text", "input", "textarea") else None
        return labels if own is None else [*labels, str(own)]

    whole = [element for element in elements if name in (n.strip() for n in names(element))]
    part = [e for e in elements if any(name.lower() in n.lower() for n in names(e))]
    return whole or part


def _one_for_each_listener(found: list[Element], event: str) -> list[Element]:
    """Of the elements inside one that listens, the first: a tap on any of them is the same."""
    kept: dict[str, Element] = {}
    deaf: list[Element] = []
    for element in found:
        target: Element | None = element
        while target and not target.listens_to(event):
            target = target.parent
        if target:
            kept.setdefault(target.ref, element)
        else:
            deaf.append(element)
    return list(kept.values()) or deaf


def _until(
    page: Page, step: Step, timeout: float, holds: Callable[[Page], bool], where: str
) -> Page:
    """Wait until something holds of the page that the screen shows; that page."""

    def holds_or_page_ended() -> bool:
        return _top(page).is_ended or holds(_top(page))

    name = step.args[0]
    try:
        page.runtime.run_until(holds_or_page_ended, timeout, f"{name!r} {where}")
    except WaitTimeout as error:
        raise WaitTimeout(f"step {step.text!r}: {error}\n{_shown(_top(page))}") from None
    top = _top(page)
    if top.is_ended and not holds(top):
        raise PageError(f"step {step.text!r}: the page was stopped before {name!r} was {where}")
    return top


def _screen_text(page: Page) -> str:
    return "" if page.document.is_empty else text_of(page.document.root)


def _shown(page: Page) -> str:
    if page.document.is_empty:
        return "the screen is empty"
    lines = outline(page.document.root).splitlines()
    more = [f"... {len(lines) - _SHOWN_LINES} more lines"] if len(lines) > _SHOWN_LINES else []
    return "\n".join(["the screen shows:", *lines[:_SHOWN_LINES], *more])


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
