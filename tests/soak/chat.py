"""Simulated users of the chat demo, who send numbered messages over networks that fail.

A message is acknowledged when the server has sent the message back and the demo shows it. A user
sends a lost message again. No acknowledged message may be lost or duplicated:

- The server received each acknowledged message, and no message more often than its user sent it.
- A page shows no message more often than the server received it.
- A connection does not skip a message between two messages that it delivers from the same user.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from random import Random

from weex_runtime import JSError, Page, Runtime, WebSocket, faults
from weex_runtime.document.element import Element
from weex_runtime.interaction.fields import fill

BUNDLE = Path(__file__).parents[2] / "bundles" / "chat.js"

ROOM = 5  # number of users in each chat room
LIFE = 8  # messages that a user sends before the page is closed and opened again
_PAUSE = (1.0, 4.0)  # seconds of the virtual clock between two messages of a user


def set_faults(runtime: Runtime) -> None:
    """Make the networks of all pages fail in each way that a chat survives."""
    add = runtime.faults.add
    add(faults.LookupFails(), probability=0.05)
    add(faults.SlowLookup(0.3), probability=0.1)
    add(faults.Refuse(), probability=0.1)
    add(faults.Delay(0.01, jitter=0.05, direction="both"))
    add(faults.Slice(1, 40, direction="both"), probability=0.5)
    add(faults.Throttle(20_000, direction="both"), probability=0.3)
    add(faults.Drop(after_messages=30), probability=0.3)
    add(faults.Drop(after_messages=4, direction="sent"), probability=0.2)
    add(faults.Reset(after_bytes=4000), probability=0.3)
    add(faults.HalfClose(after=15), probability=0.2)
    add(faults.HalfClose(after=20, direction="sent"), probability=0.1)
    add(faults.Corrupt(), probability=0.002)
    add(faults.Corrupt(direction="sent"), probability=0.002)


class User:
    """A user with one page at a time.

    Attributes:
        said: {message: how often it was said}.
        acknowledged: Messages that came back to the page that said them.
        lost: How often a connection was lost, or could not be opened.
        problems: Messages that a connection missed.
        errors: Uncaught errors of pages.
    """

    def __init__(self, runtime: Runtime, url: str, name: str, seed: int) -> None:
        self._runtime = runtime
        self._url = url
        self._numbers = Random(f"{seed} {name}")
        self.name = name
        self.said: Counter[str] = Counter()
        self.acknowledged: set[str] = set()
        self.shown: list[Counter[str]] = []  # how often each page of the user shows each text
        self.lost = 0
        self.pages = 0
        self.problems: list[str] = []
        self.errors: list[JSError] = []
        self._waiting = ""  # the message that the server has not acknowledged yet
        self._open()
        # The first page of each user has a random lifetime, so that pages do not all end at the
        # same time and the memory of all pages together stays level.
        self._life = self._numbers.randint(1, LIFE)

    def act(self) -> None:
        """Do what the user does now."""
        status = str(self._status.attr["value"])
        self._read(status)
        if status == "offline":
            self._tap("connect")
        elif not status.startswith("online") or self._runtime.clock.now() < self._next:
            return
        elif len(self._mine) >= self._life and not self._waiting:
            self.errors += self._page.errors
            self._page.destroy()
            self._open()
        elif text := self._field.attr.get("value") or ("" if self._waiting else self._new()):
            # A message is already in the field if the demo put an unsent message back there.
            fill(self._page, self._field, str(text))
            self._tap("say")
            self.said[str(text)] += 1
            self._waiting = str(text)

    def _open(self) -> None:
        config = {"url": self._url, "name": self.name}
        self._page = page = self._runtime.open(BUNDLE, config=config)
        self._status = _find(page, "status")
        self._field = next(e for e in page.document.elements() if _is_field(e))
        self._list = next(e for e in page.document.elements() if e.type == "list")
        self._next = self._runtime.clock.now() + self._numbers.uniform(*_PAUSE)
        self._seen = 0  # number of lines of the chat that the test has read
        self._mine: set[str] = set()
        self._waiting = ""
        self._life = LIFE
        self._was_online = False
        self.pages += 1
        page.on("websocket", self._watch)
        self.shown.append(Counter())

    def _new(self) -> str:
        return f"{self.name}-{self.pages}.{len(self._mine)}"

    def _tap(self, button: str) -> None:
        self._page.fire_event(_find(self._page, button).ref, "click")

    def _read(self, status: str) -> None:
        lines = self._list.children[self._seen :]
        self._seen += len(lines)
        for line in lines:
            self._show(str(line.children[0].attr["value"]))
        is_online = status.startswith("online")
        self.lost += self._was_online and not is_online
        self._was_online = is_online

    def _show(self, line: str) -> None:
        message = line.partition(": ")[2]
        self.shown[-1][message] += 1
        if message in self.said:
            self.acknowledged.add(message)
            self._mine.add(message)
            if message == self._waiting:
                self._waiting = ""
                self._next = self._runtime.clock.now() + self._numbers.uniform(*_PAUSE)

    def _watch(self, socket: WebSocket) -> None:
        """Record a problem if the numbers of the messages on a socket have a gap."""
        last: dict[str, int] = {}  # {user and page: number of the last message}

        def receive(data: str) -> None:
            message = json.loads(data)
            if message["type"] != "message":
                return
            page, _, number = message["text"].partition(".")
            before = last.get(page, int(number))
            if int(number) - before not in (0, 1):
                self.problems.append(f"{self.name} missed messages of {page}: {before} to {number}")
            last[page] = int(number)

        socket.on("framereceived", receive)


class Chat:
    """Users in rooms.

    Args:
        urls: The URLs of the chat rooms.
    """

    def __init__(self, runtime: Runtime, urls: Iterable[str], users: int, seed: int) -> None:
        set_faults(runtime)
        rooms = cycle(urls)
        self.runtime = runtime
        self.users = [User(runtime, next(rooms), f"u{n}", seed) for n in range(users)]

    def run_for(self, seconds: float, advance: Callable[[], object]) -> None:
        """Let the users act for some seconds on the clock.

        Args:
            advance: Runs the loop for a moment.
        """
        end = self.runtime.clock.now() + seconds
        while self.runtime.clock.now() < end:
            for user in self.users:
                user.act()
            advance()

    def close(self) -> None:
        """Destroy the pages."""
        for page in list(self.runtime.pages):
            page.destroy()

    def report(self) -> str:
        """Return the figures."""
        fired = Counter(fired.fault for fired in self.runtime.faults.fired)
        users = self.users
        repeated = sum(times - 1 for user in users for times in user.said.values())
        shown = sum(sum(page.values()) for user in users for page in user.shown)
        lines = [
            f"{len(users)} pages, seed {self.runtime.faults.seed}: "
            f"{sum(user.pages for user in users)} opened, {sum(user.lost for user in users)} "
            f"connections lost",
            f"{sum(len(user.acknowledged) for user in users)} messages acknowledged, {repeated} "
            f"said again, {shown} shown",
            f"faults: {', '.join(f'{times} {fault}' for fault, times in fired.most_common())}",
        ]
        return "\n".join(lines)


def problems(users: Iterable[User], received: Counter[str]) -> Iterator[str]:
    """Yield each violation of the rules above.

    Args:
        received: {message: how often the server got it}.
    """
    said: dict[str, int] = defaultdict(int)
    for user in users:
        yield from user.problems
        said.update(user.said)
    for user in users:
        for message in user.acknowledged:
            if not received[message]:
                yield f"{message} was acknowledged, but the server did not get it"
        for page in user.shown:
            for message, times in page.items():
                if times > received[message]:
                    yield f"{user.name} saw {message} {times} times, sent {received[message]} times"
    for message, times in received.items():
        if times > said[message]:
            yield f"the server got {message} {times} times, said {said[message]} times"


def _find(page: Page, test_id: str) -> Element:
    return next(e for e in page.document.elements() if e.attr.get("testId") == test_id)


def _is_field(element: Element) -> bool:
    return element.attr.get("placeholder") == "say something"
