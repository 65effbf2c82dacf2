"""weex_runtime.testkit.locator.locator: read elements, and wait for states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import AmbiguousLocator, Page, PageError, Runtime, WaitTimeout, WeexError

PANEL = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { late: false },
  created: function () {
    var self = this;
    setTimeout(function () { self.late = true; }, 20);
  },
  render: function (h) {
    var late = this.late;
    return h('div', [
      h('text', { style: { visibility: late ? 'hidden' : 'visible' } }, ['early']),
      h('text', { style: { visibility: late ? 'visible' : 'hidden' } }, ['shown']),
      h('input', { attrs: { placeholder: 'name', disabled: !late } }),
      h('switch', { attrs: { checked: late } }),
    ].concat(late ? [h('text', ['fresh'])] : [h('text', ['old'])]));
  },
});
"""


@pytest.fixture
def still(runtime: Runtime) -> Page:
    """The timer does not run."""
    return runtime.open(source=PANEL, name="panel.js")


@pytest.fixture
def live(make_runtime: Callable[..., Runtime]) -> Page:
    """The timer runs."""
    return make_runtime(clock="real").open(source=PANEL, name="panel.js")


def test_methods_is_disabled_is_checked_and_is_hidden_return_the_present_state(still: Page) -> None:
    field, switch = still.locator("input"), still.get_by_role("switch")
    assert (field.is_disabled(), field.is_enabled(), switch.is_checked()) == (True, False, False)
    assert still.get_by_text("shown").is_hidden()
    assert not still.get_by_text("early").is_hidden()
    assert still.get_by_text("nowhere").is_hidden()
    still.runtime.clock.run_for(1)
    assert (field.is_disabled(), field.is_enabled(), switch.is_checked()) == (False, True, True)


def test_method_all_text_contents_returns_the_text_of_each_element(still: Page) -> None:
    assert still.locator("text").all_text_contents() == ["early", "shown", "old"]
    assert still.locator("cell").all_text_contents() == []


def test_method_is_checked_refuses_an_input(still: Page) -> None:
    with pytest.raises(PageError, match="input .* is not a switch"):
        still.locator("input").is_checked()


@pytest.mark.parametrize(
    ("text", "state", "problem"),
    [
        ("shown", "visible", '"shown" .* is there'),
        ("fresh", "visible", "no element matches"),
        ("early", "hidden", '"early" .* is there'),
        ("old", "hidden", '"old" .* is there'),
        ("fresh", "attached", "no element matches"),
        ("old", "detached", '"old" .* is there'),
    ],
)
def test_method_wait_for_waits_until_the_element_has_the_state(
    live: Page, still: Page, text: str, state: Any, problem: str
) -> None:
    with pytest.raises(WaitTimeout, match=rf"wait_for\('{state}'\): {problem}.* within 0.01 s"):
        still.get_by_text(text).wait_for(state=state, timeout=0.01)
    live.get_by_text(text).wait_for(state=state)
    assert live.get_by_text("fresh").count() == 1


@pytest.mark.parametrize(
    ("text", "state"),
    [("early", "visible"), ("shown", "hidden"), ("shown", "attached"), ("fresh", "detached")],
)
def test_method_wait_for_returns_at_once_if_the_element_already_has_the_state(
    still: Page, text: str, state: Any
) -> None:
    still.get_by_text(text).wait_for(state, timeout=0)


def test_method_wait_for_refuses_several_elements_and_unknown_states(still: Page) -> None:
    with pytest.raises(AmbiguousLocator):
        still.locator("text").wait_for()
    with pytest.raises(WeexError, match="visible, hidden, attached, detached, got 'stable'"):
        still.locator("input").wait_for("stable")  # type: ignore[arg-type]
