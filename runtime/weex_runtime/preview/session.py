"""A preview session: devices, the actions of a user in the browser, and the screens shown there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from weex_runtime import interaction
from weex_runtime.document.element import Element
from weex_runtime.errors import WeexError
from weex_runtime.interaction.gestures import tap_target
from weex_runtime.layout.on_screen import elements_at
from weex_runtime.preview.as_test import Actions
from weex_runtime.preview.dialogs import Overlays
from weex_runtime.preview.drags import Drags
from weex_runtime.preview.element_tree import ElementTrees
from weex_runtime.preview.log import Log
from weex_runtime.preview.panels.panels import Panels
from weex_runtime.preview.screens import screen_of
from weex_runtime.testkit.js_error_text import error_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from weex_runtime.instance.stack import PageStack
    from weex_runtime.layout.picture.pictures import Picture
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime
_ERRORS = 3  # maximum number of errors that a screen shows


class Session:
    """The devices of a preview. Methods run in the thread of the runtime.

    Args:
        stacks: The page stack of each device.
        send_text: Sends a text to all tabs.
        address_of: Returns the address of a picture for the tabs; None: a `data:` address.
    """

    def __init__(
        self,
        runtime: Runtime,
        stacks: list[PageStack[Page]],
        send_text: Callable[[str], None],
        address_of: Callable[[Picture], str] | None = None,
    ) -> None:
        def send(message: dict[str, Any]) -> None:
            send_text(json.dumps(message))

        self._stacks = stacks
        self._send = send
        self._address_of = address_of
        self._notice = ""
        self._states: list[object] = [None] * len(stacks)
        # {(page id, ref of a field): sequence number of the last text that the browser sent for it}
        self._typed: dict[tuple[str, str], int] = {}
        self.log = Log(runtime, send)
        self.actions = Actions()
        self._overlays = Overlays(stacks, self.actions, send)
        self._drags = Drags(self.actions, send)
        self._trees = ElementTrees(stacks, send)
        self._panels = Panels(runtime, self._tops, self.actions, send)
        self._actions: dict[str, Callable[[Page, dict[str, Any]], None]] = {
            "tap": self._tap,
            "type": self._type,
            "focus": self._focus,
            "blur": lambda page, message: interaction.blur(page, _element(page, message)),
            "enter": self._key,
            "scroll": self._scroll,
            "drag": self._drags.start,
            "drag on": self._drags.move,
            "drop": self._drags.end,
            "pull": self._pull,
            "answer": self._overlays.answer,
            "back": self._back,
            "inspect": self._trees.inspect,
            "elements": self._trees.show,
            **self._panels.actions,
            "copy": lambda page, message: send({"kind": "test", "text": self.code()}),
        }

    def trace(self, page_id: str, kind: str, text: str) -> None:
        """Record a bridge call, or a message of a socket or request."""
        self.log.add(page_id, kind, text)

    def join(self) -> None:
        """Send all screens, dialogs, panels and log lines, since a tab has connected."""
        self._states = [None] * len(self._stacks)
        self._panels.join()
        self._overlays.join()
        self.log.send_all()
        self.notice(self._notice)
        self.refresh()

    def refresh(self) -> None:
        """Send all changes of dialogs, screens and panels, and new lines of the log."""
        self._overlays.refresh()
        for number, stack in enumerate(self._stacks):
            page = stack.top
            if page is None or page.is_ended:
                continue
            focused = page.components.focused
            offsets = tuple(sorted(self._offsets(page)))
            pages = [*map(repr, stack.pages)]
            problem = stack.reload_problem
            state = (pages, page.document.changes, offsets, focused, len(page.errors), problem)
            if state != self._states[number]:
                self._states[number] = state
                message = {
                    "kind": "screen",
                    "device": number,
                    "pages": pages,
                    **screen_of(page, self._address_of),
                    "errors": self._errors(page, problem),
                }
                for field in message["fields"]:
                    field["typed"] = self._typed.get((page.id, field["ref"]), 0)
                self._send(message)
        self._trees.refresh()
        self._panels.refresh()
        self.log.flush()

    def receive(self, text: str) -> None:
        """Carry out a message of a tab: {"do": name, "device": number, ...}. A failed action
        adds a line to the log. A failed action of a panel also shows a message in the panel.
        """
        try:
            message = json.loads(text)
            name, page = message["do"], self._stacks[message["device"]].top
            action = self._actions[name]
        except (ValueError, LookupError, TypeError, RecursionError):
            return
        if page is None or page.is_ended:
            return
        self.actions.device = message["device"]
        try:
            if not (page.stack.dialogs.open and name in _ON_SCREEN):
                action(page, message)
        except (WeexError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            self.log.add(page.id, "preview", str(error))
        self.refresh()

    def code(self) -> str:
        """Return the actions so far as the code of a test."""
        return self.actions.code([(page and page.platform.name) or "" for page in self._tops()])

    def notice(self, text: str) -> None:
        """Show a text instead of the devices, like the error of a bundle that does not compile; ""
        removes the text.
        """
        self._notice = text
        self._send({"kind": "notice", "text": text})

    def _tops(self) -> list[Page | None]:
        return [stack.top for stack in self._stacks]

    def _tap(self, page: Page, message: dict[str, Any]) -> None:
        x, y = float(message["x"]), float(message["y"])
        long = bool(message.get("long"))
        element = self._at(page, x, y, "longpress" if long else "click")
        if element is None:
            focused = page.components.focused
            if focused:
                interaction.blur(page, focused.element)
            return
        self.actions.add(page, element, "long_press()" if long else "click()")
        act = interaction.long_press if long else interaction.tap
        act(page, element, (x, y))

    def _at(self, page: Page, x: float, y: float, event: str) -> Element | None:
        """Return the topmost element at a point that handles a tap or long press."""
        for element in elements_at(page.layout, x, y):
            is_tap = event == "click"
            if tap_target(page, element) if is_tap else element.nearest_listener(event):
                return element
        return None

    def _type(self, page: Page, message: dict[str, Any]) -> None:
        """Type the text of the browser's field into the page's field, key by key as a user does."""
        element = _element(page, message)
        self._typed[page.id, element.ref] = int(message["number"])
        component: Any = page.components.of(element)
        text, before = str(message["value"]), element.value
        if text.startswith(before):
            interaction.type_text(page, element, text[len(before) :])
        else:
            component.take_keyboard()
            component.setSelectionRange(0, len(before.encode("utf-16-le")) // 2)
            component.type_key("\b")
            interaction.type_text(page, element, text)
        self.actions.typed(page, element, text)

    def _focus(self, page: Page, message: dict[str, Any]) -> None:
        element = _element(page, message)
        if page.components.focused is not page.components.of(element):
            interaction.focus(page, element)

    def _key(self, page: Page, message: dict[str, Any]) -> None:
        element = _element(page, message)
        self.actions.add(page, element, 'press("Enter")')
        interaction.press_key(page, element, "Enter")

    def _scroll(self, page: Page, message: dict[str, Any]) -> None:
        dx, dy = float(message["dx"]), float(message["dy"])
        for element in elements_at(page.layout, float(message["x"]), float(message["y"])):
            component: Any = page.components.of(element)
            dragged = getattr(component, "dragged", None)
            if dragged is None:
                continue
            down = dragged("up" if dy > 0 else "down", abs(dy)) if dy else False
            across = dragged("left" if dx > 0 else "right", abs(dx)) if dx else False
            if down or across:
                return

    def _pull(self, page: Page, message: dict[str, Any]) -> None:
        lists = elements_at(page.layout, float(message["x"]), float(message["y"]))
        for element in lists:
            if any(child.type == "refresh" for child in element.children):
                self.actions.add(page, element, "pull_to_refresh()")
                interaction.pull_to_refresh(page, element)
                return

    def _back(self, page: Page, message: dict[str, Any]) -> None:
        if self._overlays.go_back(page):
            return
        self.actions.call("go_back()")
        interaction.go_back(page)

    def _errors(self, page: Page, problem: str) -> list[str]:
        """Return the latest errors of a page with their source lines. `problem` comes last: why a
        saved file could not be opened; "" for no problem.
        """
        errors = [error_text(page, error) for error in list(page.errors)[-_ERRORS:]]
        return [*errors, problem] if problem else errors

    def _offsets(self, page: Page) -> list[tuple[str, object]]:
        made = page.components.made
        return [
            (one.element.ref, (one.scroll_offset, getattr(one, "index", None)))
            for one in made
            if hasattr(one, "index") or any(one.scroll_offset)
        ]


def _element(page: Page, message: dict[str, Any]) -> Element:
    return page.document.get(message["ref"])


# Actions that the session ignores while a dialog is open, since the dialog covers the screen.
_ON_SCREEN = ("tap", "type", "focus", "blur", "enter", "scroll", "drag", "drag on", "pull")
