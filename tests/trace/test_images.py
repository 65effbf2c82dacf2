"""Images in the screens of a trace."""

from __future__ import annotations

import io
from pathlib import Path

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
      h('image', { style: { width: '9px', height: '9px' }, attrs: { src: 'red.png' } }),
      h('text', { on: { click: this.more } }, ['count ' + this.count]),
    ]);
  },
});
"""


def test_image_of_several_screens_is_stored_once(runtime: Runtime, tmp_path: Path) -> None:
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
