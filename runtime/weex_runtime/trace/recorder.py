"""Records the steps of a test or run, and the events and screens that the steps cause."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from weex_runtime.document.outline import cut
from weex_runtime.instance.waiting import NotYet
from weex_runtime.naming import call
from weex_runtime.testkit.steps import observe_steps, short
from weex_runtime.trace.screens import PageScreen, take_screen

if TYPE_CHECKING:
    from weex_runtime.testkit.runtime import Runtime

MOST_EVENTS = 5000
MOST_STEPS = 1000
_CLOCK_MOVES = ("run_for", "fast_forward", "pause_at", "resume")
_LONGEST = 2000  # maximum number of characters of an event's text


class Place(Protocol):
    """A line of a test's file. The text of the line is read when the trace is written."""

    @property
    def where(self) -> str:
        """The path of the file and the number of the line, like "tests/test_chat.py:12"."""

    @property
    def source(self) -> str:
        """The text of the line; "" if the file cannot be read."""


class Event(NamedTuple):
    """An event on the time line.

    Attributes:
        at: Real seconds since the start of the recording.
        clock: Seconds of the runtime's clock since the start.
        page: Id of the page.
        kind: "call", "task", "socket", "http", "fault", "console" or "error".
        step: Index of the step that was running or had ended last; -1 before the first.
    """

    at: float
    clock: float
    page: str
    kind: str
    text: str
    step: int


@dataclass(eq=False)
class Step:
    """An action or assertion of the test.

    Attributes:
        start, end: Real seconds since the start; `end` is None while the step runs.
        clock: Seconds of the runtime's clock at the end.
        error: The message of the exception that ended the step; "" without one.
        screens: {page id: index in `Recorder.screens`} at the end of the step.
    """

    text: str
    place: Place | None
    start: float
    end: float | None = None
    clock: float = 0.0
    error: str = ""
    screens: dict[str, int] = field(default_factory=dict)


class Recorder:
    """Records one test or run.

    Args:
        title: The name of the test.
        place: Returns the line of the test that runs now.

    Attributes:
        steps, events: In the order of their start.
        screens: The different screens; steps refer to them by index.
        pages: {page id: description of the page}.
        left_out: {"events" or "steps": number that the limits left out}.
    """

    def __init__(self, title: str, place: Callable[[], Place | None]) -> None:
        self.title = title
        self.steps: list[Step] = []
        self.events: list[Event] = []
        self.screens: list[PageScreen] = []
        self.pages: dict[str, str] = {}
        self.left_out = {"events": 0, "steps": 0}
        self._place = place
        self._started = time.monotonic()
        self._clock_now: Callable[[], float] | None = None
        self._clock = 0.0
        self._runtime: Runtime | None = None
        self._is_in_step = False
        self._waiting: dict[tuple[str, Place | None], Step] = {}
        # {(id of an element tree, other fields of the screen): index in `screens`}
        self._indexes: dict[tuple[object, ...], int] = {}

    def watch(self, runtime: Runtime) -> None:
        """Record the steps of a runtime from now on, with the moves of its clock as steps."""
        self._runtime = runtime
        self._clock_now, self._clock = runtime.clock.now, runtime.clock.now()
        observe_steps()
        runtime.step_observer = self
        for name in _CLOCK_MOVES:
            method = getattr(runtime.clock, name)
            setattr(runtime.clock, name, self._as_step(f"clock.{name}", method))

    def add(self, page: str, kind: str, text: str) -> None:
        """Record an event of a page, like a console line or a bridge call."""
        if len(self.events) >= MOST_EVENTS:
            self.left_out["events"] += 1
            return
        step = len(self.steps) - 1
        self.events.append(Event(*self._now(), page, kind, cut(text, _LONGEST), step))

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Record the block as a step. Steps inside another step are not recorded. A block that
        raises `NotYet` runs again later, and then continues the recorded step.
        """
        place = None if self._is_in_step else self._place()
        step = None if self._is_in_step else self._waiting.pop((text, place), None)
        if step is None and (self._is_in_step or len(self.steps) >= MOST_STEPS):
            if not self._is_in_step:
                self.left_out["steps"] += 1
            yield
            return
        self._is_in_step = True
        if step is None:
            step = Step(text, place, self._now()[0])
            self.steps.append(step)
        try:
            yield
        except NotYet:
            self._waiting[text, place] = step
            raise
        except BaseException as error:
            step.error = str(error) or type(error).__name__
            raise
        finally:
            self._is_in_step = False
            step.end, step.clock = self._now()
            self._take_screens(step)

    def _as_step(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def observed(*args: Any, **options: Any) -> Any:
            with self.step(call(name, *map(short, args))):
                return method(*args, **options)

        return observed

    def _now(self) -> tuple[float, float]:
        """Return the real time and the time of the runtime's clock, in seconds since the start."""
        real = time.monotonic() - self._started
        return real, self._clock_now() - self._clock if self._clock_now else real

    def _take_screens(self, step: Step) -> None:
        if self._runtime is None:
            return
        for page in self._runtime.pages:
            if page.id not in self.pages:
                self.pages[page.id] = repr(page)
            step.screens[page.id] = self._index_of(take_screen(page))

    def _index_of(self, screen: PageScreen) -> int:
        key = (id(screen.tree), *screen[1:])
        index = self._indexes.get(key)
        if index is None:
            index = self._indexes[key] = len(self.screens)
            self.screens.append(screen)
        return index
