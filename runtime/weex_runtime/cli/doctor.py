"""`weex-runtime doctor`: list the installed and missing parts of weex-runtime, and the commands
that install the missing parts.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from weex_runtime.cli.exit_status import DONE, JS_ERROR
from weex_runtime.cli.parser import Parser
from weex_runtime.cli.terminal import say
from weex_runtime.errors import WeexError

_REINSTALL = "pip install --force-reinstall PATH (of a clone, or of the wheel)"


def add_arguments(parser: Parser) -> None:
    """Set the function that runs `weex-runtime doctor`. The command has no arguments."""
    parser.set_defaults(command=lambda args: doctor())


def doctor() -> int:
    """Print one line for each part of weex-runtime, installed or missing.

    Returns:
        The exit status: 0 if a bundle can run, even if packages for tests are missing.
    """
    is_healthy = True
    for name, check in _CHECKS:
        try:
            say(f"ok       {name}: {check()}", "info")
        except ImportError as error:
            is_healthy = False
            say(f"missing  {name}: {error}; get it with: {_REINSTALL}", "error")
        except (WeexError, OSError) as error:
            is_healthy = False
            say(f"missing  {name}: {error}", "error")
    for package, use in _OPTIONAL.items():
        try:
            say(f"ok       {package}: {version_of(package)}", "info")
        except PackageNotFoundError:
            say(f"missing  {package}, optional: {use}; get it with: pip install {package}", "warn")
    return DONE if is_healthy else JS_ERROR


def version() -> str:
    """Return one line with the versions that a bug report needs."""
    from weex_runtime.engine.engine import engine_name

    engine = engine_name()
    return (
        f"weex-runtime {version_of('weex-runtime')} (Python {platform.python_version()}, "
        f"{engine} {version_of(engine)}, {platform.system()} {platform.machine()})"
    )


def _engine() -> str:
    from weex_runtime.engine.engine import Engine, engine_name

    name = engine_name()
    engine = Engine(memory_limit=64 << 20, time_limit=1.0)
    tracker = engine.run("(function () {})", "doctor.js")
    watched = engine.watch_rejections(tracker)
    engine.close()
    notes = ""
    if not watched:
        notes = (
            "; the functions of its C library cannot be called, so a rejected promise is reported "
            "only if an event handler returns the promise, and a hostile bundle can crash the "
            "process"
        )
    if name == "quickjs":
        notes += (
            "; a bundle that fills its memory can crash it: run bundles of others with quickjs-ng "
            "or isolation (docs/security.md)"
        )
    return f"{name} {version_of(name)}{notes}"


def _frameworks() -> str:
    from weex_runtime.engine.frameworks import FRAMEWORKS, JS_RUNTIME, source_of, versions

    for file in (JS_RUNTIME, *FRAMEWORKS.values()):
        if file:
            source_of(file)
    return ", ".join(f"{entry['package']} {entry['version']}" for entry in versions().values())


def _sources() -> str:
    from weex_runtime.sources.cache import folder, is_writable, size

    if not is_writable():
        return f"cache at {folder()} cannot be written, so each process compiles sources again"
    files, total = size()
    return f"cache at {folder()}: {files} files, {total / (1 << 20):.1f} MB"


def _modules() -> str:
    from weex_runtime.module_api.entry_points import OWN_DISTRIBUTION
    from weex_runtime.module_api.registry import Registry

    ours = f"entry point of {OWN_DISTRIBUTION}"
    return ", ".join(
        name if entry.source == ours else f"{name} ({entry.source})"
        for name, entry in Registry().items()
    )


def _components() -> str:
    from weex_runtime.module_api.component_registry import ComponentRegistry

    return f"{len(ComponentRegistry().items())} element types"


def _polyfills() -> str:
    from weex_runtime.module_api.entry_points import offers
    from weex_runtime.module_api.registry import POLYFILLS, polyfills_of

    return ", ".join(cls.name for cls in polyfills_of(offers(POLYFILLS)))


def _sockets() -> str:
    from importlib.util import find_spec

    slow = "" if find_spec("websockets.speedups") else " without its C code: long messages are slow"
    return f"websockets {version_of('websockets')}{slow}"


def _page() -> str:
    from weex_runtime.testkit.runtime import Runtime

    with Runtime() as runtime:
        runtime.open(source='// { "framework": "Vanilla" }\n"ready"', name="doctor.js")
    return "a bundle opens"


_OPTIONAL = {
    "pytest": "runs tests, in Python and in JS",
    "trustme": "makes certificates for test servers with tls=True",
}
_CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Python", lambda: f"{platform.python_version()} at {sys.executable}"),
    ("engine", _engine),
    ("frameworks", _frameworks),
    ("sources", _sources),
    ("modules", _modules),
    ("components", _components),
    ("polyfills", _polyfills),
    ("sockets", _sockets),
    ("page", _page),
)
