// { "framework": "Vue" }
// Sockets that send numbered messages and expect each message back, in order. A socket that is
// lost connects again. Tests fire the events `report` and `stop` at the root element.
//
// config:
//   url      The URL of an echo server.
//   sockets  The number of sockets of the class WebSocket; 0: one of the module webSocket.
//   window   The maximum number of messages of a socket that have not come back.
//   last     The number of messages that a socket sends; -1: without end.
var config = weex.config;
var FILL = '.'.repeat(64);

var count = { opened: 0, open: 0, sent: 0, received: 0, wrong: 0, refused: 0 };
var latencies = {}; // {milliseconds: number of round trips that took so long}
var stopped = false;

// Return a socket: the class `WebSocket` and the module `webSocket` have the same handler properties
// and the same methods `send` and `close`.
function connect() {
  if (config.sockets) return new WebSocket(config.url);
  var module = weex.requireModule('webSocket');
  module.WebSocket(config.url, '');
  return module;
}

function keepOpen(line, page) {
  var socket = connect();
  var underWay = []; // {text, time} of messages that have not come back, oldest first
  var next = 0;
  var isOpen = false;

  function send() {
    if (stopped || next === config.last) return;
    var text = (line + ':' + next++ + ':' + FILL).slice(0, 64);
    underWay.push({ text: text, time: Date.now() });
    count.sent++;
    socket.send(text);
  }

  socket.onopen = function () {
    isOpen = true;
    count.opened++;
    count.open++;
    for (var i = 0; i < config.window; i++) send();
  };
  socket.onmessage = function (event) {
    var expected = underWay.shift();
    if (!expected || event.data !== expected.text) {
      count.wrong++;
      return;
    }
    var took = Date.now() - expected.time;
    latencies[took] = (latencies[took] || 0) + 1;
    page.received = ++count.received;
    send();
  };
  socket.onerror = function () {};
  socket.onclose = function () {
    if (isOpen) {
      count.open--;
      count.sent -= underWay.length; // these messages will not come back
    } else {
      count.refused++;
    }
    setTimeout(function () { keepOpen(line, page); }, 50 + 200 * Math.random());
  };
}

new Vue({
  el: 'body',
  data: { received: 0 },
  created: function () {
    for (var line = 0; line < (config.sockets || 1); line++) keepOpen(line, this);
  },
  render: function (h) {
    var on = {
      report: function () {
        var report = Object.assign({ latencies: latencies }, count);
        latencies = {};
        return report;
      },
      stop: function () { stopped = true; },
    };
    return h('div', { on: on }, [h('text', [this.received + ' received'])]);
  },
});
