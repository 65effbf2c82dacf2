"""Start-up and output of the peers in Python."""

from __future__ import annotations

import asyncio
import hashlib
import json
import ssl
import sys
from collections.abc import Awaitable, Callable

Listen = Callable[["ssl.SSLContext | None"], Awaitable[int]]


def run(listen: Listen) -> None:
    """Listen for ws and wss, write the ports, and serve until the standard input ends.

    Args:
        listen: Starts to listen on 127.0.0.1; returns the port.
    """
    asyncio.run(_run(listen, sys.argv[1]))


async def _run(listen: Listen, certificate: str) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    tell(ws=await listen(None), wss=await listen(tls))
    await asyncio.to_thread(sys.stdin.read)


def tell(**what: object) -> None:
    """Write a line of JSON for the test."""
    print(json.dumps(what), flush=True)


def digest(message: str | bytes) -> str:
    """The answer of /digest: kind, length in bytes, SHA-256."""
    data = message.encode() if isinstance(message, str) else message
    kind = "text" if isinstance(message, str) else "binary"
    return f"{kind} {len(data)} {hashlib.sha256(data).hexdigest()}"
