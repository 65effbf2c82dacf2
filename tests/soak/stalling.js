// { "framework": "Vue" }
// Sends `config.rate` bytes a second, at most `config.most`, to a server that does not read. When
// the socket fails, the page opens another socket. The screen shows the number of failed sockets,
// and the megabytes that were passed to the newest socket.
var config = weex.config;
var ws = weex.requireModule('webSocket');
var CHUNK = '.'.repeat(64 * 1024);

new Vue({
  el: 'body',
  data: { failed: 0, sent: 0, cause: '' },
  created: function () { this.connect(); },
  methods: {
    connect: function () {
      var self = this, sending;
      ws.WebSocket(config.url, '');
      ws.onopen = function () {
        var start = Date.now();
        self.sent = 0;
        sending = setInterval(function () {
          var due = Math.min((Date.now() - start) / 1000 * config.rate, config.most);
          for (; self.sent < due; self.sent += CHUNK.length) ws.send(CHUNK);
        }, 20);
      };
      ws.onerror = function (event) { self.cause = event.data; };
      ws.onclose = function () {
        clearInterval(sending);
        self.failed++;
        self.connect();
      };
    },
  },
  render: function (h) {
    return h('div', [this.failed, this.sent >> 20, this.cause].map(function (line) {
      return h('text', [String(line)]);
    }));
  },
});
