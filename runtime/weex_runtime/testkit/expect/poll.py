"""`expect.poll(function, page)`: claims about a value that are made again until they hold."""

from __future__ import annotations

from collections.abc import Callable, Container
from re import Pattern
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import WeexError
from weex_runtime.instance.waiting import report, wait
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.testkit.expect.unused import Claims

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Page

# A failed claim's report ends at the line of the test; pytest reads this.
__tracebackhide__ = True


class PolledAssertions(Claims):
    """Claims about the value of a function, which is called after each turn of the loop.

    What the function raises ends the test at once.
    """

    def __init__(
        self, function: Callable[[], object], page: Page, message: str, timeout: Timeout | None
    ) -> None:
        self._is_used = True  # of one that is refused
        if not callable(function):
            raise WeexError(
                "expect.poll: expected a function and a page, like (lambda: len(server.received), "
                f"page), got {function!r}"
            )
        name = getattr(function, "__name__", repr(function))
        super().__init__(page, name)
        self._function = function
        self._head = f"{message}\n" if message else ""
        self._words = f"expect.poll({name})"
        self._timeout = timeout

    def to_equal(self, expected: object) -> None:
        """It is equal to this (`==`)."""
        self._claim("to_equal", expected, lambda value: value == expected)

    def not_to_equal(self, expected: object) -> None:
        """It is not equal to this (`!=`)."""
        self._claim("not_to_equal", expected, lambda value: value != expected)

    def to_be_truthy(self) -> None:
        """It counts as true."""
        self._claim("to_be_truthy", ..., bool)

    def to_be_falsy(self) -> None:
        """It counts as false."""
        self._claim("to_be_falsy", ..., lambda value: not value)

    def to_contain(self, member: object) -> None:
        """This is in it (`in`)."""
        self._claim("to_contain", member, lambda value: member in cast(Container[object], value))

    def not_to_contain(self, member: object) -> None:
        """This is not in it (`not in`)."""
        self._claim(
            "not_to_contain", member, lambda value: member not in cast(Container[object], value)
        )

    def to_match(self, pattern: Pattern[str]) -> None:
        """The pattern is found in its text."""
        self._claim("to_match", pattern, lambda value: pattern.search(str(value)) is not None)

    def to_be_greater_than(self, bound: float) -> None:
        """It is greater (`>`)."""
        self._claim("to_be_greater_than", bound, lambda value: cast(Any, value) > bound)

    def to_be_less_than(self, bound: float) -> None:
        """It is less (`<`)."""
        self._claim("to_be_less_than", bound, lambda value: cast(Any, value) < bound)

    def _claim(self, claim: str, expected: object, holds: Callable[[object], bool]) -> None:
        self._is_used = True

        def problem() -> str:
            value = self._function()
            return "" if holds(value) else f"the function returned {value!r}"

        text, waited = wait(self._page, problem, self._timeout)
        if text:
            argument = "" if expected is ... else repr(expected)
            head = f"{self._head}{self._words}.{claim}({argument}) did not hold {waited}: {text}"
            raise AssertionError(report(self._page, head, []))
