"""Write the actions of a preview's user as the code of a test, for "Copy as test"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.json_values import shown

if TYPE_CHECKING:
    from weex_runtime.module_api.dialog import Answer
    from weex_runtime.testkit.locator.locator import Locator
    from weex_runtime.testkit.page import Page


@dataclass
class _Call:
    """A call of a method of a device's page.

    Attributes:
        code: The code of the call, like "go_back()"; "" before the first action.
        answers: Answers to the dialogs that opened after the call. The test must queue these
            answers before the call.
    """

    device: int
    code: str
    answers: list[Answer] = field(default_factory=list)


class Actions:
    """The actions of the preview's user so far, written as a test's method calls on pages.

    Attributes:
        device: Index of the device on which the next action acts.
    """

    def __init__(self) -> None:
        self.device = 0
        self._calls: list[_Call] = []
        self._field: Element | None = None

    def add(self, page: Page, element: Element, action: str) -> None:
        """Record an action on an element, like `click()`."""
        self.call(f"{locator_of(page, element)}.{action}")

    def call(self, line: str) -> None:
        """Record a method call on the page, like `go_back()`."""
        self._field = None
        self._calls.append(_Call(self.device, line))

    def answered(self, answer: Answer) -> None:
        """Record the answer to a dialog that opened after the device's last call."""
        own = [call for call in self._calls if call.device == self.device]
        if not own:
            own = [_Call(self.device, "")]
            self._calls[:0] = own
        own[-1].answers.append(answer)

    def typed(self, page: Page, element: Element, text: str) -> None:
        """Record the text of a field; further typing replaces it."""
        code = f"{locator_of(page, element)}.fill({text!r})"
        if self._field is element:
            self._calls[-1].code = code
        else:
            self.call(code)
            self._field = element

    def code(self, platforms: Sequence[str]) -> str:
        """Return the code of a test in Python that repeats the actions.

        Args:
            platforms: The platform of each device; "" for the documented one.
        """
        pages = ["page"]
        if len(platforms) > 1:
            pages = [f"page{number}" for number in range(1, len(platforms) + 1)]
        while_loading = {call.device: call.answers for call in self._calls if not call.code}
        head = ["def test_it(weex_page):", "    page = weex_page"]
        if any(platforms) or len(platforms) > 1 or while_loading:
            head = ["def test_it(new_weex_page):"]
            if while_loading:
                head[:0] = ["from weex_runtime.instance import PageStack", "", ""]
            for device, (page, platform) in enumerate(zip(pages, platforms, strict=True)):
                options = [f"platform={platform!r}"] if platform else []
                if device in while_loading:
                    answers = while_loading[device]
                    head.append("    stack = PageStack()")
                    head.append(f"    stack.dialogs.answers.extend({answers!r})")
                    options.append("stack=stack")
                head.append(f"    {page} = new_weex_page({', '.join(options)})")
        body = []
        for call in self._calls:
            if call.code and call.answers:
                arguments = ", ".join(map(repr, call.answers))
                body.append(f"    {pages[call.device]}.answer_dialogs({arguments})")
            if call.code:
                body.append(f"    {pages[call.device]}.{call.code}")
        return "\n".join([*head, *(body or ["    ..."]), ""])


def locator_of(page: Page, element: Element) -> str:
    """Return the code of the first locator that finds this element only."""
    for code, locator in _candidates(page, element):
        if locator.elements() == [element]:
            return code
    elements = page.locator(element.type).elements()
    return f"locator({element.type!r}).nth({elements.index(element)})"


def _candidates(page: Page, element: Element) -> Iterator[tuple[str, Locator]]:
    attr = element.attr
    if test_id := shown(attr.get("testId") or attr.get("test-id")):
        yield f"get_by_test_id({test_id!r})", page.get_by_test_id(test_id)
    if placeholder := shown(attr.get("placeholder")):
        yield f"get_by_placeholder({placeholder!r})", page.get_by_placeholder(placeholder)
    if label := shown(attr.get("ariaLabel") or attr.get("aria-label")):
        yield f"get_by_label({label!r})", page.get_by_label(label)
    if text := element.own_text:
        yield f"get_by_text({text!r})", page.get_by_text(text)
        yield f"get_by_text({text!r}, exact=True)", page.get_by_text(text, exact=True)
