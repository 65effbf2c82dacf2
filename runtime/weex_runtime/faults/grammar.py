"""Parse faults written as text, like "drop after 3 messages for **/chat once", for `--fault`, the
marker and `Faults.add`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from weex_runtime.errors import WeexError
from weex_runtime.faults import kinds
from weex_runtime.faults.active import Selection
from weex_runtime.faults.fault import (
    DURATION,
    NUMBER,
    VALUES,
    Fault,
    letters_of,
    pattern_of,
    read_quantity,
    shown_form,
)

# {form in messages: class} of each class in kinds.py that has a form. In a form, S is a duration, N
# a number, B a number of bytes, R a number of bytes a second.
FORMS: dict[str, type[Fault]] = {
    shown_form(kind.form): kind for kind in vars(kinds).values() if "form" in dir(kind)
}

SELECTIONS = (
    "for URL",
    'with "TEXT"',
    "with /REGEX/",
    "connection N, message N or request N",
    "once",
    "N times",
    "N%",
    "from S",
    "until S",
)
UNITS = (
    "S is a time like 200 ms, 2 s or 1 min; B a size like 100 bytes, 2 KB or 1 MB; R a rate like "
    "500 bytes/s; URL a glob like **/chat"
)

_TIME = DURATION.replace(" ", r"\ ")
_SELECTION = re.compile(
    rf"""\s+(?:
      for\ (?P<url>\S+)
    | with\ "(?P<text>(?:[^"\\]|\\.)*)"
    | with\ /(?P<regex>(?:[^/\\]|\\.)+)/
    | (?:connection|message|request)\ (?P<number>\d{{1,15}})
    | (?P<once>once)
    | (?P<times>\d{{1,15}})\ times?
    | (?P<percent>{NUMBER})\ ?%
    | from\ (?P<start>{_TIME})
    | until\ (?P<end>{_TIME})
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


def parse(text: str) -> tuple[Fault, dict[str, Any]]:
    """Return a fault, and the arguments of `Faults.add` that select its events.

    Raises:
        WeexError: The text is not a fault, or selects no event; the message has the expected
                form.
    """
    rest, selected = text, dict[str, Any]()
    while match := _SELECTION.search(rest):
        rest = rest[: match.start()]
        for name, value in match.groupdict().items():
            if value is not None:
                selected[name] = value
    phrase = " ".join(rest.split())
    for kind in FORMS.values():
        if match := re.fullmatch(pattern_of(kind.form), phrase, re.IGNORECASE):
            fault, selection = _made(kind, match.groupdict()), _selection(selected)
            Selection(**selection).require_valid(fault)
            return fault, selection
    raise WeexError(_problem(text, phrase))


def _made(kind: type[Fault], given: Mapping[str, str | None]) -> Fault:
    letters = letters_of(kind.form)
    values = {name: VALUES[letters[name]].read(text) for name, text in given.items() if text}
    if kind is kinds.Slice:
        values.setdefault("least", values["most"])
    return kind(**values)


def _selection(given: Mapping[str, str]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    if "url" in given:
        chosen["url"] = given["url"]
    if "text" in given:
        chosen["message"] = re.sub(r"\\(.)", r"\1", given["text"])
    if "regex" in given:
        try:
            chosen["message"] = re.compile(given["regex"].replace(r"\/", "/"))
        except re.error as error:
            problem = f"/{given['regex']}/ is not a regular expression: {error}"
            raise WeexError(f"cannot read the fault: {problem}") from None
    if "number" in given:
        chosen["number"] = int(given["number"])
    if "once" in given or "times" in given:
        chosen["times"] = int(given.get("times", 1))
    if "percent" in given:
        chosen["probability"] = float(given["percent"]) / 100
    if "start" in given or "end" in given:
        end = read_quantity(given["end"]) if "end" in given else None
        chosen["between"] = (read_quantity(given.get("start", "0 s")), end)
    return chosen


def _problem(text: str, phrase: str) -> str:
    from weex_runtime.naming import similar

    verbs = {form.split()[0] for form in FORMS}
    first = (phrase.split() or [""])[0].lower()
    verb = first if first in verbs else similar(first, verbs)
    forms = [form for form in FORMS if form.split()[0] == verb] or FORMS
    guess = f"; did you mean {verb}?" if verb and verb != first else "."
    lines = [f"cannot read the fault {text!r}{guess} Expected:"]
    lines += [f"  {form}" for form in forms]
    lines += [f"then, in any order: {', '.join(SELECTIONS)}", UNITS]
    return "\n".join(lines)
