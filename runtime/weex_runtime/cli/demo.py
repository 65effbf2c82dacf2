"""`weex-runtime demo`: run the bundle of a shipped demo against its own server, offline.

Prints each step, and the screen after the step.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from weex_runtime.cli.ctrl_c import interrupted_by_ctrl_c
from weex_runtime.cli.exit_status import DONE, JS_ERROR, WrongUsage
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.shared_options import add_fault_options
from weex_runtime.cli.steps.actions import carry_out
from weex_runtime.cli.steps.syntax import parse
from weex_runtime.cli.terminal import log, say, say_file
from weex_runtime.errors import FrameworksMissing, WeexError
from weex_runtime.servers.demo import ChatServer, EchoServer
from weex_runtime.servers.files import FileServer
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

_TIMEOUT = 10.0  # maximum number of seconds for each step of a demo


def add_arguments(parser: Parser) -> None:
    """Add the arguments of `weex-runtime demo`."""
    parser.add_argument("name", choices=("echo", "chat", "news"))
    parser.add_argument(
        "--source",
        nargs="?",
        const="",
        metavar="FILE",
        help="print the demo's .vue file, or another of its files, instead of running the demo",
    )
    add_fault_options(parser)
    parser.set_defaults(command=_command)


def _command(args: argparse.Namespace) -> int:
    if args.source is not None:
        return show_source(args.name, args.source)
    with interrupted_by_ctrl_c():
        return demo(args.name, faults=args.fault, seed=args.seed)


def demo(name: str, *, faults: Sequence[str] = (), seed: int | None = None) -> int:
    """Run a demo of `DEMOS`, and return the exit status.

    Args:
        faults, seed: Options of `Runtime`.
    """
    with Runtime(hints=False, faults=faults, seed=seed) as runtime:
        try:
            pages = DEMOS[name](runtime)
        except WeexError as error:
            log(f"weex-runtime: {error}", "error")
            return JS_ERROR
        finally:
            for line in runtime.fault_plan.report() if runtime.fault_plan else ():
                log(f"weex-runtime: {line}", "warn")
    errors = [error for page in pages for error in page.errors]
    for uncaught in errors:
        log(f"weex-runtime: uncaught {uncaught}", "error")
    return JS_ERROR if errors else DONE


def show_source(name: str, file: str) -> int:
    """Print a source file of a demo, and return the exit status.

    Args:
        file: The name of the file, from `FILES`; "" for the demo's first file.
    """
    files = FILES[name]
    file = file or files[0]
    if file not in files:
        raise WrongUsage(f"demo {name} has no file {file!r}; it has {', '.join(files)}")
    try:
        text = bundle_path(file).read_text(encoding="utf-8")
    except FrameworksMissing as error:
        log(f"weex-runtime: {error}", "error")
        return JS_ERROR
    say_file(text.rstrip("\n"))
    if others := [other for other in files if other != file]:
        ways = ", ".join(f"--source {other}" for other in others)
        log(f"weex-runtime: to print the demo's other files, use {ways}")
    return DONE


def bundle_path(name: str) -> Path:
    """Return the path of a demo's file in the installed package or in a checkout.

    Raises:
        FrameworksMissing: The file is neither in the package nor in a checkout.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "bundles", package.parents[1] / "bundles"):
        if (folder / name).is_file():
            return folder / name
    raise FrameworksMissing(f"the demo bundle {name} is missing: install the package again")


def _echo(runtime: Runtime) -> list[Page]:
    with EchoServer() as server:
        page = runtime.open(bundle_path("echo.js"), config={"url": server.url})
        _do(
            page,
            "you",
            'tap "connect"',
            'wait "onopen: open"',
            'fill "message" "hello over a real socket"',
            'tap "send"',
            'wait "hello over a real socket"',
            'tap "send binary"',
            'wait "binary, 4 bytes"',
            'tap "close"',
            'wait "closed 1000 bye clean"',
        )
        _show(page, "echo")
        say(f"the server got {server.received!r}")
        return [page]


def _chat(runtime: Runtime) -> list[Page]:
    with ChatServer() as server:
        ada, bob = (
            runtime.open(bundle_path("chat.js"), config={"url": server.url}) for _ in range(2)
        )
        _do(ada, "Ada", 'fill "your name" "Ada"', 'tap "connect"', 'wait "online as Ada"')
        _do(bob, "Bob", 'fill "your name" "Bob"', 'tap "connect"', 'wait "present: Ada, Bob"')
        _send(ada, "Ada", bob, "Hello Bob, this is a Weex page without a phone.")
        _send(bob, "Bob", ada, "And I am another one, over a real socket.")
        _send(ada, "Ada", bob, "See you!")
        _do(bob, "Bob", 'tap "leave"', 'wait "offline"')
        _do(ada, "Ada", 'gone "Ada, Bob"')
        _show(ada, "Ada's screen")
        _show(bob, "Bob's screen")
        return [ada, bob]


def _news(runtime: Runtime) -> list[Page]:
    with FileServer(bundle_path("news.js").parent) as server:
        news = runtime.open(f"{server.url}news.js")
        _do(news, "you", 'wait "3 stories"', 'tap "Sockets were real"', 'wait "So were the server"')
        story = news.stack.top or news
        _show(story, "the story's page")
        _do(news, "you", 'tap "back"', 'wait "read"')
        _show(news, "the list again")
        say(f"the server was asked: {', '.join(server.requests)}")
        return [news, story]


def _send(sender: Page, name: str, receiver: Page, text: str) -> None:
    _do(sender, name, f'fill "say something" "{text}"', 'tap "say"')
    carry_out(receiver, parse(f'wait "{name}: {text}"'), _TIMEOUT)


def _do(page: Page, name: str, *steps: str) -> None:
    for step in steps:
        log(f"{name:4} {step}", "trace")
        carry_out(page, parse(step), _TIMEOUT)


def _show(page: Page, title: str) -> None:
    say(f"\n--- {title}", "title")
    say(page.outline())


DEMOS = {"chat": _chat, "echo": _echo, "news": _news}

# The files of each demo: the .vue file of the first page, other source files, the bundles.
FILES = {
    "chat": ("chat.vue", "chat.js"),
    "echo": ("echo.vue", "echo.js"),
    "news": ("news.vue", "story.vue", "news.json", "news.js", "story.js"),
}
