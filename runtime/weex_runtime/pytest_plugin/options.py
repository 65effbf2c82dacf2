"""Options of the command line, and their keys in pytest's ini file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from weex_runtime.access.access import Access

DOCUMENTED = "documented"
PLATFORMS = (DOCUMENTED, "android", "ios", "web")
CLOCKS = ("real", "virtual")
ISOLATIONS = ("none", "process")
_MAX_SEED = 1_000_000  # random seeds are lower than this
_TRACES = ("on", "off", "retain-on-failure")
_TRACE_FORMATS = ("html", "jsonl")

_ACCESS = ("allow-net", "deny-net", "allow-read", "deny-read")

# {option without its prefix "--weex-": help}
_HELP = {
    "platform": "run each test that uses a weex fixture on this device; repeatable",
    "trace": "keep the traces of all tests, of none, or of failed tests (default)",
    "trace-format": "html: steps, screens, calls and traffic in a page for the browser (default); "
    "jsonl: calls and traffic as JSON Lines",
    "output": "folder for traces (default: weex-output in the rootdir)",
    "limit": "change a limit of each page, like elements=1000; repeatable",
    "grep": "of tests in JS, run those whose title matches: describes and it, with spaces",
    "isolate": "run the JS of each page in a process of its own",
    "js-only": "run tests in JS only",
    "allow-net": "hosts that pages may connect to besides those of the loopback interface, as "
    "HOST[:PORT],...; without a value all",
    "deny-net": "hosts that pages must not connect to; overrides --weex-allow-net",
    "allow-read": "files and folders that pages may read besides their project",
    "deny-read": "files and folders that pages must not read; overrides --weex-allow-read",
    "fault": "make the network of each test fail, like 'drop after 3 messages'; repeatable",
    "chaos": "run each test N times on slow random networks, and list what failed with its seed",
    "seed": "the seed of random faults and of chaos",
}

# `Options` compares this list by `is`, since the ini file may set the same patterns explicitly.
_JS_FILES = ["*.test.js", "*.spec.js", "*.test.ts", "*.spec.ts"]


class Options:
    """The options of a test run.

    Attributes:
        platforms: Devices on which each test runs; () for the devices of the test's marker.
        trace: The traces to keep: "on" (all), "off" (none) or "retain-on-failure".
        trace_format: "html" or "jsonl".
        output: The folder for traces, created with the first trace.
        old_traces: Names of the files that the folder for traces contained at the start of the run.
        clock: "real" or "virtual", for tests whose marker has no clock.
        isolation: "none" or "process", for tests whose marker has no isolation.
        faults: Faults of the network of each test, in addition to those of its marker.
        seed: The seed of random faults; None: a different seed for each test.
        chaos: The number of times that each test runs on a random network; 0: once, on a normal
            network.
        js_files: Name patterns of test files in JS.
        are_js_files_chosen: The ini file sets the patterns, so all matching files are Weex tests.
        limits: {limit: value} of pages, which markers override.
        js_only: Run tests in JS only.
        access: What pages may reach besides the loopback interface and their project; None without
            options.
        grep: A regular expression for titles of tests in JS, the titles of their suites included.
    """

    def __init__(self, config: pytest.Config) -> None:
        platforms = config.getoption("weex_platform") or config.getini("weex_platform")
        for name in platforms:
            _require("weex_platform", name, PLATFORMS)
        self.platforms: tuple[str, ...] = tuple(dict.fromkeys(platforms))
        self.trace = _choice(config, "weex_trace", _TRACES)
        self.trace_format = _choice(config, "weex_trace_format", _TRACE_FORMATS)
        self.output = _output(config)
        self.old_traces = frozenset(os.listdir(self.output) if self.output.is_dir() else ())
        self.clock = _choice(config, "weex_clock", CLOCKS)
        self.isolation = _choice(config, "weex_isolation", ISOLATIONS)
        self.faults = _faults(config)
        self.seed = _seed(config)
        self.chaos: int = config.getoption("weex_chaos")
        js_files = config.getini("weex_js_files")
        self.js_files: tuple[str, ...] = tuple(js_files)
        self.are_js_files_chosen = js_files is not _JS_FILES
        self.limits = _limits([*config.getini("weex_limits"), *config.getoption("weex_limit")])
        self.js_only: bool = config.getoption("weex_js_only")
        self.access = _access(config)
        self.grep = _pattern(config.getoption("weex_grep"))


_KEY = pytest.StashKey[Options]()


def options_of(config: pytest.Config) -> Options:
    """Return the options of a test run."""
    return config.stash[_KEY]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("weex", "tests of Weex apps")

    def add(name: str, **arguments: Any) -> None:
        group.addoption(f"--weex-{name}", help=_HELP[name], **arguments)

    add("platform", action="append", choices=PLATFORMS)
    add("trace", choices=_TRACES)
    add("trace-format", choices=_TRACE_FORMATS)
    add("output", metavar="DIR")
    add("limit", action="append", default=[], metavar="NAME=VALUE")
    add("grep", metavar="REGEX")
    add("isolate", dest="weex_isolation", action="store_const", const="process")
    add("js-only", action="store_true")
    for name in _ACCESS:
        add(name, action="append", nargs="?", const="", metavar="LIST")
        key = f"weex_{name.replace('-', '_')}"
        parser.addini(key, f"as --weex-{name}; * for all", type="args", default=[])
    add("fault", action="append", default=[], metavar="TEXT")
    add("chaos", type=int, default=0, metavar="N")
    add("seed", type=int, metavar="S")
    parser.addini("weex_platform", "as --weex-platform, one or more", type="args", default=[])
    parser.addini("weex_limits", "as --weex-limit, one or more", type="args", default=[])
    parser.addini("weex_trace", "as --weex-trace", default="retain-on-failure")
    parser.addini("weex_trace_format", "as --weex-trace-format", default="html")
    parser.addini("weex_output", "as --weex-output, relative to the rootdir", default="weex-output")
    parser.addini("weex_clock", "the clock of weex_runtime: real or virtual", default="real")
    parser.addini("weex_isolation", "none, or process: as --weex-isolate", default="none")
    parser.addini(
        "weex_js_files",
        f"names of test files in JS; default: Weex tests among {', '.join(_JS_FILES)}",
        type="args",
        default=_JS_FILES,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read the options of the command line and ini file, and register the marker `weex`.

    Raises:
        pytest.UsageError: A key of the ini file has an invalid value.
    """
    config.addinivalue_line(
        "markers",
        "weex(bundle, source, tls, allow_errors, **options): the page that weex_page opens, and "
        "the device that it opens on; options are those of Runtime and Runtime.open",
    )
    config.stash[_KEY] = options = Options(config)
    # Make the path absolute: workers of pytest-xdist get a copy of the options, and may run in
    # another folder.
    config.option.weex_output = str(options.output)
    # Choose the seed here, so that all workers of pytest-xdist use one seed.
    config.option.weex_seed = options.seed


def _access(config: pytest.Config) -> Access | None:
    names = [name.replace("-", "_") for name in _ACCESS]
    given = {name: _access_list(config, name) for name in names}
    if not any(given.values()):
        return None
    from weex_runtime.errors import WeexError
    from weex_runtime.pytest_plugin.access import TestAccess

    try:
        return TestAccess(**given)
    except WeexError as error:
        advice = "write the value with =, like --weex-allow-net=api.example"
        raise pytest.UsageError(f"{error}; {advice}") from None


def _access_list(config: pytest.Config, name: str) -> bool | list[str]:
    """Return the value of one access option, like `--weex-allow-read`. Paths in the ini file are
    relative to the rootdir.
    """
    folder = config.invocation_params.dir
    texts = config.getoption(f"weex_{name}")
    if not texts:
        texts, folder = config.getini(f"weex_{name}"), config.rootpath
    if {"", "*"} & {*texts}:
        return True
    parts = [part for text in texts for part in text.split(",")]
    if name.endswith("read"):
        parts = [str(folder / part) for part in parts]
        # Make the path absolute, since workers of pytest-xdist may run in another folder.
        setattr(config.option, f"weex_{name}", parts)
    return parts


def _faults(config: pytest.Config) -> tuple[str, ...]:
    given = config.getoption("weex_fault")
    if given:
        from weex_runtime.errors import WeexError
        from weex_runtime.faults.grammar import parse

        try:
            for text in given:
                parse(text)
        except WeexError as error:
            raise pytest.UsageError(f"--weex-fault: {error}") from None
    return tuple(given)


def _seed(config: pytest.Config) -> int | None:
    given: int | None = config.getoption("weex_seed")
    chaos = config.getoption("weex_chaos")
    if chaos < 0:
        raise pytest.UsageError(f"--weex-chaos: expected 1 or more rounds, got {chaos}")
    if given is None and (chaos or config.getoption("weex_fault")):
        from random import SystemRandom

        given = SystemRandom().randrange(_MAX_SEED)
    return given


def _pattern(text: str | None) -> re.Pattern[str] | None:
    try:
        return None if text is None else re.compile(text)
    except re.error as error:
        raise pytest.UsageError(
            f"--weex-grep={text!r} is not a regular expression: {error}"
        ) from None


def _limits(given: Iterable[str]) -> dict[str, float]:
    if not given:
        return {}
    from weex_runtime.errors import WeexError
    from weex_runtime.limits import parse_limit

    try:
        return dict(map(parse_limit, given))
    except WeexError as error:
        raise pytest.UsageError(f"--weex-limit: {error}") from None


def _output(config: pytest.Config) -> Path:
    given = config.getoption("weex_output")
    if given:
        return Path(os.path.abspath(config.invocation_params.dir / given))
    return config.rootpath / str(config.getini("weex_output"))


def _choice(config: pytest.Config, name: str, allowed: tuple[str, ...]) -> str:
    """Return the value of an option; without the option, the value of the key in the ini file."""
    value: str = config.getoption(name, None) or config.getini(name)
    _require(name, value, allowed)
    return value


def _require(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise pytest.UsageError(f"{name}: expected {', '.join(allowed)}, got {value!r}")
