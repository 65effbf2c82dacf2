// { "framework": "Vanilla", "open": { "platform": "android" }, "console": ["expected one line of ASCII as protocol", "the header 'X\\r\\nEvil' is invalid", "the value of the header X is invalid"] }
// Puts line breaks and a header into a subprotocol, and into headers. Nothing is sent.
var stream = weex.requireModule('stream'), url = 'http://127.0.0.1:9/';
weex.requireModule('webSocket').WebSocket('ws://127.0.0.1:9/', 'a\r\nEvil: 1');
stream.fetch({ method: 'GET', url: url, headers: { 'X\r\nEvil': '1' } }, function () {});
stream.fetch({ method: 'GET', url: url, headers: { X: 'a\r\nEvil: 1' } }, function () {});
