"""weex_runtime.loop.own_event_loop: a wait for a server on the waiting thread's event loop."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import pytest

from weex_runtime.instance.bundle import bundle as bundles


@pytest.fixture(autouse=True)
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real one takes seconds."""
    monkeypatch.setattr(bundles, "_FETCH_TIMEOUT", 0.2)


SCRIPT = """
import asyncio
import threading

from websockets.asyncio.server import serve

from weex_runtime import Runtime, expect

BUNDLE = '''// { "framework": "Vue" }
var socket = weex.requireModule('webSocket');
var stream = weex.requireModule('stream');
new Vue({
  el: 'body',
  data: { text: 'waiting' },
  created: function () {
    var self = this;
    if (weex.config.stream) {
      stream.fetch({ url: weex.config.url, type: 'text' }, function (answer) {
        self.text = answer.data;
      });
    } else {
      socket.WebSocket(weex.config.url);
      socket.onmessage(function (event) { self.text = event.data; });
    }
  },
  render: function (h) { return h('text', [this.text]); },
});
'''

async def greet(connection):
    await asyncio.sleep(LATER)
    await connection.send("hello")
    await connection.wait_closed()

async def answer(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello")
    await writer.drain()
    writer.close()

async def listen():
    if LATER is None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
    else:
        server = await serve(greet, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]

def open_page(runtime, port):
    scheme = "http" if LATER is None else "ws"
    config = {"url": f"{scheme}://127.0.0.1:{port}/", "stream": LATER is None}
    return runtime.open(source=BUNDLE, config=config)

def report(error):
    print(type(error).__name__, "port" if f":{port} runs on this thread's" in str(error) else error)

async def main():
    global port
    server, port = await listen()
    with Runtime(hints=False, clock=CLOCK) as runtime:
        try:
            await BODY
        except Exception as error:
            report(error)
    server.close()

LATER, CLOCK = 0, "real"
"""


def run(steps: str, settings: str = "", main: str = "asyncio.run(main())") -> str:
    """What the program prints."""
    body = "\n    ".join(steps.splitlines())
    code = SCRIPT.replace("await BODY", "await body(runtime)")
    code += f"\nasync def body(runtime):\n    {body}\n{settings}\n{main}\n"
    with redirect_stdout(io.StringIO()) as output:
        exec(code, {"__name__": "program"})
    return output.getvalue()


WAITS = "page = open_page(runtime, port)\n"


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ("expect(page.get_by_text('hello')).to_be_visible(timeout=0.1)", "AssertionError"),
        ("page.get_by_text('hello').click(timeout=0.1)", "WaitTimeout"),
        ("runtime.run_until(lambda: page.web_sockets[0].received, timeout=0.1)", "WaitTimeout"),
        ("page.web_sockets[0].expect_message('hello', timeout=0.1)", "WaitTimeout"),
    ],
)
def test_timeout_explains_that_a_server_on_the_event_loop_of_the_same_thread_cannot_accept(
    steps: str, error: str
) -> None:
    assert run(WAITS + steps) == f"{error} port\n"


def test_timeout_explains_a_websocket_server_on_the_event_loop_of_the_same_thread() -> None:
    """It has accepted the connection in an earlier turn of its loop."""
    steps = """
while not page.web_sockets[0].is_open:
    runtime.looper.run_for(0.02)
    await asyncio.sleep(0)
expect(page.get_by_text('hello')).to_be_visible(timeout=0.1)
"""
    assert run(WAITS + steps.strip(), "LATER = 60") == "AssertionError port\n"


def test_timeout_explains_an_http_server_on_the_event_loop_of_the_same_thread() -> None:
    """It waits for a request, which a thread sends."""
    steps = """
from weex_runtime.loop.own_event_loop import stalled_server
while not stalled_server(runtime.looper):
    runtime.looper.run_for(0.02)
expect(page.get_by_text('hello')).to_be_visible(timeout=0.1)
"""
    assert run(WAITS + steps.strip(), "LATER = None") == "AssertionError port\n"


def test_error_explains_that_the_event_loop_of_the_same_thread_serves_the_bundle_url() -> None:
    steps = "runtime.open(f'http://127.0.0.1:{port}/a.js')"
    assert run(steps, "LATER = None") == "BundleNotFound port\n"


def test_timeout_message_of_a_virtual_clock_names_the_server_on_the_tests_own_event_loop() -> None:
    steps = "runtime.clock.patience = 0.1\nruntime.clock.run_for(1)"
    assert run(WAITS + steps, "CLOCK = 'virtual'\nLATER = None") == "WaitTimeout port\n"


def test_server_on_the_event_loop_of_another_thread_answers() -> None:
    main = """
port, loop = None, asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
server, port = asyncio.run_coroutine_threadsafe(listen(), loop).result(20)

async def use():
    with Runtime(hints=False) as runtime:
        page = open_page(runtime, port)
        expect(page.get_by_text("hello")).to_be_visible()

async def stop():
    server.close()
    await server.wait_closed()

asyncio.run(use())
asyncio.run_coroutine_threadsafe(stop(), loop).result(20)
loop.call_soon_threadsafe(loop.stop)
thread.join(20)
loop.close()
print("done")
"""
    assert run("pass", "", main) == "done\n"


def test_timeout_without_a_server_on_the_same_thread_does_not_mention_asyncio() -> None:
    steps = """
page = runtime.open(source=BUNDLE.replace("this.text", "'idle'").replace("socket.WebSocket", ""))
expect(page.get_by_text('hello')).to_be_visible(timeout=0.1)
"""
    text = run(steps.strip())
    assert text.startswith("AssertionError")
    assert "asyncio" not in text


def test_timeout_without_an_event_loop_does_not_mention_asyncio() -> None:
    main = """
with Runtime(hints=False) as runtime:
    page = runtime.open(source='// { "framework": "Vanilla" }')
    try:
        expect(page.get_by_text("hello")).to_be_visible(timeout=0)
    except AssertionError as error:
        print("asyncio" in str(error))
"""
    assert run("pass", "", main) == "False\n"
