"""`weex.supports` and `isRegisteredModule`: js/50_weex.js."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Module, Page, Runtime, js_method
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.registry import Registry

from ..conftest import HEADERS

PLATFORMS = [None, "android", "ios", "web"]
FRAMEWORKS = ["Vue", "Rax", "Vanilla"]

# Names that no module and no component has; some are properties of every JS object.
NOBODY = ["constructor", "toString", "__proto__", "hasOwnProperty", "nobody", "Modal", "dom_"]


class Gate(Module):
    """A module for Android and iOS, with a method for iOS only."""

    name = "gate-keeper"
    platforms = ("android", "ios")

    @js_method
    def open(self) -> None: ...

    @js_method(platforms=("ios",), name="shut")
    def close(self) -> None: ...


@pytest.fixture
def ask(make_runtime: Callable[..., Runtime]) -> Callable[..., Any]:
    """Evaluate a JS expression in a page with the given framework and platform."""

    def ask(
        expression: str, framework: str, platform: PlatformName | None = None, **options: Any
    ) -> tuple[Page, Any]:
        code = f"console.log(JSON.stringify({expression}));"
        if framework == "Rax":
            code = f"define('b', function (require) {{ {code} }}); require('b');"
        runtime = make_runtime(modules=[Gate], platform=platform, **options)
        page = runtime.open(source=HEADERS[framework] + code)
        assert not page.errors
        (line,) = (line for line in page.console if line.level == "log")
        return page, json.loads(line.text)

    return ask


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_supports_is_true_for_registered_modules_only(
    ask: Callable[..., Any], framework: str, platform: PlatformName | None
) -> None:
    """Checks each registered module and method, including those of other platforms."""
    registrations = dict(Registry([Gate]).items())
    methods = {m for entry in registrations.values() for m in entry.exports}
    names, methods_asked = [*registrations, *NOBODY], [*sorted(methods), *NOBODY]
    pairs = [(name, method) for name in names for method in methods_asked]
    page, (modules, module_supports, registered, supports, offered) = ask(
        f"(function (names, pairs) {{ return ["
        "names.map(function (name) { return weex.isRegisteredModule(name); }),"
        "names.map(function (name) { return weex.supports('@module/' + name); }),"
        "pairs.map(function (p) { return weex.isRegisteredModule(p[0], p[1]); }),"
        "pairs.map(function (p) { return weex.supports('@module/' + p[0] + '.' + p[1]); }),"
        "names.map(function (name) { return Object.keys(weex.requireModule(name) || {}); }),"
        f"]; }})({json.dumps(names)}, {json.dumps(pairs)})",
        framework,
        platform,
    )
    there = {name: list(entry.on(platform)) for name, entry in registrations.items()}
    there = {name: exports for name, exports in there.items() if exports}
    assert len(there) > 5
    assert ("gate-keeper" in there) == (platform != "web")
    assert modules == module_supports == [name in there for name in names]
    has = [method in there.get(name, ()) for name, method in pairs]
    assert any(has)
    assert not all(has)
    assert [pair for pair, told in zip(pairs, registered, strict=True) if told] == [
        pair for pair, is_there in zip(pairs, has, strict=True) if is_there
    ]
    assert supports == registered
    # On the web, webSocket is an object that has other properties besides its methods.
    for name, keys in zip(names, offered, strict=True):
        if (name, platform) != ("webSocket", "web"):
            assert sorted(keys) == sorted(there.get(name, ())), name


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_supports_is_true_for_registered_components_only(
    ask: Callable[..., Any], framework: str
) -> None:
    names = [name for name, _ in ComponentRegistry().items()]
    asked = [*names, *NOBODY]
    _, (registered, supports) = ask(
        "(function (names) { return ["
        "names.map(function (name) { return weex.isRegisteredComponent(name); }),"
        "names.map(function (name) { return weex.supports('@component/' + name); }),"
        f"]; }})({json.dumps(asked)})",
        framework,
    )
    assert registered == supports == [name in names for name in asked]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_rax_supports_functions_return_the_same_values_as_object_weex(
    ask: Callable[..., Any], platform: PlatformName | None
) -> None:
    """weex-rax-framework 0.4.20, window.__weex_module_supports__ and __weex_tag_supports__."""
    modules = ["webSocket", "gate-keeper", "share", *NOBODY]
    methods = ["send", "open", "shut", "anything", *NOBODY]
    pairs = [(name, method) for name in modules for method in methods]
    tags = ["input", "loading-indicator", "web", *NOBODY]
    _, (own, weexs) = ask(
        "(function (modules, pairs, tags) { "
        "return [[modules.map(function (name) { return __weex_module_supports__(name); }),"
        "pairs.map(function (p) { return __weex_module_supports__(p[0] + '.' + p[1]); }),"
        "tags.map(function (tag) { return window.__weex_tag_supports__(tag); })], ["
        "modules.map(function (name) { return weex.isRegisteredModule(name); }),"
        "pairs.map(function (p) { return weex.isRegisteredModule(p[0], p[1]); }),"
        "tags.map(function (tag) { return weex.isRegisteredComponent(tag); })]];"
        f"}})({json.dumps(modules)}, {json.dumps(pairs)}, {json.dumps(tags)})",
        "Rax",
        platform,
        stubs=["share"],
    )
    assert own == weexs
    assert own[0] == [True, platform != "web", True, *[False] * len(NOBODY)]
    there = dict(zip(pairs, own[1], strict=True))
    assert there["webSocket", "send"]
    assert there["share", "anything"]
    assert not there["webSocket", "constructor"]
    assert own[2] == [True, True, True, *[False] * len(NOBODY)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_modules_in_a_legacy_page_have_exactly_the_registered_methods(
    ask: Callable[..., Any], platform: PlatformName | None
) -> None:
    """.we pages have no `weex.supports` and look for the method on the module."""
    registrations = dict(Registry([Gate]).items())
    names = [*registrations, *NOBODY]
    _, found = ask(
        "(function (names) { return names.map(function (name) {"
        "  return Object.keys(__weex_require__('@weex-module/' + name)); });"
        f"}})({json.dumps(names)})",
        "Weex",
        platform,
    )
    there = {name: list(entry.on(platform)) for name, entry in registrations.items()}
    assert found == [there.get(name, []) for name in names]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_supports_is_true_for_every_method_of_a_stub(
    ask: Callable[..., Any], framework: str
) -> None:
    _, answers = ask(
        "[weex.isRegisteredModule('share'), weex.isRegisteredModule('share', 'toFriends'),"
        " weex.supports('@module/share'), weex.supports('@module/share.toFriends'),"
        " typeof weex.requireModule('share').toFriends]",
        framework,
        stubs=["share"],
    )
    assert answers == [True, True, True, True, "function"]


@pytest.mark.parametrize(
    "condition", ["", "modal", "module/modal", "@module", "@module/", "@thing/modal", "@a/b.c.d"]
)
def test_supports_returns_null_for_an_invalid_condition(
    ask: Callable[..., Any], condition: str
) -> None:
    _, answer = ask(f"[weex.supports({json.dumps(condition)}), weex.supports()]", "Vanilla")
    assert answer == [None, None]


def test_require_module_treats_a_property_name_of_object_prototype_as_unknown(
    ask: Callable[..., Any],
) -> None:
    page, answer = ask("[typeof weex.requireModule('constructor')]", "Vanilla")
    assert answer == ["undefined"]
    assert "module 'constructor' is not registered" in page.console[0].text
