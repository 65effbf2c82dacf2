"""Installed modules and components pass `check_module` and `check_component`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path

import pytest

from weex_runtime import Component, Module
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_check.subject import Calls
from weex_runtime.servers import EchoServer
from weex_runtime.testing import check_component, check_module

PLATFORMS: tuple[PlatformName | None, ...] = (None, "android", "ios", "web")

# Modules that are checked on each platform with valid arguments, like the URL of a running server.
CALLED = ["animation", "dom", "navigator", "stream", "webSocket"]

# The module `webSocket` on the web is not checked here: on the web, the module is a JS class that
# throws like a browser's WebSocket (tests/websocket/test_web.py).
WEB_SOCKET_IN_JS = ("webSocket", "web")


MODULES = [
    pytest.param(entry.cls, id=name) for name, entry in Registry().items() if name not in CALLED
]
COMPONENTS = [
    pytest.param(cls, id=cls.type)
    for cls in dict.fromkeys(cls for _, cls in ComponentRegistry().items())
]


# `make soak` checks these classes on each platform.


@pytest.mark.parametrize("cls", MODULES)
def test_installed_module_passes_check_module(cls: type[Module]) -> None:
    check_module(cls)


@pytest.mark.parametrize("cls", COMPONENTS)
def test_installed_component_passes_check_component(cls: type[Component]) -> None:
    check_component(cls)


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


@pytest.mark.parametrize(
    ("name", "platform"), [case for case in product(CALLED, PLATFORMS) if case != WEB_SOCKET_IN_JS]
)
def test_installed_module_passes_check_module_with_urls_and_refs_that_exist(
    name: str, platform: PlatformName | None, http_url: str, ws_url: str, page_url: str
) -> None:
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
