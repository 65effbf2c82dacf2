"""Run the users of `weex-runtime load` in processes, and merge their figures.

Locust replaces blocking functions of the standard library, so it runs in separate processes. The
servers of --serve run in this process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from contextlib import ExitStack
from signal import Signals
from threading import Thread
from typing import Any

from weex_runtime.cli.exit_status import DONE, INTERRUPTED, JS_ERROR, THRESHOLD_MISSED, USAGE
from weex_runtime.cli.load.report import progress, show
from weex_runtime.cli.run import load_files, runtime_options, use_cache
from weex_runtime.cli.run_servers import RunServers
from weex_runtime.cli.terminal import log, reserve_output
from weex_runtime.load.figures import Figures
from weex_runtime.testkit.runtime import Runtime

_REPORT = 2.0  # seconds between two lines of progress
_LOOK = 0.05  # seconds between two checks whether the processes have ended
_NOTHING = {"users": 0, "seconds": 0.0, "rows": [], "errors": [], "cpu": 0.0, "memory": 0}


class UsersProcess:
    """A process that runs a part of the users of the load test.

    Attributes:
        latest: The latest figures of this process's users.
    """

    def __init__(self, order: dict[str, Any]) -> None:
        # Start the process in a new session, so that Ctrl-C interrupts only this command, which
        # then stops the users.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "weex_runtime.cli.load.users"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.latest: dict[str, Any] = _NOTHING
        self._write(json.dumps(order) + "\n")
        self._reader = Thread(target=self._read, name="weex-load", daemon=True)
        self._reader.start()

    @property
    def status(self) -> int | None:
        """The exit status of the process; None while the process runs."""
        return self._process.poll()

    def stop(self) -> int:
        """Stop the process's users, wait for its last figures, and return its exit status."""
        self._write(None)
        status = self._process.wait()
        self._reader.join()
        return status

    def _write(self, text: str | None) -> None:
        """Write a line to the process, or close its standard input."""
        assert self._process.stdin
        try:
            if text is None:
                self._process.stdin.close()
            else:
                self._process.stdin.write(text)
                self._process.stdin.flush()
        except OSError:
            pass  # the process has ended; `_wait` checks its exit status

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            for line in lines:
                self.latest = json.loads(line)


def run_load(args: argparse.Namespace) -> int:
    """Run the load test, and return the exit status."""
    use_cache(args)
    if args.json:
        reserve_output()
    with ExitStack() as stack:
        servers = RunServers(args.serve, stack)
        url_map = servers.url_map(args.map)
        with Runtime(**runtime_options(args, url_map, load_files(args.module))) as runtime:
            # Open the bundle once, to check the options, report mistakes in the bundle, and fill
            # the cache of compiled sources.
            runtime.load_bundle(args.bundle, args.framework)
        processes = [UsersProcess(order) for order in _orders(args, url_map)]
        is_interrupted = False
        try:
            _wait(processes)
        except KeyboardInterrupt:
            is_interrupted = True
        finally:
            statuses = [process.stop() for process in processes]
        figures = Figures.merged(process.latest for process in processes)
        missed = {one: one.problem(figures) for one in args.threshold}
        missed = {one: problem for one, problem in missed.items() if problem}
        show(args, figures, servers.counts(), missed)
    if any(statuses):
        killed = [Signals(-status).name for status in statuses if status < 0]
        cause = f"was killed by {killed[0]}" if killed else "has failed; its error is above"
        log(f"weex-runtime: a process of the load test {cause}", "error")
        return USAGE
    if is_interrupted:
        log("weex-runtime: interrupted")
        return INTERRUPTED
    if missed:
        return THRESHOLD_MISSED
    is_judged = any(threshold.figure == "failures" for threshold in args.threshold)
    return JS_ERROR if figures.all.failures and not is_judged else DONE


def _orders(args: argparse.Namespace, url_map: dict[str, str]) -> list[dict[str, Any]]:
    """Return an `Order` for each process, with its part of the users."""
    orders = []
    first = 1
    for number in range(args.processes):
        users = args.users // args.processes + (number < args.users % args.processes)
        orders.append(
            {
                "argv": args.argv,
                "url_map": url_map,
                "users": users,
                "first": first,
                "spawn_rate": args.spawn_rate * users / args.users,
                "seconds": args.time,
            }
        )
        first += users
    return orders


def _wait(processes: list[UsersProcess]) -> None:
    """Print lines of progress until all processes have ended, or one process has failed."""
    before = Figures()
    reported = time.monotonic()
    while None in (statuses := {process.status for process in processes}):
        if statuses - {None, 0}:
            return
        time.sleep(_LOOK)
        if time.monotonic() - reported >= _REPORT:
            reported = time.monotonic()
            figures = Figures.merged(process.latest for process in processes)
            if figures.seconds > before.seconds:
                progress(figures, before)
                before = figures
