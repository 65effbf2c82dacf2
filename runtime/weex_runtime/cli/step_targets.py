"""Find the element that a step names: a locator, once one element is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.document.document import Element
from weex_runtime.document.outline import text_of
from weex_runtime.errors import PageError, WaitTimeout
from weex_runtime.instance.waiting import report, wait
from weex_runtime.json_values import shown
from weex_runtime.testkit.locator.element_state import FIELDS, describe
from weex_runtime.testkit.locator.locator import Locator
from weex_runtime.testkit.locator.roles import LABELS
from weex_runtime.testkit.locator.selectors import ByCss, Finder, Scope

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Page

# An element and the page that it is on.
Found: TypeAlias = "tuple[Page, Element]"

# Of those that a name fits, those that a step is about.
Choice: TypeAlias = Callable[[list[Found]], list[Found]]

_LABELS = ("placeholder", *LABELS, "testId", "test-id", "id")


class ByName(Finder):
    """Elements by their text or value, placeholder, label, test id or id.

    Args:
        name: The whole of one of them, or a part in any case; "" for any element.
    """

    def __init__(self, name: str, whole: bool = False) -> None:
        self._name = name
        self._whole = whole
        self.words = repr(name)
        self.wanted = name

    def find(self, scope: Scope) -> list[Element]:
        return [element for element in scope.element.walk() if self._fits(element)]

    def said(self, element: Element) -> str:
        return next(iter(names_of(element)), "")

    def _fits(self, element: Element) -> bool:
        if not self._name:
            return True
        if self._whole:
            return self._name in (name.strip() for name in names_of(element))
        return any(self._name.lower() in name.lower() for name in names_of(element))


def names_of(element: Element) -> list[str]:
    """The labels of an element, and its text or value: steps can name it by each."""
    names = [shown(element.attr[key]) for key in _LABELS if element.attr.get(key) is not None]
    own = element.attr.get("value") if element.type in ("text", *FIELDS) else None
    return names if own is None else [*names, shown(own)]


def top_of(page: Page) -> Page:
    """The page that the screen shows: the topmost of the stack."""
    return page.stack.top or page


def element_of(locator: Locator) -> Found:
    """The element that a locator of `find` has found, and its page."""
    return locator.page, locator.elements()[0]


def find(
    page: Page, name: str, timeout: float, choose: Choice, where: str, number: int = 0
) -> Locator:
    """The element that a step names, once it is there.

    Args:
        name: Whole text or label, else a part of it; `css=SELECTOR`; "" for any element.
        where: What the element is waited for as, like "on the screen".
        number: Which of several, from 1; 0: there must be one.

    Raises:
        WaitTimeout: It was not there in time.
        PageError: There are several.
    """
    found: list[Found] = []

    def is_there(top: Page) -> bool:
        found[:] = choose(_named(top, name))
        return len(found) > max(0, number - 1)

    try:
        until(page, name, timeout, is_there, where)
    except WaitTimeout as error:
        if not found:
            raise
        raise WaitTimeout(f"{_too_few(name, number, len(found))}; {error}") from None
    if len(found) > 1 and not number:
        listed = ", ".join(repr(text_of(e) or describe(e)) for _, e in found[:5])
        raise PageError(
            f"{len(found)} elements match ({listed}); "
            'name one by its whole text, or by number, like: tap "say" 2'
        )
    on, _ = found[number - 1 if number else 0]

    def again(scope: Scope) -> list[Element]:
        there = choose(_named(top_of(page), name))
        chosen = there[number - 1 : number] if number else there
        return [element for owner, element in chosen if owner is on]

    return Locator(on, again, repr(name) if name else where, ByName(name))


def any_of(found: list[Found]) -> list[Found]:
    """All that are named."""
    return found


def of_types(*types: str) -> Choice:
    """Those of some element types."""
    return lambda found: [(page, element) for page, element in found if element.type in types]


def listening_to(event: str) -> Choice:
    """Those that listen themselves."""
    return lambda found: [(page, e) for page, e in found if e.listens_to(event)]


def tappable(found: list[Found]) -> list[Found]:
    """One for each that takes taps: a tap on any element in it is the same."""
    return _one_for_each(found, lambda page, element: page.components.of(element).takes_tap())


def under_listener(event: str) -> Choice:
    """One for each that listens, around those that are named."""
    return lambda found: _one_for_each(found, lambda page, element: element.listens_to(event))


def nearest(*types: str) -> Choice:
    """Those of some types; else those nearest to what is named, as a switch is to the text beside
    it."""

    def choose(found: list[Found]) -> list[Found]:
        own = of_types(*types)(found)
        if own:
            return own
        beside: dict[str, Found] = {}
        for page, element in found:
            for near in _beside(element, types):
                beside.setdefault(f"{page.id} {near.ref}", (page, near))
        return list(beside.values())

    return choose


def until(page: Page, name: str, timeout: float, holds: Callable[[Page], bool], where: str) -> None:
    """Wait until something holds of the page that the screen shows.

    Raises:
        WaitTimeout: It did not in time; says what was looked for and what the screen shows.
        PageError: The page has ended.
    """
    looked_for = f"{name!r} {where}" if name else where
    deadline = time.monotonic() + timeout
    top = top_of(page)
    while True:
        left = timedelta(seconds=max(0.0, deadline - time.monotonic()))
        if not wait(top, lambda: "" if holds(top_of(page)) else looked_for, left)[0]:
            return
        if top_of(page) is top:
            break
        top = top_of(page)  # another page is shown by now
    if top.is_ended:
        raise PageError(f"the page was stopped before {looked_for}")
    head = f"timed out after {timeout:g} s waiting for {looked_for}"
    lines = Locator(top, lambda scope: [], name, ByName(name)).nearest() if name else []
    raise WaitTimeout(report(top, head, lines))


def is_shown(page: Page, name: str) -> bool:
    """The texts of a page contain this one; or an element matches `css=SELECTOR`."""
    if name.startswith("css="):
        return bool(_named(page, name))
    return not page.document.is_empty and name in text_of(page.document.root)


def _too_few(name: str, number: int, count: int) -> str:
    many = f"{count} elements match" if count > 1 else "one element matches"
    return (
        f"{many} {name!r}, so there is no number {number} "
        f'(the text {name + f" {number}"!r} is written "{name} {number}", in quotes)'
    )


def _named(page: Page, name: str) -> list[Found]:
    """The elements named so: by their whole text or a label, else by a part of it."""
    if name.startswith("css="):
        selector = name.removeprefix("css=")
        return [found for on in _screen(page) for found in _found(on, ByCss(on, selector))]
    finders = [ByName(name, whole=True), ByName(name)] if name else [ByName("")]
    for finder in finders:
        if found := [found for on in _screen(page) for found in _found(on, finder)]:
            return found
    return []


def _found(page: Page, finder: Finder) -> list[Found]:
    if page.document.is_empty:
        return []
    return [(page, element) for element in finder.find(Scope(page.document.root))]


def _screen(page: Page) -> Iterator[Page]:
    """A page and those in it."""
    yield page
    for embedded in page.components.embedded_pages():
        yield from _screen(embedded)


def _one_for_each(found: list[Found], takes: Callable[[Page, Element], bool]) -> list[Found]:
    kept: dict[str, Found] = {}
    deaf: list[Found] = []
    for page, element in found:
        target: Element | None = element
        while target and not takes(page, target):
            target = target.parent
        if target:
            kept.setdefault(f"{page.id} {target.ref}", (page, element))
        else:
            deaf.append((page, element))
    return list(kept.values()) or deaf


def _beside(element: Element, types: tuple[str, ...]) -> list[Element]:
    """Those of some types in the smallest box around an element that has any."""
    around: Element | None = element
    while around:
        near = [part for part in around.walk() if part.type in types]
        if near:
            return near
        around = around.parent
    return []
