// { "framework": "Vue" }
// Sends what `config.sends` describes when the socket is open, and compares what comes back with
// it, message by message. The screen says how things stand.
//
// config:
//   url, protocol  For WebSocket().
//   sends          Messages, each ["text", unit, times], ["binary", times], ["numbers", count]
//                  for the texts "0", "1" and so on, or ["unicode"].
//   logs           Write each message to the console instead of comparing it.
//   close          [code, reason], to close with when all of `sends` has come back.
//   busy           Milliseconds that the page computes at each message.
var config = weex.config;
var ws = weex.requireModule('webSocket');

// {what to send, what must come back}
var make = {
  text: function (unit, times) {
    var text = unit.repeat(times);
    return [{ sent: text, expected: text }];
  },
  // 768 bytes a time: each byte value three times, 1,024 characters of base64.
  binary: function (times) {
    var bytes = new Uint8Array(768 * times);
    for (var i = 0; i < 768; i++) bytes[i] = i;
    for (var done = 768; done < bytes.length; done *= 2) {
      bytes.copyWithin(done, 0, Math.min(done, bytes.length - done));
    }
    var unit = btoa(String.fromCharCode.apply(null, bytes.subarray(0, 768)));
    return [{ sent: bytes.buffer, expected: unit.repeat(times) }];
  },
  numbers: function (count) {
    var messages = [];
    for (var i = 0; i < count; i++) messages.push({ sent: String(i), expected: String(i) });
    return messages;
  },
  // Each code point that UTF-8 can carry, in one text.
  unicode: function () {
    var parts = [];
    for (var i = 0; i <= 0x10ffff; i++) {
      if (i < 0xd800 || i > 0xdfff) parts.push(String.fromCodePoint(i));
    }
    return make.text(parts.join(''), 1);
  },
};

var messages = [];
(config.sends || []).forEach(function (what) {
  messages = messages.concat(make[what[0]].apply(null, what.slice(1)));
});

new Vue({
  el: 'body',
  data: { state: 'connecting', received: 0, different: 0 },
  created: function () {
    ws.WebSocket(config.url, config.protocol || '');
    ws.onopen = this.onOpen;
    ws.onmessage = this.onMessage;
    ws.onclose = this.onClose;
    ws.onerror = this.onError;
  },
  methods: {
    onOpen: function () {
      this.state = 'open';
      messages.forEach(function (message) { ws.send(message.sent); });
      this.closeIfDone();
    },
    onMessage: function (event) {
      var data = event.data;
      for (var end = Date.now() + (config.busy || 0); Date.now() < end;);
      if (config.logs) {
        console.log(JSON.stringify(data));
      } else {
        var expected = messages[this.received];
        var value = typeof data === 'string' ? data : data.base64;
        if (!expected || value !== expected.expected
            || typeof data !== (typeof expected.sent === 'string' ? 'string' : 'object')) {
          this.different++;
        }
      }
      this.received++;
      this.closeIfDone();
    },
    onClose: function (event) {
      this.state = ['closed', event.code, JSON.stringify(event.reason), event.wasClean].join(' ');
    },
    onError: function (event) { console.error(event.data); },
    closeIfDone: function () {
      if (config.close && this.received === messages.length) {
        ws.close(config.close[0], config.close[1]);
      }
    },
  },
  render: function (h) {
    return h('div', [
      h('text', [this.state]),
      h('text', [this.received + ' received, ' + this.different + ' different']),
    ]);
  },
});
