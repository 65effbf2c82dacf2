"""weex_runtime.module_api.component: attributes, methods, hooks and events of a component."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from weex_runtime import (
    Callback,
    Component,
    Event,
    ModuleError,
    Page,
    PageError,
    Runtime,
    component_prop,
    event,
    js_method,
)
from weex_runtime import interaction as actions
from weex_runtime.document.element import Element
from weex_runtime.module_api.component_events import Point
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.naming import camel_case, hyphenated

from ..support.page_log import texts_of

HEADERS = {
    "Vue": '// { "framework": "Vue" }\n',
    "Rax": '// { "framework": "Rax" }\n',
    "Weex": "// a bundle without a header is a .we bundle\n",
}

# An app for each framework, with a <rating> and a <text>: the <text> shows the last event of the
# <rating>, and a click on the <text> calls the method `reset` of the <rating>.
APPS = {
    "Vue": """
new Vue({
  el: 'body',
  data: { stars: 2, heard: 'nothing', there: true },
  methods: {
    rated: function (event) { this.stars = event.value; this.heard = 'rated ' + event.value; },
    reset: function () { this.$refs.rating.reset(1); },
    remove: function () { this.there = false; },
  },
  render: function (h) {
    var rating = h('rating', {
      ref: 'rating', attrs: { value: this.stars, 'max-value': '5' }, on: { rate: this.rated },
    });
    return h('div', [
      this.there ? rating : h('div'),
      h('text', { on: { click: this.reset, longpress: this.remove } }, [this.heard]),
    ]);
  },
});
""",
    "Rax": """
var Rax = require('rax'), el = Rax.createElement;
class App extends Rax.Component {
  constructor(props) { super(props); this.state = { stars: 2, heard: 'nothing', there: true }; }
  render() {
    var rated = (event) => this.setState({ stars: event.value, heard: 'rated ' + event.value });
    var rating = el('rating', {
      ref: (node) => { this.node = node; }, value: this.state.stars, maxValue: 5, onRate: rated,
    });
    var text = el('text', {
      value: this.state.heard,
      onClick: () => this.node.reset(1), onLongpress: () => this.setState({ there: false }),
    });
    return el('div', null, this.state.there ? rating : el('div'), text);
  }
}
Rax.render(el(App));
""",
    "Weex": """
define('@weex-component/main', function (require, exports, module) {
  module.exports = {
    data: function () { return { stars: 2, heard: 'nothing', there: true }; },
    methods: {
      rated: function (event) { this.stars = event.value; this.heard = 'rated ' + event.value; },
      reset: function () { this.$el('rating').reset(1); },
      remove: function () { this.there = false; },
    },
  };
  module.exports.template = {
    type: 'div',
    children: [
      {
        type: 'rating', id: 'rating', shown: function () { return this.there; },
        attr: { value: function () { return this.stars; }, maxValue: 5 },
        events: { rate: 'rated' },
      },
      {
        type: 'text', attr: { value: function () { return this.heard; } },
        events: { click: 'reset', longpress: 'remove' },
      },
    ],
  };
});
bootstrap('@weex-component/main', { transformerVersion: '0.4.1' });
""",
}


class Rating(Component):
    """A rating of five stars."""

    type = "rating"
    attributes = {"value": 0, "maxValue": 3}
    ended = 0

    def __init__(self) -> None:
        self.value = 0
        self.most = 0

    @component_prop("value")
    def set_value(self, value: int) -> None:
        """Set the number of shining stars."""
        self.value = value

    @component_prop("maxValue")
    def set_max_value(self, most: int) -> None:
        self.most = most

    @js_method
    def reset(self, value: int) -> None:
        """Set the number of shining stars, and fire `rate`."""
        self.fire("rate", value=min(value, self.most))

    def takes_tap(self) -> bool:
        """Light one more star."""
        return True

    def tapped(self, at: Point = (0, 0)) -> None:
        """Light one more star at a tap."""
        self.fire("rate", value=min(self.value + 1, self.most))

    @event("rate")
    def _rate(self, value: int) -> Event:
        return Event({"value": value}, {"attrs": {"value": value}})

    def destroy(self) -> None:
        type(self).ended += 1


@pytest.fixture(params=APPS)
def app(request: pytest.FixtureRequest, make_runtime: Callable[..., Runtime]) -> Page:
    Rating.ended = 0
    source = HEADERS[request.param] + APPS[request.param]
    page = make_runtime(components=[Rating]).open(source=source, name="rating.js")
    page.runtime.run_until_idle()
    assert not page.errors
    return page


def rating_of(page: Page) -> Any:
    (element,) = [e for e in page.document.elements() if e.type == "rating"]
    return page.components.of(element)


def text_of(page: Page) -> Element:
    return next(e for e in page.document.elements() if e.type == "text")


def heard(page: Page) -> str:
    page.runtime.run_until_idle()
    assert not page.errors
    return str(text_of(page).attr["value"])


def test_component_prop_method_is_called_at_creation_and_at_each_change_of_the_attribute(
    app: Page,
) -> None:
    assert (rating_of(app).value, rating_of(app).most) == (2, 5)
    actions.tap(app, rating_of(app).element)
    assert heard(app) == "rated 3"
    actions.tap(app, text_of(app))
    assert heard(app) == "rated 1"
    assert rating_of(app).element.attr["value"] == 1


def test_component_prop_method_is_not_called_for_a_name_with_an_underscore(app: Page) -> None:
    app.document.update_attrs(rating_of(app).element.ref, {"max_value": 9})
    assert rating_of(app).most == 5
    app.document.update_attrs(rating_of(app).element.ref, {"max-value": 9})
    assert rating_of(app).most == 9


def test_fired_event_runs_the_handler_and_changes_the_element(app: Page) -> None:
    rating_of(app).fire("rate", value=4)
    assert heard(app) == "rated 4"
    assert rating_of(app).element.attr["value"] == 4


def test_component_is_destroyed_with_its_element(app: Page) -> None:
    actions.long_press(app, text_of(app))
    app.runtime.run_until_idle()
    assert Rating.ended == 1
    assert [e.type for e in app.document.elements()].count("rating") == 0


def test_component_is_destroyed_with_its_page(app: Page) -> None:
    component = rating_of(app)
    assert not component.is_gone
    app.destroy()
    assert Rating.ended == 1
    assert component.is_gone
    assert component.fire("rate", value=1) is None


def test_weex_supports_finds_a_registered_component(make_runtime: Callable[..., Runtime]) -> None:
    source = HEADERS["Vue"] + "console.log(weex.supports('@component/rating'));"
    assert make_runtime(components=[Rating]).open(source=source).console[0].text == "true"
    assert make_runtime().open(source=source).console[0].text == "false"


class Gauge(Component):
    """A component that records the calls of its hooks."""

    type = "gauge"
    attributes = {"size": 7, "isOn": True, "label": "none"}

    def __init__(self) -> None:
        self.seen: list[object] = []

    @js_method
    def ask(self, done: Callback) -> None:
        done.invoke(
            {
                "size": self.number("size"),
                "isOn": self.flag("isOn"),
                "disabled": self.flag("disabled"),
                "label": self.attribute("label"),
            }
        )

    @js_method(platforms=("ios",))
    def onIos(self) -> None:
        """A method of one platform."""

    @event("moved")
    def _moved(self, to: float) -> Event:
        return Event({"to": to})

    @event("forgotten")
    def _forgotten(self) -> Event:  # type: ignore[return]
        Event({"to": 1})

    @event("bare")
    def _bare(self) -> Event:
        return {"to": 1}  # type: ignore[return-value]

    @event("slow")
    async def _slow(self) -> Event:
        return Event({"to": 1})

    def created(self) -> None:
        self.seen.append("created")

    def styles_changed(self) -> None:
        self.seen.append(dict(self.element.style))

    def page_shown(self) -> None:
        self.seen.append("shown")

    def page_hidden(self) -> None:
        self.seen.append("hidden")


@pytest.fixture
def open_gauge(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    def open_gauge(attrs: str = "{}", code: str = "", **options: Any) -> Page:
        source = f"""// {{ "framework": "Vanilla" }}
var body = document.createElement('div');
var gauge = document.createElement('gauge', {{ attr: {attrs} }});
gauge.addEvent('moved', function (e) {{ console.log('to ' + e.to); }});
body.appendChild(gauge);
document.documentElement.appendChild(body);
body.addEvent('run', function (e) {{ (0, eval)(e.code); }});
{code}"""
        page = make_runtime(components=[Gauge], **options).open(source=source)
        page.runtime.run_until_idle()
        return page

    return open_gauge


def gauge_of(page: Page) -> Any:
    return page.components.of(page.document.root.children[0])


ASK = "gauge.ask(function (a) { console.log(JSON.stringify(a)); });"


@pytest.mark.parametrize(
    ("attrs", "answer"),
    [
        ("{}", {"size": 7, "isOn": True, "disabled": False, "label": "none"}),
        (
            "{ size: '12.5', isOn: 'false', disabled: '', label: 'x' }",
            {"size": 12.5, "isOn": False, "disabled": True, "label": "x"},
        ),
        (
            "{ size: 'wide', 'is-on': false, disabled: 'true', label: '' }",
            {"size": 7, "isOn": False, "disabled": True, "label": "none"},
        ),
        (
            "{ size: 'Infinity', isOn: true, disabled: 'no', label: null }",
            {"size": 7, "isOn": True, "disabled": False, "label": "none"},
        ),
    ],
)
def test_methods_attribute_flag_and_number_return_the_default_for_an_invalid_value(
    open_gauge: Callable[..., Page], attrs: str, answer: dict[str, Any]
) -> None:
    assert json.loads(texts_of(open_gauge(attrs, ASK))[0]) == answer


@pytest.mark.parametrize(
    ("platform", "kind"), [(None, "function"), ("ios", "function"), ("android", "undefined")]
)
def test_component_method_of_one_platform_is_missing_on_the_other_platforms(
    open_gauge: Callable[..., Page], platform: str | None, kind: str
) -> None:
    page = open_gauge(code="console.log(typeof gauge.onIos);", platform=platform)
    assert texts_of(page) == [kind]
    page.components.call(page.document.root.children[0].ref, "onIos", [])
    told = any("has no method 'onIos'" in line for line in texts_of(page))
    assert told is (kind == "undefined")


def test_component_hooks_run_when_styles_change_and_when_the_page_is_hidden_or_shown(
    open_gauge: Callable[..., Page],
) -> None:
    page = open_gauge()
    gauge_of(page).seen.clear()
    page.fire_event("_root", "run", {"code": "gauge.setStyle('width', 5)"})
    page.lifecycle.disappear()
    page.lifecycle.appear()
    assert gauge_of(page).seen == [{"width": 5}, "hidden", "shown"]


def test_exception_in_a_component_hook_is_a_failure_of_the_page(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Broken(Gauge):
        def page_hidden(self) -> None:
            raise ValueError("no")

    source = """// { "framework": "Vanilla" }
var body = document.createElement('gauge');
document.documentElement.appendChild(body);
"""
    page = make_runtime(components=[Broken]).open(source=source)
    page.lifecycle.disappear()
    assert texts_of(page) == ["[weex-runtime] gauge.page_hidden failed: ValueError: no"]


def test_arguments_of_method_fire_become_the_event_data_if_no_event_method_exists(
    open_gauge: Callable[..., Page],
) -> None:
    code = "gauge.addEvent('done', function (e) { console.log(e.a + e.b); });"
    page = open_gauge(code=code)
    gauge_of(page).fire("done", a=1, b="x")
    assert texts_of(page) == ["1x"]


def test_fire_refuses_arguments_that_the_event_builder_does_not_accept(
    open_gauge: Callable[..., Page],
) -> None:
    page = open_gauge()
    with pytest.raises(PageError, match=r"<gauge ref=.*>: event moved: .*'by'"):
        gauge_of(page).fire("moved", by=2)
    gauge_of(page).fire("moved", to=2)
    assert texts_of(page) == ["to 2"]


@pytest.mark.parametrize(
    ("name", "got"), [("forgotten", "NoneType"), ("bare", "dict"), ("slow", "coroutine")]
)
def test_fire_refuses_a_builder_that_returns_no_event(
    open_gauge: Callable[..., Page], name: str, got: str
) -> None:
    expected = rf"Gauge\._{name}: expected an Event, got {got}"
    with pytest.raises(ModuleError, match=expected):
        gauge_of(open_gauge()).fire(name)


def test_event_changes_the_element_even_if_no_handler_listens(
    open_gauge: Callable[..., Page],
) -> None:
    page = open_gauge()
    assert gauge_of(page).fire_event("quiet", {}, {"attrs": {"size": 3}}) is None
    assert gauge_of(page).number("size") == 3


def test_custom_component_fires_click_like_every_element(open_gauge: Callable[..., Page]) -> None:
    code = "gauge.addEvent('click', function (e) { console.log(JSON.stringify(e.position)); });"
    page = open_gauge(code=code)
    actions.tap(page, gauge_of(page).element)
    assert json.loads(texts_of(page)[0]) == {"x": 0, "y": 0, "width": 750, "height": 0}


@pytest.mark.parametrize(
    ("cls", "problem"),
    [(type("NoType", (Component,), {}), "set `type`"), (str, "expected a subclass of")],
)
def test_class_that_is_not_a_component_is_refused(cls: Any, problem: str) -> None:
    with pytest.raises(ModuleError, match=problem):
        Runtime(components=[cls])


@pytest.mark.parametrize(
    ("camel", "hyphens"),
    [
        ("returnKeyType", "return-key-type"),
        ("value", "value"),
        ("offsetXAccuracy", "offset-x-accuracy"),
    ],
)
def test_attribute_names_convert_between_camel_case_and_hyphens(camel: str, hyphens: str) -> None:
    assert (hyphenated(camel), camel_case(hyphens)) == (hyphens, camel)
    assert camel_case(camel) == camel


@pytest.mark.parametrize(
    ("decorate", "advice"),
    [
        (lambda method: component_prop(method), '@component_prop("value")'),
        (lambda method: event(method), '@event("change")'),
        (lambda method: event()(method), '@event("change")'),
        (lambda method: cast(Any, js_method)("walk")(method), "@js_method(name='walk')"),
    ],
)
def test_decorator_without_a_name_argument_is_refused(
    decorate: Callable[[Any], object], advice: str
) -> None:
    with pytest.raises(ModuleError) as caught:
        decorate(lambda self, value: None)
    assert advice in str(caught.value)


def test_attributes_of_a_component_are_a_mapping() -> None:
    class Listed(Component):
        type = "listed"
        attributes = ["value"]  # type: ignore[assignment]

    with pytest.raises(ModuleError, match="expected attributes as"):
        ComponentRegistry([Listed])
