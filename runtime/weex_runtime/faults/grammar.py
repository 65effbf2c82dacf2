"""Parse faults written as text, like "drop after 3 messages for **/chat once", for `--fault`, the
marker and `Faults.add`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from weex_runtime.errors import WeexError
from weex_runtime.faults import kinds
from weex_runtime.faults.fault import Fault

_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}
_SIZES = {"byte": 1, "bytes": 1, "kb": 1000, "mb": 1_000_000}
_NUMBER = r"\d+(?:\.\d+)?"
_DIRECTIONS = {"received": "received", "sent": "sent", "both ways": "both"}

# Regular expressions for the values in a fault's text; `%s` is replaced by the name of an argument.
_PARTS = {
    "S": rf"(?P<%s>{_NUMBER} ?(?:ms|s|min))",
    "N": r"(?P<%s>\d+)",
    "B": rf"(?P<%s>{_NUMBER} ?(?:bytes?|kb|mb))",
    "R": rf"(?P<%s>{_NUMBER} ?(?:bytes?|kb|mb)/s)",
    "D": r"(?P<%s>sent|received|both ways)",
}


class Form(NamedTuple):
    """The textual form of one kind of fault.

    Attributes:
        shown: The form in messages: S stands for a duration, N for a number, B for bytes, R for
            bytes a second.
        pattern: A regular expression for the text, with "<letter:argument>" in place of each value.
        kind: The class of the fault.
    """

    shown: str
    pattern: str
    kind: type[Fault]


_ENDING = (
    r"(?: after (?:<N:after_messages> messages?|<B:after_bytes>|<S:after>))?(?: <D:direction>)?"
)
_WAY = r"(?: <D:direction>)?"
_AFTER = "[after N messages | after B | after S] [sent | both ways]"

FORMS = (
    Form("lookup fails", "lookup fails", kinds.LookupFails),
    Form("lookup takes S", "lookup takes <S:seconds>", kinds.SlowLookup),
    Form("refuse", "refuse", kinds.Refuse),
    Form(f"drop {_AFTER}", f"drop{_ENDING}", kinds.Drop),
    Form(f"reset {_AFTER}", f"reset{_ENDING}", kinds.Reset),
    Form(f"stall {_AFTER}", f"stall{_ENDING}", kinds.Stall),
    Form("half-close [after B | after S] [sent]", f"half-close{_ENDING}", kinds.HalfClose),
    Form(
        "delay S [jitter S] [sent | both ways]",
        f"delay <S:seconds>(?: jitter <S:jitter>)?{_WAY}",
        kinds.Delay,
    ),
    Form("throttle R [sent | both ways]", f"throttle <R:bytes_per_second>{_WAY}", kinds.Throttle),
    Form(
        "slice [N to] N bytes [sent | both ways]",
        f"slice (?:<N:least> to )?<N:most> bytes?{_WAY}",
        kinds.Slice,
    ),
    Form("duplicate [sent | both ways]", f"duplicate{_WAY}", kinds.Duplicate),
    Form(
        "reorder [within S] [sent | both ways]",
        f"reorder(?: within <S:seconds>)?{_WAY}",
        kinds.Reorder,
    ),
    Form("corrupt [sent | both ways]", f"corrupt{_WAY}", kinds.Corrupt),
    Form("status N", "status <N:code>", kinds.Status),
    Form("cut body [after B]", "cut body(?: after <B:after_bytes>)?", kinds.CutBody),
    Form("slow body R", "slow body <R:bytes_per_second>", kinds.SlowBody),
)

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
    "S is like 200 ms, 2 s or 1 min; B like 100 bytes, 2 KB or 1 MB; R like 500 bytes/s; URL is a "
    "glob like **/chat"
)

_SELECTION = re.compile(
    rf"""\s+(?:
      for\ (?P<url>\S+)
    | with\ "(?P<text>(?:[^"\\]|\\.)*)"
    | with\ /(?P<regex>(?:[^/\\]|\\.)+)/
    | (?:connection|message|request)\ (?P<number>\d+)
    | (?P<once>once)
    | (?P<times>\d+)\ times?
    | (?P<percent>{_NUMBER})\ ?%
    | from\ (?P<start>{_NUMBER}\ ?(?:ms|s|min))
    | until\ (?P<end>{_NUMBER}\ ?(?:ms|s|min))
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


def parse(text: str) -> tuple[Fault, dict[str, Any]]:
    """Return a fault, and the arguments of `Faults.add` that select its events.

    Raises:
        WeexError: The text is not a fault; the message lists the forms.
    """
    rest, selected = text, dict[str, Any]()
    while match := _SELECTION.search(rest):
        rest = rest[: match.start()]
        for name, value in match.groupdict().items():
            if value is not None:
                selected[name] = value
    phrase = " ".join(rest.split())
    for form in FORMS:
        if match := re.fullmatch(_expanded(form.pattern), phrase, re.IGNORECASE):
            return _made(form.kind, match.groupdict()), _selection(selected)
    raise WeexError(_problem(text, phrase))


def _expanded(pattern: str) -> str:
    return re.sub(r"<(\w):(\w+)>", lambda part: _PARTS[part[1]] % part[2], pattern)


def _made(kind: type[Fault], given: Mapping[str, str | None]) -> Fault:
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value is not None:
            values[name] = _VALUES.get(name, int)(value)
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
        end = _seconds(given["end"]) if "end" in given else None
        chosen["between"] = (_seconds(given.get("start", "0 s")), end)
    return chosen


def _problem(text: str, phrase: str) -> str:
    from weex_runtime.naming import similar

    verbs = {form.shown.split()[0] for form in FORMS}
    first = (phrase.split() or [""])[0].lower()
    verb = first if first in verbs else similar(first, verbs)
    forms = [form.shown for form in FORMS if form.shown.split()[0] == verb]
    forms = forms or [form.shown for form in FORMS]
    guess = f"; did you mean {verb}?" if verb and verb != first else ""
    lines = [f"cannot read the fault {text!r}{guess} Expected:".replace("' Exp", "'. Exp")]
    lines += [f"  {form}" for form in forms]
    lines += [f"then, in any order: {', '.join(SELECTIONS)}", UNITS]
    return "\n".join(lines)


def _seconds(text: str) -> float:
    number, unit = _split(text)
    return number * _UNITS[unit]


def _bytes(text: str) -> int:
    number, unit = _split(text)
    return round(number * _SIZES[unit])


def _split(text: str) -> tuple[float, str]:
    match = re.fullmatch(rf"({_NUMBER}) ?([a-z]+)", text.lower())
    assert match
    return float(match[1]), match[2]


_VALUES: Mapping[str, Callable[[str], Any]] = {
    "seconds": _seconds,
    "jitter": _seconds,
    "after": _seconds,
    "after_bytes": _bytes,
    "bytes_per_second": lambda text: _bytes(text[: -len("/s")]),
    "direction": lambda text: _DIRECTIONS[text.lower()],
}
