"""Steps of a test: the calls that act or assert, as a trace shows them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Protocol, TypeVar

from weex_runtime.naming import call

C = TypeVar("C", bound=type)
_LONGEST = 200


class StepObserver(Protocol):
    """Receives the steps of a runtime."""

    def step(self, text: str) -> AbstractContextManager[None]:
        """Return a block in which the step runs.

        Args:
            text: The call, like `get_by_text("Send").click()`.
        """


def steps(
    *methods: str, runtime: Callable[[Any], Any], subject: Callable[[Any], str]
) -> Callable[[C], C]:
    """Mark methods of a class as steps.

    Args:
        runtime: Returns the runtime of an object of the class.
        subject: Returns the name of the object in the step's text.
    """

    def observed(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call_observed(self: Any, *args: Any, **options: Any) -> Any:
            observer: StepObserver | None = runtime(self).step_observer
            if observer is None:
                return method(self, *args, **options)
            given = {name: short(value) for name, value in options.items() if _is_said(value)}
            text = call(method.__name__, *map(short, args), **given)
            with observer.step(f"{subject(self)}.{text}"):
                return method(self, *args, **options)

        return call_observed

    def mark(cls: C) -> C:
        for name in methods:
            setattr(cls, name, observed(getattr(cls, name)))
        return cls

    return mark


def _is_said(value: object) -> bool:
    """Whether an option is worth showing: it has a value that can be read."""
    return value is not None and value != {} and " object at 0x" not in repr(value)


def short(value: object) -> str:
    """Return a value as text of at most 200 characters."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
