"""Users of a load test as a peer of the benchmarks: python -m benchmarks.load_peer.

peers.py describes requests and answers. Each page belongs to a `WeexUser` with statistics.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from gevent.event import Event
from locust.env import Environment

from weex_runtime import Module, js_method
from weex_runtime.locust import WeexUser


class BenchModule(Module):
    """The module that a bundle calls when it is ready for work, and when work is done."""

    name = "bench"

    @js_method
    def ready(self) -> None:
        """Count a page whose socket is open."""
        Users.heard(0, 0)

    @js_method
    def done(self, count: int, length: int) -> None:
        """Record the amount of work."""
        Users.heard(count, length)


class EchoUser(WeexUser):
    """A user whose bundle does all the work."""

    runtime_options = {"modules": [BenchModule]}

    def idle(self) -> None:
        """Let the page receive messages and run timers."""
        Users.all.append(self)
        self.sleep(3600)

    tasks = [idle]


class Users:
    """The work for each kind of request."""

    all: list[EchoUser] = []
    _waiting = 0
    _count = _length = 0
    _ended = Event()

    @classmethod
    def open(cls, bundle: str, url: str, pages: int) -> dict[str, Any]:
        """Start users, and wait for their sockets."""
        EchoUser.bundle = bundle
        EchoUser.config = {"url": url}
        runner = Environment(user_classes=[EchoUser]).create_local_runner()
        return cls._measure(pages, lambda: runner.start(pages, pages))

    @classmethod
    def run(cls, work: dict[str, Any]) -> dict[str, Any]:
        """Fire `run` on all pages, and wait until they are done."""

        def fire() -> None:
            for user in cls.all:
                event = partial(user.page.fire_event, "_root", "run", work)
                user.page.looper.call_soon_threadsafe(event)

        return cls._measure(len(cls.all), fire)

    @classmethod
    def heard(cls, count: int, length: int) -> None:
        """Count a call of module `bench` by a page."""
        cls._count += count
        cls._length += length
        cls._waiting -= 1
        if cls._waiting == 0:
            cls._ended.set()

    @classmethod
    def _measure(cls, pages: int, work: Callable[[], object]) -> dict[str, Any]:
        """Measure the time until this number of pages has called module `bench`."""
        cls._waiting = pages
        cls._count = cls._length = 0
        cls._ended.clear()
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        cls._ended.wait()
        return {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "count": cls._count,
            "length": cls._length,
        }


def main() -> None:
    """Answer each line of standard input with one line."""
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        answer = getattr(Users, request.pop("do"))(**request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
