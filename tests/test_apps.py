"""An app of several screens against a real HTTP server, as a user goes through it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime

from .support.pages_server import PagesServer
from .support.steps import do

STORIES = {
    11: {"id": 11, "title": "A headless device", "by": "ada"},
    12: {"id": 12, "title": "Routes without a browser", "by": "bob"},
    13: {"id": 13, "title": "The newest of all", "by": "eve"},
}


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime(hints=False) as runtime:
        yield runtime


def items_in(page: Page) -> dict[str, str]:
    """What the page's storage holds, as JS sees it."""
    found: dict[str, str] = {}
    reader = page.runtime.open(
        source='// { "framework": "Vanilla" }\nvar storage = weex.requireModule("storage");'
        "storage.getAllKeys(function (keys) { keys.data.forEach(function (key) {"
        " storage.getItem(key, function (item) { console.log(JSON.stringify([key, item.data])); });"
        "}); });"
    )
    page.runtime.run_until_idle()
    for line in reader.console:
        key, value = json.loads(line.text)
        found[key] = value
    reader.destroy()
    return found


@pytest.fixture
def api() -> Iterator[PagesServer]:
    files = {f"/item/{id}.json": json.dumps(story) for id, story in STORIES.items()}
    files |= {"/top.json": "[11, 12]", "/latest.json": "[13, 11]"}
    with PagesServer(files) as server:
        yield server


@pytest.fixture
def open_reader(node_modules: Path) -> Callable[..., Page]:
    """The app of tests/apps/reader.js with the two libraries that it is built on."""

    def library(path: str) -> str:
        text = (node_modules / path).read_text(encoding="utf-8")
        return (
            "(function () { var module = { exports: {} }, exports = module.exports;\n"
            f"{text}\nreturn module.exports; }})()"
        )

    source = (
        f'// {{ "framework": "Vue" }}\nvar Vuex = {library("vuex/dist/vuex.js")};\n'
        f"var VueRouter = {library('vue-router/dist/vue-router.js')};\n"
        + (Path(__file__).parent / "apps" / "reader.js").read_text(encoding="utf-8")
    )

    def open_reader(runtime: Runtime, url: str, **options: Any) -> Page:
        return runtime.open(source=source, name="reader.js", config={"api": url}, **options)

    return open_reader


def test_vuex_and_vue_router_app_loads_lists_opens_an_item_and_goes_back(
    runtime: Runtime, api: PagesServer, open_reader: Callable[..., Page]
) -> None:
    page = open_reader(runtime, api.url)
    do(page, 'wait "Routes without a browser"', 'tap "A headless device"', 'wait "by ada"')
    do(page, "tap back", 'wait "Routes without a browser"', "tap Latest")
    do(page, 'wait "The newest of all"', 'gone "Routes without a browser"')
    do(page, 'tap "The newest of all"', 'wait "by eve"')
    assert items_in(page) == {"last": "13"}
    assert not page.errors
    assert sorted(set(api.asked)) == sorted(api.files)


def test_vuex_app_shows_an_error_without_its_server(
    runtime: Runtime, open_reader: Callable[..., Page]
) -> None:
    page = open_reader(runtime, "http://127.0.0.1:1")
    do(page, 'wait "-1 "')
    assert not page.errors
