"""The faults of a device: the added faults, and the faults that have happened.

Random choices depend only on the seed, the fault, the connection and the number of the event. So
with the same seed, the n-th event of a connection always gets the same fault, regardless of the
events of other connections.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import SystemRandom
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakSet

from weex_runtime.errors import WeexError
from weex_runtime.faults.active import EVERYTHING, ActiveFault, Selection
from weex_runtime.faults.fault import Fault
from weex_runtime.faults.kinds import Ending
from weex_runtime.matching.url import parse_url

if TYPE_CHECKING:
    from weex_runtime.faults.connection import ConnectionFaults
    from weex_runtime.loop.looper import Looper

_HISTORY = 10_000
_SHOWN = 20  # maximum number of faults that a report lists
_MAX_SEED = 1_000_000  # random seeds are lower than this


class Fired(NamedTuple):
    """A fault that has happened.

    Attributes:
        fault: The fault as text, like "drop after 3 messages".
        page: The id of the page.
        url: The address that the bundle opened.
        connection: The number of the page's connection or request to this address, from 1.
        event: The number of the message on its connection; 0 for a fault of a connection or
            request.
        at: Seconds on the page's clock since the first fault was added.
    """

    fault: str
    page: str
    url: str
    connection: int
    event: int
    at: float

    def __str__(self) -> str:
        return f"{self.at:.3f} s page {self.page} {self.where}: {self.fault}"

    @property
    def where(self) -> str:
        """Describe the connection and the message in words."""
        event = f" message {self.event}" if self.event else ""
        return f"{self.url} connection {self.connection}{event}"


class Unsupported(NamedTuple):
    """A fault that cannot happen to a connection.

    Attributes:
        fault: The fault as text.
        url: The address that the bundle opened.
        reason: The ability that the adapter of the connection lacks.
    """

    fault: str
    url: str
    reason: str

    def __str__(self) -> str:
        return f"the fault {self.fault!r} cannot happen to {self.url}: {self.reason}"


class FaultPlan:
    """All faults of a device.

    Attributes:
        seed: The seed of all random choices.
        active: The added faults, in the order in which they were added.
        network: Faults that every connection has under `--weex-chaos`; tests do not see them.
        fired: The latest 10,000 events in which a fault happened.
        unsupported: The latest 10,000 faults that could not happen to a connection.
        on_changed: Called after a fault was added or removed.
        on_fired: Called on the loop after a fault has happened.
        on_unsupported: Called with the page's id and a fault that cannot happen to a connection.
    """

    def __init__(self, looper: Looper, seed: int | None = None) -> None:
        self.seed = SystemRandom().randrange(_MAX_SEED) if seed is None else seed
        self.active: list[ActiveFault] = []
        self.network: list[ActiveFault] = []
        self.fired: deque[Fired] = deque(maxlen=_HISTORY)
        self.unsupported: deque[Unsupported] = deque(maxlen=_HISTORY)
        self.on_changed: Callable[[], object] = lambda: None
        self.on_fired: Callable[[Fired], object] = lambda fired: None
        self.on_unsupported: Callable[[str, Unsupported], object] = lambda page, fault: None
        self.looper = looper
        self.now = looper.clock.now
        self.started = looper.clock.now()
        self.open_connections: WeakSet[ConnectionFaults] = WeakSet()
        self._added: Counter[str | None] = Counter()
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(
        self, page: str | None, fault: Fault | str, selection: Selection = EVERYTHING
    ) -> ActiveFault:
        """Add a fault.

        Args:
            page: The id of the page; None: all pages.
            fault: The fault, or its text, like "drop after 3 messages once".
            selection: Selects the events that the fault affects. If `fault` is text, the text can
                select fewer of these events.
        """
        text = fault if isinstance(fault, str) else ""
        if isinstance(fault, str):
            from weex_runtime.faults.grammar import parse

            fault, selected = parse(fault)
            selection = selection._replace(**selected)
        if not isinstance(fault, Fault):
            raise WeexError(
                "faults.add: expected a fault, like Drop(after_messages=3) or "
                f"'drop after 3 messages', got {fault!r}"
            )
        selection.require_valid(fault)
        if isinstance(fault, Ending) and selection.message is not None:
            fault = replace(fault, after_messages=fault.after_messages or 1)
        self._added[page] += 1
        name = f"{page or 'all'}.{self._added[page]}"
        active = ActiveFault(self, name, page, fault, selection, text)
        self.active.append(active)
        self.change()
        return active

    def set_network(self, faults: Iterable[Fault]) -> None:
        """Replace the faults of `--weex-chaos`. The new faults apply to all connections that are
        opened later.
        """
        self.network = [
            ActiveFault(self, f"network.{number}", None, fault, EVERYTHING)
            for number, fault in enumerate(faults)
        ]

    def change(self) -> None:
        """Apply an added or removed fault to the open connections."""
        for connection in list(self.open_connections):
            connection.follow()
        self.on_changed()

    def connection(self, page: str, url: str) -> ConnectionFaults:
        """Return the faults of a new connection or request of a page."""
        from weex_runtime.faults.connection import ConnectionFaults

        return ConnectionFaults(self, page, url)

    def open(self, page: str, url: str) -> tuple[int, str]:
        """Count a connection or request of a page.

        Returns:
            (n, text): this is the page's n-th connection or request to the address, and the text
            seeds the random choices of its faults. The text leaves out the port, since test servers
            use random ports.
        """
        parts = parse_url(url)
        address = f"{parts.protocol}//{parts.hostname}{parts.pathname}"
        self._counts[page, address] += 1
        number = self._counts[page, address]
        return number, f"{page} {address} {number}"

    def report(self) -> list[str]:
        """Return lines of text about the seed, the latest faults that have happened, and the faults
        that cannot happen.
        """
        shown = list(self.fired)[-_SHOWN:]
        before = len(self.fired) - len(shown)
        lines = [f"faults with seed {self.seed}: {len(self.fired)} happened"]
        if self.network:
            lines.append(f"  the network: {', '.join(str(one.fault) for one in self.network)}")
        lines += [f"  ... {before} before these"] if before else []
        lines += [f"  {fired}" for fired in shown]
        return [*lines, *map(str, dict.fromkeys(self.unsupported))]

    def forget(self, page: str) -> None:
        """Remove the faults of a page that ended."""
        for active in list(self.active):
            if active.page == page:
                active.remove()
        for key in [key for key in self._counts if key[0] == page]:
            del self._counts[key]
