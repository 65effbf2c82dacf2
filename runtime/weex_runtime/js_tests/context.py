"""The JS context that a test file runs in: the engine, the scripts that make it one for tests, and
what it asks of Python. JS half: js/*.js, and Jasmine between them."""

from __future__ import annotations

import heapq
import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from weex_runtime.engine import frameworks
from weex_runtime.engine.engine import Engine, JSFunction, Script
from weex_runtime.engine.scripts import engine_scripts
from weex_runtime.errors import JSError, WeexError
from weex_runtime.js_tests import exposed_api as binding
from weex_runtime.js_tests.advice import advice
from weex_runtime.js_tests.failure import (
    Failure,
    Frame,
    JSTestFailed,
    at_name,
    difference,
    frames_of,
    line_of,
)
from weex_runtime.js_tests.files import OwnFiles, text_of
from weex_runtime.js_tests.serialization import encode
from weex_runtime.json_values import JSONValue, to_text
from weex_runtime.testkit.suggestions import equivalent

_JASMINE = "jasmine.js"
# Errors whose messages say all, and how reports call them.
_OURS = {
    "Expectation": "expectation",
    "AssertionError": "expectation",
    "WaitTimeout": "timeout",
    "WeexError": "Error",
}

_MEMORY_LIMIT = 512 << 20
_TIME_LIMIT = 5.0  # seconds of CPU time that JS may run without coming to rest

_IMPORT = re.compile(r"^\s*(?:import\b(?!\s*\()|export\b)", re.MULTILINE)
_AWAIT = re.compile(r"\bawait\b")
_AWAIT_OUTSIDE = "await is for async functions: it('…', async () => {…}), hooks likewise"
_NO_MODULES = (
    "a test file is a script without import and export: describe, it and expect are there as "
    "globals, files of your own come with require('./file.js')"
)


class Request(NamedTuple):
    """Something that takes turns of the loop, asked for by a test.

    Attributes:
        id: What JS knows it by.
        words: How messages call it.
        stack: Where the test asked.
        act: Does it; returns what JS gets, or raises.
    """

    id: int
    words: str
    stack: str
    act: Callable[[], Any]


class Device(Protocol):
    """What a context's asking reaches while a test runs."""

    def answer(self, what: str, args: list[Any]) -> JSONValue:
        """Do something at once."""

    def action(self, what: str, args: list[Any]) -> tuple[str, Callable[[], Any]]:
        """What is to be done once JS is at rest, and its words for messages."""


class Context:
    """A test file's JS, from its loading on.

    Args:
        path: The test file.
        root: The folder that names of files in messages are relative to.
        device: None while a file is only looked through for its tests.

    Attributes:
        requests: What JS asked for and was not done yet, oldest first.
        failures: What failed so far.
        result: What Jasmine says of the test that ran; None before its end.
        files: What was loaded.
    """

    def __init__(self, path: Path, root: Path, device: Device | None = None) -> None:
        self.path = path
        self.device = device
        self.requests: list[Request] = []
        self.failures: list[Failure] = []
        self.result: dict[str, Any] | None = None
        self._timers: list[tuple[float, int, float | None]] = []
        self._running_timers: set[int] = set()
        self.engine = Engine(memory_limit=_MEMORY_LIMIT, time_limit=_TIME_LIMIT, shares_stack=True)
        self.files = OwnFiles(self.engine, path, root)
        self.engine.define("__callPython", self._call, parameters=1)
        self.engine.call(self.engine.function("js_tests", _scripts()))
        self._entries: dict[str, JSFunction] = {}
        self.engine.watch_rejections(self._entry("track"))

    def load(self) -> None:
        """Run the test file: it declares its tests.

        Raises:
            JSTestFailed: It does not parse, or threw.
        """
        try:
            # The path is known to JS by its text.
            self.enter("load", str(self.path), to_text([self.files.placed(self.path)]))
        except JSError as error:
            raise JSTestFailed([self._load_failure(error)]) from None

    def tests(self) -> dict[str, Any]:
        """The tree of suites and tests that the file declared."""
        tree: dict[str, Any] = json.loads(self.enter("tests"))
        return tree

    def frames(self, stack: str) -> list[Frame]:
        """The frames of a stack trace that are the test's own."""
        return frames_of(self.engine.name_positions(stack), self.files.paths)

    def enter(self, entry: str, *args: Any) -> Any:
        """Call into JS; promise jobs are left to `run_jobs`.

        Raises:
            JSError: It threw, or ran without end.
        """
        return self.engine.call(self._entry(entry), *args)

    def settle(self, request: Request, text: str) -> None:
        """Fulfil or reject a request's promise.

        Args:
            text: {"value": …} or {"error": [name, message]} as JSON text.
        """
        self.enter("settle", request.id, text)

    def run_jobs(self) -> None:
        """Run promise jobs until none is left.

        Raises:
            JSError: One ran without end.
        """
        self.engine.run_jobs()

    def fail(self, message: str, stack: str = "") -> None:
        """The test failed for a reason that is not one of its own errors."""
        self.failures.append(Failure(message, self.frames(stack)))

    def fail_for_no_claims(self) -> None:
        """What was given to `expect` and nothing was claimed of is a failure."""
        self.enter("failForNoClaims")

    def fail_for_rejections(self) -> None:
        """Promises that were rejected and nobody looked at are failures."""
        self.enter("failForRejections")

    def fire_timers(self) -> None:
        """Run the timers that are due."""
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            _, timer, every = heapq.heappop(self._timers)
            if timer in self._running_timers:
                if every is None:
                    self._running_timers.discard(timer)
                else:
                    heapq.heappush(self._timers, (now + max(every, 0.001), timer, every))
                self.enter("fireTimer", timer)
                self.run_jobs()

    def next_timer(self) -> float | None:
        """When the next timer is due, as `time.monotonic` has it; None for none."""
        while self._timers and self._timers[0][1] not in self._running_timers:
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    def close(self) -> None:
        """Free the context."""
        self._entries.clear()
        self.engine.close()

    # What JS asks for.

    def _call(self, text: Any) -> str | None:
        """Answer JS: JSON text of {"value": …} or {"error": [name, message]}."""
        what, *args = json.loads(text)
        try:
            value = self._answer(what, args)
        except Exception as error:
            return error_text(error)
        return None if value is None else to_text({"value": value})

    def _answer(self, what: str, args: list[Any]) -> JSONValue:
        own = getattr(self, f"_js_{what}", None)
        if own is not None:
            answer: JSONValue = own(*args)
            return answer
        if self.device is None:
            raise _not_yet(args[0] if what == "global" else what)
        return self.device.answer(what, args)

    def _js_request(self, number: int, stack: str, what: str, *args: Any) -> None:
        assert self.device, "JS asks for nothing of the kind before a test runs"
        words, act = self.device.action(what, list(args))
        self.requests.append(Request(number, words, stack, act))

    def _js_date(self, text: str) -> JSONValue:
        from weex_runtime.instance.date_forms import parse_date  # few test files need it

        return cast(JSONValue, parse_date(text))

    def _js_early(self, what: str) -> None:
        raise _not_yet(what)

    def _js_console(self, level: str, text: str) -> None:
        stream = sys.stderr if level in ("error", "warn") else sys.stdout
        print(self.engine.name_positions(text), file=stream)

    def _js_environment(self) -> JSONValue:
        return dict(os.environ)

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
        raise WeexError(binding.unknown(owner, name, sorted(set(known))))

    def _js_unknownFixture(self, name: str, known: list[str]) -> None:
        if hint := equivalent("js globals", name):
            raise WeexError(f"a test has no {name}: {hint}")
        raise WeexError(binding.unknown("a test", name, known))

    def _js_timeLimit(self, seconds: object) -> None:
        binding.check_seconds("it", "time limit", seconds)

    def _js_readFile(self, name: str) -> str:
        return self.files.read(name)

    def _js_require(self, parent: str, name: str) -> JSONValue:
        path, source = self.files.required(Path(parent), name)
        return {"path": str(path), "isData": path.suffix == ".json", "source": source}

    # Private parts.

    def _entry(self, name: str) -> JSFunction:
        if name not in self._entries:
            self._entries[name] = self.engine.run(f"__entries.{name}", "<engine>")
        return self._entries[name]

    def _load_failure(self, error: JSError) -> Failure:
        frames = self.frames(error.stack)
        message = error.message
        if message.startswith("SyntaxError") and frames:
            if _IMPORT.search(text_of(frames[0].path)):
                return Failure(f"{message}\n{_NO_MODULES}", frames)
            if frames and self._is_fault_of_await(frames[0]):
                return Failure(f"{message}\n{_AWAIT_OUTSIDE}", frames)
        message = message.removeprefix("WeexError: ")
        frames = at_name(message, frames)
        return Failure(_advised(message, frames), frames)

    def _is_fault_of_await(self, frame: Frame) -> bool:
        """Whether a line that does not parse does so without its `await`s: then it is outside of an
        async function. Another mistake in it stays one without them."""
        source = text_of(frame.path)
        lines = source.split("\n")
        line = lines[frame.line - 1] if frame.line <= len(lines) else ""
        if not _AWAIT.search(line):
            return False
        lines[frame.line - 1] = _AWAIT.sub("", line)
        return self.files.error_line("\n".join(lines)) not in range(1, frame.line + 1)

    def _failure(
        self, name: str, message: str, stack: str, sides: list[str] | None, origin: str
    ) -> Failure:
        text = self.engine.name_positions(message)
        if name == "InternalError":  # an endless loop, or no memory left
            text = self.engine.error(f"{name}: {text}", "").message
        elif name not in _OURS:
            text = f"{name}: {text}" if text else name
        if origin:
            text += f" (in {origin})"
        if sides:
            text += f"\n{difference(*sides)}"
        frames = at_name(text, self.frames(stack))
        return Failure(_advised(text, frames), frames, _OURS.get(name, name))


def _advised(message: str, frames: list[Frame]) -> str:
    """A message with what is to be done, where it says too little."""
    line = line_of(frames[0]) if frames else ""
    hint = advice(message, line)
    return f"{message}\n{hint}" if hint else message


def _not_yet(what: str) -> WeexError:
    name = {"open": "openPage", "openedPage": "page"}.get(what, what)
    return WeexError(f"{name} is there while a test runs: use it in it(), test() or beforeEach()")


def error_text(error: Exception) -> str:
    """An exception for JS."""
    name = type(error).__name__
    if isinstance(error, WeexError) and name != "WaitTimeout":
        name = "WeexError"
    return to_text({"error": [name, str(error)]})


def value_text(value: Any, objects: Any) -> str:
    """A value for JS."""
    return to_text({"value": encode(value, objects)})


@cache
def _scripts() -> list[Script]:
    folder = os.path.join(os.path.dirname(__file__), "js")
    own = sorted(name for name in os.listdir(folder) if name.endswith(".js"))
    scripts = [Script(name, frameworks.read(os.path.join(folder, name))) for name in own]
    jasmine = f"globalThis.__jasmine = {frameworks.source_of(_JASMINE)}\n;"
    before = sum(name < "50" for name in own)
    return [*engine_scripts(), *scripts[:before], Script(_JASMINE, jasmine), *scripts[before:]]
