"""The servers of `weex-runtime run --serve`, and the addresses that they replace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from weex_runtime.cli.exit_status import WrongUsage
from weex_runtime.cli.terminal import log

if TYPE_CHECKING:
    from weex_runtime.servers.demo import DemoServer

KINDS = ("echo", "chat")

# {address that Weex's demos use although its server no longer exists: the kind of server to use
# instead}. If --serve starts no server of this kind, the first server of --serve is used.
_DOCUMENTED = {
    "ws://echo.websocket.org": "echo",
    "wss://echo.websocket.org": "echo",
    "ws://115.29.193.48:8088": "echo",
    "ws://chat.example": "chat",
}


class RunServers:
    """The servers of one run, started in the given order.

    Args:
        wanted: Kinds of servers, "echo" or "chat". A port may follow the kind: "echo:8080".
        stack: An ExitStack; leaving it closes the servers.

    Raises:
        WrongUsage: A port is not available.
    """

    def __init__(self, wanted: Iterable[str], stack: ExitStack) -> None:
        self._servers: list[tuple[str, DemoServer]] = []
        for name in wanted:
            from weex_runtime.servers.demo import SERVERS

            kind, _, port = name.partition(":")
            try:
                server = stack.enter_context(SERVERS[kind](int(port or 0)))
            except OSError as error:
                raise WrongUsage(f"--serve {name}: {error.strerror}") from None
            log(f"{kind} server at {server.url}")
            self._servers.append((name, server))

    def url_map(self, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Return the runtime's `url_map`, which redirects connections to the servers of --serve.

        Args:
            pairs: Addresses and their replacements: other addresses, or the name of a server.

        Raises:
            WrongUsage: No server has this name.
        """
        url_map = {address: self._target(address, target) for address, target in pairs}
        if self._servers:
            for address, kind in _DOCUMENTED.items():
                url_map.setdefault(address, (self._find(kind) or self._servers[0][1]).url)
        return url_map

    def counts(self) -> list[dict[str, Any]]:
        """Return an object for each server: the kind of the server, and how many connections and
        messages the server has had.
        """
        return [
            {
                "kind": name.partition(":")[0],
                "connections": server.connected,
                "received": len(server.received),
                "sent": server.sent,
            }
            for name, server in self._servers
        ]

    def unused(self) -> list[str]:
        """Return the --serve options whose servers had no connection."""
        return [f"--serve {name}" for name, server in self._servers if not server.connected]

    def _target(self, address: str, target: str) -> str:
        if target.partition(":")[0] not in KINDS:
            return target
        server = self._find(target)
        if server is None:
            raise WrongUsage(
                f"--map {address}={target}: the server {target} is not running; add --serve "
                f"{target}"
            )
        return server.url

    def _find(self, name: str) -> DemoServer | None:
        """Return the first server whose kind, or whose name like "echo:8080", is `name`; None if
        there is no such server.
        """
        for given, server in self._servers:
            if name in (given, given.partition(":")[0]):
                return server
        return None
