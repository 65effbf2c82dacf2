"""Report a run of `weex-runtime run`: text during the run, or the document of --json at its end."""

from __future__ import annotations

import argparse
import time
from collections import deque
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weex_runtime.cli.exit_status import DONE, JS_ERROR, USAGE
from weex_runtime.cli.terminal import log, say
from weex_runtime.control_characters import visible, visible_line
from weex_runtime.document.outline import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from weex_runtime.device.device import Tracer
    from weex_runtime.errors import JSError
    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.instance.records.reporting import PageFailure
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime
    from weex_runtime.trace.recorder import Recorder

_REPORTED = 10_000  # --json contains at most this many console lines and this many errors
_INDENT = " " * len("debug ")  # indents the second and later lines of a console message
_LONGEST_CALL = 300  # --trace cuts calls to this number of characters


class RunReport:
    """The output of a run.

    Attributes:
        status: The exit status so far.
    """

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._recorder: Recorder | None = None
        if args.trace_html:
            from weex_runtime.trace.recorder import Recorder

            self._recorder = Recorder(f"weex-runtime run {args.bundle}", lambda: None)
        self.status = DONE
        self._started = time.monotonic()
        self._failure = ""
        self._steps: list[dict[str, Any]] = []
        self._page_facts: dict[str, Any] = {}
        self._last_screen = ""
        self._faults: dict[str, Any] | None = None
        # The console lines, errors and failures of all pages, for the document of --json.
        self._console: deque[ConsoleLine] = deque(maxlen=_REPORTED)
        self._errors: deque[JSError] = deque(maxlen=_REPORTED)
        self._module_failures: deque[PageFailure] = deque(maxlen=_REPORTED)

    def observe(self, runtime: Runtime) -> None:
        """Report console lines, uncaught errors and exceptions of modules of all pages."""
        if self._recorder:
            self._recorder.watch(runtime)
        runtime.on_console = self._on_console
        runtime.on_error = self._on_error
        runtime.on_failure = self._on_module_failure

    def fail(self, status: int, error: Exception | str) -> None:
        """Set the exit status and report the reason."""
        self.status = status
        self._failure = str(error)
        log(f"weex-runtime: {error}", "error")

    def count_errors(self, push_failures: Iterable[str] = ()) -> None:
        """Set the exit status to 1 if pages had errors.

        Args:
            push_failures: Messages about pages that a bundle pushed and that could not be opened.
        """
        failure = next(iter(push_failures), "")
        if self.status == DONE and (self._errors or self._module_failures or failure):
            self.status = JS_ERROR
            self._failure = failure

    def show_faults(self, runtime: Runtime) -> None:
        """Print the faults that have happened, and the seed that repeats them."""
        if runtime.fault_plan is None:
            return
        plan = runtime.fault_plan
        self._faults = {
            "seed": plan.seed,
            "fired": [fired._asdict() for fired in plan.fired],
            "unsupported": [one._asdict() for one in plan.unsupported],
        }
        if not self._args.json:
            for line in plan.report():
                log(f"weex-runtime: {line}", "warn")

    def list_steps(self, texts: Sequence[str]) -> None:
        """Record each step with the result "not run"; `end_step` later replaces this result."""
        self._steps = [{"text": text, "result": "not run", "seconds": 0.0} for text in texts]

    def end_step(self, number: int, result: str, seconds: float = 0.0) -> None:
        """Record the result of a step.

        Args:
            number: The step's index.
            result: "done" or "failed".
            seconds: The duration, waiting included.
        """
        self._steps[number].update(result=result, seconds=round(seconds, 3))

    def show(self, page: Page | None, unused: Sequence[str]) -> None:
        """Print the screen if it differs from the screen printed last.

        Args:
            unused: Options that had no effect.
        """
        if self._args.json:
            self._page_facts = _page_facts(page, unused) if page else {}
            return
        screen = page.outline() if page else ""
        if page and (screen or not (self._failure or self._errors)):
            title = f"--- {visible_line(page.name)} ({page.framework})"
            last, self._last_screen = self._last_screen, title + screen
            if self._last_screen != last:
                say(title if screen else f"{title} rendered nothing", "title")
                if screen:
                    say(screen)

    @property
    def tracer(self) -> Tracer | None:
        """The argument `tracer` of `Runtime`, for --trace and --trace-html."""
        return self._trace if self._args.trace or self._recorder else None

    def recorded(self, step: str) -> AbstractContextManager[None]:
        """Return a context manager for the execution of a step, which records the step for
        --trace-html.
        """
        return self._recorder.step(step) if self._recorder else nullcontext()

    def _trace(self, page_id: str, kind: str, text: str) -> None:
        """Print or record a bridge call, or a message of a socket or request."""
        if self._recorder:
            self._recorder.add(page_id, kind, text)
        if not self._args.trace:
            return
        text = cut(text, _LONGEST_CALL)
        seconds = time.monotonic() - self._started
        log(f"{seconds:8.3f} s  page {page_id}  {kind:6}  {visible_line(text)}", "trace")

    def finish(self) -> int:
        """Print the document of --json, if requested, and return the exit status."""
        self.count_errors()  # modules may raise while pages close
        if self._recorder:
            from weex_runtime.trace.html import write_html

            try:
                write_html(self._recorder, Path(self._args.trace_html), self._failure)
            except OSError as error:
                self.fail(USAGE, f"--trace-html {self._args.trace_html}: {error.strerror}")
        if self._args.json:
            from weex_runtime.json_values import indented

            say(indented(self._document()))
        return self.status

    def _document(self) -> dict[str, Any]:
        return {
            "bundle": self._args.bundle,
            "status": self.status,
            "failure": self._failure or None,
            "steps": self._steps,
            **self._page_facts,
            **({"faults": self._faults} if self._faults else {}),
            "console": [line._asdict() for line in self._console],
            "errors": [
                {"message": e.message, "stack": e.stack.splitlines(), "origin": e.origin}
                for e in self._errors
            ],
            "failures": [
                {"origin": f.origin, "message": str(f), "stack": f.report().splitlines()[1:]}
                for f in self._module_failures
            ],
        }

    def _on_console(self, page: Page, line: ConsoleLine) -> None:
        self._console.append(line)
        if self._recorder:
            self._recorder.add(page.id, "console", f"{line.level}: {line.text}")
        if not self._args.json:
            # A hint is a message about the bundle; the bundle wrote all other lines.
            write = log if line.level == "hint" else say
            write(f"{line.level:5} {visible(line.text, indent=_INDENT)}", line.level)

    def _on_error(self, page: Page, error: JSError) -> None:
        self._errors.append(error)
        if self._recorder:
            self._recorder.add(page.id, "error", str(error))
        if not self._args.json:
            log(f"weex-runtime: {visible_line(page.name)}: uncaught {error}", "error")

    def _on_module_failure(self, page: Page, failure: PageFailure, _call: str) -> None:
        self._module_failures.append(failure)
        if not self._args.json:
            log(f"weex-runtime: {visible_line(page.name)}: {failure.report()}", "error")


def _page_facts(page: Page, unused: Sequence[str]) -> dict[str, Any]:
    """Return the fields of the --json document about the page that is on the screen."""
    return {
        "framework": page.framework,
        "screen": page.outline().splitlines(),
        "root": None if page.document.is_empty else page.document.root.to_dict(),
        "pages": [shown.url for shown in page.stack.pages],
        "calls": len(page.native_calls),
        "stub_calls": [call._asdict() for call in page.runtime.stub_calls],
        "refused": [
            refusal._asdict() for shown in page.stack.pages for refusal in shown.access.refused
        ],
        "unused": list(unused),
    }
