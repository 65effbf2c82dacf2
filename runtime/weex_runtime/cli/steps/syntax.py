"""Parse the steps of `weex-runtime run --do`: actions of a user, written as text."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from io import StringIO
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from weex_runtime.errors import PageError, WeexError
from weex_runtime.json_values import parse as parse_json

if TYPE_CHECKING:
    from weex_runtime.document.element import JSONObject

_USAGE = """\
TEXT is an id, a label, or all or part of a text on the screen. For an element without id, label and
text, write css=SELECTOR. A TEXT with spaces needs quotes, unless it is the step's last TEXT.
"""
_DIRECTIONS = ("up", "down", "left", "right")
# {placeholder for a number in a step: minimum of the number}
_LEAST = {"N": 1, "INDEX": 0, "Y": 0, "SECONDS": 0}
_WHOLE = ("N", "INDEX")


class WrongStep(WeexError):
    """The text of a step is not valid."""


class Verb(NamedTuple):
    """The syntax of a step.

    Attributes:
        form: Placeholders of the arguments, optional ones in brackets, like "TEXT [N]".
        help: The effect of the step, for --help.
    """

    form: str
    help: str

    @property
    def placeholders(self) -> list[str]:
        return re.findall(r"\w+", self.form)

    @property
    def is_numbered(self) -> bool:
        """Return whether the step can end with a number after its text, as in "TEXT [N]"."""
        return self.form.endswith("[N]")


VERBS = {
    "tap": Verb("TEXT [N]", "tap the element with TEXT (the N-th of several)"),
    "longpress": Verb("TEXT [N]", "press the element for long"),
    "swipe": Verb("DIRECTION TEXT", "swipe over the element: up, down, left or right"),
    "fill": Verb("FIELD TEXT", "put TEXT into a field with this placeholder, label, id or content"),
    "type": Verb("FIELD TEXT", "type TEXT into a field key by key; the field keeps the focus"),
    "clear": Verb("FIELD", "remove the text of a field"),
    "return": Verb("FIELD", "press the return key in a field"),
    "focus": Verb("FIELD", "focus a field"),
    "blur": Verb("FIELD", "remove the focus from a field"),
    "check": Verb("TEXT", "turn on the switch with label TEXT, or the nearest switch to TEXT"),
    "uncheck": Verb("TEXT", "turn the switch off"),
    "slide": Verb("INDEX [TEXT]", "show a page of the slider around TEXT, or of the only slider"),
    "scroll": Verb("Y [TEXT]", "scroll a list down by Y page pixels"),
    "loadmore": Verb("[TEXT]", "scroll a list to its end"),
    "pull": Verb("[TEXT]", "pull a list down to refresh it"),
    "appear": Verb("TEXT", "scroll an element into view"),
    "disappear": Verb("TEXT", "scroll an element out of view"),
    "back": Verb("", "press the back button of the device"),
    "background": Verb("", "put the app into the background"),
    "foreground": Verb("", "bring the app back into the foreground"),
    "wait": Verb("TEXT", "wait until the screen shows TEXT"),
    "gone": Verb("TEXT", "wait until the screen does not show TEXT"),
    "log": Verb("TEXT", "wait until a console line contains TEXT"),
    "answer": Verb(
        "VALUE",
        "answer the dialog of the step before, or else the next dialog:\n"
        "                          accept, dismiss, or the text to type or pick",
    ),
    "screenshot": Verb("FILE", "draw the screen into FILE.svg, or FILE.png with the extra png"),
    "pause": Verb("SECONDS", "let time pass"),
    "fire": Verb("TEXT EVENT [JSON]", "fire any event with its data"),
}

# {verb that other tools use: verb of `weex-runtime run`}
_SYNONYMS = {
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
    **dict.fromkeys(("picture", "shot", "capture"), "screenshot"),
    "toggle": "check",
}


class Step(NamedTuple):
    """A parsed step.

    Attributes:
        text: The step as the user wrote it.
        args: The arguments without quotes.
        is_quoted: The text that ends the step was in quotes.
    """

    text: str
    verb: str
    args: tuple[str, ...]
    is_quoted: bool

    @property
    def target(self) -> str:
        """Return the name of the element that the step acts on; "" if the step gives none."""
        places = VERBS[self.verb].placeholders
        is_name = (placeholder in ("TEXT", "FIELD") for placeholder in places)
        return next((arg for arg, named in zip(self.args, is_name, strict=False) if named), "")

    @property
    def number(self) -> int:
        """Return the step's number N: the position of the element, from 1, among the elements with
        the step's name. Returns 0 if the step has no number.
        """
        return int(self.args[1]) if VERBS[self.verb].is_numbered and len(self.args) > 1 else 0

    @property
    def answer(self) -> bool | str:
        """Return the value that a step `answer` gives to a dialog."""
        return {"accept": True, "dismiss": False}.get(self.args[0], self.args[0])


def usage() -> str:
    """Return the list of all steps, as --help shows it."""
    lines = [f"  {f'{name} {verb.form}':24}{verb.help}\n" for name, verb in VERBS.items()]
    return _USAGE + "".join(lines)


def parse(text: str, place: str = "") -> Step:
    """Parse a step.

    Args:
        place: Where the step is written, like "steps.txt:3: ", for messages.

    Raises:
        WrongStep: The verb is unknown, or the arguments do not fit the verb.
    """
    try:
        return _parse(text)
    except WrongStep as error:
        raise WrongStep(f"{place}step {text!r}: {error}") from None


def first_answers(steps: Sequence[Step]) -> list[bool | str]:
    """Return the answers of the `answer` steps that come before all other steps."""
    return [step.answer for step in takewhile(lambda step: step.verb == "answer", steps)]


def _parse(text: str) -> Step:
    name, rest = (*text.split(None, 1), "", "")[:2]
    rest = rest.strip()
    verb = VERBS.get(name)
    if verb is None:
        raise WrongStep(_unknown(name, rest))
    placeholders = verb.placeholders
    args: list[str] = []
    is_quoted = False
    while rest and len(args) < len(placeholders) - 1 - verb.is_numbered:
        word, rest = _word(rest)
        args.append(word)
    if rest:
        is_quoted = rest[0] in "\"'"
        args += _last(rest, verb.is_numbered)
    if not len(placeholders) - verb.form.count("[") <= len(args) <= len(placeholders):
        raise WrongStep(f"write {name} {verb.form}".rstrip())
    for placeholder, arg in zip(placeholders, args, strict=False):
        _check(placeholder, arg)
    step = Step(text, name, tuple(args), is_quoted)
    if args and not step.target and {"TEXT", "FIELD"} & set(placeholders[: len(args)]):
        raise WrongStep(f"expected a text, got an empty one; write {name} {verb.form}")
    return step


def _unknown(verb: str, rest: str) -> str:
    from weex_runtime.naming import similar

    meant = _SYNONYMS.get(verb.lower()) or similar(verb, VERBS)
    # accept Playwright's name of the return key: press("Enter")
    if rest.lower() in ("enter", "return"):
        meant = "return"
    if meant:
        usage = f"{meant} {VERBS[meant].form}".rstrip()
        return f"unknown verb {verb!r}; did you mean {usage}?"
    return f"unknown verb {verb!r}; known: {', '.join(VERBS)}"


# Matches a word without quotes. A CSS selector in the word may have spaces in brackets.
_WORD = re.compile(r"""(?:\[[^\]]*\]|\([^)]*\)|\S)+""")


def _word(text: str) -> tuple[str, str]:
    """Split off the first word of a step, or its first text in quotes."""
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
        raise WrongStep(f'{error}; put the text in quotes, as in: tap "say hello"') from None
    return word or "", stream.read().strip()


def _last(text: str, takes_number: bool) -> list[str]:
    """Split the end of a step, TEXT or TEXT NUMBER, into arguments. TEXT may be quoted."""
    if text[0] in "\"'":
        word, rest = _word(text)
        return [word, *rest.split()]
    number = re.fullmatch(r"(.*\S)\s+(\d+)", text) if takes_number else None
    return [number.group(1), number.group(2)] if number else [text]


def _check(placeholder: str, arg: str) -> None:
    if placeholder in _LEAST:
        _check_number(arg, _LEAST[placeholder], placeholder in _WHOLE)
    elif placeholder == "DIRECTION" and arg not in _DIRECTIONS:
        raise WrongStep(f"expected a direction ({', '.join(_DIRECTIONS)}), got {arg!r}")
    elif placeholder == "FILE" and not arg.lower().endswith((".svg", ".png")):
        raise WrongStep(f"expected a file name that ends with .svg or .png, got {arg!r}")
    elif placeholder == "JSON":
        event_data(arg)
    elif arg.startswith("css="):
        from weex_runtime.testkit.locator.css import Selectors

        try:
            Selectors(arg.removeprefix("css="))
        except PageError as error:
            raise WrongStep(str(error)) from None


def _check_number(number: str, least: int, is_whole: bool) -> None:
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not least <= value < float("inf") or (is_whole and not value.is_integer()):
        kind = "a whole number" if is_whole else "a number"
        raise WrongStep(f"expected {kind} of at least {least}, got {number!r}")


def event_data(data: str) -> JSONObject:
    """Parse the data of a step `fire`.

    Raises:
        WrongStep: The text is not a JSON object.
    """
    try:
        value = parse_json(data)
    except ValueError as error:
        raise WrongStep(f"the event's data is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise WrongStep(f"expected the event's data as a JSON object, got {data}")
    return value
