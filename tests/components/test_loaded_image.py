"""`image` on a runtime that loads pictures: where they come from, and their events."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from weex_runtime import Access, Component, Page, Runtime
from weex_runtime.layout.picture.pictures import read_picture

from ..support.stream_server import HttpServer, Reply


def png(color: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), color).save(file, "PNG")
    return file.getvalue()


RED, BLUE = png("red"), png("blue")
BUNDLE = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { src: weex.config.src, result: '' },
  methods: {
    loaded: function (event) {
      var size = event.size.naturalWidth + ' x ' + event.size.naturalHeight;
      this.result += ' ' + event.success + ' ' + size;
    },
    next: function () { this.src = weex.config.next; },
  },
  render: function (h) {
    return h('div', [
      h('image', {
        style: { width: '90px', height: '60px' },
        attrs: { src: this.src, placeholder: weex.config.placeholder },
        on: { load: this.loaded },
      }),
      h('text', { style: { height: '40px' }, on: { click: this.next } }, [this.result]),
    ]);
  },
});
"""


class Shown:
    """A page with one image."""

    def __init__(
        self, runtime: Runtime, folder: Path, src: str, next: str = "", placeholder: str = ""
    ) -> None:
        (folder / "app.js").write_text(BUNDLE)
        self.runtime = runtime
        config = {"src": src, "next": next, "placeholder": placeholder}
        self.page: Page = runtime.open(folder / "app.js", config=config)
        runtime.run_until_idle()

    @property
    def result(self) -> str:
        """The `load` events."""
        return self.page.locator("text").text_content().strip()

    @property
    def log(self) -> str:
        return "\n".join(line.text for line in self.page.console)

    def shows(self, data: bytes) -> bool:
        """Whether the picture of the screen contains this picture."""
        return read_picture(data).address.encode() in self.page.screenshot()


Show = Callable[..., Shown]


@pytest.fixture
def show(make_runtime: Callable[..., Runtime], tmp_path: Path) -> Show:
    def show(src: str, next: str = "", **options: Any) -> Shown:
        return Shown(make_runtime(load_images=True, **options), tmp_path, src, next)

    return show


@pytest.fixture
def server() -> Iterator[HttpServer]:
    huge = Reply(body=bytes((4 << 20) + 1))
    pages = {
        "/huge": huge,
        "/red.png": Reply(body=RED),
        "/page": Reply(body=b"<html>"),
        "/big": Reply(body=RED),
    }
    with HttpServer({**pages, "/none": Reply(404)}) as server:
        yield server


def test_picture_of_a_server_is_shown_and_the_load_event_has_its_size(
    show: Show, server: HttpServer
) -> None:
    shown = show(f"{server.url}/red.png")
    assert (shown.result, shown.shows(RED)) == ("true 30 x 20", True)
    assert shown.log == ""


def test_picture_of_the_project_is_shown(show: Show, tmp_path: Path) -> None:
    (tmp_path / "red.png").write_bytes(RED)
    shown = show("red.png", "missing.png")
    assert (shown.result, shown.shows(RED)) == ("true 30 x 20", True)
    shown.page.locator("text").click()
    shown.runtime.run_until_idle()
    assert (shown.result, shown.shows(RED)) == ("true 30 x 20 false 0 x 0", False)
    assert "missing.png" in shown.log


def test_picture_in_a_data_url_is_shown(show: Show) -> None:
    shown = show(read_picture(RED).address)
    assert (shown.result, shown.shows(RED)) == ("true 30 x 20", True)


@pytest.mark.parametrize(
    ("src", "cause"),
    [
        ("SERVER/none", "404"),
        ("SERVER/page", "expected PNG"),
        ("http://127.0.0.1:1/a.png", "connect"),
        ("data:image/png;base64,AAAA", "expected PNG"),
        ("app.js", "expected PNG"),
        ("big.png", "expected a picture of at most 4 MiB, got 4,194,305 bytes"),
        ("data:image/png;base64," + "A" * 6_000_000, "at most 4 MiB, got 4,500,000 bytes"),
        ("data:image/png;base64," + "A" * 9_000_000, "at most 4 MiB, got 6,750,016 bytes"),
        ("SERVER/huge", "at most 4 MiB, got 4,194,305 bytes; make the picture smaller"),
        ("/etc/hostname", "--allow-read"),
        ("http://[", "http://["),
        ("ftp://a.example/a.png", "ftp://a.example/a.png"),
    ],
)
def test_failed_load_of_a_picture_shows_a_placeholder_and_logs_a_line_on_the_console(
    show: Show, server: HttpServer, tmp_path: Path, src: str, cause: str
) -> None:
    with open(tmp_path / "big.png", "wb") as file:
        file.truncate((4 << 20) + 1)
    shown = show(src.replace("SERVER", server.url))
    assert (shown.result, b"<image" in shown.page.screenshot()) == ("false 0 x 0", False)
    [line] = [line.text for line in shown.page.console if "cannot load" in line.text]
    assert cause in line
    assert not shown.page.errors


def test_picture_on_a_denied_host_is_not_requested(show: Show, server: HttpServer) -> None:
    shown = show(f"{server.url}/red.png", access=Access(deny_net=True))
    assert (shown.result, server.requests) == ("false 0 x 0", [])
    assert shown.page.access.refused


def test_offline_device_loads_no_picture(
    make_runtime: Callable[..., Runtime], tmp_path: Path, server: HttpServer
) -> None:
    runtime = make_runtime(load_images=True)
    runtime.set_offline(True)
    assert Shown(runtime, tmp_path, f"{server.url}/red.png").result == "false 0 x 0"


def test_picture_that_a_route_fulfills_is_shown(
    make_runtime: Callable[..., Runtime], tmp_path: Path
) -> None:
    runtime = make_runtime(load_images=True)
    runtime.route("**/*.png", lambda route: route.fulfill(body=BLUE))
    shown = Shown(runtime, tmp_path, "https://a.example/logo.png")
    assert (shown.result, shown.shows(BLUE)) == ("true 30 x 20", True)


@pytest.mark.parametrize("query", ["", "?from=http://a.example"])
@pytest.mark.parametrize("name", ["red.png", "红 5%.png"])
def test_url_map_applies_to_the_src_of_an_image(
    show: Show, tmp_path: Path, name: str, query: str
) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / name).write_bytes(RED)
    shown = show(f"local:///{quote(name)}{query}", url_map={"local:///": f"{tmp_path}/assets/"})
    assert shown.shows(RED)


def test_picture_of_a_changed_src_replaces_the_previous_picture(
    show: Show, server: HttpServer, tmp_path: Path
) -> None:
    (tmp_path / "blue.png").write_bytes(BLUE)
    shown = show(f"{server.url}/red.png", "blue.png")
    shown.page.locator("text").click()
    shown.runtime.run_until_idle()
    assert (shown.shows(RED), shown.shows(BLUE)) == (False, True)
    assert shown.result == "true 30 x 20 true 30 x 20"


def test_placeholder_is_shown_until_the_picture_is_loaded(
    make_runtime: Callable[..., Runtime], tmp_path: Path, server: HttpServer
) -> None:
    (tmp_path / "blue.png").write_bytes(BLUE)
    later: list[Any] = []
    runtime = make_runtime(load_images=True)
    runtime.route("**/red.png", later.append)
    shown = Shown(runtime, tmp_path, f"{server.url}/red.png", placeholder="blue.png")
    assert (shown.result, shown.shows(BLUE)) == ("", True)
    later[0].continue_()
    runtime.run_until_idle()
    assert (shown.result, shown.shows(RED)) == ("true 30 x 20", True)
    assert not shown.shows(BLUE)


def test_pictures_count_as_memory_of_the_page(show: Show, tmp_path: Path) -> None:
    from weex_runtime.instance.limits.account import held

    (tmp_path / "red.png").write_bytes(RED)
    assert held(show("red.png").page) - held(show("").page) > len(RED)


def test_app_can_replace_the_built_in_image_component(make_runtime: Callable[..., Runtime]) -> None:
    class Own(Component):
        type = "image"

    assert make_runtime(load_images=True, components=[Own]).components.get("image") is Own


def test_local_picture_is_drawn_but_fires_no_event_if_load_images_is_off(
    make_runtime: Callable[..., Runtime], tmp_path: Path, server: HttpServer
) -> None:
    (tmp_path / "red.png").write_bytes(RED)
    shown = Shown(make_runtime(), tmp_path, "red.png", f"{server.url}/red.png")
    assert (shown.result, shown.shows(RED)) == ("", True)
    (tmp_path / "red.png").write_bytes(BLUE * 2)
    assert shown.shows(BLUE * 2)
    shown.page.locator("text").click()
    assert (server.requests, b"<image" in shown.page.screenshot()) == ([], False)


def test_picture_outside_the_project_is_not_drawn_if_load_images_is_off(
    make_runtime: Callable[..., Runtime], tmp_path: Path
) -> None:
    (tmp_path / "red.png").write_bytes(RED)
    (tmp_path / "project").mkdir()
    shown = Shown(make_runtime(), tmp_path / "project", "../red.png")
    assert not shown.shows(RED)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_src_that_is_a_pipe_is_not_opened(show: Show, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "red.png")
    shown = show("red.png")
    assert shown.result == "false 0 x 0"
    assert shown.page.screenshot()
