"""weex_runtime.limits: the table of limits, and values as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Limits, Runtime, WeexError
from weex_runtime.limits import QUANTITIES, parse_limit, shown

DOCS = Path(__file__).parents[1] / "docs" / "security.md"


def test_docs_have_the_table_of_limits() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| .+? \|$", DOCS.read_text(), re.M)
    assert rows == [
        (name, what, shown(name, getattr(Limits(), name))) for name, (what, _) in QUANTITIES.items()
    ]


def test_each_limit_has_a_row_in_the_table_of_limits() -> None:
    assert tuple(QUANTITIES) == Limits._fields


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("elements=1000", ("elements", 1000)),
        ("memory=64MiB", ("memory", 64 << 20)),
        ("bundle=1.5kib", ("bundle", 1536)),
        ("console=100", ("console", 100)),
        ("fetch=10m", ("fetch", 600)),
        ("time=0.5s", ("time", 0.5)),
    ],
)
def test_limits_are_read_from_text(text: str, pair: tuple[str, float]) -> None:
    assert parse_limit(text) == pair


@pytest.mark.parametrize(
    "text",
    ["elements", "elements=", "elements=0", "elements=1.5", "elements=1MiB", "memory=64 MB"]
    + ["memory=1MiB", "fetch=inf", "fetch=-1", "elemnts=3", "=3"]
    + ["elements=1" + "0" * 400, "elements=1" + "0" * 5000, "time=1" + "0" * 400],
)
def test_invalid_text_of_a_limit_is_refused(text: str) -> None:
    with pytest.raises(WeexError):
        parse_limit(text)


@pytest.mark.parametrize(("text", "number"), [("memory=1MiB", "1048576"), ("time=0", "0")])
def test_error_for_the_text_of_a_limit_shows_an_integer(text: str, number: str) -> None:
    with pytest.raises(WeexError, match=rf"got {number}$"):
        parse_limit(text)


def test_a_misspelt_limit_gets_a_suggestion(make_runtime: Callable[..., Runtime]) -> None:
    with pytest.raises(WeexError, match=r"'elemnts'; did you mean elements\?"):
        make_runtime(limits={"elemnts": 3})


@pytest.mark.parametrize("name", ["time", "memory", "elements"])
def test_limit_that_is_too_large_is_refused(
    make_runtime: Callable[..., Runtime], name: str
) -> None:
    for value in (10**400, 10**5000, 1e300, float("inf")):
        with pytest.raises(WeexError, match=f"limit {name}: expected .* up to"):
            make_runtime(limits={name: value})


def test_name_of_a_limit_that_is_not_a_string_is_refused(
    make_runtime: Callable[..., Runtime],
) -> None:
    with pytest.raises(WeexError, match="no limit is called 5; the limits are time, "):
        make_runtime(limits={5: 1})


def test_limit_can_be_a_float_without_fraction(make_runtime: Callable[..., Runtime]) -> None:
    assert make_runtime(limits={"memory": 1e9}).limits.memory == 10**9


@pytest.mark.parametrize("value", [0, -1, True, "3", 1.5, float("nan")])
def test_limit_with_an_invalid_value_is_refused(
    make_runtime: Callable[..., Runtime], value: object
) -> None:
    with pytest.raises(WeexError, match="limit elements: expected an integer above 0, got"):
        make_runtime(limits={"elements": value})


def test_time_limit_and_memory_limit_override_the_limits(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(limits=Limits(time=2, timers=7), time_limit=1, memory_limit=4 << 20)
    assert runtime.limits == Limits(time=1, memory=4 << 20, timers=7)
    assert (runtime.time_limit, runtime.memory_limit) == (1, 4 << 20)
