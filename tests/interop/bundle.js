// { "framework": "Vue" }
// Sends the messages of `config.sends` when the socket is open, and compares each message that
// comes back with the sent message. The screen shows the socket's state and the counts.
//
// config:
//   url, protocol  The arguments of WebSocket().
//   sends          Messages: ["text", unit, times], ["binary", times] and ["unicode"] are one
//                  message each; ["numbers", count] are the texts "0", "1" and so on.
//   logs           If true, write messages to the console instead of comparing them.
//   close          The [code, reason] of closing, after all messages have come back.
//   busy           Milliseconds for which JS is busy at each message.
var config = weex.config;
var ws = weex.requireModule('webSocket');

// Each function returns [{sent: a message, expected: the message that must come back}].
var make = {
  text: function (unit, times) {
    var text = unit.repeat(times);
    return [{ sent: text, expected: text }];
  },
  // Repeats a unit of 768 bytes: each byte value three times. In base64 the unit has 1,024 characters.
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
  // Makes one text of all code points that UTF-8 can encode.
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
