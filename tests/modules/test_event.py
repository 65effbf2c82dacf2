"""weex_modules.event, page_info, instance_wrap: modules of older bundles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime

from ..support.page_log import texts
from ..support.pages_server import PagesServer

HEADER = '// { "framework": "Vanilla" }\n'
OPENER = HEADER + "weex.requireModule('event').openURL(weex.config.target);"
TARGET = HEADER + "console.log(weex.config.bundleUrl);"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("two.js", "/two.js"),
        ("/two.js?x=1", "/two.js?x=1"),
        ("index.html?_wx_tpl=/two.js", "/two.js"),
    ],
)
def test_open_url_opens_bundles_as_pages(runtime: Runtime, target: str, address: str) -> None:
    with PagesServer({"/one.js": OPENER, "/two.js": TARGET}) as server:
        page = runtime.open(f"{server.url}/one.js", config={"target": target})
        runtime.run_until_idle()
        assert page.stack.top is not page
        assert page.stack.top
        assert texts(page.stack.top) == [server.url + address]


@pytest.mark.parametrize("target", ["https://weex.apache.org/", "tel:123", "mailto:a@b.example"])
def test_open_url_records_addresses_that_are_not_bundles(
    open_page: Callable[..., Page], target: str
) -> None:
    page = open_page(OPENER.removeprefix(HEADER), config={"target": target})
    page.runtime.run_until_idle()
    event: Any = page.module("event")
    assert event.opened == [target]
    assert texts(page) == [f"[event.openURL] {target}"]
    assert page.stack.pages == [page]


@pytest.mark.parametrize("target", ["''", "undefined"])
def test_open_url_without_an_address_logs_a_warning(
    open_page: Callable[..., Page], target: str
) -> None:
    page = open_page(f"weex.requireModule('event').openURL({target});")
    assert texts(page) == ["[weex-runtime] event.openURL: expected an address, got an empty one"]


def test_set_title_of_page_info_sets_the_title_of_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page("weex.requireModule('pageInfo').setTitle('Orders');")
    info: Any = page.module("pageInfo")
    assert info.title == "Orders"


def test_legacy_page_sets_its_title_and_opens_an_address(open_page: Callable[..., Page]) -> None:
    """The legacy framework's $setTitle and $openURL."""
    page = open_page(
        "define('@weex-component/app', function (require, exports, module) {\n"
        "  module.exports = { created: function () {\n"
        "    this.$setTitle('old'); this.$openURL('tel:1');\n"
        "  } };\n"
        "  module.exports.template = { type: 'div' };\n"
        "});\n"
        "bootstrap('@weex-component/app');",
        "Weex",
    )
    page.runtime.run_until_idle()
    info: Any = page.module("pageInfo")
    event: Any = page.module("event")
    assert (info.title, event.opened) == ("old", ["tel:1"])
    assert not page.errors


def test_instance_wrap_error_adds_an_error_to_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page("weex.requireModule('instanceWrap').error(1, '404', 'no such shop');")
    (error,) = page.errors
    assert error.message == "1|404: no such shop"
    assert error.origin == "instanceWrap.error"


RELOADS = HEADER + (
    "var body = document.createElement('div'); document.documentElement.appendChild(body);"
    "body.addEvent('go', function (e) { weex.requireModule('instanceWrap')[e.method](); });"
    "console.log('run');"
)


@pytest.mark.parametrize("method", ["refresh", "reload"])
@pytest.mark.parametrize("kind", ["text", "file"])
def test_refresh_reopens_the_page_at_its_place_in_the_stack(
    runtime: Runtime, tmp_path: Path, kind: str, method: str
) -> None:
    file = tmp_path / "page.js"
    file.write_text(RELOADS)
    page = runtime.open(file) if kind == "file" else runtime.open(source=RELOADS)
    above = runtime.open(source=RELOADS, stack=page.stack)
    file.write_text(RELOADS.replace("'run'", "'changed'"))
    page.fire_event("_root", "go", {"method": method})
    runtime.run_until_idle()
    assert page.destroyed
    fresh, still_above = above.stack.pages
    assert still_above is above
    assert texts(fresh) == ["changed" if kind == "file" else "run"]
    assert fresh.url == page.url


def test_refresh_keeps_the_page_if_its_bundle_is_missing(runtime: Runtime, tmp_path: Path) -> None:
    file = tmp_path / "page.js"
    file.write_text(RELOADS)
    page = runtime.open(file)
    file.unlink()
    page.fire_event("_root", "go", {"method": "reload"})
    runtime.run_until_idle()
    assert not page.destroyed
    assert "no such file" in texts(page)[-1]
