"""Open hostile bundles while chat pages are open, and print a line of JSON for each bundle.

python -m tests.hostile.beside_chat [--isolate] [NAME ...]
"""

from __future__ import annotations

import gc
import itertools
import json
import sys
from pathlib import Path
from typing import Any

import _quickjs

from weex_runtime import Access, Page, Runtime, expect
from weex_runtime.engine.engine import engine_name
from weex_runtime.engine.isolated import connection as isolated_connection
from weex_runtime.errors import WeexError
from weex_runtime.servers import ChatServer

FOLDER = Path(__file__).parent / "bundles"
CHAT = Path(__file__).parents[2] / "bundles" / "chat.js"
DEFAULTS: dict[str, Any] = {
    "clock": "virtual",
    "hints": False,
    "time_limit": 1.0,
    "access": Access(allow_net=["localhost"]),
}


def header_of(path: Path) -> dict[str, Any]:
    """Return the JSON of a bundle's first line."""
    with path.open(encoding="utf-8") as stream:
        header: dict[str, Any] = json.loads(stream.readline().removeprefix("//"))
    return header


def names(*, isolated: bool = False, all_lengths: bool = False) -> list[str]:
    """Return the names of the bundles that the engine survives, or of all for isolated pages; those
    with equal options of the runtime together.

    Args:
        all_lengths: Also those that take long.
    """
    headers = {path.stem: header_of(path) for path in sorted(FOLDER.glob("*.js"))}
    engine = engine_name()
    survived = [
        name
        for name, header in headers.items()
        if isolated
        or engine in header.get("only", [engine])
        and (all_lengths or not header.get("takes_long"))
    ]
    return sorted(survived, key=lambda name: json.dumps(headers[name].get("runtime", {})))


class Chat:
    """Two chat pages, to check that messages arrive while other pages run."""

    def __init__(self, runtime: Runtime, url: str) -> None:
        self.said: list[str] = []
        self._ada = self._join(runtime, url, "Ada")
        self._bob = self._join(runtime, url, "Bob")

    @staticmethod
    def _join(runtime: Runtime, url: str, name: str) -> Page:
        page = runtime.open(str(CHAT), config={"url": url, "name": name})
        page.get_by_role("button", name="connect").click()
        expect(page.get_by_test_id("status")).to_have_text(f"online as {name}")
        return page

    def talk(self) -> None:
        """Let Bob say a line, and wait until Ada sees all lines so far."""
        text = f"line {len(self.said)}"
        self.said.append(f"Bob: {text}")
        self._bob.get_by_placeholder("say something").fill(text)
        self._bob.get_by_role("button", name="say").click()
        expect(self._ada.get_by_text(text, exact=False)).to_be_visible()
        assert self._ada.get_by_role("listitem").all_text_contents() == self.said
        assert not self._ada.errors
        assert not self._bob.errors


def contexts() -> int:
    """Return the number of JS contexts that exist."""
    gc.collect()
    return sum(type(item) is _quickjs.Context for item in gc.get_objects())


def run(runtime: Runtime, chat: Chat, name: str, header: dict[str, Any]) -> dict[str, Any]:
    """Open a bundle, let its timers run, and end it; report what could be observed.

    `open` may raise a WeexError, which counts as an error of the page.
    """
    report: dict[str, Any] = {"bundle": name, "raised": [], "failures": []}
    opened, page = list(runtime.pages), None
    try:
        page = runtime.open(str(FOLDER / f"{name}.js"), **header.get("open", {}))
        chat.talk()
        runtime.clock.run_for(1)
        chat.talk()
        page.outline()
    except WeexError as error:
        report["errors"] = [str(error)]
    except Exception as error:
        report["raised"].append(f"{type(error).__name__}: {error}")
    if page:
        report["errors"] = [str(error) for error in page.errors]
        report["console"] = [f"{line.level}: {line.text}" for line in page.console]
        report["failures"] = [str(failure) for failure in page.failures]
    for left in [left for left in runtime.pages if left not in opened]:
        try:
            left.destroy()
        except Exception as error:
            report["raised"].append(f"destroy: {type(error).__name__}: {error}")
    try:
        chat.talk()
    except AssertionError as error:
        report["raised"].append(f"the chat after the page's end: {error}")
    return report


def main(chosen: list[str]) -> None:
    isolation = "none"
    if chosen[:1] == ["--isolate"]:
        isolation = "process"
        isolated_connection._MORE = 0.1  # seconds until a page that hangs is stopped
        chosen = chosen[1:] or names(isolated=True)
    chosen = chosen or names()
    headers = {name: header_of(FOLDER / f"{name}.js") for name in chosen}
    groups = itertools.groupby(chosen, lambda name: headers[name].get("runtime", {}))
    gc.collect()
    gc.freeze()  # so `contexts` counts only contexts that are created after this line
    with ChatServer() as server:
        for options, group in groups:
            with Runtime(**DEFAULTS | {"isolation": isolation} | options) as runtime:
                runtime.set_default_timeout(60)  # seconds; enough for a busy machine
                chat = Chat(runtime, server.url)
                for name in group:
                    print(json.dumps({"begins": name}), flush=True)
                    before = contexts()
                    report = run(runtime, chat, name, headers[name])
                    print(json.dumps({**report, "kept": contexts() - before}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
