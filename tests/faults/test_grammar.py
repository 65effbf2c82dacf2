"""Faults as text."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import WeexError, faults
from weex_runtime.faults import Fault
from weex_runtime.faults.grammar import FORMS, parse

FAULTS: dict[str, Fault] = {
    "lookup fails": faults.LookupFails(),
    "lookup takes 2 s": faults.SlowLookup(2),
    "refuse": faults.Refuse(),
    "drop": faults.Drop(),
    "drop after 3 messages": faults.Drop(after_messages=3),
    "drop after 1 message sent": faults.Drop(after_messages=1, direction="sent"),
    "reset after 100 bytes both ways": faults.Reset(after_bytes=100, direction="both"),
    "stall after 500 ms": faults.Stall(after=0.5),
    "half-close after 2 s sent": faults.HalfClose(after=2, direction="sent"),
    "delay 200 ms": faults.Delay(0.2),
    "delay 1.5 s jitter 50 ms both ways": faults.Delay(1.5, jitter=0.05, direction="both"),
    "throttle 1000 bytes/s": faults.Throttle(1000),
    "slice 1 to 8 bytes sent": faults.Slice(1, 8, direction="sent"),
    "duplicate": faults.Duplicate(),
    "reorder within 2 s": faults.Reorder(seconds=2),
    "corrupt sent": faults.Corrupt(direction="sent"),
    "status 503": faults.Status(503),
    "cut body after 10 bytes": faults.CutBody(after_bytes=10),
    "slow body 500 bytes/s": faults.SlowBody(500),
}


@pytest.mark.parametrize("text", FAULTS)
def test_fault_parsed_from_a_text_is_written_as_the_same_text(text: str) -> None:
    assert parse(text) == (FAULTS[text], {})
    assert str(FAULTS[text]) == text


def test_each_kind_of_fault_has_a_textual_form() -> None:
    kinds = {kind for kind in vars(faults).values() if isinstance(kind, type)} - {Fault}
    assert set(FORMS.values()) == kinds
    assert {type(fault) for fault in FAULTS.values()} == kinds


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Drop After 2 Messages", faults.Drop(after_messages=2)),
        ("throttle 2 KB/s", faults.Throttle(2000)),
        ("drop after 1 MB", faults.Drop(after_bytes=1_000_000)),
        ("stall after 1 min", faults.Stall(after=60)),
        ("slice 4 bytes", faults.Slice(4, 4)),
        ("  refuse  ", faults.Refuse()),
    ],
)
def test_text_of_a_fault_may_be_spelled_in_several_ways(text: str, fault: Fault) -> None:
    assert parse(text) == (fault, {})


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("refuse for **/chat", {"url": "**/chat"}),
        ("refuse connection 2", {"number": 2}),
        ("duplicate message 3 once", {"number": 3, "times": 1}),
        ("status 503 request 1 2 times", {"number": 1, "times": 2}),
        ("drop 12.5%", {"probability": 0.125}),
        ("stall from 5 s until 1 min", {"between": (5.0, 60.0)}),
        ("stall until 200 ms", {"between": (0.0, 0.2)}),
        ('duplicate with "a \\"b\\"" once', {"message": 'a "b"', "times": 1}),
    ],
)
def test_text_of_a_fault_selects_urls_connections_and_messages(
    text: str, chosen: dict[str, Any]
) -> None:
    assert parse(text)[1] == chosen


def test_regular_expression_in_the_text_of_a_fault_selects_messages() -> None:
    assert parse("duplicate with /^a\\/b/")[1]["message"].pattern == "^a/b"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("dorp after 3 messages", ["'dorp after 3 messages'", "did you mean drop?", "after N"]),
        ("drop after 3", ["drop [after N messages"]),
        ("delay 200", ["delay S", "200 ms"]),
        ("explode", ["lookup fails", "status N", "once"]),
        ("", ["refuse"]),
        ("refuse sometimes", ["refuse", "N%"]),
        ("status 99", ["200 to 599", "99"]),
        ("slice 8 to 1 bytes", ["least <= most"]),
        ("duplicate with /(/", ["regular expression"]),
        ("duplicate message " + "9" * 5000, ["message N"]),
        ("delay " + "9" * 400 + " s", ["delay S"]),
    ],
)
def test_error_for_a_wrong_text_lists_the_forms_of_faults(text: str, parts: list[str]) -> None:
    with pytest.raises(WeexError) as raised:
        parse(text)
    assert [part for part in parts if part not in str(raised.value)] == []


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: faults.Drop(after_bytes=1, after=2), "one of after_bytes and after"),
        (lambda: faults.Delay(-1), "seconds"),
        (lambda: faults.Delay(1, direction="down"), "received, sent, both"),  # type: ignore[arg-type]
        (lambda: faults.Throttle(0), "above 0"),
        (lambda: faults.HalfClose(direction="both"), "Drop()"),
        (lambda: faults.Status(9), "200 to 599"),
    ],
)
def test_wrong_value_of_a_fault_is_an_error(make: Any, part: str) -> None:
    with pytest.raises(WeexError, match=part.replace("(", r"\(").replace(")", r"\)")):
        make()
