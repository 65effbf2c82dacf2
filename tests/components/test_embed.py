"""`embed`: a page inside the page, from real files and a real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Page, Runtime
from weex_runtime import interaction as actions
from weex_runtime.module_api.platforms import PlatformName

from ..support.pages_server import PagesServer

HEAD = '// { "framework": "Vanilla" }\n'

INNER = (
    HEAD
    + """
var body = document.createElement('div');
var text = document.createElement('text', { attr: { value: 'inside' } });
body.addEvent('viewappear', function () { console.log('viewappear'); });
body.addEvent('viewdisappear', function () { console.log('viewdisappear'); });
text.addEvent('click', function () { console.log('clicked ' + weex.config.bundleUrl); });
body.appendChild(text);
document.documentElement.appendChild(body);
var navigator = weex.requireModule('navigator');
"""
)

OUTER = (
    HEAD
    + """
var body = document.createElement('div');
var embed = document.createElement('embed', { attr: %s, style: %s });
body.addEvent('run', function (e) { (0, eval)(e.code); });
body.appendChild(document.createElement('text', { attr: { value: 'outside' } }));
body.appendChild(embed);
document.documentElement.appendChild(body);
"""
)


class Embedding:
    """A page with an embed in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.settle()

    def settle(self) -> None:
        self.page.runtime.run_until_idle()

    @property
    def component(self) -> Any:
        element = self.page.document.root.children[1]
        return self.page.components.of(element)

    @property
    def inner(self) -> Page:
        page = self.component.embedded
        assert isinstance(page, Page)
        return page

    def do(self, code: str) -> None:
        self.page.fire_event("_root", "run", {"code": code})
        self.settle()

    def lines(self) -> list[str]:
        lines = [line.text for line in self.inner.console]
        self.inner.console.clear()
        return lines


OpenEmbed = Callable[..., Embedding]


@pytest.fixture
def open_embed(make_runtime: Callable[..., Runtime], tmp_path: Path) -> OpenEmbed:
    (tmp_path / "inner.js").write_text(INNER)
    (tmp_path / "other.js").write_text(INNER.replace("inside", "another"))

    def open_embed(
        attr: str = "{ src: 'inner.js' }", style: str = "{}", **options: Any
    ) -> Embedding:
        (tmp_path / "outer.js").write_text(OUTER % (attr, style))
        return Embedding(make_runtime(**options).open(tmp_path / "outer.js"))

    return open_embed


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_embed_opens_the_bundle_at_src_as_a_page(
    open_embed: OpenEmbed, platform: PlatformName | None
) -> None:
    embedding = open_embed(platform=platform)
    assert embedding.inner.outline() == "[inside]"
    assert embedding.inner.platform is embedding.page.platform
    assert embedding.inner in embedding.page.runtime.pages
    assert embedding.page.stack.pages == [embedding.page]
    assert embedding.lines() == ["viewappear"]


def test_outline_shows_the_embedded_page(open_embed: OpenEmbed) -> None:
    assert open_embed().page.outline().splitlines() == [
        '"outside"',
        "embed inner.js",
        "  [inside]",
    ]


def test_element_of_an_embedded_page_can_be_tapped(open_embed: OpenEmbed) -> None:
    embedding = open_embed()
    embedding.lines()
    actions.tap(embedding.inner, embedding.inner.document.root.children[0])
    assert embedding.lines()[0].endswith("inner.js")


@pytest.mark.parametrize(
    "hide",
    [
        "embed.setStyle('visibility', 'hidden')",
        "embed.setAttr('visibility', 'hidden')",
    ],
)
def test_hidden_embed_element_hides_its_page(open_embed: OpenEmbed, hide: str) -> None:
    embedding = open_embed()
    embedding.lines()
    embedding.do(hide)
    assert embedding.lines() == ["viewdisappear"]
    embedding.do(hide.replace("hidden", "visible"))
    assert embedding.lines() == ["viewappear"]


def test_embedded_page_is_opened_when_the_element_becomes_visible(open_embed: OpenEmbed) -> None:
    embedding = open_embed(style="{ visibility: 'hidden' }")
    assert embedding.component.embedded is None
    embedding.do("embed.setStyle('visibility', 'visible')")
    assert embedding.lines() == ["viewappear"]


def test_change_of_the_src_of_an_embed_opens_another_page(open_embed: OpenEmbed) -> None:
    embedding = open_embed()
    first = embedding.inner
    embedding.do("embed.setAttr('src', 'other.js')")
    assert first.destroyed
    assert embedding.inner.outline() == "[another]"


def test_embedded_page_is_destroyed_when_its_element_is_removed(open_embed: OpenEmbed) -> None:
    embedding = open_embed()
    inner = embedding.inner
    embedding.do("body.removeChild(embed)")
    assert inner.destroyed
    assert inner not in embedding.page.runtime.pages


def test_embedded_page_is_destroyed_when_the_outer_page_is_destroyed(open_embed: OpenEmbed) -> None:
    embedding = open_embed()
    inner = embedding.inner
    embedding.page.destroy()
    embedding.settle()
    assert inner.destroyed


def test_embed_element_that_is_removed_while_loading_opens_no_page(open_embed: OpenEmbed) -> None:
    embedding = open_embed("{}")
    embedding.do("embed.setAttr('src', 'inner.js'); body.removeChild(embed)")
    assert embedding.page.runtime.pages == [embedding.page]


@pytest.mark.parametrize("src", ["missing.js", "no bundle", "qap://home/a.js", "file://a/b.js"])
def test_failed_load_of_an_embedded_page_logs_an_error_on_the_console(
    open_embed: OpenEmbed, tmp_path: Path, src: str
) -> None:
    (tmp_path / "no bundle").write_text('// { "framework": "Svelte" }\n')
    embedding = open_embed(f"{{ src: '{src}' }}")
    (line,) = embedding.page.console
    assert line.level == "error"
    assert f"cannot open {src if ':' in src else 'file://'}" in line.text
    assert "in <embed ref=" in line.text
    embedding.do("embed.setStyle('width', 5)")
    assert len(embedding.page.console) == 1


def test_error_message_shortens_a_long_address(open_embed: OpenEmbed) -> None:
    embedding = open_embed("{ src: 'data:application/javascript,' + 'x'.repeat(20000) }")
    (line,) = embedding.page.console
    assert "expected a path, or an http, https or file URL" in line.text
    assert "20028 characters" in line.text
    assert len(line.text) < 600


def test_embedded_page_pushes_and_pops_on_the_outer_stack(open_embed: OpenEmbed) -> None:
    embedding = open_embed()
    inner = embedding.inner
    embedding.lines()
    inner.module("navigator").push({"url": "other.js"}, _Nobody())  # type: ignore[attr-defined]
    embedding.settle()
    stack = embedding.page.stack
    assert [page.name for page in stack.pages] == ["outer.js", "other.js"]
    assert embedding.lines() == ["viewdisappear"]
    assert stack.top
    stack.pop(stack.top)
    embedding.settle()
    assert embedding.lines() == ["viewappear"]
    embedding.page.runtime.open(source=OUTER % ("{}", "{}"), stack=stack)
    inner.stack.pop(inner)
    embedding.settle()
    assert embedding.page.destroyed
    assert inner.destroyed


class _Nobody:
    """A callback without a function in the bundle."""

    def invoke(self, data: object = None) -> None:
        pass


def test_reload_by_an_embedded_page_opens_its_bundle_again(open_embed: OpenEmbed) -> None:
    embedding = open_embed()
    first = embedding.inner
    first.stack.reload(first)
    embedding.settle()
    assert first.destroyed
    assert embedding.inner is not first
    assert embedding.inner.outline() == "[inside]"


def test_dialogs_of_an_embedded_page_use_the_answers_set_for_the_outer_page(
    open_embed: OpenEmbed,
) -> None:
    embedding = open_embed()
    assert embedding.inner.stack.dialogs is embedding.page.stack.dialogs


def test_embedded_page_can_be_loaded_from_a_server(make_runtime: Callable[..., Runtime]) -> None:
    files = {"/a/outer.js": OUTER % ("{ src: '../inner.js' }", "{}"), "/inner.js": INNER}
    with PagesServer(files) as server:
        embedding = Embedding(make_runtime().open(f"{server.url}/a/outer.js"))
        assert embedding.inner.url == f"{server.url}/inner.js"


def test_embeds_can_be_nested(make_runtime: Callable[..., Runtime], tmp_path: Path) -> None:
    (tmp_path / "inner.js").write_text(INNER)
    (tmp_path / "middle.js").write_text(OUTER % ("{ src: 'inner.js' }", "{}"))
    (tmp_path / "outer.js").write_text(OUTER % ("{ src: 'middle.js' }", "{}"))
    page = make_runtime().open(tmp_path / "outer.js")
    page.runtime.run_until_idle()
    assert "[inside]" in page.outline()
    (middle,) = page.components.embedded_pages()
    (inner,) = middle.components.embedded_pages()
    page.lifecycle.disappear()
    page.runtime.run_until_idle()
    assert [line.text for line in inner.console] == ["viewappear", "viewdisappear"]


@pytest.mark.parametrize(
    ("platform", "is_hidden"), [(None, True), ("android", True), ("ios", False)]
)
def test_embedded_page_is_hidden_when_the_app_goes_into_the_background(
    make_runtime: Callable[..., Runtime],
    tmp_path: Path,
    platform: PlatformName | None,
    is_hidden: bool,
) -> None:
    """Source: Android WXEmbed.onActivityPause; on iOS no view disappears."""
    (tmp_path / "inner.js").write_text(INNER)
    (tmp_path / "outer.js").write_text(OUTER % ("{ src: 'inner.js' }", "{}"))
    page = make_runtime(platform=platform).open(tmp_path / "outer.js")
    page.runtime.run_until_idle()
    (inner,) = page.components.embedded_pages()
    inner.console.clear()
    for _ in range(2):
        page.runtime.background()
        page.runtime.run_until_idle()
        page.runtime.foreground()
        page.runtime.run_until_idle()
    expected = ["viewdisappear", "viewappear"] * 2 if is_hidden else []
    assert [line.text for line in inner.console] == expected


def test_embed_made_on_a_covered_page_opens_at_once_and_appears_with_the_page(
    open_embed: OpenEmbed,
) -> None:
    """Source: Android WXEmbed.java, setSrc, which asks for the element's visibility only."""
    embedding = open_embed("{}")
    embedding.page.lifecycle.disappear()
    embedding.do("embed.setAttr('src', 'inner.js')")
    assert embedding.inner.outline() == "[inside]"
    assert embedding.lines() == []
    embedding.page.lifecycle.appear()
    embedding.settle()
    assert embedding.lines() == ["viewappear"]
