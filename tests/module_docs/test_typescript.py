"""TypeScript declarations of modules, checked by the TypeScript compiler."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Annotated, Literal, TypedDict

from weex_runtime import Callback, KeepAliveCallback, Module, js_method
from weex_runtime.json_values import JSONValue
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_docs.model import Docs
from weex_runtime.module_docs.reader import read
from weex_runtime.module_docs.typescript import declarations

from ..support.node_peer import node_command


class Options(TypedDict, total=False):
    """How to add."""

    color: Literal["red", "green"]


class Added(TypedDict):
    """The argument of the callback of `add`.

    Attributes:
        id: Its number.
    """

    id: int
    tags: list[str]


class Calendar(Module):
    """Adds events. /* Not */ more."""

    name = "calendar"

    @js_method
    def add(
        self, title: str, at_ms: float, done: Annotated[Callback, Added], how: Options | None = None
    ) -> None:
        """Add an event.

        Args:
            title: What is shown.
            at_ms: Milliseconds.

        Android: slow.
        """

    @js_method(sync=True)
    def find(self, *words: str) -> Added | None:
        """Find one.

        Returns:
            The first.
        """
        return None


class Alarm(Module):
    """Rings."""

    name = "alarm"
    events = {"rang": Options, "silent": None}

    @js_method
    def every(self, minutes: float, ring: KeepAliveCallback) -> None:
        """Ring again and again."""


class Clock(Module):
    """A second module with a record of the same name."""

    name = "wall-clock"

    @js_method(sync=True)
    def now(self, options: Options) -> float:
        return 0.0

    @js_method(name="new")
    def make(self, default: JSONValue, done: Callback, more: str) -> None:
        """A method with reserved words of TypeScript."""


USE = """
const calendar = weex.requireModule('calendar');
calendar.add('lunch', 1.7e12);
calendar.add('lunch', 1.7e12, function (added) {
  const id: number = added.id;
  const tag: string | undefined = added.tags[0];
}, { color: 'red' });
const found = calendar.find('a', 'b');
// @ts-expect-error: it may be undefined
found.id;
const id: number | undefined = found?.id;
// @ts-expect-error: a number is no text
calendar.add(1, 2);
// @ts-expect-error: no such color
calendar.add('lunch', 2, () => {}, { color: 'blue' });
// @ts-expect-error: no such method
calendar.remove('lunch');
calendar.addEventListener('added', function (event) { event.data; }, { once: true });
const alarm = weex.requireModule('alarm');
alarm.addEventListener('rang', function (event) {
  const color: 'red' | 'green' | undefined = event.data.color;
  const type: 'rang' = event.type;
}, { once: true });
alarm.addEventListener('other', function (event) { event.data; });
const clock = weex.requireModule('wall-clock');
const now: number = clock.now({});
clock.new([1], null, 'x');
weex.requireModule('modal').toast({ message: 'hello' });
// @ts-expect-error: no such module
weex.requireModule('calender');
"""


def docs_of(cls: type[Module]) -> Docs:
    return read(Registry().replace(cls))


def test_typescript_declarations_of_a_module_have_its_types_methods_and_texts() -> None:
    assert declarations(docs_of(Calendar)) == (
        """\
// TypeScript declarations of the Weex module "calendar".

/** Adds events. /* Not *\\/ more. */
interface CalendarModule {
  /**
   * Add an event.
   *
   * Android: slow.
   *
   * @param title What is shown.
   * @param atMs Milliseconds.
   * @param done Called once.
   */
  add(title: string, atMs: number, done?: (result: CalendarModule.Added) => void, """
        """how?: CalendarModule.Options | null): void;
  /**
   * Find one.
   *
   * @returns The first.
   */
  find(...words: string[]): CalendarModule.Added | undefined;
  /**
   * Call the listener with {type, module, data} at each event; options: {once}.
   *
   * @param listener Called many times.
   */
  addEventListener(event: string, listener?: (result: any) => void, """
        """options?: { [key: string]: any } | null): void;
  /** Remove all listeners of the event. */
  removeAllEventListeners(event: string): void;
}

declare namespace CalendarModule {
  /** The argument of the callback of `add`. */
  interface Added {
    /** Its number. */
    id: number;
    tags: string[];
  }
  /** How to add. */
  interface Options {
    color?: "red" | "green";
  }
}

interface Weex {
  requireModule(name: "calendar"): CalendarModule;
}
declare var weex: Weex;"""
    )


def test_typescript_declarations_of_all_modules_are_valid_in_one_program(
    node_modules: Path, tmp_path: Path
) -> None:
    """Each @ts-expect-error must be an error, and no other line may be one."""
    files = []
    for name, entry in Registry([Calendar, Clock, Alarm]).items():
        files.append(tmp_path / f"{name}.d.ts")
        files[-1].write_text(declarations(read(entry)), encoding="utf-8")
    files.append(tmp_path / "use.ts")
    files[-1].write_text(USE, encoding="utf-8")
    tsc = node_modules / "typescript" / "bin" / "tsc"
    options = ["--strict", "--noEmit", "--lib", "es2020", "--target", "es2020"]
    done = subprocess.run(
        [*node_command(), str(tsc), *options, *map(str, files)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
