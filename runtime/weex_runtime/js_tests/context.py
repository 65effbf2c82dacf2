"""The JS context of a test file: the engine, Jasmine, the scripts of js/, and calls to Python."""

from __future__ import annotations

import heapq
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from weex_runtime.control_characters import visible
from weex_runtime.engine import frameworks
from weex_runtime.engine.engine import Engine, JSFunction
from weex_runtime.engine.positions import Script
from weex_runtime.engine.scripts import engine_scripts
from weex_runtime.errors import JSError, SourceError, WeexError
from weex_runtime.js_tests import exposed_api
from weex_runtime.js_tests.advice import advised, load_failure
from weex_runtime.js_tests.arguments import check_seconds
from weex_runtime.js_tests.failure import (
    Failure,
    Frame,
    JSTestFailed,
    at_name,
    difference,
    frames_of,
)
from weex_runtime.js_tests.files import TestFiles
from weex_runtime.js_tests.serialization import error_text
from weex_runtime.json_values import JSONValue, to_text
from weex_runtime.naming import js_names
from weex_runtime.testkit.suggestions import equivalent

if TYPE_CHECKING:
    from weex_runtime.js_tests.host import Host

_JASMINE = "jasmine.js"
# {name of a JS error: kind of the failure}. Failure messages do not show these names.
_KINDS = {
    "Expectation": "expectation",
    "AssertionError": "expectation",
    "WaitTimeout": "timeout",
    "WeexError": "Error",
}

_MEMORY_LIMIT = 512 << 20
_TIME_LIMIT = 5.0  # maximum CPU time in seconds of one call from Python into JS


class Request(NamedTuple):
    """A call in a test that returns a promise and needs turns of the loop.

    Attributes:
        id: The number of the promise that the call has returned in JS.
        call: The name of the call in messages.
        stack: The stack trace of the call in JS.
        act: Carries out the call, and returns its result or raises its error. Raises `NotYet` if
            the call has to wait.
    """

    id: int
    call: str
    stack: str
    act: Callable[[], Any]


class Context:
    """The JS context of a test file.

    Args:
        path: The test file.
        root: File names in messages are relative to this folder.
        host: None while tests are collected.

    Attributes:
        requests: Calls in the test that return promises and have not ended, oldest first.
        failures: The test's failures so far.
        result: Jasmine's result of the test; None before its end.
        files: The files that the context has loaded.
    """

    def __init__(self, path: Path, root: Path, host: Host | None = None) -> None:
        self.path = path
        self._host = host
        self.requests: list[Request] = []
        self.failures: list[Failure] = []
        self.result: dict[str, Any] | None = None
        self._timers: list[tuple[float, int, float | None]] = []
        self._running_timers: set[int] = set()
        self.engine = Engine(memory_limit=_MEMORY_LIMIT, time_limit=_TIME_LIMIT, shares_stack=True)
        self.files = TestFiles(self.engine, path, root)
        self.engine.define("__callPython", self._call, parameters=1)
        self.engine.call(self.engine.function("js_tests", _scripts()))
        self._entries: dict[str, JSFunction] = {}
        self.engine.watch_rejections(self._entry("track"))

    def load(self) -> None:
        """Run the test file, which declares its tests.

        Raises:
            JSTestFailed: The file does not parse, or throws.
        """
        try:
            with js_names():
                self.enter("load", str(self.path), to_text([self.files.placed(self.path)]))
        except SourceError as error:
            frames = [Frame("", Path(error.path), error.line)] if error.line else []
            raise JSTestFailed([load_failure(error.problem, frames, self.files)]) from None
        except JSError as error:
            raise JSTestFailed(
                [load_failure(error.message, self.frames(error.stack), self.files)]
            ) from None

    def tests(self) -> dict[str, Any]:
        """Return the tree of suites and tests that the file declared."""
        tree: dict[str, Any] = json.loads(self.enter("tests"))
        return tree

    def frames(self, stack: str) -> list[Frame]:
        """Return the frames of a stack trace that are in the test's own files."""
        return frames_of(self.engine.name_positions(stack), self.files.paths)

    def enter(self, entry: str, *args: Any) -> Any:
        """Call a function of JS, without the promise jobs that the function queues:
        `engine.run_jobs` runs them.

        Raises:
            JSError: JS threw, or ran an endless loop.
        """
        return self.engine.call(self._entry(entry), *args)

    def fail(self, message: str, stack: str = "") -> None:
        """Add a failure to the test for a problem that no error in JS reports."""
        self.failures.append(Failure(message, self.frames(stack)))

    def fire_timers(self) -> None:
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            _, timer, every = heapq.heappop(self._timers)
            if timer in self._running_timers:
                if every is None:
                    self._running_timers.discard(timer)
                else:
                    heapq.heappush(self._timers, (now + max(every, 0.001), timer, every))
                self.enter("fireTimer", timer)
                self.engine.run_jobs()

    def next_timer(self) -> float | None:
        """Return the time of `time.monotonic` at which the next timer of the test is due; None
        without timers.
        """
        while self._timers and self._timers[0][1] not in self._running_timers:
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    def close(self) -> None:
        self._entries.clear()
        self.engine.close()

    # Methods that the scripts in js/ call.

    def _call(self, text: Any) -> str | None:
        """Carry out a call; return {"value": …} or {"error": [name, message]} as JSON text."""
        name, *args = json.loads(text)
        try:
            value = self._result(name, args)
        except Exception as error:
            return error_text(error)
        return None if value is None else to_text({"value": value})

    def _result(self, name: str, args: list[Any]) -> JSONValue:
        own: Callable[..., JSONValue] | None = getattr(self, f"_js_{name}", None)
        if own is not None:
            return own(*args)
        if self._host is None:
            raise _not_yet(args[0] if name == "global" else name)
        return self._host.call(name, args)

    def _js_request(self, number: int, stack: str, name: str, *args: Any) -> None:
        assert self._host, "JS calls `early` before a test runs"
        call, act = self._host.action(name, list(args))
        self.requests.append(Request(number, call, stack, act))

    def _js_date(self, text: str) -> JSONValue:
        # imported here, since few tests call this function
        from weex_runtime.instance.date_forms import parse_date

        return cast(JSONValue, parse_date(text))

    def _js_early(self, name: str) -> None:
        raise _not_yet(name)

    def _js_console(self, level: str, text: str) -> None:
        stream = sys.stderr if level in ("error", "warn") else sys.stdout
        print(visible(self.engine.name_positions(text)), file=stream)

    def _js_environment(self) -> JSONValue:
        return cast(JSONValue, self.files.environment())

    def _js_vue(self) -> str:
        return self.files.vue()

    def _js_startTimer(self, number: int, delay_ms: float, repeats: bool) -> None:
        delay = delay_ms / 1000
        heapq.heappush(self._timers, (time.monotonic() + delay, number, delay if repeats else None))
        self._running_timers.add(number)

    def _js_clearTimer(self, number: int) -> None:
        self._running_timers.discard(number)

    def _js_failure(self, failure: Mapping[str, Any]) -> None:
        self.failures.append(self._failure(**failure))

    def _js_done(self, result: dict[str, Any]) -> None:
        self.result = result

    def _js_unknown(self, owner: str, name: str, known: list[str]) -> None:
        if hint := equivalent("js expect" if owner.startswith("expect") else "js test", name):
            raise WeexError(f"{owner} has no {name}: {hint}")
        raise WeexError(exposed_api.unknown(owner, name, sorted(set(known))))

    def _js_unknownFixture(self, name: str, known: list[str]) -> None:
        if hint := equivalent("js globals", name):
            raise WeexError(f"the fixture {name} does not exist: {hint}")
        raise WeexError(exposed_api.unknown("a test", name, known))

    def _js_timeLimit(self, seconds: object) -> None:
        check_seconds("it", "time limit", seconds)

    def _js_readFile(self, name: str) -> str:
        return self.files.read(name)

    def _js_require(self, parent: str, name: str) -> JSONValue:
        path, source = self.files.required(parent, name)
        return {"path": path, "source": source}

    # Private methods of the context.

    def _entry(self, name: str) -> JSFunction:
        if name not in self._entries:
            self._entries[name] = self.engine.run(f"__entries.{name}", "<engine>")
        return self._entries[name]

    def _failure(
        self, name: str, message: str, stack: str, sides: list[str] | None, origin: str
    ) -> Failure:
        text = self.engine.name_positions(message)
        if name == "InternalError":  # the test ran an endless loop or used up its memory
            text = self.engine.error(f"{name}: {text}", "").message
        elif name not in _KINDS:
            text = f"{name}: {text}" if text else name
        if origin:
            text += f" (in {origin})"
        if sides:
            text += f"\n{difference(*sides)}"
        frames = at_name(text, self.frames(stack))
        return Failure(advised(text, frames), frames, _KINDS.get(name, name))


def _not_yet(name: str) -> WeexError:
    name = {"open": "openPage", "openedPage": "page"}.get(name, name)
    return WeexError(f"{name} exists while a test runs: use it in it(), test() or beforeEach()")


@cache
def _scripts() -> list[Script]:
    folder = os.path.join(os.path.dirname(__file__), "js")
    own = sorted(name for name in os.listdir(folder) if name.endswith(".js"))
    scripts = [Script(name, frameworks.read(os.path.join(folder, name))) for name in own]
    jasmine = f"globalThis.__jasmine = {frameworks.source_of(_JASMINE)}\n;"
    before = sum(name < "50" for name in own)
    return [*engine_scripts(), *scripts[:before], Script(_JASMINE, jasmine), *scripts[before:]]
