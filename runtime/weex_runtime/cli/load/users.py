"""The process of `weex-runtime load` that runs users: `python -m weex_runtime.cli.load.users`.

The arguments are the number of the process, the map of addresses as JSON, and the arguments of the
command. Each second the process writes its figures as a line of JSON. The process stops the users
after the duration of --time, or when standard input ends.
"""

from __future__ import annotations

import json
import os
import re
import resource
import select
import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, ClassVar, TextIO

from locust import between
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import STATE_RUNNING, Runner

from weex_runtime.cli.exit_status import DONE
from weex_runtime.cli.load.options import filled
from weex_runtime.cli.main import parse_arguments
from weex_runtime.cli.run import load_files, page_options, runtime_options, use_cache
from weex_runtime.cli.steps.actions import carry_out
from weex_runtime.cli.steps.syntax import Step, first_answers, parse
from weex_runtime.cli.terminal import reserve_output
from weex_runtime.errors import WeexError
from weex_runtime.load.statistics import PAGE, cause_of
from weex_runtime.locust import WeexUser

_WAITS = ("wait", "gone", "log")
_REPORT = 1.0  # seconds between two reports of figures
_LOOK = 0.1  # seconds between two checks whether users are running


class StepsUser(WeexUser):
    """A user who carries out the steps of --do, and then those of --repeat again and again.

    Attributes:
        args: The arguments of the command.
        numbers: Yields a number for each new user.
    """

    args: ClassVar[Namespace]
    numbers: ClassVar[Iterator[int]]

    def __init__(self, environment: Any) -> None:
        super().__init__(environment)
        self._fields = {"user": next(self.numbers), "n": 0}
        self.config = {
            name: filled(value, self._fields) if isinstance(value, str) else value
            for name, value in self.config.items()
        }

    def on_start(self) -> None:
        """Carry out the steps of --do. After a failed step, open the bundle again and repeat all
        steps.
        """
        while not self._carry_out(self.args.steps):
            self.wait_time()
            self.reopen()

    def request_name(self, url: str) -> str:
        """Replace the number of the user in an address's path by {user}, so that all users share a
        row of the table.
        """
        start, slashes, rest = super().request_name(url).partition("://")
        host, slash, path = rest.partition("/")
        own = re.compile(rf"(?<!\d){self._fields['user']}(?!\d)")
        return f"{start}{slashes}{host}{slash}{own.sub('{user}', path)}"

    def repetition(self) -> None:
        """Carry out the steps of --repeat once."""
        if self._fields["n"] == self.args.repetitions:
            raise StopUser
        self._fields["n"] += 1
        if not self.args.repeat:
            self.sleep(3600)
        elif not self._carry_out(self.args.repeat) and self.page.is_ended:
            self.reopen()
            self.on_start()

    tasks = [repetition]

    def _carry_out(self, texts: Sequence[tuple[str, str]]) -> bool:
        """Carry out steps, and measure the time until each step `wait`, `gone` or `log` succeeds.
        Return False if a step failed; the following steps are skipped.

        Args:
            texts: The place and the text of each step.
        """
        steps = [parse(filled(text, self._fields)) for _, text in texts]
        begun = 0
        for number, step in enumerate(steps):
            if step.verb not in _WAITS:
                continue
            with_answers = range(begun, number + 1)
            begun = number + 1
            try:
                with self.measure(texts[number][1]):
                    self._do(steps, with_answers)
            except WeexError:
                return False  # `measure` has recorded the failed step
        try:
            self._do(steps, range(begun, len(steps)))
        except WeexError as error:
            self.statistics.record(PAGE, self.page.name, failure=cause_of(error))
            return False
        return True

    def _do(self, steps: list[Step], numbers: range) -> None:
        for number in numbers:
            if steps[number].verb != "answer":
                self.page.answer_dialogs(*first_answers(steps[number + 1 :]))
                carry_out(self.page, steps[number], self.args.timeout)


def main(number: int, url_map: Mapping[str, str], argv: Sequence[str]) -> None:
    """Run the users of one process.

    Args:
        number: The index of the process.
        argv: The arguments of the command.
    """
    output = reserve_output()
    args = parse_arguments(argv)
    use_cache(args)
    _prepare(args, number, url_map)
    users = len(range(number, args.users, args.processes))
    environment = Environment(user_classes=[StepsUser])
    runner = environment.create_local_runner()
    begun = written = time.monotonic()
    cpu = time.process_time()
    runner.start(users, args.spawn_rate * users / args.users)
    while (left := args.time - (time.monotonic() - begun)) > 0 and not _has_ended(runner):
        if select.select([sys.stdin], [], [], min(left, _LOOK))[0]:
            break  # standard input has ended, so the command `load` has ended or was interrupted
        if time.monotonic() - written >= _REPORT:
            written = time.monotonic()
            _write(output, environment, written - begun, time.process_time() - cpu)
    seconds, cpu = time.monotonic() - begun, time.process_time() - cpu
    runner.quit()
    _write(output, environment, seconds, cpu)
    # On Python 3.10, gevent writes tracebacks when the interpreter ends: so end the process without
    # the interpreter's clean-up, which would flush stderr.
    sys.stderr.flush()
    os._exit(DONE)


def _has_ended(runner: Runner) -> bool:
    """Return whether all users of this process have started and ended."""
    return runner.state == STATE_RUNNING and not runner.user_count


def _prepare(args: Namespace, number: int, url_map: Mapping[str, str]) -> None:
    """Set the attributes of `StepsUser` from the command's options."""
    options = page_options(args)
    StepsUser.args = args
    StepsUser.numbers = count(number + 1, args.processes)
    StepsUser.wait_time = between(*args.wait)
    StepsUser.bundle = args.bundle
    StepsUser.config = options.pop("config")
    StepsUser.platform = args.platform
    files = load_files(args.module)
    StepsUser.runtime_options = {**runtime_options(args, url_map, files), "hints": False}
    StepsUser.page_options = options


def _write(output: TextIO | None, environment: Environment, seconds: float, cpu: float) -> None:
    stats = environment.stats
    rows = [
        {
            "type": entry.method,
            "name": entry.name,
            "count": entry.num_requests,
            "failures": entry.num_failures,
            "bytes": entry.total_content_length,
            "times": entry.response_times,
            "milliseconds": entry.total_response_time,
            "max": entry.max_response_time,
        }
        for entry in stats.entries.values()
    ]
    errors = [
        [error.method, error.name, str(error.error), error.occurrences]
        for error in stats.errors.values()
    ]
    users = environment.runner.user_count if environment.runner else 0
    figures = {
        "users": users,
        "seconds": seconds,
        "rows": rows,
        "errors": errors,
        "cpu": cpu,
        "memory": _most_memory(),
    }
    try:
        print(json.dumps(figures), file=output, flush=True)
    except BrokenPipeError:
        pass  # the command was killed, which also closes standard input and so ends `main`


def _most_memory() -> int:
    """Return the peak size of this process's resident memory, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:])
