"""Thresholds: their text, and whether figures meet them."""

from __future__ import annotations

from collections import Counter

import pytest

from weex_runtime import WeexError
from weex_runtime.load.figures import Figures, Row
from weex_runtime.load.threshold import parse


def figures() -> Figures:
    """Ten connections, one of them failed, and 100 messages, in 10 seconds."""
    found = Figures()
    found.seconds = 10
    times = Counter({10: 9, 200: 1})
    opened = Row("WS open", "ws://a", 10, failures=1, times=times, milliseconds=290, max=204)
    found.rows = {
        ("WS open", "ws://a"): opened,
        ("WS sent", "ws://a"): Row("WS sent", "ws://a", 100, bytes=1000),
    }
    return found


@pytest.mark.parametrize(
    "text",
    [
        "p90<=10ms",
        "p95 < 0.3s",
        "p99.9>100ms",
        "avg<29.1ms",
        "max<205ms",
        "failures<1%",
        "failures<=1",
        "WS open: failures<=10%",
        "sent: rate>=10/s",
        "rate>10",
    ],
)
def test_figures_that_meet_a_threshold_cause_no_message(text: str) -> None:
    assert parse(text).problem(figures()) == ""


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("p95<50ms", "p95 is 200 ms"),
        ("WS open: failures<5%", "failures is 10%"),
        ("failures<1", "failures is 1"),
        ("rate>50/s", "rate is 11/s"),
        ("WS sent: p95<50ms", "no time was measured"),
        ("say: p95<50ms", "no row contains 'say'; the rows are WS open ws://a; WS sent ws://a"),
    ],
)
def test_message_for_a_missed_threshold_has_the_measured_figure(text: str, fact: str) -> None:
    assert fact in parse(text).problem(figures())


@pytest.mark.parametrize(
    "text", ["", "p95", "p95<50", "p95<50%", "p0<1ms", "p101<1ms", "median<1ms", "rate>1ms"]
)
def test_threshold_of_an_unknown_form_is_an_error(text: str) -> None:
    with pytest.raises(WeexError):
        parse(text)
