"""Compare components with the bundles that webpack and weex-loader build from these components.

There is a component for each feature of docs/sources.md, two with libraries of npm, and the demos.
A step of .ci/run and a part of `make soak`, since the tool chain has 900 packages.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime, expect
from weex_runtime.document.element import Element
from weex_runtime.servers import ChatServer, EchoServer
from weex_runtime.servers.files import FileServer

from ..support.node_peer import install, node_command

FOLDER = Path(__file__).with_name("official")
PROJECT = FOLDER / "project"
ROOT = Path(__file__).parents[2]
BUNDLES = ROOT / "bundles"

# `row.vue` is left out: other components import it.
FEATURES = sorted(path.stem for path in PROJECT.glob("*.vue") if path.stem != "row")
DEMOS = sorted(path.stem for path in BUNDLES.glob("*.vue"))


def build(out: Path, project: Path, files: list[str]) -> Path:
    """Build components of a project with the official tool chain, in one folder."""
    node = node_command()
    assert node, "needs Node.js"
    install(FOLDER)
    done = subprocess.run(
        [*node, str(FOLDER / "build.cjs"), str(out), *files],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def features(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the official bundles of the features."""
    return build(tmp_path_factory.mktemp("out"), PROJECT, [f"{name}.vue" for name in FEATURES])


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the official bundles of the demos."""
    out = tmp_path_factory.mktemp("demos")
    shutil.copy(BUNDLES / "news.json", out)
    return build(out, ROOT, [f"bundles/{name}.vue" for name in DEMOS])


def tree(element: Element) -> list[Any]:
    children = [tree(child) for child in element.children]
    return [element.type, element.attr, element.style, element.event, children]


def record(page: Page) -> dict[str, Any]:
    """The trees before and after all events, the errors, the console and the dialogs."""
    runtime = page.runtime
    runtime.run_until_idle()
    trees = [tree(page.document.root)]
    for element in list(page.document.elements()):
        for event in sorted(event for event in element.event if isinstance(event, str)):
            page.fire_event(element.ref, event, {"value": "typed"})
            runtime.run_until_idle()
            trees.append(tree(page.document.root))
    return {
        "trees": trees,
        "errors": [error.message for error in page.errors],
        "console": [
            (line.level, line.text) for line in page.console if "[weex-runtime]" not in line.text
        ],
        "dialogs": [dialog.message for dialog in page.dialogs],
    }


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime(clock="virtual", hints=False) as runtime:
        yield runtime


@pytest.mark.parametrize("name", FEATURES)
def test_vue_source_behaves_like_its_bundle_from_the_official_tool_chain(
    runtime: Runtime, features: Path, name: str
) -> None:
    source = PROJECT / f"{name}.vue"
    ours = record(runtime.open(source))
    config = {"bundleUrl": source.as_uri()}
    official = record(runtime.open(features / f"{name}.js", config=config))
    # Warnings of Vue contain the path of the component: our compiler writes the path relative to
    # the project, the official compiler the absolute path.
    assert str(ours).replace(f"{PROJECT}/", "") == str(official).replace(f"{PROJECT}/", "")


def test_stack_traces_of_an_official_bundle_name_the_sources(
    runtime: Runtime, features: Path
) -> None:
    places = []
    for path in (PROJECT / "stacks.vue", features / "stacks.js"):
        page = runtime.open(path)
        page.get_by_text("go").click()
        places.append(re.findall(r"at (\w+) \((\S+?):(\d+)", page.errors[0].stack))
    # If Babel uses presets, weex-loader gives line numbers in the script that are 1 too high.
    assert places[0] == [("fail", "fail.js", "5"), ("go", "stacks.vue", "12")]
    assert places[1] == [("fail", "fail.js", "5"), ("go", "stacks.vue", "13")]


# {demo: its steps}. A step is ("tap", text to tap, text that the screen must show afterwards) or
# (name of a field, text to fill in, text that the screen must show afterwards).
PLAYS: dict[str, list[tuple[str, str, str]]] = {
    "echo": [
        ("tap", "connect", "onopen: open"),
        ("message", "hello", "onopen: open"),
        ("tap", "send", 'onmessage: "hello"'),
        ("tap", "send binary", "onmessage: binary, 4 bytes"),
        ("tap", "close", "onclose: closed 1000 bye clean"),
    ],
    "chat": [
        ("tap", "connect", "say who you are first"),
        ("your name", "Ada", "nobody is here"),
        ("tap", "connect", "present: Ada"),
        ("say something", "hello", "present: Ada"),
        ("tap", "say", "Ada: hello"),
        ("tap", "leave", "nobody is here"),
    ],
    "news": [("tap", "Sockets were real", "read")],
    "story": [],
}


def play(name: str, folder: Path) -> list[Any]:
    """Act like a user on a demo's bundle: the trees after each action, and the console."""
    with ExitStack() as stack:
        files = stack.enter_context(FileServer(folder))
        server = stack.enter_context((ChatServer if name == "chat" else EchoServer)())
        runtime = stack.enter_context(Runtime(hints=False))
        page = runtime.open(f"{files.url}{name}.js?id=2", config={"url": server.url})
        runtime.run_until_idle()
        trees = [tree(page.document.root)]
        for action, value, shown in PLAYS[name]:
            if action == "tap":
                page.get_by_text(value, exact=True).click()
            else:
                page.get_by_placeholder(action).fill(value)
            expect(page.get_by_text(shown, exact=True)).to_be_visible()
            trees.append(tree(page.document.root))
        assert not page.errors
        return [*trees, [line.text for line in page.console]]


@pytest.mark.parametrize("name", DEMOS)
def test_bundle_of_a_demo_behaves_like_that_of_the_official_tool_chain(
    demos: Path, name: str
) -> None:
    assert play(name, BUNDLES) == play(name, demos)
