"""Globals of Rax pages that use native modules (weex-rax-framework 0.4.20, src/)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from weex_modules.dom import DomModule, Rule
from weex_runtime import Dialog, Page, Runtime

PLATFORMS = [None, "android", "ios", "web"]


@pytest.fixture
def open_rax(make_runtime: Callable[..., Runtime]) -> Callable[..., Page]:
    """Open code as a Rax page of a platform."""

    def open_rax(code: str, platform: str | None = None, **options: Any) -> Page:
        source = '// { "framework": "Rax" }\n'
        source += f"define('page', function (require) {{ {code}\n }}); require('page');"
        page = make_runtime(platform=platform).open(source=source, **options)
        page.runtime.run_until_idle()
        return page

    return open_rax


def texts(page: Page) -> list[str]:
    assert not page.errors
    return [line.text for line in page.console]


def forward(page: Page, ms: float) -> list[str]:
    page.runtime.clock.run_for(ms / 1000)
    return texts(page)


def modules_called(page: Page) -> list[Any]:
    """[module, method, arguments] of each call."""
    return [call.args[1:4] for call in page.native_calls if call.name == "callNativeModule"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_alert_of_a_rax_bundle_shows_a_dialog(
    open_rax: Callable[..., Page], platform: str | None
) -> None:
    page = open_rax("alert('hello');", platform)
    assert texts(page) == ["[modal.alert] hello"]
    ((module, method, args),) = modules_called(page)
    assert (module, method, args[0]) == ("modal", "alert", {"message": "hello"})


def test_alert_and_confirm_of_a_rax_bundle_use_queued_answers(
    make_runtime: Callable[..., Runtime],
) -> None:
    asked: list[Dialog] = []
    page = make_runtime().open(
        source='// { "framework": "Rax" }\n'
        "define('page', function () { setTimeout(function () { alert(7); }, 10); });"
        "require('page');"
    )

    def answer(dialog: Dialog) -> bool:
        asked.append(dialog)
        return True

    page.answer_dialog = answer
    forward(page, 10)
    assert [(dialog.kind, dialog.message) for dialog in asked] == [("alert", "7")]


# Tests of window.open and window.close.

BUNDLE = '// { "framework": "Rax" }\ndefine("page", function () { %s }); require("page");'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "second.js").write_text(BUNDLE % "setTimeout(close, 10);")
    return tmp_path


@pytest.mark.parametrize("platform", [None, "android"])
def test_window_open_pushes_a_page_and_window_close_pops_the_page(
    make_runtime: Callable[..., Runtime], folder: Path, platform: str | None
) -> None:
    first_bundle = folder / "first.js"
    first_bundle.write_text(BUNDLE % "open('second.js');")
    runtime = make_runtime(platform=platform)
    first = runtime.open(first_bundle)
    runtime.run_until(lambda: len(first.stack.pages) == 2)
    second = first.stack.top
    assert second is not None
    assert second.url.endswith("/second.js")
    assert modules_called(first) == [
        ["navigator", "push", [{"url": "second.js", "animated": True}, "1"]]
    ]
    runtime.clock.run_for(0.01)
    runtime.run_until_idle()
    assert first.stack.pages == [first]
    assert second.destroyed
    assert not first.errors


# Tests of timers.


@pytest.mark.parametrize("platform", PLATFORMS)
def test_timers_of_a_rax_bundle_fire_and_can_be_cleared(
    open_rax: Callable[..., Page], platform: str | None
) -> None:
    page = open_rax(
        "setTimeout(function () { console.log('once'); }, 10);"
        "clearTimeout(setTimeout(function () { console.log('never'); }, 10));"
        "var n = 0, again = setInterval(function () {"
        "  console.log('again'); if (++n === 2) { clearInterval(again); } }, 20);"
        "console.log(typeof again);",
        platform,
    )
    assert forward(page, 200) == ["string", "once", "again", "again"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_animation_frame_runs_after_16_milliseconds(
    open_rax: Callable[..., Page], platform: str | None
) -> None:
    page = open_rax("requestAnimationFrame(function () { console.log('frame'); });", platform)
    assert forward(page, 15) == []
    assert forward(page, 1) == ["frame"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_animation_frame_cannot_be_cancelled_on_devices(
    open_rax: Callable[..., Page], platform: str | None
) -> None:
    """Rax returns the result of the module, which is undefined on devices."""
    page = open_rax(
        "var frame = requestAnimationFrame(function () { console.log('frame'); });"
        "console.log(typeof frame); cancelAnimationFrame(frame);",
        platform,
    )
    on_device = platform in ("android", "ios")
    assert forward(page, 20) == (["undefined", "frame"] if on_device else ["string"])


# Tests of fonts and messages.


@pytest.mark.parametrize("platform", PLATFORMS)
def test_font_that_a_rax_bundle_adds_becomes_a_font_face_rule_of_module_dom(
    open_rax: Callable[..., Page], platform: str | None
) -> None:
    page = open_rax(
        """document.fonts.add(new FontFace('own', "url('http://127.0.0.1/own.ttf')"));""", platform
    )
    assert texts(page) == []
    content: Any = {"fontFamily": "own", "src": "url('http://127.0.0.1/own.ttf')"}
    assert cast(DomModule, page.module("dom")).rules == [Rule("fontFace", content)]


def test_message_that_a_rax_page_posts_reaches_the_listeners_of_the_page(
    open_rax: Callable[..., Page],
) -> None:
    page = open_rax(
        "addEventListener('message', function (e) { console.log(JSON.stringify(e.data)); });"
        "postMessage({ a: [1] }, '*'); postMessage('elsewhere', 'http://other.example');"
    )
    assert texts(page) == ['{"a":[1]}']
