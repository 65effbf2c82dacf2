"""Choose whether the JS of a page runs in this process or in a separate process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from weex_runtime.engine.engine import Engine

if TYPE_CHECKING:
    from weex_runtime.engine.isolated.engine import IsolatedEngine

Isolation: TypeAlias = Literal["none", "process"]
AnyEngine: TypeAlias = "Engine | IsolatedEngine"


def prepare(isolation: Isolation) -> None:
    """Start the server process that engines of this isolation need, before the first engine is
    made.
    """
    if isolation == "process":
        from weex_runtime.engine.isolated.process import prepare  # imported only if needed

        prepare()


def open_engine(isolation: Isolation, *, memory_limit: int, time_limit: float) -> AnyEngine:
    """Make an engine for code that the program does not trust.

    Args:
        isolation: "none": in this process; "process": in a separate process.
        memory_limit, time_limit: As in `Engine`.
    """
    if isolation == "process":
        from weex_runtime.engine.isolated.engine import IsolatedEngine  # imported only if needed

        return IsolatedEngine(memory_limit=memory_limit, time_limit=time_limit)
    return Engine(memory_limit=memory_limit, time_limit=time_limit)
