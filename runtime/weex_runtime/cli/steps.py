"""Steps of `weex-runtime run --do`: what to do to a page, in the words of a user."""

from __future__ import annotations

import json
import re
import shlex
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from weex_runtime.errors import PageError, WeexError

if TYPE_CHECKING:
    from weex_runtime.document.document import JSONObject

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
    name, rest = (*text.split(None, 1), "", "")[:2]
    rest = rest.strip()
    verb = VERBS.get(name)
    if verb is None:
        raise WrongStep(_unknown(name))
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
        event_data(args[2])
    return Step(text, name, tuple(args), is_quoted)


def _unknown(verb: str) -> str:
    known = ", ".join(VERBS)
    meant = _MEANT.get(verb.lower())
    if meant is None:
        from weex_runtime.matching.text import nearest

        near = nearest(verb, [(known_verb, known_verb) for known_verb in VERBS], 1, alike=0.7)
        meant = near[0][1] if near else None
    if meant:
        usage = f"{meant} {VERBS[meant].usage}".rstrip()
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


class Verb(NamedTuple):
    """How a step is written.

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
    numbers: tuple[int, ...] = ()
    is_whole: bool = False
    takes_number: bool = False


VERBS = {
    "tap": Verb("TEXT [N]", 0, 1, 2, (1,), True, True),
    "longpress": Verb("TEXT [N]", 0, 1, 2, (1,), True, True),
    "swipe": Verb("DIRECTION TEXT", 1, 2, 2),
    "fill": Verb("FIELD TEXT", 1, 2, 2),
    "type": Verb("FIELD TEXT", 1, 2, 2),
    "clear": Verb("FIELD", 0, 1, 1),
    "return": Verb("FIELD", 0, 1, 1),
    "focus": Verb("FIELD", 0, 1, 1),
    "blur": Verb("FIELD", 0, 1, 1),
    "check": Verb("TEXT", 0, 1, 1),
    "uncheck": Verb("TEXT", 0, 1, 1),
    "slide": Verb("INDEX [TEXT]", 1, 1, 2, (0,), True),
    "scroll": Verb("Y [TEXT]", 1, 1, 2, (0,)),
    "loadmore": Verb("[TEXT]", 0, 0, 1),
    "pull": Verb("[TEXT]", 0, 0, 1),
    "appear": Verb("TEXT", 0, 1, 1),
    "disappear": Verb("TEXT", 0, 1, 1),
    "back": Verb("", 0, 0, 0),
    "wait": Verb("TEXT", 0, 1, 1),
    "gone": Verb("TEXT", 0, 1, 1),
    "log": Verb("TEXT", 0, 1, 1),
    "answer": Verb("VALUE", 0, 1, 1),
    "pause": Verb("SECONDS", 0, 1, 1, (0,)),
    "fire": Verb("TEXT EVENT [JSON]", 2, 2, 3),
}


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
    from weex_runtime.testkit.locator.css import Selectors

    try:
        Selectors(name.removeprefix("css="))
    except PageError as error:
        raise WrongStep(str(error)) from None


def event_data(data: str) -> JSONObject:
    """The data of a step `fire`.

    Raises:
        WrongStep: It is not a JSON object.
    """
    try:
        value = json.loads(data)
    except ValueError as error:
        raise WrongStep(f"the event's data is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise WrongStep("the event's data must be an object")
    return value
