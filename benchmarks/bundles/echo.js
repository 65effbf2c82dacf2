// { "framework": "Vue" }
// Sends a text and answers each message with itself: `run` takes {trips, size}.
var bench = weex.requireModule('bench');
var socket = weex.requireModule('webSocket');
var trips = 0;
var received = 0;
var length = 0;

new Vue({
  el: 'body',
  methods: {
    run: function (event) {
      trips = event.trips;
      received = length = 0;
      socket.send('x'.repeat(event.size));
    },
  },
  render: function (h) {
    return h('div', { on: { run: this.run } }, [h('text', ['echo'])]);
  },
});

socket.WebSocket(weex.config.url, '');
socket.onopen(function () {
  bench.ready();
});
socket.onmessage(function (event) {
  received += 1;
  length += event.data.length;
  if (received < trips) socket.send(event.data);
  else bench.done(received, length);
});
