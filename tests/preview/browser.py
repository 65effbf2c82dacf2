"""A tab of the preview, without a browser."""

from __future__ import annotations

import json
from typing import Any

from weex_runtime import Page, Runtime
from weex_runtime.instance.stack import PageStack
from weex_runtime.preview.session import Session

BUNDLE = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { log: '', name: '' },
  methods: {
    note: function (event) { this.log += ' ' + event.type; },
    typed: function (event) { this.name = event.value; },
  },
  render: function (h) {
    var on = { click: this.note, longpress: this.note };
    var rows = [0, 1, 2].map(function (n) { return h('cell', { style: { height: '900px' } }); });
    return h('div', [
      h('text', { style: { height: '100px' }, on: on }, ['tap me']),
      h('input', {
        style: { height: '100px' }, attrs: { placeholder: 'name' }, on: { input: this.typed },
      }),
      h('text', { style: { height: '100px' } }, [this.log + '/' + this.name]),
      h('list', { on: { scroll: this.note } }, rows),
    ]);
  },
});
"""


class Browser:
    """A tab of the preview.

    Args:
        options: Further arguments of `Runtime.open`.
    """

    def __init__(self, runtime: Runtime, source: str = BUNDLE, **options: Any) -> None:
        stack: PageStack[Page] = PageStack()
        self.messages: list[dict[str, Any]] = []
        self.session = Session(
            runtime, [stack], lambda text: self.messages.append(json.loads(text))
        )
        self.page = runtime.open(source=source, name="app.js", stack=stack, **options)
        self.session.join()

    def sent(self, kind: str) -> list[dict[str, Any]]:
        """The messages of a kind."""
        return [message for message in self.messages if message["kind"] == kind]

    def do(self, name: str, **more: object) -> None:
        self.session.receive(json.dumps({"do": name, "device": 0, **more}))

    @property
    def steps(self) -> list[str]:
        """The lines of the copied code after its first two lines."""
        return [line.strip() for line in self.session.code().splitlines()[2:]]

    @property
    def shown(self) -> str:
        """The types of the events so far, and the text of the field."""
        return self.page.locator("text").nth(1).text_content()

    @property
    def screens(self) -> list[dict[str, Any]]:
        return self.sent("screen")

    def field(self) -> dict[str, Any]:
        field: dict[str, Any] = self.screens[-1]["fields"][0]
        return field
