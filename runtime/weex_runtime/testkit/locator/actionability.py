"""Reasons why a user cannot act on an element; each function returns "" if the user can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.interaction.gestures import tap_cover, tap_target
from weex_runtime.testkit.locator import element_state as states
from weex_runtime.testkit.locator.element_state import describe

if TYPE_CHECKING:
    from weex_runtime.testkit.page import Page


def sight_problem(page: Page, element: Element) -> str:
    """Return why a user cannot see the element; "" if the user can."""
    reason = states.hidden_reason(page, element)
    return f"{describe(element)} is {reason}" if reason else ""


def style_problem(page: Page, element: Element) -> str:
    """Return a text that says that a style hides the element; "" if none does."""
    is_hidden = element.is_hidden_by_style(page.platform.name)
    return f"{describe(element)} is hidden by its style or an ancestor's" if is_hidden else ""


def user_problem(page: Page, element: Element) -> str:
    """Return why a user cannot use the element: it is not visible or is disabled; "" if the user
    can.
    """
    problem = f"{describe(element)} is disabled" if element.is_disabled else ""
    return sight_problem(page, element) or problem


def tap_problem(page: Page, element: Element) -> str:
    """Return why a tap on the element would fail: it has no effect, or hits another element; "" if
    the tap works.
    """
    problem = _problem_at(page, element, tap_target(page, element), "click")
    if not problem and (cover := tap_cover(page, element)):
        return f"{describe(element)} is covered by {describe(cover)}, which gets the tap"
    return problem


def press_problem(page: Page, element: Element) -> str:
    """Return why a long press on the element would have no effect; "" if it has an effect."""
    return _problem_at(page, element, element.nearest_listener("longpress"), "longpress")


def _problem_at(page: Page, element: Element, target: Element | None, event: str) -> str:
    if target is None:
        return f"nothing listens to {event} at {describe(element)} or at an ancestor"
    problem = user_problem(page, element)
    return problem or (user_problem(page, target) if target is not element else "")
