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
from collections.abc import Mapping, Sequence
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


class UsersProcess:
    """A process that runs a part of the users of the load test.

    Args:
        number: The index of the process.
        url_map: {address: replacement}, including the addresses of the servers of --serve.

    Attributes:
        latest: The latest figures of this process's users; {} before the first figures.
    """

    def __init__(self, number: int, argv: Sequence[str], url_map: Mapping[str, str]) -> None:
        users = [sys.executable, "-m", "weex_runtime.cli.load.users"]
        # Start the process in a new session, so that Ctrl-C interrupts only this command, which
        # then stops the users.
        self._process = subprocess.Popen(
            [*users, str(number), json.dumps(url_map), *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.latest: dict[str, Any] = {}
        self._reader = Thread(target=self._read, name="weex-load", daemon=True)
        self._reader.start()

    @property
    def status(self) -> int | None:
        """The exit status of the process; None while the process runs."""
        return self._process.poll()

    def stop(self) -> int:
        """Stop the process's users, wait for its last figures, and return its exit status."""
        assert self._process.stdin
        self._process.stdin.close()
        status = self._process.wait()
        self._reader.join()
        return status

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
        processes = [UsersProcess(number, args.argv, url_map) for number in range(args.processes)]
        is_interrupted = False
        try:
            _wait(processes)
        except KeyboardInterrupt:
            is_interrupted = True
        finally:
            statuses = [process.stop() for process in processes]
        figures = _figures(processes)
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


def _figures(processes: list[UsersProcess]) -> Figures:
    return Figures.merged(process.latest for process in processes if process.latest)


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
            figures = _figures(processes)
            if figures.seconds > before.seconds:
                progress(figures, before)
                before = figures
