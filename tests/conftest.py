"""Fixtures of several test files: runtimes with a virtual clock, and their pages."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.device import Device

from .support.node_peer import node_modules as node_modules
from .support.screen import open_screen as open_screen

# {framework: first line of a bundle}. The code that a test adds starts at line 2.
HEADERS = {
    "Vue": '// { "framework": "Vue" }\n',
    "Rax": '// { "framework": "Rax" }\n',
    "Weex": "// a bundle without a header is a .we bundle\n",
    "Vanilla": '// { "framework": "Vanilla" }\n',
}

# Let Python write bytecode files even if the environment forbids it. Without bytecode files, each
# run compiles the tests again, and each of the hundreds of subprocesses compiles the product again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collections, which they slow down."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the proxies of this machine from the environment."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled sources in a folder of this run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def programs_hear_of_ctrl_c() -> None:
    """Enable SIGINT, which background jobs of a shell and their children ignore."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def forced_isolation() -> Iterator[None]:
    """Isolate the pages of all tests if the environment variable WEEX_TEST_ISOLATION is set."""
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("WEEX_TEST_ISOLATION"):
            defaults = Device.__init__.__kwdefaults__
            assert defaults
            patch.setitem(defaults, "isolation", "process")
        yield


@pytest.fixture
def make_runtime() -> Iterator[Callable[..., Runtime]]:
    """Make runtimes without hints and with a virtual clock; the end of the test closes them."""
    with ExitStack() as stack:

        def make(**options: Any) -> Runtime:
            return stack.enter_context(Runtime(**{"clock": "virtual", "hints": False, **options}))

        yield make


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    """A runtime with the installed modules; test files override it to add modules."""
    return make_runtime()


@pytest.fixture
def open_page(runtime: Runtime) -> Callable[..., Page]:
    """Open JS text as a page of `runtime`: open_page(source, framework="Vanilla", **options)."""

    def open_page(source: str, framework: str = "Vanilla", **options: Any) -> Page:
        return runtime.open(source=HEADERS[framework] + source, **options)

    return open_page
