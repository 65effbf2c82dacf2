"""Steps of a trace, and the images in their screens."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from weex_runtime import Runtime
from weex_runtime.trace.html import trace_data
from weex_runtime.trace.recorder import Recorder

BUNDLE = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { count: 0 },
  methods: { more: function () { this.count++; } },
  render: function (h) {
    return h('div', [
      h('image', {
        style: { width: '9px', height: '9px' },
        attrs: { src: 'red.png' },
        on: { load: this.more },
      }),
      h('text', { on: { click: this.more } }, ['count ' + this.count]),
    ]);
  },
});
"""


def test_event_that_a_component_fires_is_not_a_step_of_the_trace(
    runtime: Runtime, tmp_path: Path
) -> None:
    recorder = Recorder("a test", lambda: None)
    recorder.watch(runtime)
    page = runtime.open(source=BUNDLE, name="app.js")
    image: Any = page.components.of(page.locator("image").elements()[0])
    image.load(3, 2)
    page.fire_event(page.document.root.ref, "click")
    assert [step.text.partition("(")[0] for step in recorder.steps] == [
        "runtime.open",
        "page.fire_event",
    ]


def test_image_that_appears_on_several_screens_is_stored_only_once(
    runtime: Runtime, tmp_path: Path
) -> None:
    file = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(file, "PNG")
    (tmp_path / "red.png").write_bytes(file.getvalue())
    (tmp_path / "app.js").write_text(BUNDLE)
    recorder = Recorder("a test", lambda: None)
    recorder.watch(runtime)
    page = runtime.open(tmp_path / "app.js")
    page.get_by_text("count 0").click()
    page.get_by_text("count 1").click()
    trace = trace_data(recorder)
    assert len(trace["screens"]) == 3
    assert all('href="image:0"' in svg for svg in trace["screens"])
    [image] = trace["images"]
    assert image.startswith("data:image/png;base64,")
