"""Report the end of `weex-runtime run`: options without effect, and the document of --json."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weex_runtime.cli.run_servers import Served
    from weex_runtime.errors import JSError
    from weex_runtime.instance.records.console import ConsoleLine
    from weex_runtime.instance.records.reporting import PageFailure
    from weex_runtime.testkit.page import Page
    from weex_runtime.testkit.runtime import Runtime


def step_result(text: str, result: str, seconds: float = 0.0) -> dict[str, Any]:
    """One entry of `steps` in the document.

    Args:
        text: As it was given.
        result: "done", "failed" or "not run".
        seconds: How long it took, waiting included.
    """
    return {"text": text, "result": result, "seconds": round(seconds, 3)}


def unused_options(
    args: argparse.Namespace, runtime: Runtime, page: Page, served: Served
) -> list[str]:
    """The options of a run that had no effect, as they were given, and answers that no dialog
    asked for."""
    maps = [f"--map {a}={b}" for a, b in args.map if a not in runtime.used_addresses]
    called = {call.module for call in runtime.stub_calls}
    sources = [shown.source for shown in (page, *page.stack.pages)]
    stubs = [
        f"--stub {name}"
        + (" (the module is there)" if runtime.registry.has(name, page.platform.name) else "")
        for name in args.stub
        if not any(_stands_for(name, module) for module in called)
        and not any(_names(source, name) for source in sources)
    ]
    answers = [f"answer {value!r}" for value in page.stack.answers.waiting]
    return [*maps, *stubs, *served.unused(), *answers]


def _stands_for(stub: str, module: str) -> bool:
    start, star, _ = stub.partition("*")
    return module.startswith(start) if star else module == stub


def _names(source: str, stub: str) -> bool:
    """Whether a bundle's text has the name of a stub, or what a pattern begins with, in quotes."""
    start, star, _ = stub.partition("*")
    end = "" if star else "'"
    text = source.replace('"', "'").replace("@weex-module/", "'")
    return f"'{start}{end}" in text


def page_facts(page: Page, unused: Sequence[str]) -> dict[str, Any]:
    """The part of the document that is about the page that the screen shows, while it is open."""
    return {
        "framework": page.framework,
        "screen": page.outline().splitlines(),
        "root": None if page.document.is_empty else page.document.root.to_dict(),
        "pages": [shown.url for shown in page.stack.pages],
        "calls": len(page.native_calls),
        "stub_calls": [call._asdict() for call in page.runtime.stub_calls],
        "unused": list(unused),
    }


def messages(
    console: Sequence[ConsoleLine], errors: Sequence[JSError], failures: Sequence[PageFailure]
) -> dict[str, Any]:
    """The part of the document that is about all pages: console, uncaught errors, and exceptions
    of modules."""
    return {
        "console": [line._asdict() for line in console],
        "errors": [
            {"message": e.message, "stack": e.stack.splitlines(), "origin": e.origin}
            for e in errors
        ],
        "failures": [
            {"origin": f.origin, "message": str(f), "stack": f.report().splitlines()[1:]}
            for f in failures
        ],
    }
