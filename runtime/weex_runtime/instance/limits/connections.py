"""The sockets and requests of one page, up to the limit `connections`."""

from __future__ import annotations

from collections.abc import Callable

from weex_runtime.instance.instance import Instance

_FEW = 16  # minimum number of connections at which ended connections are removed


class Connections:
    """The open connections of one page."""

    def __init__(self, page: Instance) -> None:
        self._page = page
        # for each connection, a function that returns whether the connection has ended
        self._are_over: list[Callable[[], bool]] = []
        self._next_count = _FEW  # the length of `_are_over` at which ended connections are removed

    def __len__(self) -> int:
        """Return the number of open connections."""
        self._are_over = [is_over for is_over in self._are_over if not is_over()]
        return len(self._are_over)

    def refusal(self) -> str:
        """Return the reason why a page cannot open a further connection; "" if the page can. A
        refusal is also recorded as an error of the page.
        """
        most = self._page.limits.connections
        # Checking all connections for each new connection would take quadratic time.
        if len(self._are_over) < min(most, self._next_count):
            return ""
        count = len(self)
        self._next_count = 2 * count + _FEW
        if count < most:
            return ""
        self._page.exceed("connections")
        return f"the page has {most} connections, the most that its limits allow"

    def add(self, is_over: Callable[[], bool]) -> None:
        """Count a connection as open until `is_over` returns True."""
        self._are_over.append(is_over)
