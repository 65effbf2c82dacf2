"""weex_runtime.testkit.locator.locator: actions, and the events that they fire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from weex_runtime import (
    AmbiguousLocator,
    Module,
    Page,
    PageError,
    Runtime,
    WaitTimeout,
    expect,
    js_method,
)
from weex_runtime.testkit.locator.locator import Locator

OpenPage = Callable[..., Page]

# A page whose elements log each event, as the element's test id, the event's name and the data.
BUNDLE = """
new Vue({
  el: 'body',
  data: { name: '', log: [], ready: false },
  created: function () {
    var self = this;
    setTimeout(function () { self.ready = true; }, 20);
  },
  render: function (h) {
    var self = this;
    function hears(name, events, attrs, style) {
      var on = {};
      events.forEach(function (type) {
        on[type] = function (event) {
          var data = event.value !== undefined ? event.value : event.direction;
          if (event.contentOffset) data = event.contentOffset.y;
          if (type === 'input' && name === 'field') self.name = event.value;
          self.log.push(name + ' ' + type + (data === undefined ? '' : ' ' + data));
        };
      });
      return { attrs: Object.assign({ testId: name }, attrs), on: on, style: style };
    }
    var typing = ['input', 'change', 'focus', 'blur', 'return'];
    return h('div', [
      h('text', hears('tapped', ['click', 'longpress']), ['tap me']),
      h('text', hears('touched', ['touchstart', 'touchend']), ['touch me']),
      h('text', hears('swiped', ['swipe']), ['swipe me']),
      h('text', ['deaf']),
      h('input', hears('field', typing, { value: self.name, 'return-key-type': 'send' })),
      h('textarea', hears('story', typing, { value: 'once' })),
      h('switch', hears('sound', ['change'], { checked: 'false' })),
      h('input', hears('late field', typing, { disabled: !self.ready })),
      h('switch', hears('late switch', ['change'], { disabled: !self.ready })),
      h('text', hears('late', ['click'], {}, { visibility: self.ready ? 'visible' : 'hidden' }),
        ['late']),
      h('list', hears('list', ['scroll', 'loadmore']), [
        h('refresh', hears('refresh', ['refresh', 'pullingdown'], { display: 'hide' })),
        h('cell', hears('cell', ['appear', 'disappear']), [h('text', ['row'])]),
        h('cell', { style: { height: '3000px' } }),
        h('loading', hears('loading', ['loading'], { display: 'hide' })),
      ]),
      h('text', { attrs: { testId: 'log' } }, [self.log.join(', ')]),
    ]);
  },
});
"""


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The timer does not run."""
    return open_page(BUNDLE, "Vue", name="acts.js")


@pytest.fixture(scope="module")
def frozen() -> Iterator[Page]:
    """One page for tests that change nothing; its timer does not run."""
    with Runtime(clock="virtual", hints=False) as runtime:
        yield runtime.open(source='// { "framework": "Vue" }\n' + BUNDLE, name="acts.js")


@pytest.fixture
def live(make_runtime: Callable[..., Runtime]) -> Page:
    """The timer runs."""
    return make_runtime(clock="real").open(
        source='// { "framework": "Vue" }\n' + BUNDLE, name="acts.js"
    )


def log(page: Page) -> str:
    return page.get_by_test_id("log").text_content()


def in_turn(*actions: str) -> Callable[[Locator], None]:
    """Run several actions without arguments."""

    def act(locator: Locator) -> None:
        for action in actions:
            getattr(locator, action)()

    return act


# (test id of an element, action on the element, the events that the page logs).
ACTS: list[tuple[str, Callable[[Locator], object], str]] = [
    ("tapped", lambda it: it.click(), "tapped click"),
    ("touched", lambda it: it.click(), "touched touchstart, touched touchend"),
    ("tapped", lambda it: it.long_press(), "tapped longpress"),
    ("field", lambda it: it.click(), "field focus"),
    ("sound", lambda it: it.click(), "sound change true"),
    (
        "field",
        lambda it: it.fill("Ada"),
        "field focus, field input Ada, field change Ada, field blur",
    ),
    ("story", lambda it: it.clear(), "story focus, story input , story change , story blur"),
    (
        "field",
        lambda it: it.press_sequentially("Bo"),
        "field focus, field input B, field input Bo",
    ),
    (
        "field",
        lambda it: it.press_sequentially("B\n"),
        "field focus, field input B, field change B, field return B, field blur",
    ),
    ("field", lambda it: it.press("Enter"), "field focus, field return , field blur"),
    ("field", lambda it: it.press("B"), "field focus, field input B"),
    ("story", lambda it: it.press("Backspace"), "story focus, story input onc"),
    ("field", lambda it: it.focus(), "field focus"),
    ("field", in_turn("focus", "blur"), "field focus, field blur"),
    ("field", lambda it: it.blur(), ""),
    ("sound", lambda it: it.check(), "sound change true"),
    ("sound", in_turn("check", "check"), "sound change true"),
    ("sound", lambda it: it.uncheck(), ""),
    ("sound", in_turn("check", "uncheck"), "sound change true, sound change false"),
    ("list", lambda it: it.scroll_to(y=30), "cell appear , list scroll -30"),
    ("cell", lambda it: it.scroll_to(y=30), "cell appear , list scroll -30"),
    (
        "list",
        lambda it: it.scroll_to(y=3000, content_size=(750, 3000)),
        "cell appear , list scroll -3000, cell disappear up, list loadmore",
    ),
    ("cell", lambda it: it.scroll_into_view_if_needed(), "cell appear "),
    (
        "cell",
        in_turn("scroll_into_view_if_needed", "scroll_into_view_if_needed"),
        "cell appear ",
    ),
    ("tapped", lambda it: it.scroll_into_view_if_needed(), ""),
    ("swiped", lambda it: it.swipe("left"), "swiped swipe left"),
    ("swiped", lambda it: it.pan(0, 30), "swiped swipe down"),
    (
        "list",
        lambda it: it.swipe("up"),
        "cell appear , list scroll -500, cell disappear up",
    ),
    (
        "list",
        lambda it: it.pull_to_refresh(),
        "refresh pullingdown, refresh pullingdown, refresh refresh",
    ),
    ("list", lambda it: it.pull_to_load(), "loading loading"),
    ("log", lambda it: it.dispatch_event("click"), ""),
    (
        "tapped",
        lambda it: it.dispatch_event("longpress", {"value": "hard"}),
        "tapped longpress hard",
    ),
]


@pytest.mark.parametrize(("name", "act", "heard"), ACTS)
def test_locator_action_fires_the_same_events_as_a_device(
    page: Page, name: str, act: Callable[[Locator], object], heard: str
) -> None:
    act(page.get_by_test_id(name))
    assert log(page).rstrip() == heard.rstrip()
    assert not page.errors


def test_scrolling_an_element_into_view_fires_appear_on_the_cell_around_the_element(
    page: Page,
) -> None:
    page.get_by_text("row").scroll_into_view_if_needed()
    assert log(page).rstrip() == "cell appear"


def test_scroll_into_view_on_the_web_fires_appear_for_an_element_outside_a_scroller(
    make_runtime: Callable[..., Runtime],
) -> None:
    page = make_runtime(platform="web").open(
        source='// { "framework": "Vue" }\n'
        "new Vue({ el: 'body', render: function (h) { return h('div', [h('text', { on: {"
        " appear: function (e) { console.log(e.type); } } }, ['there'])]); } });"
    )
    page.get_by_text("there").scroll_into_view_if_needed()
    assert [line.text for line in page.console] == ["appear"]


def test_typed_text_becomes_the_value_of_the_field(page: Page) -> None:
    field = page.get_by_test_id("field")
    field.press_sequentially("Ada")
    field.press_sequentially(" L")
    expect(field).to_have_value("Ada L")
    field.fill("Bob")
    expect(field).to_have_value("Bob")
    field.clear()
    expect(field).to_have_value("")


def test_locator_method_check_turns_a_switch_on(page: Page) -> None:
    switch = page.get_by_test_id("sound")
    switch.check()
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(switch).not_to_be_checked()


@pytest.mark.parametrize(
    ("name", "act", "heard"),
    [
        ("late", lambda it: it.click(), "late click"),
        (
            "late field",
            lambda it: it.press_sequentially("x"),
            "late field focus, late field input x",
        ),
        ("late field", lambda it: it.focus(), "late field focus"),
        ("late field", lambda it: it.press("x"), "late field focus, late field input x"),
        ("late switch", lambda it: it.check(), "late switch change true"),
    ],
)
def test_action_waits_until_the_element_is_ready(
    live: Page, name: str, act: Callable[[Locator], object], heard: str
) -> None:
    act(live.get_by_test_id(name))
    assert log(live) == heard


@pytest.mark.parametrize(
    ("name", "act", "problem"),
    [
        ("late", lambda it: it.click(timeout=0.01), r"\.click: .* is hidden by its style"),
        ("late", lambda it: it.swipe("up", timeout=0.01), r"\.swipe: .* is hidden"),
        ("late field", lambda it: it.fill("x", timeout=0.01), r"\.fill: .* is disabled within"),
        ("late switch", lambda it: it.check(timeout=0.01), r"\.check: .* is disabled within"),
        ("late switch", lambda it: it.click(timeout=0.01), r"\.click: .* is disabled within"),
        (
            "log",
            lambda it: it.click(timeout=0.01),
            r"nothing listens to click at .* or at an ancestor",
        ),
        ("log", lambda it: it.long_press(timeout=0.01), "nothing listens to longpress at"),
        ("nowhere", lambda it: it.blur(timeout=0.01), r"\.blur: no element matches"),
    ],
)
def test_timeout_error_names_the_reason_why_the_element_is_not_ready(
    page: Page, name: str, act: Callable[[Locator], object], problem: str
) -> None:
    with pytest.raises(WaitTimeout, match=problem):
        act(page.get_by_test_id(name))
    assert log(page) == ""


@pytest.mark.parametrize(
    ("name", "act", "problem"),
    [
        ("log", lambda it: it.fill("x"), "only <input> and <textarea> accept text"),
        ("log", lambda it: it.press("Enter"), "only <input> and <textarea> accept text"),
        (
            "field",
            lambda it: it.press("Tab"),
            "expected Enter, Backspace or a character as key, got 'Tab'",
        ),
        ("field", lambda it: it.press(""), "got ''"),
        ("log", lambda it: it.check(), "only a <switch> is on or off"),
        ("log", lambda it: it.scroll_to(y=1), "it is not in a scroller or list"),
        ("log", lambda it: it.pull_to_refresh(), "it is not in a list with a <refresh>"),
        ("log", lambda it: it.pull_to_load(), "it is not in a list with a <loading>"),
        ("log", lambda it: it.pan(9, 0), "nothing listens to a pan right"),
        ("list", lambda it: it.swipe("sideways"), "swipe: expected up, down, left or right"),
    ],
)
def test_action_that_the_element_does_not_support_fails_without_waiting(
    frozen: Page, name: str, act: Callable[[Any], object], problem: str
) -> None:
    with pytest.raises(PageError, match=problem):
        act(frozen.get_by_test_id(name))


def test_locator_action_on_several_elements_fires_no_event(page: Page) -> None:
    with pytest.raises(AmbiguousLocator):
        page.locator("input").fill("x")
    assert log(page) == ""


class Opener(Module):
    """Replaces the module `event`, which opens addresses."""

    name = "event"

    @js_method
    def openURL(self, url: str) -> None:
        self.page.write_console("log", f"open {url}")


def test_click_opens_a_link(make_runtime: Callable[..., Runtime]) -> None:
    page = make_runtime(modules=[Opener]).open(
        source='// { "framework": "Vue" }\n'
        "new Vue({ el: 'body', render: function (h) { return h('div', ["
        " h('a', { attrs: { href: 'next.js' } }, [h('text', ['next'])])]); } });"
    )
    page.get_by_text("next").click()
    assert [line.text for line in page.console] == ["open next.js"]


@pytest.mark.parametrize(
    ("write", "problem"),
    [
        (lambda field: field.fill(7), "fill: expected text, got 7: write '7'"),
        (lambda field: field.fill(None), r"fill: expected text, got None: use clear"),
        (lambda field: field.press_sequentially(7), "press_sequentially: expected text, got 7"),
        (lambda field: field.press(7), "press: expected text, got 7"),
    ],
)
def test_actions_that_type_text_refuse_an_int(
    open_page: OpenPage, write: Callable[[Locator], None], problem: str
) -> None:
    page = open_page(BUNDLE, "Vue")
    with pytest.raises(PageError, match=problem):
        write(page.get_by_test_id("field"))


def test_click_on_a_covered_element_waits_and_its_error_names_the_covering_element(
    open_page: OpenPage,
) -> None:
    page = open_page(
        "var body = document.createElement('div'); document.documentElement.appendChild(body);"
        "function add(attr, style, handle) {"
        "  var made = document.createElement('div', { attr: attr, style: style });"
        "  body.appendChild(made); if (handle) made.addEvent('click', handle); return made; }"
        "var over = { position: 'fixed', left: 0, right: 0, top: 0, bottom: 0 };"
        "add({ testId: 'button' }, { height: 100 }, function () { body.setAttr('tapped', true); });"
        "add({ testId: 'glass' }, over);"
        "add({ testId: 'mask' }, over, function (e) { body.removeChild(body.children[2]); });"
    )
    button = page.get_by_test_id("button")
    with pytest.raises(WaitTimeout, match="is covered by .*mask"):
        button.click(timeout=0)
    page.get_by_test_id("mask").click()
    button.click()  # an element that covers the button without handling taps does not block the tap
    assert page.document.root.attr["tapped"] is True


def test_click_on_a_row_scrolled_out_of_its_list_is_not_blocked_by_a_bar_below_the_list(
    open_page: OpenPage,
) -> None:
    page = open_page(
        "var body = document.createElement('div'); document.documentElement.appendChild(body);"
        "function add(type, testId, height, parent) {"
        "  var data = { attr: { testId: testId }, style: { height: height } };"
        "  var made = document.createElement(type, data);"
        "  made.addEvent('click', function () { body.setAttr('tapped', testId); });"
        "  parent.appendChild(made); return made; }"
        "var list = add('list', 'list', 500, body); add('div', 'bar', 100, body);"
        "add('cell', 'first', 500, list); add('cell', 'second', 100, list);"
    )
    page.get_by_test_id("second").click()
    assert page.document.root.attr["tapped"] == "second"
