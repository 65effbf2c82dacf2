"""What a test reads of the element of a locator, and waiting for its state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from weex_runtime.document.element import Element
from weex_runtime.errors import PageError, WaitTimeout, WeexError
from weex_runtime.instance.waiting import report, wait
from weex_runtime.json_values import JSONValue
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.testkit.locator import element_state as states

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


State: TypeAlias = Literal["visible", "hidden", "attached", "detached"]


class LocatorReading:
    """The readings of `Locator`.

    Each but `is_visible`, `is_hidden` and `all_text_contents` waits until exactly one element is
    there. Every `timeout` is seconds, or a `timedelta`; None: the page's default.

    Raises:
        WaitTimeout: By each that waits: it was not there in time.
        AmbiguousLocator: By each but `all_text_contents`, at once: several match.
    """

    page: Page

    def is_visible(self) -> bool:
        """Whether one is there now and can be seen (element_state.py)."""
        found = self.elements()
        self.require_one_at_most(found)
        return bool(found) and states.is_visible(self.page, found[0])

    def is_hidden(self) -> bool:
        """Whether it is not there now, or cannot be seen."""
        return not self.is_visible()

    def is_disabled(self, timeout: Timeout | None = None) -> bool:
        """Whether its attribute `disabled` is set. `timeout`: seconds, or a `timedelta`."""
        return states.is_disabled(self._one("read", timeout))

    def is_enabled(self, timeout: Timeout | None = None) -> bool:
        """Whether it is not. `timeout`: seconds, or a `timedelta`."""
        return not self.is_disabled(timeout)

    def is_checked(self, timeout: Timeout | None = None) -> bool:
        """Whether a switch is on. `timeout`: seconds, or a `timedelta`.

        Raises:
            PageError: It is no switch.
        """
        element = self._one("read", timeout)
        if not states.is_switch(self.page, element):
            raise PageError(f"{self}: {states.describe(element)} is no switch, neither on nor off")
        return states.is_checked(element)

    def text_content(self, timeout: Timeout | None = None) -> str:
        """The texts in the element, joined by spaces. `timeout`: seconds, or a `timedelta`."""
        return states.text_of(self._one("read", timeout))

    def all_text_contents(self) -> list[str]:
        """The same of each element that is there now."""
        return [states.text_of(element) for element in self.elements()]

    def get_attribute(self, name: str, timeout: Timeout | None = None) -> JSONValue:
        """An attribute as the bundle set it, by its name in camelCase or with hyphens; None where
        there is none. `timeout`: seconds, or a `timedelta`."""
        return states.attribute(self._one("read", timeout), name)

    def get_style(self, name: str, timeout: Timeout | None = None) -> JSONValue:
        """A style, likewise; classes are resolved, nothing is inherited or computed. `timeout`:
        seconds, or a `timedelta`."""
        return states.style(self._one("read", timeout), name)

    def input_value(self, timeout: Timeout | None = None) -> str:
        """What a field holds. `timeout`: seconds, or a `timedelta`.

        Raises:
            PageError: It is no input or textarea.
        """
        element = self._one("read", timeout)
        if element.type not in states.FIELDS:
            raise PageError(f"{self}: {states.describe(element)} is no field and has no value")
        return states.value_of(element)

    def wait_for(self, state: State = "visible", timeout: Timeout | None = None) -> None:
        """Wait until it is so; `expect(locator)` says more where it is not.

        Args:
            state: "visible"; "hidden": not visible, or not there; "attached": there; "detached":
                not there.
            timeout: Seconds, or a `timedelta`.

        Raises:
            WeexError: There is no such state.
        """
        if state not in get_args(State):
            raise WeexError(f"wait_for takes one of {', '.join(get_args(State))}, not {state!r}")
        wanted = state in ("visible", "attached")

        def problem() -> str:
            found = self.elements()
            self.require_one_at_most(found)
            there = found and (
                state in ("attached", "detached") or states.is_visible(self.page, found[0])
            )
            if bool(there) == wanted:
                return ""
            return f"{states.describe(found[0])} is there" if found else "no element matches"

        text, waited = wait(self.page, problem, timeout)
        if text:
            head = f"{self}.wait_for({state!r}): {text} {waited}"
            near = self.nearest() if wanted and not self.elements() else []
            raise WaitTimeout(report(self.page, head, near))

    # Of `Locator`.

    def elements(self) -> list[Element]:
        """The nodes that it finds now."""
        raise NotImplementedError

    def nearest(self) -> list[str]:
        """What is most like what it looks for."""
        raise NotImplementedError

    def require_one_at_most(self, found: Sequence[Element]) -> None:
        """Refuse several."""
        raise NotImplementedError

    def _one(
        self,
        action: str,
        timeout: Timeout | None,
        problem_of: Callable[[Page, Element], str] | None = None,
    ) -> Element:
        """The one element, once it is there and has no problem."""
        raise NotImplementedError
