"""`make soak`: a heartbeat on a virtual clock has one trace, however busy the machine is."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from weex_runtime import Runtime
from weex_runtime.testing import WsServer

from ..support.heartbeat import SCRIPTS, TRACE, beat


@contextmanager
def busy_threads() -> Iterator[None]:
    """They take the interpreter as often as they can."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            sum(range(1000))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


@contextmanager
def busy_processes() -> Iterator[None]:
    """More than the machine has processors for."""
    command = [sys.executable, "-c", "while True: sum(range(10_000))"]
    processes = [subprocess.Popen(command) for _ in range(4)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.mark.parametrize(
    ("load", "times"), [(nullcontext, 100), (busy_threads, 3), (busy_processes, 10)]
)
def test_heartbeat_app_has_the_same_events_in_each_run(
    load: Callable[[], AbstractContextManager[None]], times: int
) -> None:
    with load(), WsServer() as server:
        for _ in range(times):
            server.script(*SCRIPTS)
            assert beat(Runtime(clock="virtual"), server.url) == TRACE
