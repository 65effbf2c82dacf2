"""Carry out the steps of `weex-runtime run --do` with locators."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from weex_runtime import interaction
from weex_runtime.cli.steps.finder import (
    ON_SCREEN,
    Selection,
    listening_to,
    locator,
    matches,
    names_of,
    of_types,
    switches,
    tappable,
    under_listener,
)
from weex_runtime.cli.steps.syntax import VERBS, Step, event_data
from weex_runtime.document.element import FIELDS
from weex_runtime.document.outline import text_of
from weex_runtime.errors import PageError, WaitTimeout
from weex_runtime.instance.waiting import finish_navigation, report, wait
from weex_runtime.naming import did_you_mean
from weex_runtime.testkit.locator.element_state import describe
from weex_runtime.testkit.locator.locator import Locator

if TYPE_CHECKING:
    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.module_api.component_events import Direction
    from weex_runtime.testkit.page import Page

_LISTS = ("list", "recycler", "waterfall", "vlist", "hlist", "simplelist", "recycle-list")
_SHOWN_LINES = 3  # number of console lines quoted in the error of a failed step `log`
_SLIDERS = ("slider", "cycleslider", "slider-neighbor")


def carry_out(page: Page, step: Step, timeout: float, fonts: Sequence[str] = ()) -> None:
    """Carry out one step of `--do`.

    Args:
        page: Any page of a stack. The step acts on the page that is on top when the step starts.
        timeout: Real seconds to wait for the element or the state that the step names.
        fonts: Font files for a step `screenshot`.

    Raises:
        WaitTimeout: The wait timed out; the message shows the screen.
        PageError: The element does not support the action.
    """
    action = _Action(page, step, timedelta(seconds=timeout), fonts)
    try:
        if step.verb not in ("answer", "pause"):
            finish_navigation(page, "", action.timeout)
        _ACTIONS[step.verb](action)
    except (WaitTimeout, PageError) as error:
        kind = WaitTimeout if isinstance(error, WaitTimeout) else PageError
        raise kind(f"step {step.text!r}: {error}") from None


@dataclass
class _Action:
    """A step that is carried out.

    Attributes:
        timeout: The time to wait, as a `timedelta`: locators refuse large numbers, which probably
            mean ms.
    """

    page: Page
    step: Step
    timeout: timedelta
    fonts: Sequence[str]

    @property
    def args(self) -> tuple[str, ...]:
        return self.step.args

    @property
    def top(self) -> Page:
        """Return the top page of the navigation stack, which the screen shows."""
        return self.page.stack.top or self.page

    def find(self, select: Selection | None = None, where: str = ON_SCREEN) -> Locator:
        """Wait until an element matches the step, and return its locator. For a step with number N,
        wait until N elements match.

        Args:
            where: The text for errors about elements that `select` leaves out, like "as a field".

        Raises:
            WaitTimeout: No element matched in time, or fewer elements matched than the step's
                number N requires.
            PageError: Several elements match, and the step has no number that selects one.
        """
        name, number = self.step.target, self.step.number
        found: list[Locator] = []

        def is_there() -> bool:
            found[:] = matches(self.top, name, select)
            return len(found) >= max(1, number)

        try:
            self.wait_until(is_there, where)
        except WaitTimeout as error:
            if not found:
                raise
            many = f"{len(found)} elements match" if len(found) > 1 else "one element matches"
            quoted = f'"{name} {number}"'
            raise WaitTimeout(
                f"{many} {name!r}, so there is no element number {number}; if {number} is part of "
                f"the text, write {quoted}, with the quotes; {error}"
            ) from None
        if len(found) > 1 and not number:
            raise PageError(self._several(found))
        return found[max(0, number - 1)]

    def _several(self, found: list[Locator]) -> str:
        """Describe the elements that match a step, and how a step can name only one of these
        elements.
        """
        elements = [locator.elements()[0] for locator in found[:5]]
        texts = [text_of(element) for element in elements]
        are_alike = len(set(texts)) < len(texts)
        listed = [
            describe(element) if are_alike or not text else repr(text)
            for element, text in zip(elements, texts, strict=True)
        ]
        verb = VERBS[self.step.verb]
        ways = [] if are_alike else ["the whole text of one element"]
        if verb.is_numbered:
            ways.append(f'a number, like: {self.step.verb} "{self.step.target}" 2')
        elif are_alike or not self.step.target:
            form = re.sub("[][]", "", verb.form)
            form = re.sub("TEXT|FIELD", "css=SELECTOR", form, count=1)
            ways.append(f"a selector: {self.step.verb} {form}")
        return f"{len(found)} elements match ({', '.join(listed)}); use {', or '.join(ways)}"

    def find_field(self) -> Locator:
        """Wait for the field that the step names."""
        field = self.find(of_types(*FIELDS), "as a field")
        if len(self.args) > 1 and not self.step.is_quoted:
            # In `fill your name Ada`, "name" is probably a part of the field's name.
            start = f"{self.args[0]} {self.args[1].split()[0]}".lower()
            for name in names_of(field.elements()[0]):
                if name.lower().startswith(start):
                    raise PageError(
                        f"the name of the field is {name!r}, not {self.args[0]!r}; write "
                        f'{self.step.verb} "{name}" TEXT'
                    )
        return field

    def find_around(self, only: Selection, kind: str) -> Locator:
        """Wait for the element that the step names. If the step names none, wait for the only
        element that `only` selects.

        Args:
            kind: The description of the elements of `only` in messages, like "a slider".
        """
        return self.find() if self.step.target else self.find(only, f"{kind} {ON_SCREEN}")

    def wait_until(self, holds: Callable[[], bool], where: str) -> None:
        """Wait until a condition is true on the current page. Another page may open meanwhile.

        Raises:
            WaitTimeout: The condition did not become true in time.
            PageError: The page ended before the condition became true.
        """
        name = self.step.target
        looked_for = f"{name!r} {where}" if name else where
        deadline = time.monotonic() + self.timeout.total_seconds()
        while True:
            top = self.top
            left = timedelta(seconds=max(0.0, deadline - time.monotonic()))
            if not wait(top, lambda: "" if holds() else looked_for, left)[0]:
                return
            if self.top is top:
                break
        if top.is_ended:
            raise PageError(f"the page was stopped before {looked_for}")
        head = f"timed out after {self.timeout.total_seconds():g} s waiting for {looked_for}"
        if self.step.verb == "log":
            near = [line.text for line in self.console[-_SHOWN_LINES:]]
        else:
            near = locator(top, name).nearest() if name else []
        raise WaitTimeout(report(top, head, near))

    def is_shown(self) -> bool:
        """Return whether the screen shows the step's text. If the step has a selector instead of a
        text, return whether an element matches the selector.
        """
        text, page = self.step.target, self.top
        if text.startswith("css="):
            return bool(matches(page, text))
        return not page.document.is_empty and text in text_of(page.document.root)

    def is_logged(self) -> bool:
        """Return whether a console line of a page in the stack contains the text of the step."""
        return any(self.step.target in line.text for line in self.console)

    @property
    def console(self) -> list[ConsoleLine]:
        """Return the console lines of all pages in the stack."""
        pages = dict.fromkeys([self.page, *self.page.stack.pages])
        return [line for page in pages for line in page.console]

    def fire(self) -> None:
        """Fire the event of a step `fire` on the named element, or on the nearest ancestor that
        listens to the event.

        Raises:
            PageError: No such element listens to the event.
        """
        event = self.args[1]
        named = self.find(under_listener(event))
        element = named.elements()[0]
        listener = element.nearest_listener(event)
        if listener is None:
            heard = {name for one in element.with_ancestors() for name in one.event_names}
            advice = did_you_mean(
                event, heard, f"they listen to {', '.join(sorted(heard)) or 'nothing'}"
            )
            raise PageError(
                f"nothing listens to {event} at {describe(element)} or at an ancestor; {advice}"
            )
        data = event_data(self.args[2]) if len(self.args) == 3 else {}
        named.page.fire_event(listener.ref, event, data)


def _on_element(act: Callable[..., None], locator: Locator, *args: object) -> None:
    act(locator.page, locator.elements()[0], *args)


_ACTIONS: dict[str, Callable[[_Action], object]] = {
    "tap": lambda a: a.find(tappable).click(a.timeout),
    "longpress": lambda a: a.find(under_listener("longpress")).long_press(a.timeout),
    "swipe": lambda a: a.find().swipe(cast("Direction", a.args[0]), timeout=a.timeout),
    "fill": lambda a: a.find_field().fill(a.args[1], a.timeout),
    "type": lambda a: a.find_field().press_sequentially(a.args[1], a.timeout),
    "clear": lambda a: a.find_field().clear(a.timeout),
    "return": lambda a: _on_element(interaction.press_return, a.find_field()),
    "focus": lambda a: a.find_field().focus(a.timeout),
    "blur": lambda a: a.find_field().blur(a.timeout),
    "check": lambda a: a.find(switches, "beside a switch").check(a.timeout),
    "uncheck": lambda a: a.find(switches, "beside a switch").uncheck(a.timeout),
    "slide": lambda a: _on_element(
        interaction.slide_to, a.find_around(of_types(*_SLIDERS), "a slider"), int(a.args[0])
    ),
    "scroll": lambda a: a.find_around(
        of_types("scroller", *_LISTS), "a scroller or list"
    ).scroll_to(y=float(a.args[0]), timeout=a.timeout),
    "loadmore": lambda a: _on_element(
        interaction.scroll_to_end, a.find_around(listening_to("loadmore"), "a list's loadmore")
    ),
    "pull": lambda a: a.find_around(of_types("refresh"), "a <refresh>").pull_to_refresh(
        timeout=a.timeout
    ),
    "appear": lambda a: _on_element(interaction.appear, a.find(under_listener("appear"))),
    "disappear": lambda a: _on_element(interaction.disappear, a.find(under_listener("disappear"))),
    "back": lambda a: interaction.go_back(a.top),
    "background": lambda a: a.page.runtime.background(),
    "foreground": lambda a: a.page.runtime.foreground(),
    "wait": lambda a: a.wait_until(a.is_shown, ON_SCREEN),
    "gone": lambda a: a.wait_until(lambda: not a.is_shown(), "to go away"),
    "log": lambda a: a.wait_until(a.is_logged, "logged"),
    "answer": lambda a: a.page.answer_dialogs(a.step.answer),
    "screenshot": lambda a: a.top.screenshot(a.args[0], fonts=a.fonts),
    "pause": lambda a: a.page.looper.run_for(float(a.args[0])),
    "fire": _Action.fire,
}
