// { "framework": "Vue" }
// Asks the server for many messages and counts them: `run` takes {messages, size}.
var bench = weex.requireModule('bench');
var socket = weex.requireModule('webSocket');
var expected = 0;
var received = 0;
var length = 0;

new Vue({
  el: 'body',
  methods: {
    run: function (event) {
      expected = event.messages;
      received = length = 0;
      socket.send('burst ' + event.messages + ' ' + event.size);
    },
  },
  render: function (h) {
    return h('div', { on: { run: this.run } }, [h('text', ['burst'])]);
  },
});

socket.WebSocket(weex.config.url, '');
socket.onopen(function () {
  bench.ready();
});
socket.onmessage(function (event) {
  received += 1;
  length += event.data.length;
  if (received === expected) bench.done(received, length);
});
