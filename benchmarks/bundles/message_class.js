// { "framework": "Vue" }
// As message.js, with the class WebSocket and ArrayBuffers: `run` takes {trips, size}.
var bench = weex.requireModule('bench');
var socket = new WebSocket(weex.config.url);
var message = null;
var trips = 0;
var received = 0;
var length = 0;

new Vue({
  el: 'body',
  methods: {
    run: function (event) {
      message = new Uint8Array(event.size).buffer;
      trips = event.trips;
      received = length = 0;
      socket.send(message);
    },
  },
  render: function (h) {
    return h('div', { on: { run: this.run } }, [h('text', ['message'])]);
  },
});

socket.binaryType = 'arraybuffer';
socket.onopen = function () {
  bench.ready();
};
socket.onmessage = function (event) {
  received += 1;
  length += event.data.byteLength;
  if (received < trips) socket.send(message);
  else bench.done(received, length);
};
