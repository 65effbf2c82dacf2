"""Steps of a test: the calls that act or assert, as a trace shows them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache, wraps
from typing import Any, Protocol

from weex_runtime.naming import call

_LOCATOR = (
    *("click", "long_press", "fill", "clear", "press_sequentially", "press", "focus", "blur"),
    *("check", "uncheck", "scroll_to", "scroll_into_view_if_needed", "swipe", "pull_to_refresh"),
    *("dispatch_event", "wait_for"),
)
_PAGE = ("fire_event", "fire_global_event", "go_back", "refresh", "activity_result")
_RUNTIME = ("open", "run_until", "run_until_idle", "background", "foreground", "set_offline")
_LONGEST = 200


class StepObserver(Protocol):
    """The protocol of an object that receives the steps of a runtime."""

    def step(self, text: str) -> AbstractContextManager[None]:
        """Return a context manager in which a step runs.

        Args:
            text: The call of the step, like `get_by_text("Send").click()`.
        """


@cache
def observe_steps() -> None:
    """Report each further step of a runtime to the runtime's `step_observer`.

    This call wraps the methods of pages, locators and runtimes. They are not wrapped at import,
    since most processes observe no steps.
    """
    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime

    for name in _LOCATOR:
        _wrap(Locator, name, lambda locator: (locator.page.runtime, repr(locator)))
    for name in _PAGE:
        _wrap(Page, name, lambda page: (page.runtime, "page"))
    for name in _RUNTIME:
        _wrap(Runtime, name, lambda runtime: (runtime, "runtime"))


def _wrap(cls: type, name: str, subject_of: Callable[[Any], tuple[Any, str]]) -> None:
    """Wrap a method of a class, so that each call is reported as a step.

    Args:
        subject_of: A function that returns an object's runtime, and the name of the object in the
            step's text.
    """
    method = getattr(cls, name)

    @wraps(method)
    def observed(self: Any, *args: Any, **options: Any) -> Any:
        __tracebackhide__ = True  # so that pytest shows an error at the test's line
        runtime, subject = subject_of(self)
        observer: StepObserver | None = runtime.step_observer
        if observer is None:
            return method(self, *args, **options)
        given = {key: short(value) for key, value in options.items() if _is_said(value)}
        text = call(name, *map(short, args), **given)
        with observer.step(f"{subject}.{text}"):
            return method(self, *args, **options)

    setattr(cls, name, observed)


def _is_said(value: object) -> bool:
    """Return whether the text of a step shows an argument: a given value whose `repr` does not
    contain an address in memory.
    """
    return value is not None and value != {} and " object at 0x" not in repr(value)


def short(value: object) -> str:
    """Return the `repr` of a value, cut to 200 characters."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
