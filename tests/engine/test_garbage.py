"""Garbage collections of an engine: rarely while JS runs, and between calls into JS."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from weex_runtime import Runtime
from weex_runtime.engine.engine import Engine
from weex_runtime.engine.isolated.engine import IsolatedEngine

from ..support.garbage import LEAVE, exchange

MB = 1 << 20
Make = Callable[[int], Engine]


@pytest.fixture
def make_engine() -> Iterator[Make]:
    engines: list[Engine] = []

    def make(memory_limit: int) -> Engine:
        engines.append(Engine(memory_limit=memory_limit, time_limit=20))
        engines[-1].run(LEAVE, "leave.js")
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


def test_garbage_is_collected_between_calls_into_js(make_engine: Make) -> None:
    engine = make_engine(64 * MB)
    before = engine.memory()
    assert not engine.has_grown()
    engine.run(f"leave({8 * MB})", "a.js")
    assert engine.memory() - before > 8 * MB
    assert engine.has_grown()
    engine.collect()
    assert engine.memory() - before < MB // 10
    assert not engine.has_grown()


def test_garbage_is_collected_during_a_long_call_into_js(make_engine: Make) -> None:
    engine = make_engine(512 * MB)
    engine.run(f"leave({60 * MB})", "a.js")
    assert engine.memory() < 50 * MB


@pytest.mark.parametrize(("limit", "lowered"), [(4, None), (40, None), (64, 8)])
def test_garbage_beyond_the_memory_limit_is_not_an_error(
    make_engine: Make, limit: int, lowered: int | None
) -> None:
    engine = make_engine(limit * MB)
    if lowered:
        engine.limit_memory(lowered * MB)
    engine.run(f"leave({2 * (lowered or limit) * MB})", "a.js")
    assert engine.run("1 + 1", "b.js") == 2


def test_isolated_engine_collects_garbage_between_calls() -> None:
    engine = IsolatedEngine(memory_limit=64 * MB, time_limit=20)
    engine.run(LEAVE, "leave.js")
    before = engine.memory()
    engine.run(f"leave({8 * MB})", "a.js")
    engine.run("1", "b.js")
    assert engine.memory() - before < MB // 10
    engine.close()


def test_memory_of_a_page_stays_level_while_messages_leave_garbage(
    make_runtime: Callable[..., Runtime],
) -> None:
    sizes = exchange(make_runtime(clock="real"), messages=400, size=50_000)
    assert max(sizes) < 10 * MB  # 100 messages of one turn leave 5 MB of garbage
