"""A recycle-list in Vue, end to end: templates as weex-template-compiler makes them, the genuine
framework, and what a user sees and does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_modules.components.recycle_list.component import RecycleList
from weex_runtime import Module, Page, Runtime, js_method
from weex_runtime.document.element import Element
from weex_runtime.document.outline import text_of
from weex_runtime.interaction import tap
from weex_runtime.json_values import JSONValue

from ..conftest import HEADERS

# <div>
#   <text>{{heading}}</text>
#   <recycle-list ref="list" for="(item, i) in rows" switch="kind" @loadmore="more">
#     <cell-slot case="story">
#       <text @click="open(item.title, i, $event)">{{i + 1}}. {{item.title}}</text>
#       <text v-if="item.votes > 99">hot</text>
#       <text v-else-if="item.votes">{{item.votes}} votes</text>
#       <text v-else>new</text>
#       <div v-for="(tag, k) in item.tags" @click="pick(tag)">
#         <text ref="tag" :style="{ color: tag.color }">{{k}}:{{tag.name}}</text>
#       </div>
#     </cell-slot>
#     <cell-slot case="counter"><counter :start="item.start" :label="item.label"/></cell-slot>
#     <cell-slot default><text v-once>{{item.kind}}</text></cell-slot>
#   </recycle-list>
# </div>
LIST = """
function bound(expression) { return { '@binding': expression }; }
function renderList(h) {
  var vm = this;
  return h('div', [
    h('text', { attrs: { value: vm.heading } }),
    h('recycle-list', {
      ref: 'list',
      appendAsTree: true,
      attrs: {
        listData: vm.rows, bindingExpression: 'rows', alias: 'item', index: 'i', switch: 'kind',
        append: 'tree'
      },
      on: { loadmore: vm.more }
    }, [
      h('cell-slot', { appendAsTree: true, attrs: { case: 'story', append: 'tree' } }, [
        h('text', {
          attrs: { value: [bound('i + 1'), '. ', bound('item.title')] },
          on: { click: {
            handler: function (a, b, $event) { vm.open(a, b, $event); },
            params: [bound('item.title'), bound('i')]
          } }
        }),
        h('text', { attrs: { '[[match]]': 'item.votes > 99', value: 'hot' } }),
        h('text', { attrs: {
          '[[match]]': '!(item.votes > 99) && (item.votes)', value: [bound('item.votes'), ' votes']
        } }),
        h('text', { attrs: { '[[match]]': '!(item.votes > 99 || item.votes)', value: 'new' } }),
        h('div', {
          attrs: { '[[repeat]]': { '@expression': 'item.tags', '@alias': 'tag', '@index': 'k' } },
          on: { click: { handler: function (a, $event) { vm.pick(a); }, params: [bound('tag')] } }
        }, [
          h('text', {
            staticStyle: { color: bound('tag.color') },
            attrs: { value: [bound('k'), ':', bound('tag.name')], ref: 'tag' }
          })
        ])
      ]),
      h('cell-slot', { appendAsTree: true, attrs: { case: 'counter', append: 'tree' } }, [
        h('counter', { attrs: {
          start: bound('item.start'), label: bound('item.label'), '@inRecycleList': true
        } })
      ]),
      h('cell-slot', { appendAsTree: true, attrs: { default: '', append: 'tree' } }, [
        h('text', { attrs: { '[[once]]': true, value: bound('item.kind') } })
      ])
    ])
  ]);
}
"""

# <template recyclable><div>
#   <text>{{label}}: {{count}}, twice {{twice}}</text>
#   <text @click="add(2)">add</text>
#   <text v-if="count > 5" ref="much">much</text>
# </div></template>
COUNTER = """
var life = [];
var counter = {
  props: ['start', 'label'],
  data: function () { return { count: this.start }; },
  computed: { twice: function () { return 2 * this.count; } },
  methods: { add: function (n) { this.count += n; } },
  '@render': function () {
    var h = this.$createElement;
    return h('div', { attrs: {
      '@isComponentRoot': true, '@templateId': this._uid, '@componentProps': this.$props || {}
    } }, [
      h('text', { attrs: { value: [bound('label'), ': ', bound('count'), ', ', bound('twice')] } }),
      h('text', { attrs: { value: 'add' }, on: { click: function ($event) { this.add(2); } } }),
      h('text', { attrs: { '[[match]]': 'count > 5', value: 'much', ref: 'much' } })
    ]);
  },
  render: function (h) {
    return h('div', [h('text', { attrs: { value: 'alone ' + this.count } })]);
  }
};
['created', 'beforeMount', 'mounted', 'updated', 'destroyed'].forEach(
  function (hook) { counter[hook] = function () { life.push([hook, this.label]); }; });
"""

APP = """
var did = [];
var app = new Vue({
  el: 'body',
  components: { counter: counter },
  data: {
    heading: 'News',
    rows: [
      { kind: 'story', title: 'One', votes: 120, tags: [
        { name: 'a', color: 'red' }, { name: 'b', color: 'blue' }
      ] },
      { kind: 'counter', start: 3, label: 'C' },
      { kind: 'advert' },
      { kind: 'story', title: 'Two', votes: 7 },
      { kind: 'story', title: 'Three', votes: 0 }
    ]
  },
  methods: {
    open: function (title, i, event) { did.push(['open', title, i, event.type]); },
    pick: function (tag) { did.push(['pick', tag.name]); },
    more: function () { this.rows.push({ kind: 'story', title: 'More', votes: 1 }); }
  },
  render: renderList
});
"""

SHOWN = [
    "1. One hot 0:a 1:b",
    "C: 3, 6 add",
    "advert",
    "4. Two 7 votes",
    "5. Three new",
]


class Probe(Module):
    """Records the arguments of calls."""

    name = "probe"

    def __init__(self) -> None:
        self.seen: list[JSONValue] = []

    @js_method
    def take(self, value: JSONValue) -> None:
        self.seen.append(value)


class News:
    """A page, and actions of its user and bundle."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def component(self) -> RecycleList:
        component = next(e for e in self.page.document.elements() if e.type == "recycle-list")
        assert isinstance(component.component, RecycleList)
        return component.component

    def shown(self) -> list[str]:
        """The text of each row."""
        return [text_of(row) for row in self.component.element.children]

    def tap(self, text: str) -> None:
        tap(self.page, next(e for e in self.page.document.elements() if text in text_of_own(e)))
        self.page.runtime.run_until_idle()

    def do(self, code: str) -> None:
        """Run code in the bundle, then Vue's updates."""
        self.page.js.run(self.page.engine.run, code, "do.js")
        self.page.runtime.run_until_idle()
        assert not self.page.errors

    def get(self, expression: str) -> Any:
        """A value of the bundle, as JSON."""
        self.do(f"weex.requireModule('probe').take(JSON.parse(JSON.stringify({expression})))")
        probe = self.page.module("probe")
        assert isinstance(probe, Probe)
        return probe.seen.pop()


def text_of_own(element: Element) -> str:
    return str(element.attr.get("value", ""))


@pytest.fixture
def open_news(make_runtime: Callable[..., Runtime]) -> Callable[..., News]:
    def open_news(source: str = LIST + COUNTER + APP, **options: Any) -> News:
        runtime = make_runtime(modules=[Probe], **options)
        return News(runtime.open(source=HEADERS["Vue"] + source))

    return open_news


@pytest.fixture
def news(open_news: Callable[..., News]) -> News:
    return open_news()


def test_rows_are_drawn_before_open_returns(news: News) -> None:
    assert news.shown() == SHOWN
    assert news.page.outline().splitlines()[:6] == [
        '"News"',
        "recycle-list",
        "  cell-slot",
        "    [1. One]",
        '    "hot"',
        "    [0:a]",
    ]
    assert not news.page.console
    assert not news.page.errors


def test_bindings_are_applied_to_styles_and_loops(news: News) -> None:
    tags = [e for e in news.component.element.walk() if e.attr.get("ref") == "tag"]
    assert [(tag.attr["value"], tag.style) for tag in tags] == [
        ("0:a", {"color": "red"}),
        ("1:b", {"color": "blue"}),
    ]


def test_tap_passes_the_parameters_of_the_row_and_then_the_event(news: News) -> None:
    for text in ("Two", "1:b", "One"):
        news.tap(text)
    assert news.get("did") == [
        ["open", "Two", 3, "click"],
        ["pick", "b"],
        ["open", "One", 0, "click"],
    ]


def test_changes_of_the_list_data_are_drawn(news: News) -> None:
    news.do("app.rows[0].votes = 0; app.rows[0].tags.push({ name: 'c' });")
    assert news.shown()[0] == "1. One new 0:a 1:b 2:c"
    news.do("app.rows.unshift({ kind: 'story', title: 'Zero' });")
    assert news.shown()[:2] == ["1. Zero new", "2. One new 0:a 1:b 2:c"]
    assert news.shown()[4:] == ["5. Two 7 votes", "6. Three new"]
    news.do("app.rows.splice(1, 2, { kind: 'story', title: 'Half', votes: 100 });")
    assert news.shown() == [
        "1. Zero new",
        "2. Half hot",
        "advert",
        "4. Two 7 votes",
        "5. Three new",
    ]
    news.do("app.rows.pop(); app.rows.shift();")
    assert news.shown() == ["1. Half hot", "advert", "3. Two 7 votes"]
    news.do("app.rows.reverse();")
    assert news.shown() == ["1. Two 7 votes", "advert", "3. Half hot"]
    news.do("app.rows = [{ kind: 'story', title: 'Last', votes: 1 }];")
    assert news.shown() == ["1. Last 1 votes"]
    assert not news.page.errors


def test_v_once_keeps_the_first_value_of_a_row(news: News) -> None:
    news.do("app.rows[2].kind = 'banner';")
    assert news.shown()[2] == "advert"


def test_handler_of_loadmore_can_add_rows(news: News) -> None:
    news.component.reach_end()
    assert news.shown() == [*SHOWN, "6. More 1 votes"]
    news.do("app.rows.pop();")
    news.component.reach_end()
    # The list again has the number of rows for which it fired loadmore, so it does not fire.
    assert news.shown() == SHOWN
    news.do("app.$refs.list.resetLoadmore();")
    news.component.reach_end()
    assert news.shown() == [*SHOWN, "6. More 1 votes"]


def test_component_keeps_its_state_until_its_row_is_removed(news: News) -> None:
    assert news.get("life.splice(0)") == [
        ["created", "C"],
        ["beforeMount", "C"],
        ["mounted", "C"],
    ]
    news.tap("add")
    assert news.shown()[1] == "C: 5, 10 add"
    news.tap("add")
    assert news.shown()[1] == "C: 7, 14 add much"
    assert news.get("life.splice(0)") == [["updated", "C"], ["updated", "C"]]
    news.do("app.rows[1].label = 'D';")
    assert news.shown()[1] == "D: 7, 14 add much"
    news.do("app.rows.unshift({ kind: 'counter', start: 0, label: 'E' });")
    assert news.shown()[:3:2] == ["E: 0, 0 add", "D: 7, 14 add much"]
    news.do("life.splice(0); app.rows.splice(2, 1);")
    assert news.get("life") == [["destroyed", "D"]]
    news.tap("add")
    assert news.shown()[0] == "E: 2, 4 add"


def test_each_row_has_its_own_instance_of_a_component(news: News) -> None:
    news.do("app.rows.push({ kind: 'counter', start: 10, label: 'X' });")
    added = [e for e in news.page.document.elements() if e.attr.get("value") == "add"]
    tap(news.page, added[1])
    tap(news.page, added[1])
    tap(news.page, added[0])
    news.page.runtime.run_until_idle()
    assert [news.shown()[n] for n in (1, 5)] == ["C: 5, 10 add", "X: 14, 28 add much"]


def test_rendering_the_page_again_keeps_the_rows(news: News) -> None:
    news.tap("add")
    rows = list(news.component.element.children)
    news.do("app.heading = 'Olds'; life.splice(0);")
    assert "Olds" in news.page.outline()
    assert news.shown()[1] == "C: 5, 10 add"
    assert news.component.element.children == rows
    assert news.get("life") == []


def test_refs_contain_the_elements_that_native_drew(news: News) -> None:
    tags = [e.ref for e in news.component.element.walk() if e.attr.get("ref") == "tag"]
    assert news.get("app.$refs.tag.map(function (tag) { return tag.ref; })") == tags
    assert news.get("app.$refs.tag[1].attrs.value") == "1:b"
    news.do("weex.requireModule('probe').take(app.$refs.tag[1]);")
    probe = news.page.module("probe")
    assert isinstance(probe, Probe)
    assert probe.seen == [tags[1]]
    news.do(
        "app.$refs.list.closest(app.$refs.tag[1], '[case=story]',"
        " function (e) { did.push(e.type); });"
    )
    assert news.get("did") == ["cell-slot"]


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_warning_is_logged_on_devices_for_handler_parameters_that_devices_do_not_pass(
    open_news: Callable[..., News], platform: str
) -> None:
    news = open_news(platform=platform, hints=True)
    (warning,) = [line for line in news.page.console if "listens to click" in line.text]
    assert warning.level == "warn"
    before = news.shown()[1]
    news.tap("add")
    assert news.shown()[1] == before


def test_hint_is_logged_for_handler_parameters_that_devices_do_not_pass(
    open_news: Callable[..., News],
) -> None:
    news = open_news(hints=True)
    (hint,) = [line for line in news.page.console if "listens to click" in line.text]
    assert hint.level == "hint"
    assert "on Android and iOS: Vue also passes these parameters" in hint.text


def test_components_in_rows_are_destroyed_with_their_list(open_news: Callable[..., News]) -> None:
    hidden = APP.replace("render: renderList", "render: function (h) { return %s; }")
    hidden %= "this.heading ? renderList.call(this, h) : h('div')"
    news = open_news(LIST + COUNTER + hidden)
    assert news.shown() == SHOWN
    news.do("life.splice(0); app.heading = '';")
    assert news.page.outline() == ""
    assert news.get("life") == [["destroyed", "C"]]
    assert len(news.page.document) == 1
