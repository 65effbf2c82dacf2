"""The polyfill `websocket`: WHATWG `WebSocket` in pages, over real sockets."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.servers import EchoServer

from .raw_server import TIMEOUT

MakeRuntime: TypeAlias = Callable[..., Runtime]

# A bundle of each framework around code; a .we bundle has no header.
_BUNDLES = {
    "Vue": '// { "framework": "Vue" }\n%s',
    "Vanilla": '// { "framework": "Vanilla" }\n%s',
    "Rax": '// { "framework": "Rax" }\ndefine("bundle", function (require) {\n%s\n});\n'
    'require("bundle");',
    "Weex": """__weex_define__("@weex-component/bundle", [], function (require, exports, module) {
%s
module.exports = {};
module.exports.template = { "type": "div" };
});
__weex_bootstrap__("@weex-component/bundle", { "transformerVersion": "0.3.1" }, undefined);""",
}
FRAMEWORKS = list(_BUNDLES)

_PRELUDE = """
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
function attempt(action) {
  try { log('fine', action()); } catch (error) { log(error.name, error.message); }
}
function hear(ws) {
  ws.onopen = function (e) { log('open'); };
  ws.onmessage = function (e) { log('message', e.data); };
  ws.onerror = function (e) { log('error'); };
  ws.onclose = function (e) { log('close', e.code, e.reason, e.wasClean); };
  return ws;
}
"""


def start(
    runtime: Runtime, code: str, url: str = "", framework: str = "Vue", **options: Any
) -> Page:
    """Open a bundle whose code has `url` and the functions of `_PRELUDE`."""
    code = f"var url = {json.dumps(url)};\n{_PRELUDE}{code}"
    return runtime.open(source=_BUNDLES[framework] % code, name="bundle.js", **options)


def logged(page: Page) -> list[Any]:
    """What the bundle logged so far, each call's arguments as a list."""
    return [json.loads(line.text) for line in page.console if line.level == "log"]


def run_until_logged(runtime: Runtime, page: Page, word: str, times: int = 1) -> list[Any]:
    """Run until the bundle has logged this word first in a line so often; return all lines."""
    runtime.run_until(
        lambda: page.errors or [line[0] for line in logged(page)].count(word) >= times,
        timeout=TIMEOUT,
        waiting_for=f"the bundle to log {word!r}",
    )
    assert list(page.errors) == []
    return logged(page)


@pytest.fixture(autouse=True)
def no_socket_and_no_thread_is_left() -> Iterator[None]:
    before = open_files(), threading.enumerate()
    yield
    assert (open_files(), threading.enumerate()) == before


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


@pytest.fixture
def device(no_socket_and_no_thread_is_left: None, make_runtime: MakeRuntime) -> Runtime:
    """A runtime whose pages have the polyfill, and whose clock stands still."""
    return make_runtime(polyfills=["websocket"])


@pytest.fixture
def echo(no_socket_and_no_thread_is_left: None) -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_messages_go_to_the_server_and_back(
    device: Runtime, echo: EchoServer, framework: str
) -> None:
    page = start(
        device,
        """
        var ws = new WebSocket(url);
        ws.onopen = function () { ws.send('hello'); };
        ws.addEventListener('message', function (e) { log('message', e.data); ws.close(); });
        ws.onclose = function (e) { log('close', e.code, e.wasClean); };
        """,
        echo.url,
        framework,
    )
    assert run_until_logged(device, page, "close") == [["message", "hello"], ["close", 1005, True]]
    assert echo.received == ["hello"]
