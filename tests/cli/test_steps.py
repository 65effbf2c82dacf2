from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from weex_runtime import Page, PageError, Runtime, WaitTimeout
from weex_runtime.cli.steps.actions import carry_out
from weex_runtime.cli.steps.syntax import WrongStep, parse

from ..support.steps import do

BUNDLE = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { said: '', log: [], late: false },
  created: function () {
    var self = this;
    setTimeout(function () { self.late = true; }, 20);
  },
  methods: { note: function (event) { this.log.push(event.type + ':' + (event.value || '')); } },
  render: function (h) {
    var self = this;
    var on = { input: self.note, change: self.note, focus: self.note, blur: self.note,
      return: self.note };
    return h('div', [
      h('input', { attrs: { placeholder: 'your name', value: self.said }, on: on }),
      h('div', { on: { click: self.note } }, [h('text', ['save']), h('text', ['save all'])]),
      h('text', { on: { longpress: self.note, click: self.note } }, ['delete']),
      h('text', { attrs: { testId: 'second' }, on: { click: self.note } }, ['delete it']),
      h('text', ['plain']),
      h('text', [self.log.join(' ')]),
      self.late ? h('text', ['late']) : h('text', ['early']),
    ]);
  },
});
"""


@pytest.fixture
def page() -> Iterator[Page]:
    with Runtime() as runtime:
        yield runtime.open(source=BUNDLE, name="steps.js")


def test_fill_step_fires_focus_input_change_and_blur(page: Page) -> None:
    do(page, 'fill "your name" Ada', 'wait "focus: input:Ada change:Ada blur:"')


def test_return_step_fires_the_return_event_with_the_value(page: Page) -> None:
    do(page, 'fill "your name" Ada', 'return "your name"', 'wait "return:Ada"')


def test_tap_step_on_a_text_taps_the_ancestor_that_listens(page: Page) -> None:
    do(page, 'tap "save all"', "wait click:")


def test_tap_step_prefers_an_element_whose_whole_text_matches(page: Page) -> None:
    do(page, "tap delete", "longpress delete", 'wait "click: longpress:"')


def test_tap_step_finds_an_element_by_its_test_id(page: Page) -> None:
    do(page, "tap second", "wait click:")


def test_error_lists_all_matches_and_a_number_in_the_step_selects_a_match(page: Page) -> None:
    with pytest.raises(PageError, match="2 elements match .*'delete', 'delete it'"):
        do(page, "tap del")
    do(page, "tap del 2", "wait click:")


def test_tap_step_times_out_when_no_element_listens_to_taps(page: Page) -> None:
    with pytest.raises(
        WaitTimeout, match=r"step 'tap plain': .*nothing listens to click at .plain"
    ):
        carry_out(page, parse("tap plain"), 0.05)


def test_fill_step_times_out_when_the_element_is_not_a_field(page: Page) -> None:
    with pytest.raises(WaitTimeout, match="'plain' as a field"):
        carry_out(page, parse("fill plain x"), 0.05)


def test_wait_and_gone_steps_wait_for_text_to_appear_and_disappear(page: Page) -> None:
    do(page, "wait late", "gone early")


def test_log_step_waits_for_a_console_line(page: Page) -> None:
    page.write_console("log", "ready to go")
    do(page, "log ready")


ASKING = """// { "framework": "Vue" }
var modal = weex.requireModule('modal');
new Vue({
  el: 'body',
  data: { said: [] },
  render: function (h) {
    var self = this;
    var ask = function (kind) {
      modal[kind]({ message: kind, default: 'd' }, function (answer) {
        self.said.push(kind + ' ' + (answer.data || answer));
      });
    };
    return h('div', ['prompt', 'confirm'].map(function (kind) {
      return h('text', { on: { click: function () { ask(kind); } } }, [kind]);
    }).concat([h('text', [self.said.join(', ')])]));
  },
});
"""


def test_answer_steps_apply_to_the_next_dialogs_in_order(page: Page) -> None:
    page = page.runtime.open(source=ASKING)
    do(page, 'answer "Ada L"', "answer dismiss", "answer accept")
    do(page, "tap prompt", 'wait "prompt Ada L"', "tap confirm", 'wait "confirm Cancel"')
    do(page, "tap prompt", 'wait "prompt d"', "tap confirm", 'wait "confirm OK"')
    assert [dialog.answer for dialog in page.dialogs] == ["Ada L", False, True, True]


def test_fire_step_passes_data_to_the_handler(page: Page) -> None:
    do(page, """fire delete click '{"value": "data"}'""", "wait click:data")


def test_timeout_message_of_a_step_quotes_the_step_and_shows_the_screen(page: Page) -> None:
    with pytest.raises(WaitTimeout) as caught:
        carry_out(page, parse('wait "nowhere"'), 0.05)
    message = str(caught.value)
    assert "step 'wait \"nowhere\"': timed out after 0.05 s waiting for 'nowhere'" in message
    assert "the screen shows:" in message
    assert "[delete]" in message


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("fly home", "unknown verb 'fly'; known: tap,"),
        ("tap", r"write tap TEXT \[N\]"),
        ("fill name", "write fill FIELD TEXT"),
        ('tap "open', "No closing quotation"),
        ("answer", "write answer VALUE"),
        ("pause soon", "expected a number of at least 0, got 'soon'"),
        ('tap "x" y', "expected a whole number of at least 1, got 'y'"),
        ('tap "x" 1.5', "expected a whole number of at least 1, got '1.5'"),
        ("tap x 0", "expected a whole number of at least 1, got '0'"),
        ("slide 0.5", "expected a whole number of at least 0, got '0.5'"),
        ('tap "x" 1 2', r"write tap TEXT \[N\]"),
        ('wait "a" b', "write wait TEXT"),
        ("fire x click {", "not JSON"),
        ("tap css=[", "expected a CSS selector"),
        ("fill css=a:::b x", "expected a CSS selector"),
        ("screenshot x.gif", r"ends with \.svg or \.png, got 'x.gif'"),
        ("click save", r"unknown verb 'click'; did you mean tap TEXT \[N\]\?"),
        ("Press save", "did you mean tap"),
        ("sleep 1", r"did you mean pause SECONDS\?"),
        ("waits x", r"did you mean wait TEXT\?"),
        ("goback", r"did you mean back\?"),
        ("back now", "write back"),
        ("fire x click 5", "expected the event's data as a JSON object, got 5"),
        ("swipe north x", "got 'north'"),
        ("slide next", "expected a whole number of at least 0, got 'next'"),
        ("scroll -5", "expected a number of at least 0, got '-5'"),
        ("check", "write check TEXT"),
        ("tpa save", r"did you mean tap TEXT \[N\]\?"),
        ("press Enter", r"did you mean return FIELD\?"),
        ('tap ""', r"expected a text, got an empty one; write tap TEXT \[N\]"),
        ("fill '' Ada", "expected a text, got an empty one; write fill FIELD TEXT"),
        ('wait ""', "expected a text, got an empty one"),
        ("", "unknown verb ..; known"),
    ],
)
def test_error_for_an_invalid_step_shows_the_syntax(step: str, problem: str) -> None:
    with pytest.raises(WrongStep, match=problem):
        parse(step)


@pytest.mark.parametrize(
    ("step", "args"),
    [
        ("tap say hello", ("say hello",)),
        ("tap  say  hello 2", ("say  hello", "2")),
        ("tap 'say hello' 2", ("say hello", "2")),
        ("tap step 2", ("step", "2")),
        ("tap 'step 2'", ("step 2",)),
        ("tap 2", ("2",)),
        ("wait it's done", ("it's done",)),
        ('log back: "hi"', ('back: "hi"',)),
        (r'wait "say \"hi\""', ('say "hi"',)),
        ("fill message hello big world", ("message", "hello big world")),
        ('fill "your name" Ada Lovelace', ("your name", "Ada Lovelace")),
        ("fill 'your name' 'Ada'", ("your name", "Ada")),
        ("answer yes please", ("yes please",)),
        ("swipe left the second row", ("left", "the second row")),
        ("scroll 300 long list", ("300", "long list")),
        ("pull the list", ("the list",)),
        ('fire row click {"value": "a b"}', ("row", "click", '{"value": "a b"}')),
        ("fire 'a row' click '{}'", ("a row", "click", "{}")),
        (
            'fill css=input[placeholder="your name"] Ada L',
            ('css=input[placeholder="your name"]', "Ada L"),
        ),
        ("tap css=list > cell image 2", ("css=list > cell image", "2")),
    ],
)
def test_last_argument_of_a_step_may_have_spaces_without_quotes(
    step: str, args: tuple[str, ...]
) -> None:
    assert parse(step).args == args


def test_fill_step_rejects_a_field_name_with_missing_quotes(page: Page) -> None:
    with pytest.raises(PageError, match='write fill "your name" TEXT'):
        do(page, "fill your name Ada")
    do(page, "fill your Ada", "fill your 'name Ada'")


@pytest.mark.parametrize("count", [1, 2])
def test_step_for_the_nth_match_fails_with_the_number_of_matches_if_n_is_too_large(
    page: Page, count: int
) -> None:
    name, many = {1: ("second", "one element matches"), 2: ("del", "2 elements match")}[count]
    with pytest.raises(
        WaitTimeout, match=f"{many} '{name}', so there is no element number 9"
    ) as caught:
        carry_out(page, parse(f"tap {name} 9"), 0.05)
    assert f'write "{name} 9", with the quotes' in str(caught.value)


def test_fire_step_for_a_text_fires_at_the_ancestor_that_listens(page: Page) -> None:
    with pytest.raises(PageError, match="nothing listens to clikc at .*; did you mean click"):
        do(page, "fire second clikc")
    do(page, "fire delete click", "wait click")


def test_log_step_that_times_out_shows_the_last_lines_of_the_console(page: Page) -> None:
    source = '// { "framework": "Vanilla" }\nconsole.log("almost")'
    page = page.runtime.open(source=source)
    with pytest.raises(WaitTimeout, match="nearest: almost"):
        carry_out(page, parse("log done"), 0.05)


@pytest.mark.parametrize(
    ("step", "advice"),
    [
        ("tap buy", 'tap "buy" 2'),
        ("fill buy x", "fill css=SELECTOR TEXT"),
        ("scroll 10", "scroll Y css=SELECTOR"),
        ("tap p", "the whole text of one element, or a number"),
    ],
)
def test_error_for_a_step_with_several_matches_explains_how_to_select_one_element(
    page: Page, step: str, advice: str
) -> None:
    source = """// { "framework": "Vue" }
    new Vue({ el: 'body', render: function (h) {
      function row(word) { return h('text', { on: { click: function () {} } }, word); }
      function field() { return h('input', { attrs: { placeholder: 'buy' } }); }
      return h('div', [row('buy'), row('buy'), row('pen'), row('pin'), field(), field(),
        h('list'), h('list')]);
    } })"""
    with pytest.raises(PageError) as caught:
        do(page.runtime.open(source=source), step)
    assert advice in str(caught.value)


ICONS = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { log: '' },
  methods: { note: function (event) { this.log += event.target.attr.src; } },
  render: function (h) {
    var note = this.note;
    return h('div', ['a.png', 'b.png'].map(function (src) {
      var style = { width: '50px', height: '50px' };
      var more = { staticClass: ['icon'], style: style, attrs: { src: src }, on: { click: note } };
      return h('image', more);
    }).concat([h('input', { staticClass: ['name'] }), h('text', [this.log])]));
  },
});
"""


def test_css_selector_in_a_step_finds_an_element_without_text(page: Page) -> None:
    page = page.runtime.open(source=ICONS)
    with pytest.raises(PageError, match="2 elements match"):
        do(page, "tap css=image.icon")
    do(page, "tap css=image.icon 2", "wait b.png", "tap css=[src='a.png']", "wait b.pnga.png")
    do(page, "fill css=input.name Ada", "wait css=input[value=Ada]", "gone css=switch")
    with pytest.raises(WaitTimeout, match="'css=switch' on the screen"):
        carry_out(page, parse("wait css=switch"), 0.05)


def test_fill_step_times_out_when_the_field_is_disabled(page: Page) -> None:
    source = ICONS.replace("['name'] }", "['name'], attrs: { disabled: true } }")
    page = page.runtime.open(source=source)
    with pytest.raises(WaitTimeout, match="is disabled"):
        carry_out(page, parse("fill css=input Ada"), 0.05)


LIST = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { log: [], on: false, shown: 'hide' },
  methods: {
    note: function (event) {
      var at = event.contentOffset ? -event.contentOffset.y : event.index;
      this.log.push(event.type + (at === undefined ? '' : ' ' + at));
    },
    switched: function (event) { this.on = event.value; },
  },
  render: function (h) {
    var note = this.note;
    return h('div', [
      h('div', [
        h('text', ['Wifi']),
        h('switch', { attrs: { checked: this.on }, on: { change: this.switched } }),
        h('text', [this.on ? 'on' : 'off']),
      ]),
      h('input', { attrs: { placeholder: 'city' }, on: { focus: note, input: note, blur: note } }),
      h('slider', { on: { change: note } }, [h('text', ['one']), h('text', ['two'])]),
      h('list', { on: { scroll: note, loadmore: note } }, [
        h('refresh', { attrs: { display: 'hide' }, on: { refresh: note } }),
        h('cell', { on: { appear: note, disappear: note } }, [h('text', ['first'])]),
        h('cell', { style: { height: '3000px' }, on: { swipe: note } }, [h('text', ['second'])]),
      ]),
      h('text', ['log: ' + this.log.join(', ')]),
    ]);
  },
});
"""


@pytest.fixture
def list_page() -> Iterator[Page]:
    with Runtime() as runtime:
        yield runtime.open(source=LIST, name="list.js")


@pytest.mark.parametrize(
    ("steps", "log"),
    [
        (["scroll 200"], "appear, scroll 200, disappear"),
        (['scroll 200 "second"'], "appear, scroll 200, disappear"),
        (["loadmore", "loadmore"], "appear, scroll 1994, disappear, loadmore"),
        (["loadmore first"], "appear, scroll 1994, disappear, loadmore"),
        (["pull"], "refresh"),
        (["pull second"], "refresh"),
        (["slide 1"], "change 1"),
        (["slide 1 one"], "change 1"),
        (["swipe left one"], "change 1"),
        (["swipe up second"], "swipe, appear, scroll 500, disappear"),
        (["appear first", "disappear first"], "appear, disappear"),
        (["focus city", "blur city"], "focus, blur"),
        (["type city ab", "blur city"], "focus, input, input, blur"),
        (["fill city ab", "clear city"], "focus, input, blur, focus, input, blur"),
    ],
)
def test_steps_fire_the_same_events_as_a_user_on_a_device(
    list_page: Page, steps: list[str], log: str
) -> None:
    do(list_page, *steps)
    list_page.runtime.run_until_idle()
    assert list_page.document.root.children[-1].attr["value"] == f"log: {log}"


def test_check_step_finds_the_switch_next_to_the_named_text(list_page: Page) -> None:
    do(list_page, "check Wifi", "wait on", "check Wifi", "uncheck Wifi", "wait off")


def test_scroll_step_needs_a_name_when_there_are_two_lists(list_page: Page) -> None:
    two = LIST.replace(
        "h('text', ['log", "h('scroller', { on: { loadmore: note } }), h('text', ['log"
    )
    page = list_page.runtime.open(source=two, name="two.js")
    for step in ("scroll 5", "loadmore"):
        with pytest.raises(PageError, match="2 elements match"):
            do(page, step)
    do(page, "loadmore second", "wait loadmore")


def test_scroll_step_times_out_on_a_page_without_a_list(page: Page) -> None:
    with pytest.raises(WaitTimeout, match="waiting for a scroller or list on the screen"):
        carry_out(page, parse("scroll 5"), 0.05)


def test_steps_find_elements_of_embedded_pages(tmp_path: Path) -> None:
    (tmp_path / "inner.js").write_text(BUNDLE)
    outer = """// { "framework": "Vue" }
new Vue({ el: 'body', render: function (h) {
  return h('div', [h('text', ['around']), h('embed', { attrs: { src: 'inner.js' } })]);
} });
"""
    (tmp_path / "outer.js").write_text(outer)
    with Runtime() as runtime:
        page = runtime.open(tmp_path / "outer.js")
        do(page, "wait around", 'fill "your name" Ada', 'wait "change:Ada"', 'tap "save all"')
        do(page, "wait click:")
        assert "[delete]" in page.outline()


# Tests of steps that open or close pages.

ROUTE = """// { "framework": "Vue" }
var navigator = weex.requireModule('navigator');
var modal = weex.requireModule('modal');
new Vue({ el: 'body',
  methods: {
    go: function () { navigator.push({ url: 'next.js' }); },
    later: function () { modal.confirm({ message: 'sure?' }, this.go); },
    soon: function () { setTimeout(this.go, 0); },
    leave: function () { navigator.pop({}); },
    leaveLater: function () { modal.confirm({ message: 'sure?' }, this.leave); },
    lost: function () { navigator.push({ url: 'nowhere.js' }); },
  },
  render: function (h) {
    var self = this;
    return h('div', [h('text', ['this is ' + weex.config.bundleUrl.split('/').pop()])].concat(
      ['go', 'later', 'soon', 'leave', 'leaveLater', 'lost'].map(function (name) {
        return h('text', { on: { click: self[name] } }, [name]);
      })));
  } });
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Page]:
    """A page that pushes `next.js` and pops itself in several ways."""
    for name in ("first.js", "next.js"):
        (tmp_path / name).write_text(ROUTE)
    with Runtime() as runtime:
        yield runtime.open(tmp_path / "first.js")


@pytest.mark.parametrize("push", ["go", "later", "soon"])
def test_step_waits_for_the_page_that_the_previous_step_pushes(first: Page, push: str) -> None:
    do(first, f"tap {push}", f"tap {push}", f"tap {push}")
    first.go_back()
    assert [page.name for page in first.stack.pages] == ["first.js", "next.js", "next.js"]


@pytest.mark.parametrize("pop", ["leave", "leaveLater"])
def test_step_after_a_pop_acts_on_the_page_below(first: Page, pop: str) -> None:
    do(first, "tap go", f"tap {pop}", "tap go", "back")
    assert first.stack.pages == [first]


def test_back_step_closes_a_page_that_is_still_being_opened(first: Page) -> None:
    do(first, "tap go", "back", 'wait "this is first.js"')
    assert first.stack.pages == [first]


def test_back_step_on_the_first_page_logs_a_warning(first: Page) -> None:
    do(first, "back")
    assert [line.level for line in first.console] == ["warn"]
    assert "this is the first page" in first.console[0].text


def test_timeout_message_names_a_page_that_is_being_opened(first: Page) -> None:
    do(first, "tap go")
    first.stack.opening.append("http://slow.example/next.js")
    with pytest.raises(WaitTimeout, match=r"'back': http://slow\.example/next\.js was not opened"):
        carry_out(first, parse("back"), 0.05)


def test_actions_of_locators_wait_for_a_page_that_is_being_opened(first: Page) -> None:
    go = first.get_by_text("go", exact=True)
    go.click()
    go.click()
    assert [page.name for page in first.stack.pages] == ["first.js", "next.js"]
    first.runtime.run_until(lambda: len(first.stack.pages) == 3)


def test_page_go_back_closes_a_page_that_is_still_being_opened(first: Page) -> None:
    first.get_by_text("later", exact=True).click()
    first.go_back()
    assert first.stack.pages == [first]
    first.go_back()
    assert "this is the first page" in first.console[-1].text


def test_failures_of_a_page_stack_include_errors_of_pages_that_could_not_be_opened(
    first: Page,
) -> None:
    do(first, "tap lost", "back")
    assert len(first.stack.failures) == 1
    assert "nowhere.js" in first.stack.failures[0]


def test_background_and_foreground_steps_change_the_app_state() -> None:
    source = """// { "framework": "Vanilla" }
var events = weex.requireModule('globalEvent');
['WXApplicationWillResignActiveEvent', 'WXApplicationDidBecomeActiveEvent'].forEach(
  function (name) { events.addEventListener(name, function () { console.log(name); }); });
"""
    with Runtime() as runtime:
        do(runtime.open(source=source), "background", "foreground", "log DidBecomeActive")
