"""weex_runtime.module_api.platforms: differences of all modules, in all frameworks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Callback, Difference, Module, Page, Runtime, WeexError, js_method
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.platforms import ANDROID, DOCUMENTED, HANDLER_ASSIGNED, IOS, WEB

from ..conftest import HEADERS

DEVICES = ["android", "ios"]

# The first line of a Vue bundle, and a template for Rax bundles; both load the module `probe`.
_VUE = 'var probe = weex.requireModule("probe");\n'
_RAX = """// { "framework": "Rax" }
define("bundle", function (require) {
var probe = require("@weex-module/probe");
%s
});
require("bundle");"""


class Probe(Module):
    """A module that keeps its arguments."""

    name = "probe"

    def __init__(self) -> None:
        self.seen: list[JSONValue] = []

    @js_method
    def onfact(self, handler: Callback) -> None:
        handler.invoke_and_keep_alive("heard")

    @js_method
    def take(self, value: JSONValue) -> None:
        self.seen.append(value)


@pytest.fixture
def open_on(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    """Open source as a page of a platform, with hints."""

    def open_on(source: str, platform: str | None, **options: Any) -> Page:
        runtime = make_runtime(modules=[Probe], hints=True, platform=platform)
        page = runtime.open(source=source, **options)
        runtime.run_until_idle()
        return page

    return open_on


def lines(page: Page) -> list[tuple[str, str]]:
    return [(line.level, line.text) for line in page.console]


def vue(code: str) -> str:
    return '// { "framework": "Vue" }\n' + _VUE + code


def seen(page: Page) -> list[JSONValue]:
    module = page.module("probe")
    assert isinstance(module, Probe)
    return module.seen


# The global WXEnvironment on each platform.

ENVIRONMENT = vue("probe.take(WXEnvironment); probe.take(weex.config.env);")


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        (None, {"platform": "android", "deviceWidth": 750, "deviceHeight": 1334, "scale": 2}),
        (
            "android",
            {"platform": "android", "deviceWidth": "1080", "deviceHeight": "2160", "scale": "2.75"},
        ),
        ("ios", {"platform": "iOS", "osName": "iOS", "deviceWidth": 1125, "scale": 3}),
        ("web", {"platform": "Web", "weexVersion": "1.0.36", "deviceWidth": 1080, "dpr": 3}),
    ],
)
def test_wxenvironment_has_the_values_of_the_platform(
    open_on: Callable[..., Page], platform: str | None, expected: dict[str, JSONValue]
) -> None:
    for environment in seen(open_on(ENVIRONMENT, platform)):
        assert isinstance(environment, dict)
        assert expected.items() <= environment.items()


def test_all_values_of_wxenvironment_are_text_on_android(open_on: Callable[..., Page]) -> None:
    (environment, _) = seen(open_on(ENVIRONMENT, "android"))
    assert isinstance(environment, dict)
    assert {type(value) for value in environment.values()} == {str}
    assert "osName" not in environment


@pytest.mark.parametrize(
    "viewport", ["750x1334", (750,), ("750", "1334"), {"width": 750, "height": 1334}, (0, 100)]
)
def test_invalid_viewport_is_refused(runtime: Runtime, viewport: Any) -> None:
    with pytest.raises(WeexError, match=r"viewport: expected \(width, height\) in pixels"):
        runtime.open(source='// { "framework": "Vanilla" }', viewport=viewport)


def test_custom_viewport_is_converted_to_the_types_of_the_platform(
    open_on: Callable[..., Page],
) -> None:
    (environment, _) = seen(open_on(ENVIRONMENT, "android", viewport=(720, 1280)))
    assert isinstance(environment, dict)
    assert (environment["deviceWidth"], environment["deviceHeight"]) == ("720", "1280")


def test_page_can_have_a_platform_that_differs_from_the_platform_of_the_runtime(
    runtime: Runtime,
) -> None:
    page = runtime.open(
        source=HEADERS["Vanilla"] + "console.log(WXEnvironment.platform)", platform="ios"
    )
    assert page.platform is IOS
    assert [line.text for line in page.console] == ["iOS"]
    assert runtime.open(source=HEADERS["Vanilla"]).platform is DOCUMENTED


@pytest.mark.parametrize("name", ["Android", "h5", ""])
def test_unknown_platform_is_refused(name: str) -> None:
    with pytest.raises(WeexError, match=f'"android", "ios", "web" or None, got {name!r}'):
        Runtime(platform=name)  # type: ignore[arg-type]


# Functions that a bundle assigns to a module's method, like `module.onfact = fn`.

ASSIGN = "probe.onfact = function (data) { console.log(data); };"
LOST = (
    "probe.onfact was assigned; on Android and iOS: ignored since Weex 0.19, "
    "no handler is registered; write probe.onfact(handler)"
)


@pytest.mark.parametrize("source", [vue(ASSIGN), _RAX % ASSIGN], ids=["Vue", "Rax"])
def test_function_assigned_to_a_module_method_is_registered_with_a_hint(
    open_on: Callable[..., Page], source: str
) -> None:
    assert lines(open_on(source, None)) == [
        ("hint", f"[weex-runtime] {LOST} (silence hints with hints=False or --no-hints)"),
        ("log", "heard"),
    ]


@pytest.mark.parametrize("source", [vue(ASSIGN), _RAX % ASSIGN], ids=["Vue", "Rax"])
@pytest.mark.parametrize("platform", DEVICES)
def test_function_assigned_to_a_module_method_is_lost_on_devices(
    open_on: Callable[..., Page], source: str, platform: str
) -> None:
    page = open_on(source, platform)
    title = {"android": "Android", "ios": "iOS"}[platform]
    assert lines(page) == [("warn", f"[weex-runtime] {LOST.replace('Android and iOS', title)}")]


@pytest.mark.parametrize("platform", [None, *DEVICES])
@pytest.mark.parametrize("framework", ["Vue", "Rax"])
def test_function_passed_to_a_module_method_is_registered_on_all_platforms(
    open_on: Callable[..., Page], platform: str | None, framework: str
) -> None:
    code = "probe.onfact(function (data) { console.log(data); });"
    page = open_on(vue(code) if framework == "Vue" else _RAX % code, platform)
    assert lines(page) == [("log", "heard")]


@pytest.mark.parametrize("platform", DEVICES)
def test_assigning_to_a_module_method_in_rax_breaks_later_calls_on_devices(
    open_on: Callable[..., Page], platform: str
) -> None:
    page = open_on(_RAX % (ASSIGN + "probe.onfact('mine');"), platform)
    assert lines(page)[1:] == [("log", "mine")]


@pytest.mark.parametrize("platform", DEVICES)
def test_reading_an_assigned_module_method_on_devices_returns_another_function(
    open_on: Callable[..., Page], platform: str
) -> None:
    code = "var f = function () {}; probe.onfact = f;"
    page = open_on(vue(code + "console.log(typeof probe.onfact, probe.onfact === f);"), platform)
    assert lines(page)[-1] == ("log", "function false")


@pytest.mark.parametrize("platform", DEVICES)
@pytest.mark.parametrize("value", ["null", "undefined", "5"])
def test_assigning_a_value_that_is_not_a_function_to_a_module_method_logs_an_error_on_devices(
    open_on: Callable[..., Page], platform: str, value: str
) -> None:
    page = open_on(vue(f"probe.onfact = {value};"), platform)
    text = "[JS Framework] probe.onfact must be assigned as a function."
    assert lines(page) == [("error", text)]


def test_option_hints_false_turns_hints_off(make_runtime: Callable[..., Runtime]) -> None:
    runtime = make_runtime(modules=[Probe], hints=False)
    page = runtime.open(source=vue(ASSIGN))
    runtime.run_until_idle()
    assert lines(page) == [("log", "heard")]


@pytest.mark.parametrize("platform", [None, "android"])
def test_differences_are_recorded_even_if_hints_are_off(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    page = make_runtime(modules=[Probe], platform=platform).open(source=vue(ASSIGN))
    told = LOST if platform is None else LOST.replace("Android and iOS", "Android")
    assert page.differences == {HANDLER_ASSIGNED: told}


def test_each_hint_is_shown_only_once_per_page(open_on: Callable[..., Page]) -> None:
    assert len(lines(open_on(vue("probe.onfact = probe.onfact = Array;"), None))) == 1


# Async callbacks and binary arguments on each platform.

ASYNC = "probe.onfact(async function (data) { console.log(data); });"


def test_async_function_as_a_callback_is_called_and_logs_a_hint(
    open_on: Callable[..., Page],
) -> None:
    hint, heard = lines(open_on(vue(ASYNC), None))
    assert hint[0] == "hint"
    assert "async or generator function was passed as a callback to probe.onfact" in hint[1]
    assert heard == ("log", "heard")


@pytest.mark.parametrize("platform", DEVICES)
def test_async_function_as_a_callback_is_not_called_on_devices(
    open_on: Callable[..., Page], platform: str
) -> None:
    warning, error = lines(open_on(vue(ASYNC), platform))
    assert warning[0] == "warn"
    assert "does not reach native" in warning[1]
    assert error == (
        "error",
        "[weex-runtime] probe.onfact: parameter 'handler' needs a function, got null",
    )


VIEW = "probe.take(new Uint8Array([1, 2, 3, 4]).subarray(1, 3));"


@pytest.mark.parametrize(
    ("platform", "base64"), [(None, "AgM="), ("android", "AQIDBA=="), ("ios", "AQIDBA==")]
)
def test_devices_send_the_whole_buffer_of_a_typed_array_that_views_only_a_part(
    open_on: Callable[..., Page], platform: str | None, base64: str
) -> None:
    page = open_on(vue(VIEW), platform)
    assert seen(page) == [{"@type": "binary", "dataType": "Uint8Array", "base64": base64}]
    ((level, text),) = lines(page)
    assert level == ("warn" if platform else "hint")
    assert "the whole buffer is sent" in text


# Differences that module authors declare.

DIFFERENCE = Difference(
    "{call} was called twice", android="it throws", ios="it waits", web="it waits", instead="once()"
)


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        (ANDROID, "x.y was called twice; on Android: it throws; write once()"),
        (IOS, "x.y was called twice; on iOS: it waits; write once()"),
        (
            DOCUMENTED,
            "x.y was called twice; on Android: it throws; on iOS and the web: it waits; "
            "write once()",
        ),
    ],
)
def test_text_of_a_difference_names_the_platforms_that_differ(platform: Any, text: str) -> None:
    assert DIFFERENCE.text(platform, call="x.y") == text


def test_text_of_a_difference_is_empty_on_a_platform_that_behaves_as_documented() -> None:
    assert Difference("x", android="y").text(WEB) == ""


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_rax_bundle_has_the_globals_of_window_and_error_stacks_name_the_bundle(
    make_runtime: Callable[..., Runtime], platform: str | None
) -> None:
    """On the web Rax reads the members of `window` from the globals."""
    source = _RAX % "console.log(typeof document, typeof define);\nthrow new Error('x');"
    runtime = make_runtime(platform=platform, modules=[Probe])
    page = runtime.open(source=source, name="bundle.js")
    assert [line.text for line in page.console] == ["object function"]
    assert "bundle.js:5" in page.errors[0].stack.splitlines()[0]
