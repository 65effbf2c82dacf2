// { "framework": "Vue" }
// Sends one long message again for each that comes back: `run` takes {trips, size, binary}.
var bench = weex.requireModule('bench');
var socket = weex.requireModule('webSocket');
var message = null;
var trips = 0;
var received = 0;
var length = 0;

function bytesOf(base64) {
  return base64.length / 4 * 3 - (/=*$/.exec(base64.slice(-2))[0].length);
}

new Vue({
  el: 'body',
  methods: {
    run: function (event) {
      message = event.binary ? new Uint8Array(event.size).buffer : 'x'.repeat(event.size);
      trips = event.trips;
      received = length = 0;
      socket.send(message);
    },
  },
  render: function (h) {
    return h('div', { on: { run: this.run } }, [h('text', ['message'])]);
  },
});

socket.WebSocket(weex.config.url, '');
socket.onopen(function () {
  bench.ready();
});
socket.onmessage(function (event) {
  received += 1;
  length += typeof event.data === 'string' ? event.data.length : bytesOf(event.data.base64);
  if (received < trips) socket.send(message);
  else bench.done(received, length);
});
