"""The base class of assertions. An assertion is tried again after each turn of the loop until it
holds; after its timeout it raises AssertionError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from weex_runtime.instance.waiting import report, wait
from weex_runtime.naming import call
from weex_runtime.testkit.expect.unused import MustBeUsed

if TYPE_CHECKING:
    from weex_runtime.instance import Instance
    from weex_runtime.loop.timeouts import Timeout

P = ParamSpec("P")
A = TypeVar("A", bound="Assertions")


class Assertions(MustBeUsed):
    """The assertions about one subject, as `expect(subject)` returns them.

    Args:
        page: The page whose loop runs while an assertion waits.
        subject: The call of `expect` as text for messages, like `expect(get_by_text("Send"))`.
        message: The first line of a failure's message; "" for none.
    """

    def __init__(self, page: Instance, subject: str, message: str) -> None:
        super().__init__()
        self._page = page
        self._subject = subject
        self._message = f"{message}\n" if message else ""
        self._is_opposite = False

    def _forgotten(self) -> tuple[Instance, str, str]:
        advice = "call an assertion, like expect(...).to_be_visible(), with the parentheses"
        return self._page, self._subject, advice

    def _call(self, method: str, *arguments: str, **options: str | None) -> str:
        """Return the call of the assertion as text for messages. The name starts with `not_` if
        `opposite` made the assertion.
        """
        return call(f"not_{method}" if self._is_opposite else method, *arguments, **options)

    def _wait(
        self,
        shown: str,
        problem: Callable[[], str],
        timeout: Timeout | None,
        *,
        nearest: Callable[[], Sequence[str]] = list,
        details: Callable[[], str] = str,
    ) -> None:
        """Run the loop until an assertion holds.

        Args:
            shown: The call of the assertion as text, made by `_call`.
            problem: A function that returns "" if the assertion holds, else the present state of
                its subject.
            nearest: A function that returns lines about similar elements for the failure's message.
            details: A function that returns text to append to the message's first sentence.

        Raises:
            AssertionError: The assertion did not hold in time.
        """
        observer = getattr(self._page.runtime, "step_observer", None)
        with observer.step(f"{self._subject}.{shown}") if observer else nullcontext():
            text, waited = wait(self._page, problem, timeout)
            if text:
                raise self._failure(shown, f" did not hold {waited}: {text}{details()}", nearest())

    def _failure(self, shown: str, problem: str, nearest: Sequence[str] = ()) -> AssertionError:
        head = f"{self._message}{self._subject}.{shown}{problem}"
        return AssertionError(report(self._page, head, nearest))


def opposite(assertion: Callable[Concatenate[A, P], None]) -> Callable[Concatenate[A, P], None]:
    """Return the method of the opposite assertion, like `not_to_have_text` for `to_have_text`."""

    @wraps(assertion)
    def negated(self: A, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._is_opposite = True
        try:
            assertion(self, *args, **kwargs)
        finally:
            self._is_opposite = False

    negated.__doc__ = f"The opposite of `{assertion.__name__}`."
    return negated
