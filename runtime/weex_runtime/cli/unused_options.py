"""Find options of `weex-runtime run` that had no effect."""

from __future__ import annotations

import argparse
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weex_runtime.cli.run_servers import RunServers
    from weex_runtime.testkit.page import Page


def unused_options(args: argparse.Namespace, page: Page, servers: RunServers) -> list[str]:
    """List the options that had no effect, as the user wrote them, and the answers that no dialog
    used.
    """
    runtime = page.runtime
    maps = [f"--map {a}={b}" for a, b in args.map if a not in runtime.used_addresses]
    called = {call.module for call in runtime.stub_calls}
    pages = (page, *page.stack.pages)
    settings = [
        f"--{option} {name}"
        for option, given in (("define", args.define), ("alias", args.alias))
        for name in given
        if not any(shown.source_files for shown in pages)
    ]
    stubs = [
        f"--stub {name}"
        + (" (the module is there)" if runtime.registry.has(name, page.platform.name) else "")
        for name in args.stub
        if not any(fnmatchcase(module, name) for module in called)
        and not any(_names(shown.source, name) for shown in pages)
    ]
    active = runtime.fault_plan.active if runtime.fault_plan else []
    faults = [
        f"--fault {text!r}" for text, one in zip(args.fault, active, strict=False) if not one.fired
    ]
    answers = [f"answer {value!r}" for value in page.stack.dialogs.answers]
    return [*maps, *stubs, *settings, *faults, *servers.unused(), *answers]


def _names(source: str, stub: str) -> bool:
    """Return whether a string in the bundle equals the value of --stub. If the value has a "*", the
    string only has to start with the part before the "*".
    """
    start, star, _ = stub.partition("*")
    end = "" if star else "'"
    text = source.replace('"', "'").replace("@weex-module/", "'")
    return f"'{start}{end}" in text
