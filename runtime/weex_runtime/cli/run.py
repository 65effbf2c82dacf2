"""`weex-runtime run`: open a bundle, carry out the steps of --do, and print the screen."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from weex_runtime.cli.exit_status import INTERRUPTED, JS_ERROR, TIMED_OUT, USAGE, WrongUsage
from weex_runtime.cli.run_report import RunReport
from weex_runtime.cli.run_servers import RunServers
from weex_runtime.cli.shared_options import TEST_ENDS, access_of
from weex_runtime.cli.steps.syntax import Step, WrongStep, first_answers, parse
from weex_runtime.cli.terminal import log, reserve_output
from weex_runtime.cli.unused_options import unused_options
from weex_runtime.errors import (
    BundleError,
    ModuleError,
    PageError,
    StorageError,
    UnknownPolyfill,
    WaitTimeout,
    WeexError,
)
from weex_runtime.instance.stack import PageStack
from weex_runtime.module_api.network import Network
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

if TYPE_CHECKING:
    from weex_runtime.limits import Limits
    from weex_runtime.module_dev.loader import ModuleFile
    from weex_runtime.module_dev.watch import RuntimeWatch

_SETTLE = {"quiet": 0.1, "due_within": 1.0}
_SETTLE_AT_MOST = 2.0
_REFRESH = 0.1  # seconds between two checks of the screen with --watch

_WRONG_USAGE = (BundleError, ModuleError, StorageError, UnknownPolyfill, WrongStep, WrongUsage)


def run(args: argparse.Namespace, kind: type[Run] | None = None) -> int:
    """Carry out `weex-runtime run`, and return the exit status.

    Args:
        kind: A subclass of `Run`, with which another command changes the run.
    """
    report = RunReport(args)
    if args.json:
        reserve_output()
    try:
        _check(args)
        use_cache(args)
        steps = [parse(text, place) for place, text in args.steps]
        files = load_files(args.module)
        with ExitStack() as stack:
            servers = RunServers(args.serve, stack)
            draws = args.screenshot or any(step.verb == "screenshot" for step in steps)
            load_images = bool(draws or args.trace_html or (kind or Run).loads_images)
            options = runtime_options(args, servers.url_map(args.map), files)
            options["load_images"] = load_images
            runtime = stack.enter_context(Runtime(**options, tracer=report.tracer))
            report.observe(runtime)
            if files:
                from weex_runtime.testkit.thread_failures import watched_threads

                stack.enter_context(watched_threads(runtime))
            (kind or Run)(args, runtime, report).run(steps, servers, files)
            report.show_faults(runtime)
    except _WRONG_USAGE as error:
        report.fail(USAGE, error)
    except WeexError as error:
        report.fail(JS_ERROR, error)
    return report.finish()


def _check(args: argparse.Namespace) -> None:
    if args.bundle.endswith(TEST_ENDS) and not args.framework:
        raise WrongUsage(f"{args.bundle} is a test; run it with: weex-runtime test {args.bundle}")
    if args.watch and args.json:
        raise WrongUsage(
            "--json prints its document when the run ends, and a run with --watch does not end; "
            "use only one of them"
        )


def use_cache(args: argparse.Namespace) -> None:
    """Turn the cache of compiled sources off for this run, or turn it on again after an earlier
    run.
    """
    if args.no_cache or "weex_runtime.sources.cache" in sys.modules:
        from weex_runtime.sources import cache

        cache.is_used = not args.no_cache


def load_files(locations: list[str]) -> list[ModuleFile]:
    """Load the Python files with modules and components that --module names."""
    if not locations:
        return []
    from weex_runtime.module_dev.loader import files_of

    files = files_of(locations)
    for file in files:
        file.load()
    return files


def runtime_options(
    args: argparse.Namespace, url_map: Mapping[str, str], files: list[ModuleFile]
) -> dict[str, Any]:
    """Return the arguments of `Runtime`.

    Args:
        files: The loaded files of --module.
    """
    return {
        "url_map": url_map,
        "modules": [cls for file in files for cls in file.classes.modules],
        "components": [cls for file in files for cls in file.classes.components],
        "stubs": args.stub,
        "limits": dict(args.limit),
        "time_limit": args.time_limit,
        "strict": args.strict,
        "isolation": "process" if args.isolate else "none",
        "polyfills": args.polyfill,
        "platform": args.platform,
        "hints": not args.no_hints,
        "app": args.app,
        "storage": args.storage,
        "websocket_adapter": args.websocket_adapter,
        "aliases": args.alias,
        "defines": args.define,
        "network": _network(args),
        "access": access_of(args),
        "faults": args.fault,
        "seed": args.seed,
    }


def page_options(args: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of `Runtime.open`, without the bundle."""
    return {
        "config": args.config,
        "data": args.data,
        "env": args.env,
        "viewport": args.viewport,
        "framework": args.framework,
    }


def _network(args: argparse.Namespace) -> Network:
    try:
        return Network(
            ca_file=args.ca_file,
            verify=not args.insecure,
            headers=args.header,
            origin=args.origin,
            cookies=args.cookie,
            max_redirects=args.redirects,
            compression=args.compression,
            proxy=args.proxy,
        )
    except WeexError as error:
        raise WrongUsage(str(error)) from None


class Run:
    """A run of the command, while its runtime is open."""

    loads_images = False  # whether images are loaded even if the run writes no pictures

    def __init__(self, args: argparse.Namespace, runtime: Runtime, report: RunReport) -> None:
        self._args = args
        self._runtime = runtime
        self._report = report
        self._stack: PageStack[Page] = PageStack()
        self._first: Page | None = None

    def run(self, steps: list[Step], servers: RunServers, files: list[ModuleFile]) -> None:
        """Open the bundle, carry out the steps, show the screen, and watch the files if --watch is
        given.
        """
        watch = self._watch_of(files) if self._args.watch else None
        unused: list[str] = []
        try:
            answers = self._stack.dialogs.answers
            answers.extend(first_answers(steps))  # a bundle may show dialogs while it loads
            self._first = self._opened()
            self._carry_out(steps)
            self._settle()
            if self._args.screenshot:
                self._top.screenshot(self._args.screenshot, fonts=self._args.font)
            self._report.count_errors(self._stack.failures)
            unused = unused_options(self._args, self._first, servers)
            if unused:
                log(f"weex-runtime: not used: {', '.join(unused)}", "warn")
            self._report.show(self._top, unused)
            if watch:
                self._stay(watch, unused)
        except KeyboardInterrupt:
            self._runtime.is_interrupted = True
            for page in self._runtime.pages:
                # `stopped` also ends promise jobs, which could otherwise queue jobs forever
                page.js.stopped = "interrupted"
            self._report.fail(INTERRUPTED, "interrupted")
            self._report.show(self._top if self._first else None, unused)

    @property
    def _top(self) -> Page:
        """Return the page that the screen shows, or the first page if all pages are closed."""
        top = self._stack.top or self._first
        assert top
        return top

    def _opened(self, show_problem: Callable[[str], object] | None = None) -> Page:
        """Open the bundle; with --watch, wait until the bundle compiles.

        Args:
            show_problem: Called with the text of each compile error, after the text was printed.
        """
        if not (self._args.watch and os.path.isfile(self._args.bundle)):
            return self._open()
        from weex_runtime.module_dev.watch import open_when_mended

        def write(kind: str, text: str) -> None:
            _write(kind, text)
            if show_problem:
                show_problem(text)

        return open_when_mended(self._open, self._args.bundle, self._runtime.looper, write)

    def _open(self, **options: Any) -> Page:
        """Open the bundle as a page of the run.

        Args:
            options: Further arguments of `Runtime.open`.
        """
        args = self._args
        source = _standard_input(self._runtime.limits) if args.bundle == "-" else None
        return self._runtime.open(
            args.bundle if source is None else None,
            source=source,
            name=None if source is None else _name_of(source),
            **{**page_options(args), "stack": self._stack, **options},
        )

    def _carry_out(self, steps: list[Step]) -> None:
        self._report.list_steps([step.text for step in steps])
        for number, step in enumerate(steps):
            if step.verb == "answer":
                self._report.end_step(number, "done")
                continue
            self._stack.dialogs.answers.extend(first_answers(steps[number + 1 :]))
            if self._top.is_ended or not self._do(number, step):
                break

    def _do(self, number: int, step: Step) -> bool:
        """Carry out a step of --do, and return whether the step succeeded."""
        # imported here, since importing locators takes 10 ms
        from weex_runtime.cli.steps.actions import carry_out

        assert self._first
        started = time.monotonic()
        result = "failed"
        try:
            with self._report.recorded(step.text):
                carry_out(self._first, step, self._args.timeout, self._args.font)
            result = "done"
        except WaitTimeout as error:
            self._report.fail(TIMED_OUT, error)
        except PageError as error:
            self._report.fail(JS_ERROR, error)
        finally:
            self._report.end_step(number, result, time.monotonic() - started)
        return result == "done"

    def _settle(self) -> None:
        """Run the loop until no page is opening and the loop is idle."""
        timeout = self._args.timeout
        while not self._top.is_ended:
            self._runtime.looper.settle_down(min(timeout, _SETTLE_AT_MOST), **_SETTLE)
            if not self._stack.opening or self._report.status == TIMED_OUT:
                break
            from datetime import timedelta

            # imported here, since few runs wait for a page that is opening
            from weex_runtime.instance.waiting import finish_navigation

            try:
                finish_navigation(self._top, "the end of the run", timedelta(seconds=timeout))
            except WaitTimeout as error:
                self._report.fail(TIMED_OUT, error)

    def _watch_of(self, files: list[ModuleFile]) -> RuntimeWatch:
        from weex_runtime.module_dev.watch import RuntimeWatch

        return RuntimeWatch(self._runtime, files, _write)

    def _stay(self, watch: RuntimeWatch, unused: list[str]) -> None:
        """Run the loop until all pages are closed, and print the screen whenever it changes."""
        watch.start()
        if not watch.paths:
            raise WrongUsage("--watch has no file to watch: give a bundle's path, or --module")
        log(f"watching {', '.join(map(os.path.relpath, watch.paths))}; press Ctrl-C to stop")
        while self._stack.top:
            self._runtime.looper.run_for(_REFRESH)
            self._report.show(self._top, unused)
        watch.stop()
        self._report.count_errors()


def _write(kind: str, text: str) -> None:
    log(f"weex-runtime: {text}", kind)


def _name_of(source: str) -> str:
    """Return a file name for a bundle from standard input: a name with .vue for a text that begins
    with a tag.
    """
    return "stdin.vue" if source.lstrip().startswith("<") else "stdin.js"


def _standard_input(limits: Limits) -> str:
    from weex_runtime.instance.bundle.bundle import text_of

    if sys.stdin is None:
        raise WrongUsage(
            "standard input is closed: pipe a bundle into the command, or give a path instead of -"
        )
    data = sys.stdin.buffer.read(limits.bundle + 1)
    return text_of(data, "standard input", limits)
