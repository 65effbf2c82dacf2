"""A locustfile: users of the chat demo who say something some times. LOAD_URL is the server,
LOAD_MESSAGES the number of messages of each user.
"""

from __future__ import annotations

import os
from itertools import count
from typing import Any

import gevent
from locust import constant, events, task
from locust.runners import MasterRunner

from weex_runtime import WrongThread, expect
from weex_runtime.locust import WeexUser

_MESSAGES = int(os.environ["LOAD_MESSAGES"])
_numbers = count(1)


class ChatUser(WeexUser):
    bundle = "bundles/chat.vue"
    wait_time = constant(0.01)
    said = 0

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        self.number = next(_numbers)
        self.config = {"url": os.environ["LOAD_URL"], "name": f"User {os.getpid()} {self.number}"}

    def on_start(self) -> None:
        self.page.set_default_timeout(60)  # seconds; enough for a busy machine
        self.page.get_by_test_id("connect").click()
        expect(self.page.get_by_test_id("status")).to_contain_text("online")

    @task
    def say(self) -> None:
        if self.said == _MESSAGES:
            self.sleep(3600)
        self.said += 1
        text = f"{self.number} says {self.said}"
        self.page.get_by_label("say something").fill(text)
        with self.measure("say"):
            self.page.get_by_test_id("say").click()
            expect(self.page.get_by_text(text).first).to_be_visible()


class BrokenUser(WeexUser):
    """Its bundle throws, its task is wrong, and another greenlet uses its page."""

    fixed_count = 1
    bundle = "tests/load/broken.js"
    wait_time = constant(60)

    @task
    def wrong(self) -> None:
        self.page.set_default_timeout(0.01)
        try:
            with self.measure("wrong"):
                expect(self.page.get_by_text("absent 17")).to_be_visible()
        except AssertionError:
            pass
        gevent.spawn(self.use_page).join()

    def use_page(self) -> None:
        try:
            self.page.get_by_text("x").click()
        except WrongThread as error:
            self.statistics.record("test", "another greenlet", failure=str(error))


def _count(stats: Any, method: str, *, but: str = "") -> int:
    """The number of requests of a method in all rows but one."""
    return sum(
        entry.num_requests
        for entry in stats.entries.values()
        if entry.method == method and entry.name != but
    )


@events.init.add_listener  # type: ignore[untyped-decorator]
def quit_when_all_has_arrived(environment: Any, **_: Any) -> None:
    """End the process as soon as all messages of the users have come back."""
    if not os.environ.get("LOAD_QUITS"):
        return
    runner, stats = environment.runner, environment.stats

    def watch() -> None:
        while _count(stats, "measured", but="wrong") < int(os.environ["LOAD_QUITS"]):
            gevent.sleep(0.01)
        if isinstance(runner, MasterRunner):
            # `quit` waits half a second for the last figures of the workers. Stop the users first:
            # the workers go on to report their figures, and are ready again.
            runner.stop()
            opened = _count(stats, "WS open")
            workers = environment.parsed_options.expect_workers
            while _count(stats, "WS close") < opened or len(runner.clients.ready) < workers:
                gevent.sleep(0.01)
        runner.quit()

    gevent.spawn(watch)
