"""weex_modules.webview: methods of the web component, by ref."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_modules.components.web import Web
from weex_runtime import Component, Page, Runtime, js_method
from weex_runtime.json_values import JSONValue

from ..support.page_log import texts

WEBVIEW = """// { "framework": "Vanilla" }
var webview = weex.requireModule('webview');
var body = document.createElement('div'), web = document.createElement('web');
document.documentElement.appendChild(body);
body.appendChild(web);
"""

METHODS = ["goBack", "goForward", "reload", "postMessage", "notifyWebview"]


class Seen(Component):
    """Logs the calls of its methods."""

    type = "web"

    @js_method
    def goBack(self) -> None:
        self.say("goBack")

    @js_method
    def goForward(self) -> None:
        self.say("goForward")

    @js_method
    def reload(self) -> None:
        self.say("reload")

    @js_method
    def postMessage(self, data: JSONValue) -> None:
        self.say(f"postMessage {data}")

    @js_method
    def notifyWebview(self, data: JSONValue) -> None:
        self.say(f"notifyWebview {data}")

    def say(self, text: str) -> None:
        self.page.write_console("info", f"{text} of {self.element.type}")


@pytest.fixture
def open_on(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    def open_on(code: str, platform: str | None = None) -> Page:
        return make_runtime(components=[Seen], platform=platform).open(source=WEBVIEW + code)

    return open_on


@pytest.mark.parametrize("element", ["web", "web.ref"])
def test_each_webview_method_calls_the_method_of_the_web_element(
    open_on: Callable[..., Page], element: str
) -> None:
    page = open_on(
        f"webview.goBack({element}); webview.goForward({element}); webview.reload({element});"
        f"webview.postMessage({element}, {{ a: 1 }}); webview.notifyWebview({element}, 'text');"
    )
    assert texts(page) == [
        "goBack of web",
        "goForward of web",
        "reload of web",
        "postMessage {'a': 1} of web",
        "notifyWebview text of web",
    ]


@pytest.mark.parametrize(("platform", "count"), [(None, 5), ("android", 4), ("ios", 5), ("web", 3)])
def test_module_webview_has_only_the_methods_that_the_sdk_of_the_platform_has(
    open_on: Callable[..., Page], platform: str | None, count: int
) -> None:
    names = ", ".join(map(repr, METHODS))
    page = open_on(
        f"[{names}].forEach(function (n) {{ if (webview[n]) console.log(n); }});", platform
    )
    assert texts(page) == METHODS[:count]


def test_webview_call_for_an_element_other_than_web_logs_a_warning(
    open_on: Callable[..., Page],
) -> None:
    page = open_on("webview.reload(body); webview.goBack('999'); webview.goBack(undefined);")
    assert texts(page) == [
        "[weex-runtime] webview.reload: expected a <web> element, got <div ref=_root>",
        "[weex-runtime] webview.goBack: there is no element '999'",
        "[weex-runtime] webview.goBack: there is no element ''",
    ]


def test_webview_methods_exist_on_the_built_in_web_component(
    make_runtime: Callable[..., Runtime],
) -> None:
    runtime = make_runtime()
    assert runtime.components.get("web") is Web
    page = runtime.open(source=WEBVIEW + "webview.goBack(web); webview.reload(web);")
    assert not any("has no method" in text for text in texts(page))
