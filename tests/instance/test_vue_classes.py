"""Forms of `class` in Vue: js/Vue/classes.js.

Source: weex-vue-framework 2.5.16-weex.5, updateClass: `list.push.apply(list, data.class)`, which
takes nothing of an object and throws for text. weex-vue-render takes all of Vue's forms.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.instance.screen.outline import vue_classes
from weex_runtime.module_api.platforms import CLASS_IGNORED, TEXT_CLASS, PlatformName

DEVICES: list[PlatformName | None] = [None, "android", "ios"]

BUNDLE = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { bad: true, form: null },
  style: { bad: { color: '#ff0000' }, good: { color: '#00ff00' } },
  render: function (h) {
    return h('div', [h('text', { class: CLASS }, ['x'])]);
  },
});
"""

OBJECT = "{ bad: this.bad }"
IGNORED = {
    "an object": OBJECT,
    "a list with an object": "[{ bad: true }]",
    "a list with several names in one text": "['bad other']",
}


@pytest.fixture
def draw(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    """Open the page with a class of a form, as JS text."""

    def draw(form: str, platform: PlatformName | None = None, hints: bool = True) -> Page:
        runtime = make_runtime(platform=platform, hints=hints)
        page = runtime.open(source=BUNDLE.replace("CLASS", form))
        runtime.run_until_idle()
        return page

    return draw


def color(page: Page) -> object:
    (text,) = page.document.root.children
    return text.style.get("color")


@pytest.mark.parametrize("form", IGNORED)
@pytest.mark.parametrize("platform", DEVICES)
def test_class_binding_that_devices_ignore_gets_one_hint(
    draw: Callable[..., Page], platform: PlatformName | None, form: str
) -> None:
    page = draw(IGNORED[form], platform)
    assert color(page) is None
    (line,) = page.console
    assert line.level == ("warn" if platform else "hint")
    assert f"class is {form} on <text>" in line.text
    assert "ignored" in line.text
    assert "write :class=" in line.text
    assert list(page.differences) == [CLASS_IGNORED]


@pytest.mark.parametrize("platform", DEVICES)
def test_text_as_a_class_binding_throws_and_causes_a_hint_about_platforms(
    draw: Callable[..., Page], platform: PlatformName | None
) -> None:
    page = draw("'bad'", platform)
    assert [error.message.split(":")[0] for error in page.errors] == ["TypeError"]
    assert list(page.differences) == [TEXT_CLASS]
    assert "class is text on <text>" in page.differences[TEXT_CLASS]


@pytest.mark.parametrize("form", [*IGNORED.values(), "'bad'", "['good', this.bad && 'bad']"])
def test_every_kind_of_class_binding_applies_on_the_web(
    draw: Callable[..., Page], form: str
) -> None:
    page = draw(form, "web")
    assert (color(page), list(page.console), list(page.errors)) == ("#ff0000", [], [])


@pytest.mark.parametrize(
    "form", ["['good', this.bad ? 'bad' : '']", "['bad']", "['bad', null, undefined]"]
)
@pytest.mark.parametrize("platform", DEVICES)
def test_class_binding_with_a_list_of_names_applies_without_a_hint(
    draw: Callable[..., Page], platform: PlatformName | None, form: str
) -> None:
    page = draw(form, platform)
    assert (color(page), list(page.console)) == ("#ff0000", [])


@pytest.mark.parametrize("form", ["null", "undefined", "''", "false"])
def test_an_empty_class_binding_gets_no_hint(draw: Callable[..., Page], form: str) -> None:
    page = draw(form)
    assert (color(page), list(page.console), list(page.errors)) == (None, [], [])


def test_ignored_class_binding_is_recorded_as_a_difference_even_without_hints(
    draw: Callable[..., Page],
) -> None:
    page = draw(OBJECT, hints=False)
    assert not page.console
    assert list(page.differences) == [CLASS_IGNORED]


def test_ignored_class_bindings_in_later_renderings_and_components_get_one_hint(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime(hints=True)
    page = runtime.open(
        source="""// { "framework": "Vue" }
Vue.component('item', { render: function (h) {
  return h('text', { class: this.$attrs.more && { a: 1 } }, ['x']);
} });
new Vue({
  el: 'body',
  data: { n: 0 },
  render: function (h) {
    var self = this, more = this.n > 1;
    return h('div', { on: { click: function () { self.n++; } } }, [
      h('item', { attrs: { more: more } }), h('item', { attrs: { more: more } }),
      h('item', { class: this.n > 2 ? [{ a: 1 }] : [] }),
    ]);
  },
});
"""
    )
    counts = []
    for _ in range(5):
        page.fire_event(page.document.root.ref, "click", {})
        runtime.run_until_idle()
        counts.append(len(page.console))
    assert counts[:2] == [0, 1]
    assert counts[-1] == 1  # reports only the first class binding with this problem
    assert "on <text>" in page.console[0].text


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
def test_a_page_without_a_vue_instance_has_no_vue_classes(framework: str) -> None:
    with Runtime() as runtime:
        page = runtime.open(source=f'// {{ "framework": "{framework}" }}\n\nvar a = 1;\n')
        assert vue_classes(page) == {}
        assert page.locator(".a").count() == 0
        assert not page.errors
