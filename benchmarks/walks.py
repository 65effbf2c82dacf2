"""Print the number of files that a call enters: python -m benchmarks.walks [--files].

A walk is one operation, after it ran once. A profiler counts the files of weex_runtime and
weex_modules whose functions are entered, and the moves: entries from one file into another. Entries
of Python's own library and of the bundle's JS do not count.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from itertools import pairwise
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

import pytest

from weex_runtime import Module, Runtime, js_method
from weex_runtime.instance.bridge import Bridge
from weex_runtime.testing import HttpResponse, HttpServer, WsServer

_ROOT = Path(__file__).parent.parent
_PACKAGES = tuple(
    str(_ROOT / place) + os.sep for place in ("runtime/weex_runtime", "modules/weex_modules")
)
_SUITE = Path(__file__).parent / "suite" / "test_chat_page.py"
_TIMEOUT = 10.0  # seconds

_BUNDLE = """// { "framework": "Vanilla" }
var ws = weex.requireModule('webSocket'), stream = weex.requireModule('stream');
var probe = weex.requireModule('probe');
var body = document.createElement('div'), text = document.createElement('text');
document.documentElement.appendChild(body);
text.setAttr('value', 'tap');
text.addEvent('click', function () {});
body.appendChild(text);
ws.WebSocket(weex.config.socket, '');
ws.onopen = function () { console.log('open'); };
ws.onmessage = function () {};
body.addEvent('send', function () { ws.send('text'); });
body.addEvent('call', function () { probe.nothing('text'); });
body.addEvent('fetch', function () {
  var request = { method: 'GET', url: weex.config.http, type: 'json' };
  stream.fetch(request, function () { console.log('fetched'); });
});
"""


class Walk(NamedTuple):
    """The files entered by one operation, in the order of the entries.

    Attributes:
        goal: The number of files that the operation should enter at most.
    """

    name: str
    goal: int
    entries: list[str]

    @property
    def files(self) -> list[str]:
        """Return each file once."""
        return list(dict.fromkeys(self.entries))

    @property
    def moves(self) -> int:
        """Return the number of entries from another file."""
        return sum(a != b for a, b in pairwise(self.entries))


class Probe(Module):
    """A module with a method that does nothing."""

    name = "probe"

    @js_method
    def nothing(self, text: str) -> None:
        """Accept a text."""


class Profiler:
    """Records the entries of this thread into files of the product."""

    def __init__(self) -> None:
        self.entries: list[str] = []
        self._within: CodeType | None = None
        self._outermost: FrameType | None = None

    @contextmanager
    def recording(self, within: Callable[..., object] | None = None) -> Iterator[list[str]]:
        """Record the entries of the block.

        Args:
            within: Record only while this function runs.
        """
        self._within = within.__code__ if within else None
        self.entries = []
        sys.setprofile(self._event)
        try:
            yield self.entries
        finally:
            sys.setprofile(None)

    def _event(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            if frame.f_code is self._within and not self._outermost:
                self._outermost = frame
            file = frame.f_code.co_filename
            if file.startswith(_PACKAGES) and (self._outermost or not self._within):
                self.entries.append("/".join(Path(file).relative_to(_ROOT).parts[1:]))
        elif event == "return" and frame is self._outermost:
            self._outermost = None


class _Page:
    """A page with a socket, and the operations on the page."""

    def __init__(self, profiler: Profiler, runtime: Runtime, config: dict[str, str]) -> None:
        self._profiler = profiler
        self._runtime = runtime
        self._page = runtime.open(source=_BUNDLE, name="walks.js", config=config)
        self._settle("open")

    def call(self, event: str) -> list[str]:
        """Fire an event whose handler calls a module."""
        with self._profiler.recording(within=Bridge.call) as entries:
            self._page.fire_event("_root", event)
        return entries

    def receive(self) -> list[str]:
        """Receive the echo of a message."""
        looper, deadline = self._runtime.looper, time.monotonic() + _TIMEOUT
        while not looper.has_ready():
            assert time.monotonic() < deadline, "expected the echo of a message, got nothing"
            time.sleep(0.01)
        with self._profiler.recording() as entries:
            while looper.has_ready():
                looper.turn(0)
        return entries

    def fetch(self) -> list[str]:
        """Send a request."""
        entries = self.call("fetch")
        self._settle("fetched")
        return entries

    def click(self) -> list[str]:
        """Click an element that has a handler."""
        with self._profiler.recording() as entries:
            self._page.get_by_text("tap").click()
        return entries

    def _settle(self, logged: str) -> None:
        lines = self._page.console
        self._runtime.run_until(lambda: logged in [line.text for line in lines], _TIMEOUT)
        lines.clear()


class _SecondTest:
    """A plugin of pytest that records the second test, fixtures included."""

    def __init__(self, profiler: Profiler) -> None:
        self._profiler = profiler
        self._tests = 0

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self) -> Iterator[None]:
        """Record while the test's hooks run."""
        self._tests += 1
        if self._tests == 2:
            with self._profiler.recording():
                yield
        else:
            yield


def walks() -> list[Walk]:
    """Do each operation twice, and record the second time."""
    profiler = Profiler()
    server, sockets = HttpServer(), WsServer().echo()
    server.route("GET", "/", HttpResponse(json={"answer": 42}))
    with sockets, server, Runtime(modules=[Probe], hints=False) as runtime:
        page = _Page(profiler, runtime, {"socket": sockets.url, "http": server.url})
        for _ in range(2):
            sent, received = page.call("send"), page.receive()
            called = page.call("call")
            fetched, clicked = page.fetch(), page.click()
    os.environ["COUNT"] = "2"
    arguments = ["-q", "-p", "no:cacheprovider", "-n", "0", str(_SUITE)]
    with redirect_stdout(io.StringIO()) as output:
        status = pytest.main(arguments, [_SecondTest(profiler)])
    assert status == 0, output.getvalue()
    return [
        Walk("ws.send, from the bridge to the socket", 10, sent),
        Walk("a module call, from the bridge to the method", 8, called),
        Walk("a message, from the socket to JS", 9, received),
        Walk("stream.fetch, from the bridge to a worker", 12, fetched),
        Walk("get_by_text().click()", 12, clicked),
        Walk("a test of pytest", 25, profiler.entries),
    ]


def main() -> None:
    """Print a line for each walk."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.walks", description=__doc__)
    parser.add_argument("--files", action="store_true", help="list the files of each walk")
    options = parser.parse_args()
    print(f"{'walk':46}{'files':>6}{'goal':>6}{'moves':>7}")
    for walk in walks():
        print(f"{walk.name:46}{len(walk.files):6}{walk.goal:6}{walk.moves:7}")
        if options.files:
            print("".join(f"    {file}  {walk.entries.count(file)}\n" for file in walk.files))


if __name__ == "__main__":
    main()
