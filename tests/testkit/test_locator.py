"""weex_runtime.testkit.locator: find, read and act on elements."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from weex_runtime import AmbiguousLocator, Page, PageError, Runtime, WaitTimeout, WeexError
from weex_runtime.document.element import Element
from weex_runtime.instance.stack import open_like
from weex_runtime.testkit.locator.css import Selectors
from weex_runtime.testkit.locator.locator import Locator

OpenPage = Callable[..., Page]

FORM = """
new Vue({
  el: 'body',
  data: { name: '', log: [], disabled: true, hidden: true, rows: ['Ada: hi', 'Bob: ho'] },
  style: { big: { fontSize: '40px' } },
  created: function () {
    var self = this;
    setTimeout(function () { self.disabled = false; }, 20);
    setTimeout(function () { self.hidden = false; }, 40);
    setTimeout(function () { self.rows.push('Eve: late'); }, 20);
  },
  methods: {
    note: function (event) { this.log.push(event.type + (event.value ? ':' + event.value : '')); },
    typed: function (event) { this.name = event.value; this.note(event); },
  },
  render: function (h) {
    var self = this;
    function button(text, attrs, style) {
      var on = { click: self.note };
      return h('div', { attrs: attrs, style: style, on: on }, [h('text', [text])]);
    }
    return h('scroller', [
      h('text', { staticClass: ['big', 'title'], attrs: { testId: 'title' } }, ['A  Form ']),
      h('input', { attrs: { placeholder: 'your name', value: self.name, 'return-key-type': 'send' },
        on: { input: self.typed, change: self.note, focus: self.note, blur: self.note } }),
      h('textarea', { attrs: { 'aria-label': 'Story', value: 'once' } }),
      button('save', { disabled: self.disabled }),
      button('save all', {}, self.hidden ? { visibility: 'hidden' } : {}),
      h('text', { on: { longpress: self.note } }, ['press me']),
      h('switch', { attrs: { accessibilityLabel: 'sound', checked: true } }),
      h('image', { attrs: { src: 'a.png', 'aria-label': 'a cat' } }),
      h('a', { attrs: { href: 'next.js' } }, [h('text', ['next'])]),
      h('div', { attrs: { role: 'tab', 'test-id': 'first' } }, [h('text', ['one'])]),
      h('list', self.rows.map(function (row) {
        return h('cell', [h('text', { staticClass: ['row'] }, [row]), button('delete', {})]);
      })),
      h('text', { attrs: { testId: 'log' } }, [self.log.join(' ')]),
    ]);
  },
});
"""

PLAIN = """
var body = document.createElement('div');
document.documentElement.appendChild(body);
function add(type, attr, parent, style) {
  var element = document.createElement(type, { attr: attr || {}, style: style || {} });
  (parent || body).appendChild(element);
  return element;
}
"""


@pytest.fixture
def form(open_page: OpenPage) -> Page:
    """The timers do not run."""
    return open_page(FORM, "Vue", name="form.js")


@pytest.fixture(scope="module")
def frozen() -> Iterator[Page]:
    """One page for tests that change nothing; its timers do not run."""
    with Runtime(clock="virtual", hints=False) as runtime:
        yield runtime.open(source='// { "framework": "Vue" }\n' + FORM, name="form.js")


@pytest.fixture
def live_form(make_runtime: Callable[..., Runtime]) -> Page:
    """The timers run."""
    source = '// { "framework": "Vue" }\n' + FORM
    return make_runtime(clock="real").open(source=source, name="form.js")


def refs(locator: Locator) -> list[str]:
    return [element.ref for element in locator.elements()]


def log(page: Page) -> str:
    return page.get_by_test_id("log").text_content()


# Locators that find elements by text, role, attribute or CSS.


def test_method_get_by_text_matches_a_part_and_ignores_case_and_white_space(frozen: Page) -> None:
    (title,) = frozen.get_by_text("a form").elements()
    assert title.attr["testId"] == "title"
    assert frozen.get_by_text("A Form", exact=True).count() == 1
    assert frozen.get_by_text("a frozen", exact=True).count() == 0
    assert frozen.get_by_text("save").count() == 2
    assert frozen.get_by_text("save", exact=True).count() == 1


def test_description_of_a_locator_includes_the_argument_exact(frozen: Page) -> None:
    assert repr(frozen.get_by_text("a", exact=True)) == 'get_by_text("a", exact=True)'
    assert repr(frozen.get_by_label("a", exact=True)) == 'get_by_label("a", exact=True)'
    assert repr(frozen.get_by_test_id("a")) == 'get_by_test_id("a")'
    locator = frozen.get_by_role("button", name="a", exact=True)
    assert repr(locator) == 'get_by_role("button", name="a", exact=True)'


def test_method_get_by_text_accepts_a_regular_expression(frozen: Page) -> None:
    assert frozen.get_by_text(re.compile("^save")).count() == 2
    assert frozen.get_by_text(re.compile("^SAVE$", re.IGNORECASE)).count() == 1


def test_method_get_by_text_finds_the_innermost_element_with_the_whole_text(
    open_page: OpenPage,
) -> None:
    page = open_page(
        PLAIN + "var row = add('div'); add('text', {value: 'Ada:'}, row);"
        "add('text', {value: 'hi'}, row); add('text', {value: 'hi there'});"
    )
    assert [e.type for e in page.get_by_text("Ada: hi").elements()] == ["div"]
    assert [e.type for e in page.get_by_text("hi", exact=True).elements()] == ["text"]


def test_method_get_by_text_ignores_values_of_fields(frozen: Page) -> None:
    assert frozen.get_by_text("once").count() == 0


def test_methods_get_by_placeholder_get_by_label_and_get_by_test_id_find_elements(
    frozen: Page,
) -> None:
    assert [e.type for e in frozen.get_by_placeholder("YOUR").elements()] == ["input"]
    assert [e.type for e in frozen.get_by_label("story").elements()] == ["textarea"]
    assert [e.type for e in frozen.get_by_label("sound", exact=True).elements()] == ["switch"]
    assert [e.type for e in frozen.get_by_test_id("first").elements()] == ["div"]
    assert frozen.get_by_test_id("titl").count() == 0
    assert frozen.get_by_test_id(re.compile("titl")).count() == 1


def test_role_of_an_element_comes_from_its_attribute_or_its_type_or_its_click_handler(
    frozen: Page,
) -> None:
    counts = {
        role: frozen.get_by_role(role).count()
        for role in ("textbox", "switch", "img", "image", "link", "list", "listitem", "tab")
    }
    assert counts == {
        "textbox": 2,
        "switch": 1,
        "img": 1,
        "image": 1,
        "link": 1,
        "list": 1,
        "listitem": 2,
        "tab": 1,
    }
    assert frozen.get_by_role("button").count() == 4
    assert frozen.get_by_role("textbox", name="your name").count() == 1
    assert frozen.get_by_role("img", name="cat").count() == 1
    assert frozen.get_by_role("button", name="save", exact=True).count() == 1
    assert frozen.get_by_role("link", name="next").count() == 1


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        ("scroller > text.title", 1),
        ("text.big", 1),
        (".row", 2),
        ("list .row", 2),
        ("cell:nth-child(2) > .row", 1),
        ("text[testId=title], input", 2),
        ("[test-id=title]", 1),
        ("[returnKeyType=send]", 1),
        ("div[disabled=true]", 1),
        ("cell:has(.row)", 2),
        ("scroller:not(.row)", 1),
        ("div.row", 0),
    ],
)
def test_css_selectors_match_types_classes_attributes_and_structure(
    frozen: Page, selector: str, count: int
) -> None:
    assert frozen.locator(selector).count() == count


def test_css_classes_of_vue_elements_and_components_are_found(open_page: OpenPage) -> None:
    page = open_page(
        "Vue.component('child', { render: function (h) {"
        " return h('text', { staticClass: ['inner'] }, ['x']); } });"
        "new Vue({ el: 'body', data: { on: false }, render: function (h) { var self = this;"
        " return h('div', { class: { on: self.on, off: !self.on },"
        "   on: { click: function () { self.on = true; } } },"
        "   [h('child', { staticClass: ['outer'] })]); } });",
        "Vue",
    )
    assert page.locator("div.off > text.inner.outer").count() == 1
    page.locator("div").click()
    assert (page.locator(".off").count(), page.locator(".on").count()) == (0, 1)


def test_css_selectors_match_attribute_names_with_underscores(open_page: OpenPage) -> None:
    page = open_page(PLAIN + "add('div', { _autoWrap: 'true', max_length: 3, 'item-id': 1 });")
    matching = ("[_autoWrap=true]", "[max_length]", "[item-id]", "[itemId]")
    assert [page.locator(selector).count() for selector in matching] == [1, 1, 1, 1]
    assert [page.locator(other).count() for other in ("[autoWrap]", "[maxLength]")] == [0, 0]


def test_css_classes_of_a_vanilla_bundle_are_found(open_page: OpenPage) -> None:
    page = open_page(PLAIN + "add('text', { class: 'one two' });")
    assert page.locator("text.two").count() == 1


def test_error_for_an_invalid_css_selector_names_the_problem(frozen: Page) -> None:
    with pytest.raises(
        PageError, match="expected a CSS selector, got 'text:foo': .*pseudo-class foo"
    ):
        frozen.locator("text:foo")


def test_locator_on_an_empty_page_finds_no_elements(open_page: OpenPage) -> None:
    page = open_page("1;")
    assert page.get_by_text("x").count() == 0
    assert page.locator("div").all() == []


# Locator methods that narrow down the elements found.


def test_method_filter_selects_elements_by_text_and_by_inner_element(frozen: Page) -> None:
    cells = frozen.locator("cell")
    assert refs(cells.filter(has_text="BOB")) == refs(cells.nth(1))
    assert refs(cells.filter(has_not_text=re.compile("Bob"))) == refs(cells.first)
    assert refs(cells.filter(has=frozen.get_by_text("Ada: hi"))) == refs(cells.first)
    assert cells.filter(has=frozen.get_by_text("save")).count() == 0


def test_method_filter_supports_the_options_has_not_and_visible(frozen: Page) -> None:
    cells = frozen.get_by_role("listitem")
    assert cells.filter(has_not=frozen.get_by_text("Ada")).all_text_contents() == ["Bob: ho delete"]
    buttons = frozen.get_by_role("button").filter(has_text="save")
    assert buttons.filter(visible=True).all_text_contents() == ["save"]
    assert buttons.filter(visible=False).all_text_contents() == ["save all"]
    assert repr(cells.filter(has_not=cells, visible=True)).endswith(
        '.filter(has_not=get_by_role("listitem"), visible=True)'
    )


def test_method_locator_accepts_filters_and_other_locators(frozen: Page) -> None:
    ada = frozen.locator("cell", has_text="Ada")
    assert ada.all_text_contents() == ["Ada: hi delete"]
    assert repr(ada) == "locator('cell').filter(has_text=\"Ada\")"
    assert frozen.locator("cell", has=frozen.get_by_text("Bob"), has_not_text="Ada").count() == 1
    assert frozen.locator("list").locator("cell", has_not=frozen.get_by_text("Bob")).count() == 1
    inner = ada.locator(frozen.get_by_role("button", name="delete"))
    assert inner.count() == 1
    assert repr(inner).endswith('.locator(get_by_role("button", name="delete"))')
    assert frozen.locator(ada).count() == 1


def test_method_nth_and_properties_first_and_last_choose_one_element(frozen: Page) -> None:
    cells = frozen.locator("cell")
    assert refs(cells.last) == refs(cells.nth(-1)) == refs(cells)[1:]
    assert refs(cells.first) == refs(cells.nth(-2)) == refs(cells)[:1]
    assert cells.nth(2).count() == cells.nth(-3).count() == 0
    assert [refs(cell) for cell in cells.all()] == [[ref] for ref in refs(cells)]


def test_combined_locators_find_the_intersection_or_the_union_of_their_elements(
    frozen: Page,
) -> None:
    title = frozen.locator("text").and_(frozen.get_by_test_id("title"))
    assert title.text_content() == "A  Form "
    either = (
        frozen.get_by_text("one").or_(frozen.get_by_text("A Form")).or_(frozen.locator("input"))
    )
    assert [e.type for e in either.elements()] == ["text", "input", "text"]


def test_nested_locators_search_inside_the_elements_of_the_outer_locator(frozen: Page) -> None:
    bob = frozen.locator("cell").filter(has_text="Bob")
    assert bob.get_by_text("delete").count() == 1
    assert frozen.locator("cell").get_by_text("delete").count() == 2
    assert bob.locator("cell").count() == 0
    assert frozen.locator("scroller").locator("div").get_by_role("button").count() == 0


def test_css_selector_is_evaluated_only_once_for_each_look_up_of_a_locator(
    frozen: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    select = Selectors.select

    def counted(self: Selectors, page: Page) -> list[Element]:
        asked.append(page)
        return select(self, page)

    monkeypatch.setattr(Selectors, "select", counted)
    rows = frozen.locator(".row")
    assert frozen.locator("cell").locator(".row").count() == 2
    assert frozen.get_by_role("listitem").filter(has=rows).count() == 2
    assert len(asked) == 3


def test_rows_of_a_recycle_list_are_found(open_page: OpenPage) -> None:
    page = open_page(
        "new Vue({ el: 'body', data: { rows: [{ name: 'Ada' }, { name: 'Bob' }] },"
        " render: function (h) {"
        "  return h('recycle-list', { attrs: { listData: this.rows, alias: 'row' } }, ["
        "   h('cell-slot', { attrs: { append: 'tree' } }, ["
        "    h('text', { attrs: { value: { '@binding': 'row.name' } } })])]); } });",
        "Vue",
    )
    assert page.get_by_role("listitem").count() == 2
    assert page.locator("recycle-list > cell-slot:last-child > text").text_content() == "Bob"
    assert page.get_by_role("list").get_by_text("ada").count() == 1


def test_locators_find_elements_in_rax_pages(open_page: OpenPage) -> None:
    page = open_page(
        "define('page', function (require) { var rax = require('rax');"
        " function tapped() { console.log('tapped'); }"
        " rax.render(rax.createElement('div', {},"
        "  rax.createElement('text', { onClick: tapped, testId: 'say' }, 'hello'))); });"
        "require('page');",
        "Rax",
    )
    page.get_by_test_id("say").and_(page.get_by_role("button", name="hello")).click()
    assert [line.text for line in page.console] == ["tapped"]


def test_elements_are_looked_up_at_each_use(runtime: Runtime, form: Page) -> None:
    rows = form.locator(".row")
    assert rows.count() == 2
    runtime.clock.run_for(0.02)
    assert rows.count() == 3
    assert rows.last.text_content() == "Eve: late"


def test_locator_finds_only_elements_of_its_own_page_when_another_page_is_open(
    runtime: Runtime, open_page: OpenPage
) -> None:
    page = open_page(PLAIN + "add('text', { value: 'below' });")
    above = open_like(page, page.source.replace("below", "above"), "above.js")
    assert page.stack.top is above
    assert page.get_by_text("below").count() == 1
    assert above.get_by_text("below").count() == 0


def test_locator_inside_a_locator_of_another_page_is_refused(
    frozen: Page, open_page: OpenPage
) -> None:
    with pytest.raises(PageError, match="belongs to another page"):
        frozen.locator("list").locator(open_page(PLAIN).locator("cell"))


def test_locators_of_different_pages_cannot_be_combined(frozen: Page, open_page: OpenPage) -> None:
    mine, other = frozen.locator("text"), open_page(PLAIN).locator("text")
    for join in (mine.and_, mine.or_, lambda it: mine.filter(has=it)):
        with pytest.raises(PageError, match="belong to different pages"):
            join(other)


# Locator methods that read elements.


def test_locator_returns_the_text_attributes_styles_and_value_of_an_element(frozen: Page) -> None:
    title = frozen.get_by_test_id("title")
    assert title.get_attribute("test-id") == "title"
    assert title.get_attribute("nothing") is None
    assert title.get_style("font-size") == title.get_style("fontSize") == "40px"
    field = frozen.get_by_placeholder("name")
    assert field.get_attribute("returnKeyType") == "send"
    assert frozen.get_by_label("Story").input_value() == "once"
    assert field.input_value() == ""
    assert frozen.locator("cell").first.text_content() == "Ada: hi delete"
    with pytest.raises(PageError, match="is not a field"):
        title.input_value()


def test_element_in_a_hidden_ancestor_or_without_height_is_not_visible(open_page: OpenPage) -> None:
    page = open_page(
        PLAIN + "var box = add('div', {}, body, { visibility: 'hidden' });"
        "add('text', { value: 'inside' }, box);"
        "add('text', { value: 'flat' }, body, { height: 0 });"
        "add('text', { value: 'none' }, body, { display: 'none' });"
        "add('text', { value: 'seen' });"
    )
    seen = {
        text: page.get_by_text(text).is_visible() for text in ("inside", "flat", "none", "seen")
    }
    assert seen == {"inside": False, "flat": False, "none": True, "seen": True}
    assert not page.get_by_text("nowhere").is_visible()
    with pytest.raises(AmbiguousLocator):
        page.locator("text").is_visible()


def test_clipped_element_is_hidden_unless_scrolling_can_show_the_element(
    open_page: OpenPage,
) -> None:
    page = open_page(
        PLAIN + "var box = add('div', {}, body, { height: 10, overflow: 'hidden' });"
        "add('text', { value: 'above' }, box); add('text', { value: 'below' }, box);"
        "var list = add('list', {}, body, { height: 100 });"
        "add('text', { value: 'first' }, list, { height: 300 });"
        "add('text', { value: 'second' }, list);"
        "var frame = add('div', {}, body, { height: 50, overflow: 'hidden' });"
        "var inner = add('scroller', {}, frame, { height: 50 });"
        "add('text', { value: 'third' }, inner, { height: 300 });"
        "add('text', { value: 'fourth' }, inner);"
        "var unseen = add('scroller', {}, frame, { height: 50 });"
        "add('text', { value: 'fifth' }, unseen);"
    )
    texts = ("above", "below", "second", "third", "fourth", "fifth")
    shown = [text for text in texts if page.get_by_text(text).is_visible()]
    assert shown == ["above", "second", "third", "fourth"]


def test_style_display_none_hides_an_element_on_the_web(
    make_runtime: Callable[..., Runtime],
) -> None:
    source = PLAIN + "add('text', { value: 'none' }, body, { display: 'none' });"
    page = make_runtime(platform="web").open(source='// { "framework": "Vanilla" }\n' + source)
    assert not page.get_by_text("none").is_visible()


# Locator methods that act on elements.


def test_click_on_an_element_calls_the_listener_of_an_ancestor(form: Page) -> None:
    form.locator("cell").first.get_by_text("delete").click()
    assert log(form) == "click"


def test_error_for_an_action_on_several_elements_lists_the_elements(frozen: Page) -> None:
    with pytest.raises(AmbiguousLocator) as caught:
        frozen.get_by_text("save").click()
    assert caught.value.count == 2
    ref, other = refs(frozen.get_by_text("save"))
    assert str(caught.value).splitlines() == [
        'get_by_text("save") matches 2 elements; pick one with .nth(0), .first, .filter(...) or '
        "get_by_text(..., exact=True):",
        f'  1. "save" ref={ref} at scroller > div[1] > text',
        f'  2. "save all" ref={other} at scroller > div[2] > text',
    ]
    assert log(frozen) == ""


def test_locator_action_waits_until_its_element_exists(live_form: Page) -> None:
    row = live_form.locator("cell").filter(has_text="Eve")
    assert row.count() == 0
    row.get_by_text("delete").click()
    assert log(live_form) == "click"


def test_action_waits_until_the_element_is_enabled_and_visible(live_form: Page) -> None:
    live_form.get_by_text("save all").click()
    live_form.get_by_text("save", exact=True).click()
    assert log(live_form) == "click click"


def test_reading_a_text_waits_for_the_element(live_form: Page) -> None:
    assert live_form.get_by_text("Eve").text_content() == "Eve: late"


def test_timeout_error_shows_the_locator_similar_elements_and_pending_work(form: Page) -> None:
    with pytest.raises(WaitTimeout) as caught:
        form.get_by_text("save alls").click(timeout=0.02)
    message = str(caught.value)
    ref = refs(form.get_by_text("save all"))[0]
    assert message.splitlines()[:2] == [
        'get_by_text("save alls").click: no element matches within 0.02 s',
        f"  nearest: 'save all': \"save all\" ref={ref} at scroller > div[2] > text",
    ]
    assert "the page is busy: timer 1 due in 0.02 s" in message
    assert '    input "" (your name)' in message


@pytest.mark.parametrize(
    ("find", "nearest"),
    [
        (lambda page: page.get_by_placeholder("your nam3"), "'your name': input"),
        (lambda page: page.get_by_test_id("titel"), "'title': "),
        (lambda page: page.get_by_label("a cot"), "'a cat': image"),
        (lambda page: page.get_by_role("button", name="saves"), "'save': "),
        (lambda page: page.get_by_role("textboxes"), "'textbox': input"),
        (lambda page: page.locator("scroller > texts"), "'text': "),
        (lambda page: page.locator("text[testId=titel]"), "'text[testId=title]': "),
        (lambda page: page.locator("scroller > text.titel"), "'text.big.title': "),
    ],
)
def test_timeout_error_lists_similar_elements_for_each_finder(
    frozen: Page, find: Callable[[Page], Locator], nearest: str
) -> None:
    with pytest.raises(WaitTimeout) as caught:
        find(frozen).click(timeout=0)
    assert f"  nearest: {nearest}" in str(caught.value)


def test_timeout_error_for_an_unknown_role_shows_the_role_of_the_element_with_the_given_name(
    frozen: Page,
) -> None:
    with pytest.raises(WaitTimeout) as caught:
        frozen.get_by_role("buton", name="save all").click(timeout=0)
    lines = [line for line in str(caught.value).splitlines() if "nearest: 'save all'" in line]
    assert any(line.endswith(", role button") for line in lines), str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("save", "is disabled within 0.01 s"),
        ("save all", "is hidden by its style"),
        ("A Form", "or at an ancestor within 0.01 s"),
    ],
)
def test_timeout_error_names_the_reason_why_the_element_is_not_ready(
    frozen: Page, text: str, problem: str
) -> None:
    with pytest.raises(WaitTimeout, match=problem):
        frozen.get_by_text(text, exact=True).click(timeout=0.01)


def test_timeout_error_shows_the_last_error_of_the_page(open_page: OpenPage) -> None:
    page = open_page("new Vue({ el: 'body', render: function (h) { return nope(h); } });", "Vue")
    with pytest.raises(WaitTimeout, match=r"the page's last error: ReferenceError.*, at render"):
        page.get_by_text("x").click(timeout=0)


def test_locator_of_an_ended_page_fails_without_waiting(form: Page) -> None:
    form.destroy()
    with pytest.raises(WaitTimeout, match="before the page ended"):
        form.get_by_text("nowhere").click(timeout=60)


# Timeouts of locator methods, and the errors after a timeout.


def test_timeout_of_a_call_overrides_the_timeouts_of_the_page_and_the_runtime(
    runtime: Runtime, form: Page
) -> None:
    nowhere = form.get_by_text("nowhere")
    assert form.default_timeout == 5.0
    runtime.set_default_timeout(0.02)
    with pytest.raises(WaitTimeout, match=r"within 0\.02 s"):
        nowhere.text_content()
    form.set_default_timeout(timedelta(milliseconds=10))
    with pytest.raises(WaitTimeout, match=r"within 0\.01 s"):
        nowhere.click()
    with pytest.raises(WaitTimeout, match=r"within 0\.03 s"):
        nowhere.click(timeout=timedelta(seconds=0.03))


@pytest.mark.parametrize("timeout", [-1, float("nan"), timedelta(seconds=-1), "5"])
def test_invalid_timeouts_are_refused(form: Page, timeout: float) -> None:
    with pytest.raises(WeexError, match="timeout: expected "):
        form.set_default_timeout(timeout)


def test_run_until_accepts_a_timedelta_and_lists_the_pending_work_after_a_timeout(
    runtime: Runtime, open_page: OpenPage
) -> None:
    open_page("setTimeout(function () {}, 28400);", name="slow.js")
    with pytest.raises(WaitTimeout, match=r"page 1 \(slow\.js\): timer 1 due in 28\.4 s"):
        runtime.run_until(lambda: False, timedelta(milliseconds=10))
    gate = threading.Event()
    runtime.looper.run_in_worker(lambda: gate.wait(5), lambda result, error: None, "thinking")
    with pytest.raises(WaitTimeout, match="thinking"):
        runtime.run_until_idle(timedelta(milliseconds=10))
    gate.set()


def test_bool_of_a_locator_raises(open_page: Callable[..., Page]) -> None:
    locator = open_page("").get_by_text("nowhere")
    asking: list[Callable[[], object]] = [lambda: bool(locator), lambda: not locator]
    for ask in asking:
        with pytest.raises(WeexError, match=r'get_by_text\("nowhere"\) has no truth value'):
            ask()


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda page: page.get_by_text(7), "got 7: write '7'"),
        (lambda page: page.get_by_test_id(None), "got None"),
        (lambda page: page.get_by_role(7), "got 7: write '7'"),
        (lambda page: page.locator(7), "expected a CSS selector or a locator, got 7"),
        (lambda page: page.locator(None), "expected a CSS selector or a locator, got None"),
        (lambda page: page.locator("text").nth("0"), "expected an integer, got '0'"),
    ],
)
def test_locator_methods_refuse_invalid_arguments(
    open_page: Callable[..., Page], make: Callable[[Page], object], problem: str
) -> None:
    with pytest.raises(WeexError, match=re.escape(problem)):
        make(open_page(""))


def test_combining_a_locator_with_a_text_is_refused(open_page: Callable[..., Page]) -> None:
    texts = open_page("").locator("text")
    for combine in (texts.and_, texts.or_, lambda text: texts.filter(has=text)):
        with pytest.raises(WeexError, match="expected a locator as argument, got 'x'"):
            combine("x")  # type: ignore[arg-type]
