"""What a step names on the screen: found by text or label, waited for, one of several refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from weex_runtime.document import Element
from weex_runtime.errors import PageError, WaitTimeout
from weex_runtime.outline import outline, text_of

if TYPE_CHECKING:
    from weex_runtime.page import Page

# An element and the page that it is on.
Found: TypeAlias = "tuple[Page, Element]"

# Of those that a name fits, those that a step is about.
Choice: TypeAlias = Callable[[list[Found]], list[Found]]

FIELDS = ("input", "textarea")

_LABELS = (
    "placeholder",
    "aria-label",
    "ariaLabel",
    "accessibilityLabel",
    "testId",
    "test-id",
    "id",
)
_SHOWN_LINES = 40


def top_of(page: Page) -> Page:
    """What the screen shows: the topmost page of the stack."""
    return page.stack.top or page


def find(
    page: Page, step: str, name: str, timeout: float, choose: Choice, where: str, number: int = 0
) -> Found:
    """The element that a step names, once it is there.

    Args:
        step: Its text, for messages.
        name: Whole text or label, else a part of it; "" for any element.
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

    until(page, step, name, timeout, is_there, where)
    if number:
        return found[number - 1]
    if len(found) > 1:
        listed = ", ".join(f"{text_of(element)!r}" for _, element in found[:5])
        raise PageError(
            f"step {step!r}: {len(found)} elements match ({listed}); "
            'name one by its whole text, or by number, like: tap "say" 2'
        )
    return found[0]


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


def until(
    page: Page, step: str, name: str, timeout: float, holds: Callable[[Page], bool], where: str
) -> None:
    """Wait until something holds of the page that the screen shows.

    Raises:
        WaitTimeout: It did not in time; says what was looked for and what the screen shows.
        PageError: The page has ended.
    """

    def holds_or_page_ended() -> bool:
        return top_of(page).is_ended or holds(top_of(page))

    from datetime import timedelta

    looked_for = f"{name!r} {where}" if name else where
    limit = timedelta(seconds=timeout)  # of a command line, which may wait for long
    try:
        page.runtime.run_until(holds_or_page_ended, limit, looked_for)
    except WaitTimeout as error:
        raise WaitTimeout(f"step {step!r}: {error}\n{_shown(top_of(page))}") from None
    top = top_of(page)
    if top.is_ended and not holds(top):
        raise PageError(f"step {step!r}: the page was stopped before {looked_for}")


def screen_text(page: Page) -> str:
    """All texts of a page."""
    return "" if page.document.is_empty else text_of(page.document.root)


def _named(page: Page, name: str) -> list[Found]:
    """The elements named so: by their whole text or a label, else by a part of it."""
    elements = list(_on_screen(page))
    if not name:
        return elements

    def names(element: Element) -> list[str]:
        labels = [str(element.attr[key]) for key in _LABELS if element.attr.get(key) is not None]
        own = element.attr.get("value") if element.type in ("text", *FIELDS) else None
        return labels if own is None else [*labels, str(own)]

    whole = [found for found in elements if name in (n.strip() for n in names(found[1]))]
    part = [f for f in elements if any(name.lower() in n.lower() for n in names(f[1]))]
    return whole or part


def _on_screen(page: Page) -> Iterator[Found]:
    """All elements of a page and of those in it."""
    for element in page.document.elements():
        yield page, element
    for embedded in page.components.embedded_pages():
        yield from _on_screen(embedded)


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


def _shown(page: Page) -> str:
    if page.document.is_empty:
        return "the screen is empty"
    lines = outline(page.document.root).splitlines()
    more = [f"... {len(lines) - _SHOWN_LINES} more lines"] if len(lines) > _SHOWN_LINES else []
    return "\n".join(["the screen shows:", *lines[:_SHOWN_LINES], *more])
