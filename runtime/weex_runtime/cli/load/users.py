"""The process of `weex-runtime load` that runs users: `python -m weex_runtime.cli.load.users`.

The process reads an `Order` as a line of JSON, and each second writes its figures as a line of
JSON. The process stops the users after the duration in the `Order`, or when standard input ends.
"""

from __future__ import annotations

import json
import os
import re
import resource
import select
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import count, takewhile
from typing import Any, ClassVar, TextIO, TypedDict

from locust import between
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import STATE_RUNNING, Runner

from weex_runtime.cli.exit_status import DONE
from weex_runtime.cli.load.options import filled
from weex_runtime.cli.main import parse_arguments
from weex_runtime.cli.run import load_files, page_options, runtime_options, use_cache
from weex_runtime.cli.steps.actions import carry_out
from weex_runtime.cli.steps.syntax import parse
from weex_runtime.cli.terminal import reserve_output
from weex_runtime.errors import WeexError
from weex_runtime.load.statistics import PAGE, cause_of
from weex_runtime.locust import WeexUser

_WAITS = ("wait", "gone", "log")
_REPORT = 1.0  # seconds between two reports of figures
_LOOK = 0.1  # seconds between two checks whether users are running


class Order(TypedDict):
    """The arguments for one process with users.

    Attributes:
        argv: The arguments of the command.
        url_map: {address: replacement}, including the addresses of the servers of --serve.
        users, first: The number of users of this process, and the number given to the first of
            them.
        spawn_rate: The number of users that start in a second.
        seconds: The duration in seconds, including the start of the users.
    """

    argv: list[str]
    url_map: dict[str, str]
    users: int
    first: int
    spawn_rate: float
    seconds: float


class StepsUser(WeexUser):
    """A user who carries out the steps of --do, and then those of --repeat again and again.

    Attributes:
        opening, repeated: The texts of the steps.
        repetitions: The number of repetitions; None: until Locust stops the user.
        numbers: Yields a number for each new user.
    """

    abstract = True
    opening: Sequence[str] = ()
    repeated: Sequence[str] = ()
    repetitions: int | None = None
    timeout = 5.0
    numbers: ClassVar[Iterator[int]] = count(1)

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
        while not self._carry_out(self.opening):
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
        if self._fields["n"] == self.repetitions:
            raise StopUser
        self._fields["n"] += 1
        if not self.repeated:
            self.sleep(3600)
        elif not self._carry_out(self.repeated) and self.page.is_ended:
            self.reopen()
            self.on_start()

    def _carry_out(self, texts: Sequence[str]) -> bool:
        """Carry out steps, and measure the time until each waiting step is done. Return False if a
        step failed; the steps after it are skipped.
        """
        steps = [parse(filled(text, self._fields)) for text in texts]
        begun = 0
        for number, step in enumerate(steps):
            if step.verb not in _WAITS:
                continue
            with_answers = range(begun, number + 1)
            begun = number + 1
            try:
                with self.measure(texts[number]):
                    self._do(steps, with_answers)
            except WeexError:
                return False  # `measure` has recorded the failed step
        try:
            self._do(steps, range(begun, len(steps)))
        except WeexError as error:
            self.statistics.record(PAGE, self.page.name, failure=cause_of(error))
            return False
        return True

    def _do(self, steps: Sequence[Any], numbers: range) -> None:
        for number in numbers:
            if steps[number].verb == "answer":
                continue
            answers = takewhile(lambda step: step.verb == "answer", steps[number + 1 :])
            self.page.answer_dialogs(*(step.answer for step in answers))
            carry_out(self.page, steps[number], self.timeout)


def main() -> None:
    """Read an `Order`, and run its users."""
    order: Order = json.loads(sys.stdin.readline())
    output = reserve_output()
    environment = Environment(user_classes=[_user_class(order)])
    runner = environment.create_local_runner()
    begun = written = time.monotonic()
    cpu = time.process_time()
    runner.start(order["users"], order["spawn_rate"])
    while (left := order["seconds"] - (time.monotonic() - begun)) > 0 and not _has_ended(runner):
        if select.select([sys.stdin], [], [], min(left, _LOOK))[0]:
            break  # standard input ended: the command has ended or was interrupted
        if time.monotonic() - written >= _REPORT:
            written = time.monotonic()
            _write(output, environment, written - begun, time.process_time() - cpu)
    seconds, cpu = time.monotonic() - begun, time.process_time() - cpu
    runner.quit()
    _write(output, environment, seconds, cpu)
    sys.stderr.flush()  # output of modules
    # On Python 3.10 gevent writes tracebacks when the interpreter ends. No page is open any more.
    os._exit(DONE)


def _has_ended(runner: Runner) -> bool:
    """Return whether all users of this process have started and ended."""
    return runner.state == STATE_RUNNING and not runner.user_count


def _user_class(order: Order) -> type[StepsUser]:
    args = parse_arguments(order["argv"])
    use_cache(args)
    files = load_files(args.module)
    options = page_options(args)

    class BundleUser(StepsUser):
        bundle = args.bundle
        config = options.pop("config")
        platform = args.platform
        runtime_options = {**runtime_options(args, order["url_map"], files), "hints": False}
        page_options = options
        opening = [text for _, text in args.steps]
        repeated = [text for _, text in args.repeat]
        repetitions = args.repetitions
        timeout = args.timeout
        numbers = count(order["first"])
        wait_time = between(*args.wait)
        tasks = [StepsUser.repetition]

    return BundleUser


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
        pass  # the command was killed; the end of standard input ends this process


def _most_memory() -> int:
    """Return the maximum of this process's resident memory so far, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
