"""`weex-runtime preview`: show the screens of devices in a browser, and operate them there."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from weex_runtime.cli import option_types as types
from weex_runtime.cli import run_options
from weex_runtime.cli.exit_status import WrongUsage
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.run import Run, run
from weex_runtime.cli.run_servers import RunServers
from weex_runtime.cli.terminal import say
from weex_runtime.instance.stack import PageStack

if TYPE_CHECKING:
    from weex_runtime.cli.steps.syntax import Step
    from weex_runtime.module_dev.loader import ModuleFile
    from weex_runtime.testkit.page import Page

_DESCRIPTION = """\
Opens a bundle or a .vue file on a device, and shows the device's screen on a web page, which only
this machine can open. Clicks, typing and scrolling on the web page act on the device. A saved file
is opened again. Ctrl-C ends the preview.
"""
_DEMOS = {
    "chat": ("chat", 2),
    "echo": ("echo", 1),
}  # {demo: (server, devices)}

# Options of `run` that `preview` does not have, since their output is written at the end of a run.
_OF_RUN = ("json", "screenshot", "trace", "trace_html")
_TURN = 0.1  # seconds between two checks whether watched files have changed


def add_arguments(parser: Parser) -> None:
    """Add the arguments of `weex-runtime run` and the arguments that only `preview` has."""
    run_options.add_arguments(parser, has_platforms=True)
    parser.description = _DESCRIPTION
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="after the word demo: chat, echo or news"
    )
    parser.option(
        "--port N", "port of the preview; default: a free one", type=types.integer(0, 65535)
    )
    parser.option(
        "--pages N",
        "number of devices side by side; default: one for each --platform",
        type=types.integer(1),
    )
    parser.option("--open", "open the page in the browser")
    parser.set_defaults(command=_command)


def _command(args: argparse.Namespace) -> int:
    from weex_runtime.cli.ctrl_c import interrupted_by_ctrl_c

    if args.pages and args.pages < len(args.platform or ()):
        raise WrongUsage(
            f"--pages {args.pages}: expected at least one page for each of the "
            f"{len(args.platform)} platforms; leave --pages out"
        )
    if args.bundle == "demo":
        _use_demo(args)
    elif args.name:
        raise WrongUsage(f"expected one bundle, got {args.bundle} and {args.name}")
    run_options.refuse(args, "preview", _OF_RUN)
    args.platforms = args.platform or [None]
    args.platform = args.platforms[0]
    args.watch = True
    with interrupted_by_ctrl_c(), ExitStack() as stack:
        # the pages of this demo load data and other pages from its server
        if args.name == "news":
            from weex_runtime.servers.files import FileServer

            server = stack.enter_context(FileServer(Path(args.bundle).parent))
            args.bundle = f"{server.url}news.js"
        return run(args, Preview)


def _use_demo(args: argparse.Namespace) -> None:
    from weex_runtime.cli.demo import FILES, bundle_path

    if args.name not in FILES:
        known = ", ".join(FILES)
        raise WrongUsage(f"expected the name of a demo ({known}), got {args.name or 'none'}")
    server, devices = _DEMOS.get(args.name, ("", 1))
    args.bundle = str(bundle_path(f"{args.name}.vue"))
    args.serve = args.serve or ([server] if server else [])
    args.pages = args.pages or devices


class Preview(Run):
    """Serves the screens of the devices to browsers until Ctrl-C."""

    loads_images = True

    def run(self, steps: list[Step], servers: RunServers, files: list[ModuleFile]) -> None:
        """Open the bundle on each device, carry out the steps on the first device, and serve the
        screens until Ctrl-C.
        """
        import time

        from weex_runtime.preview.server import PreviewServer
        from weex_runtime.preview.session import Session

        runtime, looper = self._runtime, self._runtime.looper
        platforms = self._args.platforms
        stacks: list[PageStack[Page]] = [self._stack]
        stacks += [PageStack() for _ in range(max(self._args.pages or 1, len(platforms)) - 1)]
        server = PreviewServer(
            self._args.port or 0,
            lambda: looper.call_soon_threadsafe(session.join),
            lambda text: looper.call_soon_threadsafe(lambda: session.receive(text)),
        )
        session = Session(runtime, stacks, server.send, server.pictures.address_of)
        runtime.tracer = session.trace
        with ExitStack() as served:
            try:
                served.enter_context(server)
            except OSError as error:
                raise WrongUsage(f"--port {self._args.port}: {error.strerror}") from None
            # Open a bundle that is not a local file before the address is printed: the bundle might
            # not exist.
            first = None if Path(self._args.bundle).is_file() else self._open()
            say(f"preview at {server.address}", "title")
            self._first = first or self._opened(session.notice)
            session.notice("")
            for number, stack in enumerate(stacks[1:], 1):
                self._open(stack=stack, platform=platforms[number % len(platforms)])
            self._carry_out(steps)
            watch = self._watch_of(files)
            if self._args.open:
                import webbrowser

                webbrowser.open(server.address)
            looked = time.monotonic()
            while True:
                looper.turn(_TURN)
                if time.monotonic() - looked > _TURN:
                    looked = time.monotonic()
                    watch.look_around()
                    watch.poll()
                session.refresh()
