"""`expect(locator)` and `expect(page)`: what a test claims, asked again until it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os import PathLike
from re import Pattern
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast, overload

from weex_runtime.document.document import Element
from weex_runtime.document.outline import cut
from weex_runtime.errors import AmbiguousLocator, WeexError
from weex_runtime.instance.waiting import report, wait
from weex_runtime.json_values import JSONValue, shown
from weex_runtime.loop.timeouts import Timeout
from weex_runtime.matching.regexp import is_pattern
from weex_runtime.matching.text import TextMatch, require_text
from weex_runtime.testkit.expect.unused import Claims
from weex_runtime.testkit.locator import element_state as states
from weex_runtime.testkit.locator.locator import Locator
from weex_runtime.testkit.page import PageQueries
from weex_runtime.testkit.suggestions import NameSuggestions

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Page
    from weex_runtime.instance.records.web_sockets import WebSocket
    from weex_runtime.testkit.expect.poll import PolledAssertions
    from weex_runtime.testkit.expect.web_socket_assertions import WebSocketAssertions


Text: TypeAlias = "str | Pattern[str]"


class _Answer(NamedTuple):
    """Whether a claim holds, and what is there instead."""

    holds: bool
    there: str


class Expect(NameSuggestions):
    """`expect`, which makes claims of what is claimed about."""

    @overload
    def __call__(self, actual: Locator, message: str = "") -> LocatorAssertions: ...
    @overload
    def __call__(self, actual: Page, message: str = "") -> PageAssertions: ...
    @overload
    def __call__(self, actual: WebSocket, message: str = "") -> WebSocketAssertions: ...
    def __call__(
        self, actual: Locator | Page | WebSocket, message: str = ""
    ) -> LocatorAssertions | PageAssertions | WebSocketAssertions:
        """Claims about a locator's elements, a page, or a WebSocket of it. Each runs the loop until
        it holds or the timeout ends: real seconds, or a `timedelta`; the default is the page's
        (`Page.set_default_timeout`).

        Args:
            message: What a failure says first.

        Raises:
            AssertionError: By each claim that did not hold in time: what was looked for, what was
                there, and why the page is busy.
            WeexError: `actual` is none of them.
        """
        if isinstance(actual, Locator):
            return LocatorAssertions(actual, message)
        if isinstance(actual, PageQueries):
            return PageAssertions(actual, message)
        from weex_runtime.instance.records.web_sockets import WebSocket

        if isinstance(actual, WebSocket):
            from weex_runtime.testkit.expect.web_socket_assertions import WebSocketAssertions

            return WebSocketAssertions(actual, message)
        if callable(actual):
            raise WeexError(
                f"expect() takes a locator, a page or a web socket, not the function {actual!r}; "
                "expect.poll(function, page).to_equal(value) asks a function again until it holds"
            )
        raise WeexError(
            f"expect() takes a locator, a page or a web socket, not {actual!r}; of plain values "
            "assert says it"
        )

    def poll(
        self,
        function: Callable[[], object],
        page: Page,
        message: str = "",
        timeout: Timeout | None = None,
    ) -> PolledAssertions:
        """Claims about what a function returns, like `lambda: len(ws_server.received)`.

        Args:
            function: Called after each turn of the page's loop, until the claim holds.
            page: Whose loop runs meanwhile.
            message: What a failure says first.
            timeout: Seconds, or a `timedelta`; default: the page's.

        Raises:
            AssertionError: By each claim that did not hold in time.
            WeexError: `function` is not one.
        """
        from weex_runtime.testkit.expect.poll import PolledAssertions

        return PolledAssertions(function, page, message, timeout)


expect = Expect()


class LocatorAssertions(Claims):
    """Claims about the elements that a locator finds: exactly one, unless a claim says otherwise.

    Every `timeout` is seconds, or a `timedelta`.
    """

    def __init__(self, locator: Locator, message: str = "") -> None:
        super().__init__(locator.page, repr(locator))
        self._locator = locator
        self._message = message

    def to_be_attached(self, timeout: Timeout | None = None) -> None:
        """It is there, visible or not."""
        self._attached("to_be_attached", True, timeout)

    def not_to_be_attached(self, timeout: Timeout | None = None) -> None:
        """It is not there at all."""
        self._attached("not_to_be_attached", False, timeout)

    def to_be_visible(self, timeout: Timeout | None = None) -> None:
        """It is there, and nothing hides it (testkit/locator/element_state.py)."""
        self._visible("to_be_visible", True, timeout)

    def not_to_be_visible(self, timeout: Timeout | None = None) -> None:
        """It is hidden, or not there at all."""
        self._visible("not_to_be_visible", False, timeout)

    def to_be_hidden(self, timeout: Timeout | None = None) -> None:
        """The same as `not_to_be_visible`."""
        self._visible("to_be_hidden", False, timeout)

    def to_have_text(self, expected: Text | Sequence[Text], timeout: Timeout | None = None) -> None:
        """Its texts, joined by spaces, are this, with white space as one space; or a regular
        expression is found there. A list: so many elements, each with its text, in order."""
        self._text("to_have_text", expected, True, timeout)

    def not_to_have_text(
        self, expected: Text | Sequence[Text], timeout: Timeout | None = None
    ) -> None:
        """It is there with another text."""
        self._text("not_to_have_text", expected, False, timeout)

    def to_contain_text(
        self, expected: Text | Sequence[Text], timeout: Timeout | None = None
    ) -> None:
        """The same for a part of the text, case included. A list: elements with these parts are
        there, in this order, and maybe others between them."""
        self._text("to_contain_text", expected, True, timeout)

    def not_to_contain_text(
        self, expected: Text | Sequence[Text], timeout: Timeout | None = None
    ) -> None:
        """It is there without it."""
        self._text("not_to_contain_text", expected, False, timeout)

    def to_have_count(self, count: int, timeout: Timeout | None = None) -> None:
        """So many elements match."""
        self._count("to_have_count", count, True, timeout)

    def not_to_have_count(self, count: int, timeout: Timeout | None = None) -> None:
        """More or fewer match."""
        self._count("not_to_have_count", count, False, timeout)

    def to_have_attribute(
        self, name: str, value: JSONValue | Pattern[str], timeout: Timeout | None = None
    ) -> None:
        """An attribute, named in camelCase or with hyphens, has this value; text that says the same
        as a number or boolean counts. A regular expression is searched for."""
        self._named("to_have_attribute", "attribute", name, value, True, timeout)

    def not_to_have_attribute(
        self, name: str, value: JSONValue | Pattern[str], timeout: Timeout | None = None
    ) -> None:
        """It has another value or none."""
        self._named("not_to_have_attribute", "attribute", name, value, False, timeout)

    def to_have_style(
        self, name: str, value: JSONValue | Pattern[str], timeout: Timeout | None = None
    ) -> None:
        """The same for a style that the bundle gave, by class or directly; 32 and "32px" are the
        same."""
        self._named("to_have_style", "style", name, value, True, timeout)

    def not_to_have_style(
        self, name: str, value: JSONValue | Pattern[str], timeout: Timeout | None = None
    ) -> None:
        """It has another value or none."""
        self._named("not_to_have_style", "style", name, value, False, timeout)

    def to_have_value(self, value: Text, timeout: Timeout | None = None) -> None:
        """A field holds exactly this text, or a regular expression is found in it."""
        self._value("to_have_value", value, True, timeout)

    def not_to_have_value(self, value: Text, timeout: Timeout | None = None) -> None:
        """It holds another text."""
        self._value("not_to_have_value", value, False, timeout)

    def to_be_empty(self, timeout: Timeout | None = None) -> None:
        """A field holds nothing; another element has no text in it."""
        self._state("to_be_empty", states.is_empty, ("not empty", "empty"), True, timeout)

    def not_to_be_empty(self, timeout: Timeout | None = None) -> None:
        """It holds or has some."""
        self._state("not_to_be_empty", states.is_empty, ("not empty", "empty"), False, timeout)

    def to_be_focused(self, timeout: Timeout | None = None) -> None:
        """It has the keyboard."""
        words = ("not focused", "focused")
        self._state("to_be_focused", self._has_keyboard, words, True, timeout)

    def not_to_be_focused(self, timeout: Timeout | None = None) -> None:
        """It is there without the keyboard."""
        words = ("not focused", "focused")
        self._state("not_to_be_focused", self._has_keyboard, words, False, timeout)

    def to_be_checked(self, timeout: Timeout | None = None) -> None:
        """A switch is on."""
        self._checked("to_be_checked", True, timeout)

    def not_to_be_checked(self, timeout: Timeout | None = None) -> None:
        """A switch is off."""
        self._checked("not_to_be_checked", False, timeout)

    def to_be_disabled(self, timeout: Timeout | None = None) -> None:
        """Its attribute `disabled` is set."""
        self._state("to_be_disabled", states.is_disabled, ("enabled", "disabled"), True, timeout)

    def not_to_be_disabled(self, timeout: Timeout | None = None) -> None:
        """It is not."""
        words = ("enabled", "disabled")
        self._state("not_to_be_disabled", states.is_disabled, words, False, timeout)

    def to_be_enabled(self, timeout: Timeout | None = None) -> None:
        """The same as `not_to_be_disabled`."""
        self._state("to_be_enabled", states.is_disabled, ("enabled", "disabled"), False, timeout)

    # Private parts: one for each kind of claim.

    def _visible(self, claim: str, wanted: bool, timeout: Timeout | None) -> None:

        def ask(found: list[Element]) -> _Answer:
            if not found:
                return _Answer(False, "no element matches")
            holds = states.is_visible(self._locator.page, found[0])
            return _Answer(
                holds, f"{states.describe(found[0])} is {'' if holds else 'not '}visible"
            )

        self._expect(f"{claim}()", ask, wanted, timeout)

    def _attached(self, claim: str, wanted: bool, timeout: Timeout | None) -> None:

        def ask(found: list[Element]) -> _Answer:
            there = f"{states.describe(found[0])} is there" if found else "no element matches"
            return _Answer(bool(found), there)

        self._expect(f"{claim}()", ask, wanted, timeout)

    def _checked(self, claim: str, wanted: bool, timeout: Timeout | None) -> None:
        page = self._locator.page

        def ask(found: list[Element]) -> _Answer:
            element = found[0]
            if not states.is_switch(page, element):
                # Neither claim holds.
                return _Answer(not wanted, f"{states.describe(element)} is no switch")
            holds = states.is_checked(element)
            return _Answer(holds, f"{states.describe(element)} is {'on' if holds else 'off'}")

        self._expect(f"{claim}()", ask, wanted, timeout, needs_one=True)

    def _has_keyboard(self, element: Element) -> bool:
        focused = self._locator.page.components.focused
        return focused is not None and focused.element is element

    def _text(
        self, claim: str, expected: Text | Sequence[Text], wanted: bool, timeout: Timeout | None
    ) -> None:
        self._is_used = True
        exact = claim.endswith("have_text")
        is_one = not isinstance(expected, (list, tuple))
        texts = cast("list[Text]", [expected] if is_one else expected)
        matches = [TextMatch(text, exact, any_case=False) for text in texts]
        if not exact and not any(match.text for match in matches):
            raise WeexError(
                f"{claim}({expected!r}): each text contains that; to_have_text() compares the "
                "whole, to_be_empty() claims that there is none"
            )

        def ask(found: list[Element]) -> _Answer:
            there = [states.text_of(element) for element in found]
            if exact or is_one:
                holds = len(there) == len(matches) and all(
                    match(text) for match, text in zip(matches, there, strict=True)
                )
            else:
                rest = iter(there)
                holds = all(any(match(text) for text in rest) for match in matches)
            if is_one:
                return _Answer(holds, f'the text of {states.describe(found[0])} is "{there[0]}"')
            return _Answer(holds, f"the texts are {there}")

        words = ", ".join(match.words for match in matches)
        words = words if is_one else f"[{words}]"
        self._expect(
            f"{claim}({words})", ask, wanted, timeout, needs_one=is_one, takes_many=not is_one
        )

    def _count(self, claim: str, count: int, wanted: bool, timeout: Timeout | None) -> None:
        self._is_used = True
        if not isinstance(count, int) or isinstance(count, bool):
            raise WeexError(f"{claim}: a count is an integer, not {count!r}")

        def ask(found: list[Element]) -> _Answer:
            lines = "".join(f"\n    {states.describe(element)}" for element in found[:10])
            return _Answer(len(found) == count, f"{len(found)} elements match{lines}")

        self._expect(f"{claim}({count})", ask, wanted, timeout, takes_many=True)

    def _named(
        self,
        claim: str,
        kind: str,
        name: str,
        value: JSONValue | Pattern[str],
        wanted: bool,
        timeout: Timeout | None,
    ) -> None:
        self._is_used = True
        if not isinstance(name, str):
            raise WeexError(f"{claim}: the name of {_an(kind)} is text, not {name!r}")
        if not (is_pattern(value) or isinstance(value, (str, int, float, list, dict, type(None)))):
            raise WeexError(
                f"{claim}: {_an(kind)} is text, a number, a boolean or another value of JSON, "
                f"not {value!r}"
            )
        read = states.attribute if kind == "attribute" else states.style

        def ask(found: list[Element]) -> _Answer:
            there = read(found[0], name)
            if is_pattern(value):
                holds = there is not None and value.search(_plain(there, kind)) is not None
            else:
                holds = there == value or (
                    None not in (there, value) and _plain(there, kind) == _plain(value, kind)
                )
            element = states.describe(found[0])
            if there is None:
                return _Answer(holds, f"{element} has no {kind} {name!r}")
            shown = cut(there) if isinstance(there, str) else there
            return _Answer(holds, f"{kind} {name!r} of {element} is {shown!r}")

        words = f"/{value.pattern}/" if is_pattern(value) else repr(value)
        self._expect(f"{claim}({name!r}, {words})", ask, wanted, timeout, needs_one=True)

    def _value(self, claim: str, value: Text, wanted: bool, timeout: Timeout | None) -> None:
        self._is_used = True
        require_text(value)

        def ask(found: list[Element]) -> _Answer:
            element = found[0]
            if element.type not in states.FIELDS:
                # Neither claim holds.
                return _Answer(not wanted, f"{states.describe(element)} is no field")
            there = states.value_of(element)
            holds = there == value if isinstance(value, str) else bool(value.search(there))
            return _Answer(holds, f'the value of {states.describe(element)} is "{there}"')

        shown = f"/{value.pattern}/" if is_pattern(value) else f'"{value}"'
        self._expect(f"{claim}({shown})", ask, wanted, timeout, needs_one=True)

    def _state(
        self,
        claim: str,
        state: Callable[[Element], bool],
        words: tuple[str, str],
        wanted: bool,
        timeout: Timeout | None,
    ) -> None:

        def ask(found: list[Element]) -> _Answer:
            holds = state(found[0])
            return _Answer(holds, f"{states.describe(found[0])} is {words[holds]}")

        self._expect(f"{claim}()", ask, wanted, timeout, needs_one=True)

    def _expect(
        self,
        claim: str,
        ask: Callable[[list[Element]], _Answer],
        wanted: bool,
        timeout: Timeout | None,
        *,
        needs_one: bool = False,
        takes_many: bool = False,
    ) -> None:
        """Ask until the answer is the wanted one.

        Args:
            needs_one: Without an element neither the claim nor its opposite holds.
            takes_many: Several elements are no mistake.
        """
        self._is_used = True
        locator = self._locator
        found: list[Element] = []

        def problem() -> str:
            found[:] = locator.elements()
            if not takes_many:
                locator.require_one_at_most(found)
            if needs_one and not found:
                return "no element matches"
            answer = ask(found)
            return "" if answer.holds == wanted else answer.there

        head = _head(self._message, f"expect({locator}).{claim}")
        try:
            text, waited = wait(locator.page, problem, timeout)
        except AmbiguousLocator as error:
            raise AssertionError(f"{head}: {error}") from None
        if text:
            head = f"{head} did not hold {waited}: {text}"
            raise AssertionError(report(locator.page, head, [] if found else locator.nearest()))


class PageAssertions(Claims):
    """Claims about a page."""

    def __init__(self, page: Page, message: str = "") -> None:
        super().__init__(page, repr(page))
        self._message = message

    def to_match_snapshot(
        self,
        path: str | PathLike[str],
        *,
        update: bool = False,
        timeout: Timeout | None = None,
    ) -> None:
        """The element tree reads as the text in a file (snapshot.py).

        Where there is no file, it is written once the page has come to rest, unless the environment
        variable CI is set. With `update`, or WEEX_UPDATE_SNAPSHOTS=1, it is written anew.

        Args:
            path: Of the file; a mere name stands for `snapshots/NAME.txt` beside the file that
                calls.
            timeout: Seconds, or a `timedelta`.
        """
        import sys

        from weex_runtime.testkit.expect import snapshot

        self._is_used = True

        file = snapshot.file_of(path, sys._getframe(1).f_code.co_filename)
        try:
            snapshot.check(self._page, file, update=update, timeout=timeout)
        except AssertionError as error:
            if not self._message:
                raise
            raise AssertionError(_head(self._message, str(error))) from None


def _head(message: str, words: str) -> str:
    return f"{message}\n{words}" if message else words


def _an(kind: str) -> str:
    return f"an {kind}" if kind == "attribute" else f"a {kind}"


def _plain(value: JSONValue, kind: str) -> str:
    """A value as text: as a template would write it; of styles, page pixels without their unit."""
    text = "null" if value is None else shown(value)
    if kind == "style" and text.endswith("px"):
        return text[:-2]
    return text
