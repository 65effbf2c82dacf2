"""A new user's first bundle, and its test."""

BUNDLE = """// { "framework": "Vue" }
var ws = weex.requireModule('webSocket');

new Vue({
  el: 'body',
  data: { text: '', lines: [], state: 'connecting' },
  created: function () {
    var self = this;
    ws.WebSocket(weex.config.url);
    ws.onopen(function () { self.state = 'online'; });
    ws.onmessage(function (event) { self.lines.push(event.data); });
  },
  methods: {
    send: function () {
      ws.send(this.text);
      this.text = '';
    },
  },
  render: function (h) {
    var self = this;
    return h('div', [
      h('text', { attrs: { testId: 'state' } }, [self.state]),
      h('input', {
        attrs: { placeholder: 'message', value: self.text },
        on: { input: function (event) { self.text = event.value; } },
      }),
      h('text', { on: { click: self.send } }, ['Send']),
      h('list', self.lines.map(function (line) { return h('cell', [h('text', [line])]); })),
    ]);
  },
});
"""

TEST = """import pytest

from weex_runtime import expect


@pytest.mark.weex(bundle="chat.js")
def test_what_is_sent_comes_back(new_weex_page, ws_server):
    ws_server.echo()
    page = new_weex_page(config={"url": ws_server.url})
    page.set_default_timeout(1)
    expect(page.get_by_test_id("state")).to_have_text("online")
    page.get_by_placeholder("message").fill("hello")
    page.get_by_text("Send").click()
    expect(page.get_by_role("listitem")).to_have_text(["hello"])
"""
