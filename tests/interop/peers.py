"""Servers built on other libraries, each in a process, all with the same protocol.

A peer listens on 127.0.0.1 for ws and for wss, would use permessage-deflate, and speaks the
subprotocols chat.v1 and chat.v2. The paths:

- `/echo`: each message back, unchanged.
- `/digest`: for each message its kind, length in bytes and SHA-256.
- `/sub`: the chosen subprotocol, then an echo.
- `/close?code=C&reason=R`: closes at once.
- `/burst?n=N`: N texts, "0", "1" and so on, then an echo.
- `/fragments?n=N`: one text of N fragments "0 ", "1 " and so on; where the library can send them.
- `/ping?n=N&between=M`: N times M texts "between", a ping, and when its pong is there, the pong's
  payload "ping 0", "ping 1" and so on as text.

A peer takes the path of a PEM file with certificate and key. It writes {"ws": port, "wss": port}
when it listens, then {"open": path, "extensions": accepted} and {"closed": path, "code", "reason"}
for each connection, with code and reason of the client's close frame. It ends with its standard
input.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

from ..support.node_peer import NodePeer, ProcessPeer

NAMES = ["websockets", "aiohttp", "tornado", "ws"]
FRAGMENTING = ["websockets", "ws"]


def answer_to(name: str, code: int, reason: str) -> tuple[int, str]:
    """Code and reason of the peer's answer to a close frame."""
    if name == "aiohttp":
        return 1000, ""
    return code, "" if name == "tornado" else reason


_ROOT = Path(__file__).parents[2]


class Peer:
    """A running server."""

    def __init__(self, name: str, process: ProcessPeer) -> None:
        self.name = name
        self._process = process
        self._numbers = itertools.count(1)

    def url(self, path: str, scheme: str = "ws") -> str:
        """A unique address for a path."""
        mark = "&" if "?" in path else "?"
        port = self._process.facts[scheme]
        return f"{scheme}://127.0.0.1:{port}{path}{mark}id={next(self._numbers)}"

    def said(self, what: str, url: str) -> dict[str, Any] | None:
        """The line that the peer wrote when the connection was "open" or "closed"; None before."""
        path = "/" + url.split("/", 3)[3]
        return next((line for line in self._process.said if line.get(what) == path), None)


def process_of(name: str, certificate: str) -> ProcessPeer:
    """Make the process of a peer without starting it."""
    if name == "ws":
        return NodePeer("interop.cjs", certificate)
    program = f"tests.interop.servers.{name}_peer"
    return ProcessPeer([sys.executable, "-m", program, certificate], _ROOT)
