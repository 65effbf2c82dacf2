"""`expect(locator)`: assertions about elements, retried until they hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from re import Pattern
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from weex_runtime.document.element import FIELDS, Element
from weex_runtime.document.outline import cut
from weex_runtime.errors import AmbiguousLocator, WeexError
from weex_runtime.json_values import JSONValue, shown
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.text import TextMatch, require_text
from weex_runtime.naming import call, named
from weex_runtime.testkit.expect.assertions import Assertions, opposite
from weex_runtime.testkit.locator import element_state as states
from weex_runtime.testkit.locator.element_state import describe
from weex_runtime.testkit.locator.locator import Locator

if TYPE_CHECKING:
    from weex_runtime.instance import Instance


Text: TypeAlias = "str | Pattern[str]"
Texts: TypeAlias = "Text | Sequence[Text]"
Value: TypeAlias = "JSONValue | Pattern[str]"


# The result of one try of an assertion: whether the assertion holds (None if its opposite does not
# hold either), and the present state of the element.
_Result: TypeAlias = "tuple[bool | None, str]"


class _State(NamedTuple):
    """A state that an element has or does not have.

    Attributes:
        missing: Whether an element that does not exist counts as having the state. None if both the
            assertion and the opposite assertion fail for such an element.
    """

    holds: Callable[[Instance, Element], bool]
    no: str
    yes: str
    missing: bool | None = None


def _has_keyboard(page: Instance, element: Element) -> bool:
    focused = page.components.focused
    return focused is not None and focused.element is element


_ATTACHED = _State(lambda page, element: True, "missing", "there", missing=False)
_VISIBLE = _State(states.is_visible, "not visible", "visible", missing=False)
_EMPTY = _State(lambda page, element: element.is_empty, "not empty", "empty")
_FOCUSED = _State(_has_keyboard, "not focused", "focused")
_DISABLED = _State(lambda page, element: element.is_disabled, "enabled", "disabled")


class LocatorAssertions(Assertions):
    """Assertions about the elements that a locator finds. An assertion needs exactly one element,
    unless its docstring says otherwise.

    Every `timeout` is a number of seconds or a `timedelta`; None means the page's default.
    """

    def __init__(self, locator: Locator, message: str = "") -> None:
        super().__init__(locator.page, f"expect({locator!r})", message)
        self._locator = locator

    def to_be_attached(self, timeout: Timeout | None = None) -> None:
        """The element exists, whether it is visible or not."""
        self._state("to_be_attached", _ATTACHED, True, timeout)

    not_to_be_attached = opposite(to_be_attached)

    def to_be_visible(self, timeout: Timeout | None = None) -> None:
        """The element exists and is not hidden (`Element.is_visible`)."""
        self._state("to_be_visible", _VISIBLE, True, timeout)

    not_to_be_visible = opposite(to_be_visible)

    def to_be_hidden(self, timeout: Timeout | None = None) -> None:
        """The element is hidden or does not exist; the same as `not_to_be_visible`."""
        self._state("to_be_hidden", _VISIBLE, False, timeout)

    def to_be_in_viewport(
        self, *, ratio: float | None = None, timeout: Timeout | None = None
    ) -> None:
        """The screen shows the element, or a part of the element.

        Args:
            ratio: The minimum part of the element's area that the screen shows, from 0 to 1; None:
                any part.
        """

        self._is_used = True
        is_number = isinstance(ratio, (int, float))
        if ratio is not None and not (is_number and 0 <= ratio <= 1):
            raise WeexError(
                f"{named('to_be_in_viewport')}: expected a ratio from 0 to 1, got {ratio!r:.40}"
            )

        def ask(found: list[Element]) -> _Result:
            element = found[0]
            part = states.part_on_screen(self._page, element)
            holds = part > 0 and part >= (ratio or 0)
            return holds, f"{part:.0%} of {describe(element)} is on the screen"

        given = None if ratio is None else f"{ratio:g}"
        self._assert(self._call("to_be_in_viewport", ratio=given), ask, timeout)

    not_to_be_in_viewport = opposite(to_be_in_viewport)

    def to_be_empty(self, timeout: Timeout | None = None) -> None:
        """The element has no text. The text of a field is its value."""
        self._state("to_be_empty", _EMPTY, True, timeout)

    not_to_be_empty = opposite(to_be_empty)

    def to_be_focused(self, timeout: Timeout | None = None) -> None:
        """The element has the focus, and so the keyboard."""
        self._state("to_be_focused", _FOCUSED, True, timeout)

    not_to_be_focused = opposite(to_be_focused)

    def to_be_disabled(self, timeout: Timeout | None = None) -> None:
        """The attribute `disabled` is set."""
        self._state("to_be_disabled", _DISABLED, True, timeout)

    not_to_be_disabled = opposite(to_be_disabled)

    def to_be_enabled(self, timeout: Timeout | None = None) -> None:
        """The attribute `disabled` is not set; the same as `not_to_be_disabled`."""
        self._state("to_be_enabled", _DISABLED, False, timeout)

    def to_be_checked(self, timeout: Timeout | None = None) -> None:
        """The element is a switch that is on. `not_to_be_checked` needs a switch that is off."""

        def ask(found: list[Element]) -> _Result:
            element = found[0]
            if not states.is_switch(self._page, element):
                return None, f"{describe(element)} is not a switch"
            is_on = element.is_checked
            return is_on, f"{describe(element)} is {'on' if is_on else 'off'}"

        self._assert(self._call("to_be_checked"), ask, timeout)

    not_to_be_checked = opposite(to_be_checked)

    def to_have_text(self, expected: Texts, timeout: Timeout | None = None) -> None:
        """The texts in the element, joined by spaces, equal the expected text. Any white space
        counts as one space. A regular expression is searched for. For a list of texts: the locator
        finds exactly one element for each text, in this order.
        """
        self._text("to_have_text", expected, True, timeout)

    not_to_have_text = opposite(to_have_text)

    def to_contain_text(self, expected: Texts, timeout: Timeout | None = None) -> None:
        """The texts in the element contain the expected text; upper and lower case are different.
        For a list of texts: elements with these texts exist in this order, maybe with other
        elements between them.
        """
        self._text("to_contain_text", expected, False, timeout)

    not_to_contain_text = opposite(to_contain_text)

    def to_have_count(self, count: int, timeout: Timeout | None = None) -> None:
        """The locator finds this number of elements."""
        self._is_used = True
        if not isinstance(count, int) or isinstance(count, bool):
            raise WeexError(f"{named('to_have_count')}: expected an integer, got {count!r}")

        def ask(found: list[Element]) -> _Result:
            lines = "".join(f"\n    {describe(element)}" for element in found[:10])
            return len(found) == count, f"{len(found)} elements match{lines}"

        self._assert(self._call("to_have_count", str(count)), ask, timeout, is_list=True)

    not_to_have_count = opposite(to_have_count)

    def to_have_attribute(self, name: str, value: Value, timeout: Timeout | None = None) -> None:
        """An attribute, named in camelCase or with hyphens, has this value; "3" equals 3, and
        "true" equals True. A regular expression is searched for."""
        self._named("attribute", name, value, timeout)

    not_to_have_attribute = opposite(to_have_attribute)

    def to_have_style(self, name: str, value: Value, timeout: Timeout | None = None) -> None:
        """A style that the bundle set, by class or directly, has this value; "32px" equals 32. A
        regular expression is searched for in the value.
        """
        self._named("style", name, value, timeout)

    not_to_have_style = opposite(to_have_style)

    def to_have_value(self, value: Text, timeout: Timeout | None = None) -> None:
        """The value of a field equals this text; a regular expression is searched for."""
        self._is_used = True
        require_text(value)

        def ask(found: list[Element]) -> _Result:
            element = found[0]
            if element.type not in FIELDS:
                return None, f"{describe(element)} is not a field"
            there = element.value
            holds = there == value if isinstance(value, str) else bool(value.search(there))
            return holds, f'the value of {describe(element)} is "{there}"'

        shown = f"/{value.pattern}/" if is_pattern(value) else f'"{value}"'
        self._assert(self._call("to_have_value", shown), ask, timeout)

    not_to_have_value = opposite(to_have_value)

    # The methods below implement the assertions, one method for each kind of compared value.

    def _state(self, name: str, state: _State, wanted: bool, timeout: Timeout | None) -> None:
        def ask(found: list[Element]) -> _Result:
            is_so = state.holds(self._page, found[0])
            words = state.yes if is_so else state.no
            return is_so == wanted, f"{describe(found[0])} is {words}"

        missing = None if state.missing is None else state.missing == wanted
        self._assert(self._call(name), ask, timeout, missing=missing)

    def _text(self, name: str, expected: Texts, exact: bool, timeout: Timeout | None) -> None:
        self._is_used = True
        is_list = isinstance(expected, (list, tuple))
        texts = cast("list[Text]", expected if is_list else [expected])
        matches = [TextMatch(text, exact, any_case=False) for text in texts]
        if not exact and not any(match.text for match in matches):
            raise WeexError(
                f"{named(name)}({expected!r}): every text contains an empty text; use "
                f"{call('to_have_text')} to compare the whole text, or {call('to_be_empty')}"
            )

        def ask(found: list[Element]) -> _Result:
            there = [element.text for element in found]
            if exact or not is_list:
                holds = len(there) == len(matches) and all(
                    match(text) for match, text in zip(matches, there, strict=True)
                )
            else:
                rest = iter(there)
                holds = all(any(match(text) for text in rest) for match in matches)
            if is_list:
                return holds, f"the texts are {there}"
            return holds, f'the text of {describe(found[0])} is "{there[0]}"'

        shown = ", ".join(match.description for match in matches)
        shown = f"[{shown}]" if is_list else shown
        self._assert(self._call(name, shown), ask, timeout, is_list)

    def _named(self, kind: str, name: str, value: Value, timeout: Timeout | None) -> None:
        self._is_used = True
        if not isinstance(name, str):
            raise WeexError(f"{named(f'to_have_{kind}')}: expected the name as text, got {name!r}")
        if not (is_pattern(value) or isinstance(value, (str, int, float, list, dict, type(None)))):
            raise WeexError(
                f"{named(f'to_have_{kind}')}: expected a value of JSON or a regular expression, "
                f"got {value!r}"
            )

        def ask(found: list[Element]) -> _Result:
            values = found[0].attr if kind == "attribute" else found[0].style
            there = states.by_name(values, name)
            if is_pattern(value):
                holds = there is not None and value.search(_plain(there, kind)) is not None
            else:
                holds = there == value or (
                    None not in (there, value) and _plain(there, kind) == _plain(value, kind)
                )
            element = describe(found[0])
            if there is None:
                return holds, f"{element} has no {kind} {name!r}"
            shown = cut(there) if isinstance(there, str) else there
            return holds, f"{kind} {name!r} of {element} is {shown!r}"

        words = f"/{value.pattern}/" if is_pattern(value) else repr(value)
        self._assert(self._call(f"to_have_{kind}", repr(name), words), ask, timeout)

    def _assert(
        self,
        assertion: str,
        ask: Callable[[list[Element]], _Result],
        timeout: Timeout | None,
        is_list: bool = False,
        missing: bool | None = None,
    ) -> None:
        """Wait until an assertion about the locator's elements holds.

        Args:
            is_list: Whether the assertion is about any number of elements, not about exactly one.
            missing: The result of the assertion if no element matches the locator.
        """
        self._is_used = True
        locator = self._locator
        found: list[Element] = []

        def problem() -> str:
            found[:] = locator.elements()
            if not is_list:
                locator.require_one_at_most(found)
            holds, state = ask(found) if found or is_list else (missing, "no element matches")
            return "" if holds is (not self._is_opposite) else state

        try:
            self._wait(
                assertion, problem, timeout, nearest=lambda: [] if found else locator.nearest()
            )
        except AmbiguousLocator as error:
            raise self._failure(assertion, f": {error}") from None


def _plain(value: JSONValue, kind: str) -> str:
    """Return the value of an attribute or style as text, as a template writes it; a style in px
    loses the unit.
    """
    text = "null" if value is None else shown(value)
    return text.removesuffix("px") if kind == "style" else text
