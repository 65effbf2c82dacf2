"""The preview in Chromium: two devices talk, a saved file is opened again, errors are shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

from weex_runtime.cli.demo import bundle_path

from ..support.chromium import connect_chat

StartPreview = Callable[..., str]


def test_two_devices_exchange_messages_in_the_browser(
    tab: BrowserPage, start_preview: StartPreview
) -> None:
    tab.goto(start_preview("demo", "chat"))
    devices = connect_chat(tab)
    devices.nth(0).get_by_label("say something").click()
    tab.keyboard.type("Hello Bob")
    tab.keyboard.press("Enter")
    devices.nth(1).get_by_text("Ada: Hello Bob").wait_for()
    tab.get_by_label("Filter the log").fill("Hello Bob")
    for kind, shown in (("socket", "→ text, "), ("call task", '"webSocket","send"')):
        tab.get_by_label("Kind of lines").select_option(kind)
        lines = tab.locator("#lines p:visible")
        lines.filter(has_text=shown).first.wait_for()
        assert {line.split()[2] for line in lines.all_text_contents()} <= set(kind.split())
    tab.get_by_role("button", name="Copy as test").click()
    tab.locator("#test").filter(has_text="get_by_placeholder('your name').fill('Ada')").wait_for()
    tab.get_by_role("button", name="Elements").click()
    row = tab.get_by_role("treeitem", name='input "Ada" (your name)', exact=True)
    row.hover()
    tab.locator("#element").filter(has_text='"value":"Ada"').wait_for()
    assert devices.nth(0).locator(".frame").is_visible()
    row.focus()
    tab.keyboard.press("ArrowDown")
    tab.locator("#element").filter(has_text="div 17").wait_for()
    devices.nth(0).get_by_text("Ada: Hello Bob").hover()
    marked = tab.locator("[role=treeitem][aria-selected=true]")
    marked.filter(has_text="Ada: Hello Bob").wait_for()


def test_saved_file_is_reopened_and_an_error_in_the_file_is_shown_over_the_screen(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"

    def write(text: str, script: str = "") -> None:
        file.write_text(
            f"<template><div><text>{text}</text></div></template>\n"
            f"<script>module.exports = {{ created: function () {{ {script} }} }};</script>\n"
        )

    write("first")
    tab.goto(start_preview(str(file)))
    screen = tab.locator(".screen")
    screen.get_by_text("first").wait_for()
    write("second", "throw new Error('broken');")
    screen.get_by_role("alert").filter(has_text="2 | ").filter(has_text="broken").wait_for()
    file.write_text("<template><div><text>open</div></template>")
    screen.get_by_role("alert").filter(has_text="page.vue:1").wait_for()
    write("third")
    screen.get_by_text("third").wait_for()
    screen.get_by_role("alert").wait_for(state="hidden")


def test_compile_error_of_the_first_file_is_shown_until_the_file_is_fixed(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"
    file.write_text("<template><div><text>open</div></template>")
    tab.goto(start_preview(str(file)))
    tab.get_by_role("alert").filter(has_text="page.vue:1").wait_for()
    file.write_text("<template><div><text>mended</text></div></template>")
    tab.locator(".screen").get_by_text("mended").wait_for()
    tab.get_by_role("alert").filter(has_text="page.vue:1").wait_for(state="hidden")


def test_echo_demo_connects_in_the_browser(tab: BrowserPage, start_preview: StartPreview) -> None:
    tab.goto(start_preview(str(bundle_path("echo.vue")), "--serve", "echo"))
    screen = tab.locator(".screen")
    screen.get_by_text("connect", exact=True).click()
    screen.get_by_text("onopen: open").wait_for()
    offline = tab.get_by_role("button", name="Offline")
    offline.click()
    screen.get_by_text("onclose: closed 1006").wait_for()
    assert offline.get_attribute("aria-pressed") == "true"


def test_preview_shows_a_device_for_each_platform(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"
    file.write_text(
        "<template><text>on {{ weex.config.env.platform }}</text></template>\n"
        "<script>module.exports = {};</script>\n"
    )
    tab.goto(start_preview(str(file), "--platform", "android", "--platform", "ios"))
    for number, platform in enumerate(("Android", "iOS")):
        tab.locator("figure").nth(number).get_by_text(f"on {platform}").wait_for()


STORAGE = """<template>
  <div>
    <text @click="save">count {{ count }}</text>
    <text>ticks {{ ticks }}</text>
  </div>
</template>
<script>
const storage = weex.requireModule('storage');
module.exports = {
  data: function () { return { count: 0, ticks: 0 }; },
  created: function () {
    const self = this;
    setInterval(function () { self.ticks += 1; }, 1000);
  },
  methods: {
    save: function () { this.count += 1; storage.setItem('count', this.count, function () {}); },
  },
};
</script>
"""


def test_storage_panel_edits_and_deletes_items(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"
    file.write_text(STORAGE)
    tab.goto(start_preview(str(file)))
    tab.get_by_role("button", name="Storage").click()
    panel = tab.locator("#storage")
    panel.get_by_text("no items").wait_for()
    tab.locator(".screen").get_by_text("count 0").click()
    row = panel.locator("tbody tr")
    row.filter(has_text="count").wait_for()
    panel.get_by_role("button", name="edit count").click()
    panel.get_by_label("value").fill("<b>7</b>")
    panel.get_by_role("button", name="set").click()
    row.filter(has_text="<b>7</b>").wait_for()
    panel.get_by_label("key").fill("")
    panel.get_by_role("button", name="set").click()
    panel.get_by_role("alert").filter(has_text="expected a key").wait_for()
    panel.get_by_role("button", name="delete count").click()
    panel.get_by_text("no items").wait_for()


def test_clock_panel_pauses_and_moves_the_clock(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    file = tmp_path / "page.vue"
    file.write_text(STORAGE)
    tab.goto(start_preview(str(file)))
    screen = tab.locator(".screen")
    screen.get_by_text("ticks 1").wait_for()
    tab.get_by_role("button", name="Clock").click()
    panel = tab.locator("#clock")
    panel.get_by_role("button", name="pause").click()
    panel.get_by_text("paused at").wait_for()
    ticks = int((screen.get_by_text("ticks").text_content() or "").split()[1])
    panel.get_by_role("button", name="to the next timer").click()
    screen.get_by_text(f"ticks {ticks + 1}", exact=True).wait_for()
    duration = panel.get_by_label("seconds")
    duration.fill("60")
    duration.press("Enter")
    screen.get_by_text(f"ticks {ticks + 61}", exact=True).wait_for()
    duration.fill("soon")
    panel.get_by_role("button", name="step", exact=True).click()
    panel.get_by_role("alert").filter(has_text="soon").wait_for()
    file.write_text(STORAGE.replace("ticks {{", "reloaded {{"))
    screen.get_by_text("reloaded 0").wait_for()
    panel.get_by_role("button", name="run").click()
    screen.get_by_text("reloaded 2").wait_for()


def test_faults_panel_adds_and_stops_the_chosen_fault(
    tab: BrowserPage, start_preview: StartPreview
) -> None:
    tab.goto(start_preview("demo", "chat"))
    devices = connect_chat(tab)
    tab.get_by_role("button", name="Faults").click()
    panel = tab.locator("#faults")
    panel.get_by_label("kind").select_option("drop")
    panel.get_by_label("for", exact=True).select_option("device 2 only")
    panel.get_by_role("button", name="add").click()
    devices.nth(1).get_by_text("next try").wait_for()
    devices.nth(0).get_by_text("online as Ada").wait_for()
    panel.locator("#fired-faults").filter(has_text="drop").wait_for()
    panel.get_by_role("button", name="stop drop").click()
    panel.locator("#active-faults").filter(has_text="none").wait_for()
    devices.nth(1).get_by_text("online as Bob").wait_for()
    panel.get_by_label("fault", exact=True).fill("explode")
    panel.get_by_role("button", name="add").click()
    panel.get_by_role("alert").filter(has_text="explode").wait_for()
    tab.get_by_role("button", name="Copy as test").click()
    tab.locator("#test").filter(has_text="page2.faults.add('drop')").wait_for()


IMAGES = """<template>
  <div>
    <image v-for="src in all" :src="src" class="image" @load="loaded"/>
    <text>{{ sizes.slice().sort().join(' ') }}</text>
  </div>
</template>
<script>
module.exports = {
  data: function () { return { sizes: [], all: [require('./a.svg'), 'OTHER'] }; },
  methods: { loaded: function (event) { this.sizes.push(event.size.naturalWidth); } },
};
</script>
<style> .image { width: 90px; height: 60px; } </style>
"""


def test_preview_shows_images_of_the_project_and_of_a_server(
    tab: BrowserPage, start_preview: StartPreview, tmp_path: Path
) -> None:
    from ..support.stream_server import HttpServer, Reply

    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><g/></svg>'
    (tmp_path / "a.svg").write_text(svg)
    with HttpServer({"/b.svg": Reply(body=svg.replace('"3"', '"4"').encode())}) as server:
        (tmp_path / "page.vue").write_text(
            IMAGES.replace("OTHER", f"{server.url}/b.svg"), encoding="utf-8"
        )
        tab.goto(start_preview(str(tmp_path / "page.vue")))
        tab.locator(".screen").get_by_text("3 4").wait_for()
        tab.wait_for_function("document.querySelectorAll('.screen image').length === 2")
    decoded = """async () => {
      const drawn = [...document.querySelectorAll('.screen image')];
      return Promise.all(drawn.map(async (image) => {
        const copy = new Image();
        copy.src = image.getAttribute('href');
        await copy.decode();
        return copy.naturalWidth;
      }));
    }"""
    assert tab.evaluate(decoded) == [3, 4]


def test_preview_tab_connects_again_after_the_server_restarted(tab: BrowserPage) -> None:
    from weex_runtime.preview.server import PreviewServer

    joined: list[int] = []
    first = PreviewServer(0, lambda: joined.append(1), lambda text: None)
    with first:
        tab.goto(first.address)
        tab.get_by_role("status").filter(has_text="connected").wait_for()
    tab.get_by_role("status").filter(has_text="trying again").wait_for()
    second = PreviewServer(first.port, lambda: joined.append(2), lambda text: None)
    second.token = first.token
    with second:
        tab.get_by_text("connected", exact=True).wait_for()
    assert joined == [1, 2]
