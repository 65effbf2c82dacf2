"""Modules and components that a page does not have, and stubs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Module, Page, Runtime, js_method
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.registry import Registry

FRAMEWORKS = ["Vue", "Rax", "Weex", "Vanilla"]


def texts(page: Page) -> list[str]:
    """The console without lines of the frameworks."""
    return [line.text for line in page.console if "COMPATIBILITY" not in line.text]


def bundle(framework: str, script: str) -> str:
    return f'// {{ "framework": "{framework}" }}\n\n{script}\n'


class OnlyIOS(Module):
    name = "face"
    platforms = ("ios",)

    @js_method(sync=True)
    def unlock(self) -> int:
        return 1


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_warning_for_a_module_of_other_platforms_names_these_platforms(
    framework: str,
) -> None:
    with Runtime(platform="web") as runtime:
        page = runtime.open(source=bundle(framework, "weex.requireModule('picker');"))
    (text,) = texts(page)
    assert "platform web does not have module 'picker'" in text
    assert "the module exists on: android, ios" in text
    assert "did you mean" not in text
    assert "--stub picker" in text


@pytest.mark.parametrize(
    ("platform", "others"), [("android", "ios"), ("web", "ios"), ("ios", None), (None, None)]
)
def test_custom_module_of_another_platform_gets_a_warning_too(
    platform: PlatformName | None, others: str | None
) -> None:
    with Runtime(platform=platform, modules=[OnlyIOS]) as runtime:
        page = runtime.open(source=bundle("Vanilla", "weex.requireModule('face');"))
    assert [f"the module exists on: {others};" in text for text in texts(page)] == [True] * bool(
        others
    )


def test_unregistered_modules_and_modules_of_other_platforms_get_different_warnings() -> None:
    with Runtime(platform="web") as runtime:
        page = runtime.open(
            source=bundle("Vanilla", "['picker', 'modla'].forEach(weex.requireModule);")
        )
    unregistered, lacking = texts(page)
    assert "module 'modla' is not registered" in unregistered
    assert "does not have module 'picker'" in lacking


def test_warning_does_not_suggest_a_module_of_another_platform() -> None:
    with Runtime(platform="web") as runtime:
        page = runtime.open(source=bundle("Vanilla", "weex.requireModule('pickers');"))
    assert "did you mean" not in texts(page)[0]


@pytest.mark.parametrize("stub", ["picker", "pick*"])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_stub_pattern_from_the_warning_works_for_a_module_that_the_platform_lacks(
    framework: str, stub: str
) -> None:
    script = "weex.requireModule('picker').pick({ index: 0 }, function () {});"
    with Runtime(platform="web", stubs=[stub]) as runtime:
        page = runtime.open(source=bundle(framework, script))
        assert [(call.module, call.method) for call in runtime.stub_calls] == [("picker", "pick")]
    assert texts(page) == []
    assert not page.errors


@pytest.mark.parametrize("stub", ["picker", "pick*"])
def test_stub_applies_only_to_pages_without_the_module(stub: str) -> None:
    script = "console.log(weex.supports('@module/picker.nothing'));"
    with Runtime(stubs=[stub]) as runtime:
        pages: list[PlatformName | None] = ["web", "android", "ios", None]
        for platform in pages:
            page = runtime.open(source=bundle("Vanilla", script), platform=platform)
            assert texts(page) == ["true" if platform == "web" else "false"]


def test_hot_reload_of_a_module_keeps_the_stub_on_platforms_without_the_module() -> None:
    class Face(OnlyIOS):
        @js_method(sync=True)
        def lock(self) -> int:
            return 2

    script = "setTimeout(function () { weex.requireModule('face').lock(); }, 10);"
    with Runtime(clock="virtual", platform="android", stubs=["face"], modules=[OnlyIOS]) as runtime:
        page = runtime.open(source=bundle("Vanilla", script))
        runtime.replace_module(Face)
        runtime.clock.run_for(1)
        assert [call.method for call in runtime.stub_calls] == ["lock"]
        assert not page.errors


def test_registry_lists_the_stubs_of_each_platform() -> None:
    registry = Registry(stubs=["picker", "modal", "share"])
    assert registry.stubs() == ["share"]
    assert registry.stubs("web") == ["picker", "share"]
    assert registry.methods("web")["picker"] == []


OBJECT_NAMES = [
    *("toJSON", "then"),
    *("toString", "valueOf", "constructor", "hasOwnProperty", "isPrototypeOf"),
    *("propertyIsEnumerable", "toLocaleString", "__proto__"),
]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_stub_behaves_as_a_plain_object(framework: str) -> None:
    script = """
    var drawer = weex.requireModule('drawer');
    console.log(drawer);
    console.log('it is ' + drawer, drawer.valueOf() === drawer, drawer == 1);
    JSON.stringify({ drawer: drawer });
    weex.requireModule('modal').toast({ message: 'hi', from: drawer });
    drawer.toString(); drawer.hasOwnProperty('open');
    var then = drawer.then, toJSON = drawer.toJSON;
    console.log(typeof then, typeof toJSON);
    drawer.open();
    """
    with Runtime(stubs=["drawer"]) as runtime:
        page = runtime.open(source=bundle(framework, script))
        assert [call.method for call in runtime.stub_calls] == ["open"]
        assert [dialog.message for dialog in page.dialogs] == ["hi"]
    shown, facts, toast, kinds = texts(page)
    assert shown.startswith("{")
    assert facts == "it is [object Object] true false"
    assert kinds == "undefined undefined"
    assert not page.errors


@pytest.mark.parametrize("name", OBJECT_NAMES)
def test_a_stub_has_the_properties_of_object_prototype(name: str) -> None:
    script = f"console.log(weex.requireModule('drawer').{name} === ({{}}).{name});"
    with Runtime(stubs=["drawer"]) as runtime:
        page = runtime.open(source=bundle("Vanilla", script))
        assert not runtime.stub_calls
    assert texts(page) == ["true"]


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        ("fancy-map", "an app brings it: write the component in Python (--module FILE"),
        ("scoller", "did you mean 'scroller'?"),
        ("router-view", "Vue.use(VueRouter)"),
        ("keep-alive", "weex-vue-framework drops"),
        ("p", "an element of HTML: use <text>"),
        ("ul", "an element of HTML: use <div>"),
        ("span", "use <text>"),
    ],
)
@pytest.mark.parametrize("framework", ["Vue", "Vanilla"])
def test_hint_for_an_unregistered_component_explains_where_the_component_comes_from(
    framework: str, type_: str, words: str
) -> None:
    scripts: dict[str, Any] = {
        "Vue": f"new Vue({{ el: 'body', render: h => h('div', [h('{type_}')]) }});",
        "Vanilla": "var body = document.createElement('div'); document.documentElement"
        f".appendChild(body); body.appendChild(document.createElement('{type_}'));",
    }
    with Runtime() as runtime:
        page = runtime.open(source=bundle(framework, scripts[framework]))
    (text,) = texts(page)
    assert f"component {type_!r} is not registered" in text
    assert words in text


def test_long_name_of_an_unknown_module_is_reported_once(open_page: Callable[..., Page]) -> None:
    page = open_page("for (var i = 0; i < 9; i++) callNativeModule('1', 'x'.repeat(999), 'x', []);")
    (line,) = page.console
    assert len(line.text) < 999
