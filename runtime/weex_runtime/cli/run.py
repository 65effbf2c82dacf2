"""`weex-runtime run`: open a bundle, carry out steps, show what came of it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from weex_runtime.cli.exit_status import DONE, INTERRUPTED, JS_ERROR, TIMED_OUT, USAGE
from weex_runtime.cli.run_report import messages, page_facts, step_result, unused_options
from weex_runtime.cli.run_servers import Served, WrongUsage
from weex_runtime.cli.steps import Step, WrongStep, parse
from weex_runtime.cli.terminal import log, say
from weex_runtime.errors import (
    BundleError,
    JSError,
    ModuleError,
    PageError,
    StorageError,
    UnknownPolyfill,
    WaitTimeout,
    WeexError,
)
from weex_runtime.instance.records.console import ConsoleLine
from weex_runtime.instance.stack import PageStack
from weex_runtime.module_api.network import Network
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

if TYPE_CHECKING:
    from weex_runtime.instance.records.reporting import PageFailure
    from weex_runtime.module_dev.loader import ModuleFile
    from weex_runtime.module_dev.watch import RuntimeWatch

_SETTLE = {"quiet": 0.1, "due_within": 1.0}
_SETTLE_AT_MOST = 2.0
_SHOWN_OF_A_CALL = 300
_LOOK_AT_THE_SCREEN = 0.1  # seconds between two looks, with --watch


def run(args: argparse.Namespace) -> int:
    """Carry the command out; the exit status."""
    return _Run(args).run()


def _give_answers(stack: PageStack[Page], steps: list[Step]) -> None:
    """Answer the dialogs of the next step: as the steps `answer` say that stand behind it."""
    for step in steps:
        if step.verb != "answer":
            break
        stack.answers.waiting.append(step.answer)


def _merged(given: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Fields of several options; the last of a name counts."""
    return {name: value for some in given for name, value in some.items()}


def _network(args: argparse.Namespace) -> Network:
    return Network(
        ca_file=args.ca_file,
        verify=not args.insecure,
        headers=_merged(args.header),
        origin=args.origin,
        cookies=_merged(args.cookie),
        max_redirects=args.redirects,
        compression=args.compression,
        proxy=args.proxy,
    )


_WRONG_USAGE = (BundleError, ModuleError, StorageError, UnknownPolyfill, WrongStep, WrongUsage)


class _Run:
    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._started = time.monotonic()
        self._failure = ""
        self._status = DONE
        self._results: list[dict[str, Any]] = []
        self._unused: list[str] = []
        self._page_facts: dict[str, Any] = {}  # of --json
        self._page: Page | None = None
        self._shown = ""  # the last screen
        # Of all pages that were open.
        self._console: list[ConsoleLine] = []
        self._errors: list[JSError] = []
        self._module_failures: list[PageFailure] = []

    def run(self) -> int:
        args = self._args
        try:
            if args.bundle.endswith((".test.js", ".spec.js")) and not args.framework:
                raise WrongUsage(
                    f"{args.bundle} is a test; run it with: weex-runtime test {args.bundle}"
                )
            if args.watch and args.json:
                raise WrongUsage("--json prints one document at the end, --watch has none")
            steps = [parse(text, place) for place, text in args.steps]
            files = self._load_files()
            with ExitStack() as stack:
                served = Served(args.serve, stack)
                runtime = stack.enter_context(
                    Runtime(
                        url_map=served.url_map(args.map),
                        modules=[cls for file in files for cls in file.classes.modules],
                        components=[cls for file in files for cls in file.classes.components],
                        stubs=args.stub,
                        strict=args.strict,
                        polyfills=args.polyfill,
                        platform=args.platform,
                        hints=not args.no_hints,
                        storage=args.storage,
                        network=_network(args),
                        tracer=self._trace if args.trace else None,
                    )
                )
                runtime.on_console = self._on_console
                runtime.on_error = self._on_error
                runtime.on_failure = self._on_module_failure
                if files:
                    from weex_runtime.testkit.thread_failures import watched_threads

                    stack.enter_context(watched_threads(runtime))
                watch = self._watch_of(runtime, files) if args.watch else None
                try:
                    self._open_and_do(runtime, steps)
                    assert self._page
                    self._unused = unused_options(args, runtime, self._page, served)
                    if self._unused:
                        log(f"weex-runtime: not used: {', '.join(self._unused)}", "warn")
                    self._show()
                    if watch:
                        self._stay(runtime, watch)
                except KeyboardInterrupt:
                    for page in runtime.pages:
                        page.js.stopped = "interrupted"  # its promise jobs may have no end
                    self._fail(INTERRUPTED, "interrupted")
                    self._show()
        except _WRONG_USAGE as error:
            self._fail(USAGE, error)
        except WeexError as error:
            self._fail(JS_ERROR, error)
        if self._status == DONE and self._module_failures:
            self._status = JS_ERROR  # while the page ended
        if self._args.json:
            self._show_json()
        return self._status

    def _load_files(self) -> list[ModuleFile]:
        if not self._args.module:
            return []
        from weex_runtime.module_dev.loader import files_of

        files = files_of(self._args.module)
        for file in files:
            file.load()
        return files

    def _watch_of(self, runtime: Runtime, files: list[ModuleFile]) -> RuntimeWatch:
        from weex_runtime.module_dev.watch import RuntimeWatch

        return RuntimeWatch(runtime, files, lambda kind, text: log(f"weex-runtime: {text}", kind))

    def _stay(self, runtime: Runtime, watch: RuntimeWatch) -> None:
        """Go on until the pages are gone, and show the screen whenever it is another."""
        assert self._page
        watch.start()
        if not watch.paths:
            raise WrongUsage("--watch has no file to watch: give a bundle's path, or --module")
        log(f"watching {', '.join(map(os.path.relpath, watch.paths))}; Ctrl-C ends it")
        while self._page.stack.top:
            runtime.looper.run_for(_LOOK_AT_THE_SCREEN)
            watch.look_around()
            self._show()
        watch.stop()
        if self._status == DONE and (self._errors or self._module_failures):
            self._status = JS_ERROR

    def _open_and_do(self, runtime: Runtime, steps: list[Step]) -> None:
        args = self._args
        stack: PageStack[Page] = PageStack()
        _give_answers(stack, steps)  # a bundle may ask while it is opened
        source = None
        if args.bundle == "-":
            from weex_runtime.instance.bundle.bundle import decode

            if sys.stdin is None:
                raise WrongUsage("-: standard input is closed")
            source = decode(sys.stdin.buffer.read(), "standard input")
        page = runtime.open(
            args.bundle if source is None else None,
            source=source,
            name=None if source is None else "stdin.js",
            config=_merged(args.config),
            data=_merged(args.data),
            env=_merged(args.env),
            viewport=args.viewport,
            framework=args.framework,
            stack=stack,
        )
        self._page = page
        self._results = [step_result(step.text, "not run") for step in steps]
        for number, step in enumerate(steps):
            if step.verb == "answer":
                self._results[number] = step_result(step.text, "done")
                continue
            _give_answers(stack, steps[number + 1 :])
            if self._top().is_ended or not self._do(number, page, step):
                break
        self._come_to_rest(runtime)
        if self._status == DONE and (self._errors or self._module_failures or page.stack.failures):
            self._status = JS_ERROR
            self._failure = "".join(page.stack.failures[:1])

    def _do(self, number: int, page: Page, step: Step) -> bool:
        """Carry out the step with this number; whether it is done."""
        from weex_runtime.cli.step_actions import carry_out  # locators cost a start 10 ms

        started = time.monotonic()
        result = "failed"
        try:
            carry_out(page, step, self._args.timeout)
            result = "done"
        except WaitTimeout as error:
            self._fail(TIMED_OUT, error)
        except PageError as error:
            self._fail(JS_ERROR, error)
        finally:
            seconds = time.monotonic() - started
            self._results[number] = step_result(step.text, result, seconds)
        return result == "done"

    def _come_to_rest(self, runtime: Runtime) -> None:
        """Run what the bundle and the steps have started, pages that are being opened included."""
        timeout = self._args.timeout
        while not self._top().is_ended:
            runtime.looper.settle_down(min(timeout, _SETTLE_AT_MOST), **_SETTLE)
            if not self._top().stack.opening or self._status == TIMED_OUT:
                break
            from datetime import timedelta

            from weex_runtime.instance.waiting import finish_navigation  # few runs end so

            try:
                finish_navigation(self._top(), "the end of the run", timedelta(seconds=timeout))
            except WaitTimeout as error:
                self._fail(TIMED_OUT, error)

    def _top(self) -> Page:
        """What the screen shows, once a page is open."""
        assert self._page
        return self._page.stack.top or self._page

    def _fail(self, status: int, error: Exception | str) -> None:
        self._status = status
        self._failure = str(error)
        log(f"weex-runtime: {error}", "error")

    def _show(self) -> None:
        page = self._page and self._top()
        if self._args.json:
            self._page_facts = page_facts(page, self._unused) if page else {}
            return
        screen = page.outline() if page else ""
        if page and (screen or not (self._failure or self._errors)):
            title = f"--- {page.name} ({page.framework})"
            shown, self._shown = self._shown, title + screen
            if self._shown != shown:
                say(title if screen else f"{title} rendered nothing", "title")
                if screen:
                    say(screen)

    def _show_json(self) -> None:
        from weex_runtime.json_values import indented

        document = {
            "bundle": self._args.bundle,
            "status": self._status,
            "failure": self._failure or None,
            "steps": self._results,
            **self._page_facts,
            **messages(self._console, self._errors, self._module_failures),
        }
        say(indented(document))

    def _on_console(self, page: Page, line: ConsoleLine) -> None:
        self._console.append(line)
        if not self._args.json:
            # A hint is about the bundle; the rest is what the bundle said.
            write = log if line.level == "hint" else say
            write(f"{line.level:5} {line.text}", line.level)

    def _on_error(self, page: Page, error: JSError) -> None:
        self._errors.append(error)
        if not self._args.json:
            log(f"weex-runtime: {page.name}: uncaught {error}", "error")

    def _on_module_failure(self, page: Page, failure: PageFailure, _call: str) -> None:
        self._module_failures.append(failure)
        if not self._args.json:
            log(f"weex-runtime: {page.name}: {failure.report()}", "error")

    def _trace(self, page_id: str, kind: str, text: str) -> None:
        if len(text) > _SHOWN_OF_A_CALL:
            text = f"{text[:_SHOWN_OF_A_CALL]}... ({len(text)} characters)"
        seconds = time.monotonic() - self._started
        log(f"{seconds:8.3f} s  page {page_id}  {kind:6}  {text}", "trace")
