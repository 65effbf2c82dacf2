"""Each module that is installed passes the conformance kit, on each device that has it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from weex_runtime import Component
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_check.subject import Calls
from weex_runtime.servers.websocket_server import EchoServer
from weex_runtime.testing import check_component, check_module

PLATFORMS: tuple[PlatformName | None, ...] = (None, "android", "ios", "web")

_IN_JS = "on the web it is a class of JS, which throws as a browser's does: test_websocket_web.py"


def modules() -> list[ParameterSet]:
    return [
        pytest.param(
            name,
            platform,
            id=f"{name}-{platform or 'documented'}",
            marks=[pytest.mark.skip(_IN_JS)] if (name, platform) == ("webSocket", "web") else [],
        )
        for name, registration in Registry().items()
        for platform in PLATFORMS
        if registration.on(platform)
    ]


@pytest.mark.parametrize(("name", "platform"), modules())
def test_module_keeps_to_what_is_expected(name: str, platform: PlatformName | None) -> None:
    registration = Registry().get(name)
    assert registration
    check_module(registration.cls, options={"platform": platform})


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("cls", dict.fromkeys(cls for _, cls in ComponentRegistry().items()))
def test_component_keeps_to_what_is_expected(
    cls: type[Component], platform: PlatformName | None
) -> None:
    check_component(cls, options={"platform": platform})


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def http_url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def ws_url() -> Iterator[str]:
    with EchoServer() as server:
        yield server.url


@pytest.fixture
def page_url(tmp_path: Path) -> str:
    path = tmp_path / "next.js"
    path.write_text('// { "framework": "Vanilla" }\n1;\n', encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", ["animation", "dom", "navigator", "stream", "webSocket"])
def test_calls_that_lead_somewhere(
    name: str, platform: PlatformName | None, http_url: str, ws_url: str, page_url: str
) -> None:
    if (name, platform) == ("webSocket", "web"):
        pytest.skip(_IN_JS)
    registration = Registry().get(name)
    assert registration
    request: JSONValue = {"url": http_url, "method": "GET", "type": "json"}
    calls: dict[str, Calls] = {
        "animation": {"transition": ["_root", {"styles": {"opacity": "0"}, "duration": 200}]},
        "dom": {
            "getComponentRect": ["_root"],
            "scrollToElement": ["_root", {"offset": 0}],
            "addRule": ["fontFace", {"fontFamily": "icons", "src": f"url('{http_url}')"}],
        },
        "navigator": {"push": [{"url": page_url, "animated": "false"}]},
        "stream": {"fetch": [request], "sendHttp": [request]},
        "webSocket": {"WebSocket": [ws_url, ""]},
    }
    there = registration.on(platform)
    fitting = {method: given for method, given in calls[name].items() if method in there}
    assert fitting or not there
    check_module(registration.cls, calls=fitting, options={"platform": platform})
