"""The echo demo: a line for each handler of the module `webSocket`.

The bundle assigns the handlers, as Weex's documentation shows. Without a platform and on the web
the handlers are called; on Android and iOS they are not.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Locator, Page, expect
from weex_runtime.testing import Script, WsServer

pytestmark = pytest.mark.weex(bundle="bundles/echo.js", platform=["documented", "web"])


class Echo:
    """The screen of the demo."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.state = page.get_by_test_id("state")
        self.field = page.get_by_placeholder("message")

    def line(self, handler: str) -> Locator:
        return self.page.get_by_test_id(handler)

    def tap(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()


@pytest.fixture
def echo(new_weex_page: Callable[..., Page], ws_server: WsServer) -> Echo:
    """The demo, with a server that the test scripts, and not connected yet."""
    return Echo(new_weex_page(config={"url": ws_server.url}))


@pytest.fixture
def connected(echo: Echo, ws_server: WsServer) -> Echo:
    """The demo, connected to a server that echoes."""
    ws_server.echo()
    echo.tap("connect")
    expect(echo.state).to_have_text("connected")
    expect(echo.line("onopen")).to_have_text("onopen: open")
    return echo


@pytest.mark.parametrize("text", ["hello", "", "  ", "héllo 😀", "x" * 100_000])
def test_page_shows_echoed_text(connected: Echo, ws_server: WsServer, text: str) -> None:
    connected.field.fill(text)
    connected.tap("send")
    [socket] = connected.page.web_sockets
    assert socket.expect_message(text) == text
    expect(connected.line("onmessage")).to_contain_text(f'"{text}"'.strip())
    assert [data for _, data in ws_server.received] == [text]


def test_page_shows_echoed_binary_data(connected: Echo) -> None:
    connected.tap("send binary")
    expect(connected.line("onmessage")).to_have_text("onmessage: binary, 4 bytes")
    expect(connected.page.web_sockets[0]).to_have_sent([b"WEEX"])
    expect(connected.page.web_sockets[0]).to_have_received([b"WEEX"])


def test_server_answers_the_close_frame_of_the_page(connected: Echo, weex_platform: str) -> None:
    connected.tap("close")
    # On the web, the module's close() takes no arguments, so the close frame has no code.
    said = "1005" if weex_platform == "web" else "1000 bye"
    expect(connected.line("onclose")).to_have_text(f"onclose: closed {said} clean")
    expect(connected.state).to_have_text("not connected")


def test_onclose_has_the_code_and_reason_of_a_close_by_the_server(
    echo: Echo, ws_server: WsServer
) -> None:
    ws_server.script(Script().close(4001, "full"))
    echo.tap("connect")
    expect(echo.line("onclose")).to_have_text("onclose: closed 4001 full clean")


def test_unreachable_server_fires_onerror_and_onclose(
    echo: Echo, ws_server: WsServer, weex_platform: str
) -> None:
    ws_server.close()
    echo.tap("connect")
    # On the web, a page does not learn why a connection failed.
    why = "the connection failed" if weex_platform == "web" else "Connection refused"
    expect(echo.line("onerror")).to_contain_text(why)
    expect(echo.line("onclose")).to_have_text("onclose: closed 1006 not clean")


@pytest.mark.weex(platform=["android", "ios"])
def test_handlers_assigned_to_the_module_are_lost_on_android_and_ios(echo: Echo) -> None:
    echo.tap("connect")
    [lost] = [text for text in echo.page.differences.values() if "was assigned" in text]
    assert "write webSocket.onopen(handler)" in lost
    expect(echo.state).to_contain_text("connecting to")
    echo.page.differences.clear()  # the test expects these differences between platforms
