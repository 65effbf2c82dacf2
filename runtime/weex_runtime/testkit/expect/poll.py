"""`expect.poll(function, page)`: assertions about a value, retried until they hold."""

from __future__ import annotations

from collections.abc import Callable, Container
from re import Pattern
from typing import TYPE_CHECKING, Any, cast

from weex_runtime.errors import WeexError
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.testkit.expect.assertions import Assertions, opposite

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


class PolledAssertions(Assertions):
    """Assertions about the value of a function, which is called after each turn of the loop.

    If the function raises an exception, the assertion raises it at once.
    """

    def __init__(
        self, function: Callable[[], object], page: Page, message: str, timeout: Timeout | None
    ) -> None:
        if not callable(function):
            raise WeexError(
                "expect.poll: expected a function and a page, like (lambda: len(server.received), "
                f"page), got {function!r}"
            )
        name = getattr(function, "__name__", repr(function))
        super().__init__(page, f"expect.poll({name})", message)
        self._function = function
        self._timeout = timeout

    def to_equal(self, expected: object) -> None:
        """The value equals the expected value (`==`)."""
        self._assert(f"to_equal({expected!r})", lambda value: value == expected)

    not_to_equal = opposite(to_equal)

    def to_be_truthy(self) -> None:
        """The value is truthy."""
        self._assert("to_be_truthy()", bool)

    def to_be_falsy(self) -> None:
        """The value is falsy."""
        self._assert("to_be_falsy()", lambda value: not value)

    def to_contain(self, member: object) -> None:
        """The value contains the expected member (`in`)."""
        self._assert(
            f"to_contain({member!r})", lambda value: member in cast(Container[object], value)
        )

    not_to_contain = opposite(to_contain)

    def to_match(self, pattern: Pattern[str]) -> None:
        """The value, converted to text, contains a match of the pattern."""
        self._assert(f"to_match({pattern!r})", lambda value: pattern.search(str(value)))

    def to_be_greater_than(self, bound: float) -> None:
        """The value is greater than the expected number (`>`)."""
        self._assert(f"to_be_greater_than({bound!r})", lambda value: cast(Any, value) > bound)

    def to_be_less_than(self, bound: float) -> None:
        """The value is less than the expected number (`<`)."""
        self._assert(f"to_be_less_than({bound!r})", lambda value: cast(Any, value) < bound)

    def _assert(self, call: str, holds: Callable[[object], object]) -> None:
        self._is_used = True

        def problem() -> str:
            value = self._function()
            is_wanted = bool(holds(value)) is not self._is_opposite
            return "" if is_wanted else f"the function returned {value!r}"

        opposite = "not_" if self._is_opposite else ""
        self._wait(f"{opposite}{call}", problem, self._timeout)
