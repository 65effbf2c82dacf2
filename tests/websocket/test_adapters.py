"""The adapters under `webSocket`: how one is chosen, and the documented calls on each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest
from websockets.sync.server import ServerConnection, serve

from weex_modules.websocket.adapter import Listener, Opening
from weex_runtime import ModuleError, Page, Runtime, WeexError
from weex_runtime.cli.main import main
from weex_runtime.instance.stack import open_like

from ..support.page_log import logged

MakeRuntime: TypeAlias = Callable[..., Runtime]

ADAPTERS = ["reactor", "websocket_client"]
SILENT = 0.2  # seconds in which no event may be fired

_LOG = """// { "framework": "Vue" }
function log() { console.log(JSON.stringify(Array.prototype.slice.call(arguments))); }
"""
_LOG_EVENTS = """
['open', 'message', 'close', 'error'].forEach(function (name) {
  ws['on' + name](function (event) { log(name, event); });
});
"""
_CONNECT = """
var ws = weex.requireModule('webSocket');
ws.WebSocket('ws://echo.websocket.org', '');
"""


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    """The URL of an echo server of the library `websockets`, not of this package."""

    def echo(connection: ServerConnection) -> None:
        for message in connection:
            connection.send(message)

    with serve(echo, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()
        thread.join()


# The first lines of each example in the documentation of module webSocket.
DOCUMENTED = {
    "WebSocket": ("", []),
    "send": (
        "ws.onopen = function () { ws.send('some message.'); };"
        "ws.onmessage = function (event) { log(event); };",
        [[{"data": "some message."}]],
    ),
    "close": ("ws.onopen = function () { ws.close(); };", []),
    "onopen": ("ws.onopen = function (event) { log(event); };", [[{}]]),
    "onmessage": (
        "ws.onopen = function () { ws.send('x'); };"
        "ws.onmessage = function (event) { log(event.data); };",
        [["x"]],
    ),
    "onclose": (
        "ws.onopen = function () { ws.close(1000, 'done'); };"
        "ws.onclose = function (event) { log(event); };",
        [[{"code": 1000, "reason": "done", "wasClean": True}]],
    ),
    "onerror": (
        "ws.onerror = function (event) { log(typeof event.data); }; ws.send('too early');",
        [["string"]],
    ),
}


@pytest.mark.parametrize("adapter", ADAPTERS)
@pytest.mark.parametrize(("code", "lines"), DOCUMENTED.values(), ids=DOCUMENTED)
def test_examples_of_adapters_in_the_documentation_run(
    make_runtime: MakeRuntime, server_url: str, adapter: str, code: str, lines: list[Any]
) -> None:
    runtime = make_runtime(
        websocket_adapter=adapter, url_map={"ws://echo.websocket.org": server_url}
    )
    page = runtime.open(source=_LOG + _CONNECT + code)
    is_closing = "close(" in code
    runtime.run_until(lambda: page.web_sockets[0].is_open or page.web_sockets[0].is_closed)
    runtime.run_until(lambda: len(logged(page)) >= len(lines))
    runtime.run_until(lambda: page.web_sockets[0].is_closed is is_closing)
    assert logged(page) == lines
    assert not page.errors


# Custom adapters.


class Adapter:
    """An adapter that opens connections immediately and records its calls."""

    calls: list[tuple[Any, ...]]

    def connect(self, opening: Opening, listener: Listener) -> None:
        type(self).calls = [("connect", opening.url, opening.protocol)]
        self.listener = listener
        listener.on_open(opening.protocol or "")

    def send(self, data: str | bytes) -> None:
        self.calls.append(("send", data))

    def close(self, code: int | None, reason: str) -> None:
        self.calls.append(("close", code, reason))

    def destroy(self) -> None:
        self.calls.append(("destroy",))


def open_page(runtime: Runtime, code: str = "", **options: Any) -> Page:
    page = runtime.open(source=_LOG + _CONNECT + _LOG_EVENTS + code, **options)
    runtime.looper.settle()
    return page


def test_custom_adapter_gets_the_calls_of_the_bundle(make_runtime: MakeRuntime) -> None:
    runtime = make_runtime(websocket_adapter=Adapter)
    page = open_page(runtime, "ws.onopen(function () { ws.send('hi'); ws.close(3000, 'bye'); });")
    assert Adapter.calls == [
        ("connect", "ws://echo.websocket.org/", None),
        ("send", "hi"),
        ("close", 3000, "bye"),
    ]
    page.destroy()
    assert Adapter.calls[-1] == ("destroy",)


def test_destroyed_page_sends_1001_through_its_adapter(make_runtime: MakeRuntime) -> None:
    page = open_page(make_runtime(websocket_adapter=Adapter))
    page.destroy()
    assert Adapter.calls[1:] == [("close", 1001, ""), ("destroy",)]


def test_adapter_may_send_events_from_any_thread(make_runtime: MakeRuntime) -> None:
    class Threaded(Adapter):
        def send(self, data: str | bytes) -> None:
            def answer() -> None:
                self.listener.on_message(data)
                self.listener.on_message(b"\0")
                self.listener.on_close(1000, "", True)

            thread = threading.Thread(target=answer)
            thread.start()
            thread.join()

    runtime = make_runtime(websocket_adapter=Threaded)
    page = open_page(runtime, "ws.onopen(function () { ws.send('hi'); });")
    runtime.run_until(lambda: page.web_sockets[0].is_closed)
    runtime.looper.settle()
    assert logged(page)[0] == ["message", {"data": "hi"}]
    assert logged(page)[-1] == ["close", {"code": 1000, "reason": "", "wasClean": True}]
    assert page.web_sockets[0].received == ["hi", b"\0"]


def test_page_gets_only_a_close_event_after_the_error_that_an_adapter_reports(
    make_runtime: MakeRuntime,
) -> None:
    class Failing(Adapter):
        def connect(self, opening: Opening, listener: Listener) -> None:
            super().connect(opening, listener)
            listener.on_error("out of order")
            listener.on_message("late")

    page = open_page(make_runtime(websocket_adapter=Failing))
    assert logged(page) == [
        ["open", {}],
        ["error", {"data": "out of order"}],
        ["close", {"code": 1006, "reason": "", "wasClean": False}],
    ]


class Broken(Adapter):
    def connect(self, opening: Opening, listener: Listener) -> None:
        raise ZeroDivisionError


def raise_error(*args: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("method", ["__init__", "connect", "send", "close"])
def test_exception_of_an_adapter_fails_the_connection_of_the_module(
    make_runtime: MakeRuntime, method: str
) -> None:
    cls = type("Raising", (Adapter,), {method: raise_error})
    page = open_page(
        make_runtime(websocket_adapter=cls),
        "ws.onopen(function () { ws.send(''); ws.close(); });",
    )
    (name, error), (last, _) = logged(page)
    assert (name, last) == ("error", "close")
    assert error["data"].endswith("the WebSocket adapter failed: ZeroDivisionError()")
    assert [type(failure.error) for failure in page.failures] == [ZeroDivisionError]


def test_events_arrive_even_if_destroy_of_the_adapter_raises_after_an_error(
    make_runtime: MakeRuntime,
) -> None:
    class Raising(Adapter):
        destroy = raise_error

        def connect(self, opening: Opening, listener: Listener) -> None:
            listener.on_error("out of order")

    page = open_page(make_runtime(websocket_adapter=Raising))
    assert [line[0] for line in logged(page)] == ["error", "close"]
    assert [type(failure.error) for failure in page.failures] == [ZeroDivisionError]


def test_adapter_with_an_async_method_fails_the_connection(make_runtime: MakeRuntime) -> None:
    class Async(Adapter):
        async def connect(  # type: ignore[override]
            self, opening: Opening, listener: Listener
        ) -> None: ...

    page = open_page(make_runtime(websocket_adapter=Async))
    assert [type(failure.error) for failure in page.failures] == [TypeError]
    assert [line[0] for line in logged(page)] == ["error", "close"]


def test_exception_of_an_adapter_closes_a_websocket_object(make_runtime: MakeRuntime) -> None:
    runtime = make_runtime(websocket_adapter=Broken, polyfills=["websocket"])
    page = runtime.open(
        source=_LOG + "var ws = new WebSocket('ws://echo.websocket.org'); "
        "ws.onclose = function (event) { log(event.code); };"
    )
    runtime.looper.settle()
    assert [type(failure.error) for failure in page.failures] == [ZeroDivisionError]
    assert logged(page) == [[1006]]


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("on_open", (None,)),
        ("on_open", ("", 5)),
        ("on_message", (5,)),
        ("on_error", (OSError("x"),)),
        ("on_close", (None,)),
        ("on_close", (1000, b"bye")),
    ],
)
def test_adapter_event_with_an_argument_of_a_wrong_type_fails_the_connection(
    make_runtime: MakeRuntime, event: str, args: tuple[Any, ...]
) -> None:
    class Wrong(Adapter):
        def connect(self, opening: Opening, listener: Listener) -> None:
            self.calls = []
            with pytest.raises(TypeError, match=f"^{event}.*: expected .*, got "):
                getattr(listener, event)(*args)

    page = open_page(make_runtime(websocket_adapter=Wrong))
    assert not page.failures
    assert [line[0] for line in logged(page)] == ["error", "close"]


# The choice of an adapter.


def test_page_may_use_a_different_adapter_than_its_runtime(make_runtime: MakeRuntime) -> None:
    runtime = make_runtime(websocket_adapter=None)
    page = open_page(runtime, websocket_adapter=Adapter)
    assert logged(page) == [["open", {}]]
    assert open_like(page, page.source, "next.js").websocket_adapter is Adapter
    assert open_page(runtime).websocket_adapter is None


@pytest.mark.parametrize("name", ["reactr", ""])
def test_error_for_an_unknown_adapter_lists_the_adapters(name: str) -> None:
    with pytest.raises(ModuleError, match="reactor or websocket_client, or a class; got"):
        Runtime(websocket_adapter=name)


def test_adapter_class_without_a_required_method_is_an_error() -> None:
    class Half:
        def connect(self, opening: Opening, listener: Listener) -> None: ...

    with pytest.raises(ModuleError, match="Half lacks send, close, destroy"):
        Runtime(websocket_adapter=Half)


def test_websocket_adapter_of_a_wrong_type_is_an_error() -> None:
    with pytest.raises(WeexError, match="websocket_adapter: expected the name of an adapter"):
        Runtime(websocket_adapter=5)  # type: ignore[arg-type]


def test_error_for_a_misspelt_adapter_suggests_a_similar_name() -> None:
    with pytest.raises(ModuleError, match="did you mean 'websocket_client'?"):
        Runtime(websocket_adapter="websocket-client")


@pytest.mark.parametrize("name", ["reactor", "websocket_client", "none", "None"])
def test_websocket_adapter_can_be_chosen_by_name(
    tmp_path: Any, capsys: pytest.CaptureFixture[str], server_url: str, name: str
) -> None:
    bundle = tmp_path / "hello.js"
    bundle.write_text(_LOG + _CONNECT + _LOG_EVENTS)
    arguments = ["--websocket-adapter", name, "--map", f"ws://echo.websocket.org={server_url}"]
    assert main(["run", str(bundle), *arguments]) == 0
    output = capsys.readouterr().out
    assert ("websocket_adapter is None" if name.lower() == "none" else '["open",{}]') in output


# Runtimes without an adapter.


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ("android", "No implementation found for IWebSocketAdapter"),
        ("ios", "No resource request handler found!"),
    ],
)
def test_each_websocket_call_on_a_device_without_an_adapter_is_logged(
    make_runtime: MakeRuntime, platform: str, text: str
) -> None:
    runtime = make_runtime(websocket_adapter=None, platform=platform)
    page = open_page(runtime, "ws.send('x'); ws.close();")
    runtime.clock.run_for(SILENT)
    assert [line.text for line in page.console] == [f"[weex-runtime] webSocket: {text}"] * 3
    assert not page.web_sockets


@pytest.mark.parametrize("platform", [None, "web"])
def test_connection_without_an_adapter_closes_with_1006(
    make_runtime: MakeRuntime, platform: str | None
) -> None:
    handlers = "ws.onclose = function (e) { log('close', e.code); };"
    page = make_runtime(websocket_adapter=None, platform=platform).open(
        source=_LOG + _CONNECT + handlers
    )
    page.runtime.looper.settle()
    assert logged(page) == [["close", 1006]]


def test_routed_socket_needs_no_adapter(make_runtime: MakeRuntime) -> None:
    runtime = make_runtime(websocket_adapter=None, platform="android")
    runtime.route_web_socket("**", lambda route: None)
    assert logged(open_page(runtime)) == [["open", {}]]
