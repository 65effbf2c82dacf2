"""Servers and bundles for faults."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from weex_runtime import Page
from weex_runtime.servers import EchoServer

from ..conftest import HEADERS

# A bundle whose socket logs its events and sends the texts in weex.config.messages.
SOCKET = (
    HEADERS["Vanilla"]
    + """
var hasEnded = false;
var ws = weex.requireModule('webSocket');
function on(event, handler) {
  if (WXEnvironment.platform === 'Web') ws['on' + event] = handler;
  else ws['on' + event](handler);
}
ws.WebSocket(weex.config.url);
on('open', function () {
  console.log('open');
  (weex.config.messages || ['one', 'two', 'three']).forEach(function (text) { ws.send(text); });
});
on('message', function (event) { console.log(event.data); });
on('error', function () { hasEnded = true; console.log('error'); });
on('close', function (event) {
  hasEnded = true;
  console.log('close ' + event.code + (event.reason && ' ' + event.reason)
    + (event.wasClean ? ' clean' : ''));
});
setTimeout(function () { if (!hasEnded) ws.close('1000', 'bye'); }, 40000);
"""
)


@pytest.fixture(scope="session")
def echo() -> Iterator[EchoServer]:
    with EchoServer() as server:
        yield server


@pytest.fixture(scope="session")
def head_size(echo: EchoServer) -> int:
    """The bytes of the server's response to an opening handshake."""
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    lines = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}"]
    request = ["GET / HTTP/1.1", "Host: x", *lines, "Sec-WebSocket-Version: 13", "", ""]
    with socket.create_connection(("127.0.0.1", echo.port)) as sock:
        sock.sendall("\r\n".join(request).encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += sock.recv(1024)
    return len(head)


def events(page: Page) -> list[str]:
    """The lines that the bundle logged."""
    return [line.text for line in page.console if line.level == "log"]
