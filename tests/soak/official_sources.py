"""Components beside the bundles that webpack and weex-loader build of them. Part of `make soak`,
since the tool chain has 900 packages."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.document.element import Element

from ..support.node_peer import install, node_command

FOLDER = Path(__file__).with_name("official")

PROJECT = FOLDER / "project"
# The project's components that the tests open; these import its other files.
ENTRIES = ("events", "extend", "fails", "imports", "recyclable", "root", "slots", "styles")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the bundles."""
    node = node_command()
    assert node, "needs Node.js"
    install(FOLDER)
    folder = tmp_path_factory.mktemp("out")
    names = [f"{name}.vue" for name in ENTRIES]
    command = [*node, str(FOLDER / "build.cjs"), str(folder), *names]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder


def tree(element: Element) -> list[Any]:
    children = [tree(child) for child in element.children]
    return [element.type, element.attr, element.style, element.event, children]


def record(page: Page) -> dict[str, Any]:
    """The trees before and after all events, the errors, the console and the dialogs."""
    page.runtime.run_until_idle()
    before = tree(page.document.root)
    for element in list(page.document.elements()):
        for event in ("click", "longpress", "input"):
            if event in element.event:
                page.fire_event(element.ref, event, {"value": "typed"})
    page.runtime.run_until_idle()
    return {
        "before": before,
        "after": tree(page.document.root),
        "errors": [error.message for error in page.errors],
        "console": [
            (line.level, line.text) for line in page.console if "[weex-runtime]" not in line.text
        ],
        "dialogs": [dialog.message for dialog in page.dialogs],
    }


@pytest.mark.parametrize("name", ENTRIES)
def test_vue_source_behaves_like_its_bundle_from_the_official_tool_chain(
    built: Path, name: str
) -> None:
    with Runtime(clock="virtual", hints=False) as runtime:
        source = PROJECT / f"{name}.vue"
        ours = record(runtime.open(source))
        config = {"bundleUrl": source.as_uri()}
        official = record(runtime.open(built / f"{name}.js", config=config))
    # Vue's warnings name the component's file: ours relative to the project, the official ones in
    # full.
    assert str(ours) == str(official).replace(f"{PROJECT}/", "")
