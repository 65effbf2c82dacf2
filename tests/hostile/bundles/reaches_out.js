// { "framework": "Vanilla", "console": ["169.254.169.254:80: access is refused", "/etc/passwd: access is refused", "/environ: access is refused"] }
// Tries each way to the network and to files. Each is refused before a connection, a lookup or a read.
var urls = ['http://169.254.169.254/', 'http://0xa9fea9fe/', 'http://[::ffff:169.254.169.254]/', 'http://secret.evil.example/',
  'file:///etc/passwd', 'file:///proc/self/environ', '..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd',
  '//169.254.169.254/', 'http://user@169.254.169.254:80/'];
var body = document.createElement('div');
document.documentElement.appendChild(body);
urls.forEach(function (url) {
  weex.requireModule('webSocket').WebSocket(url.replace('http', 'ws'), '');
  weex.requireModule('stream').fetch({ method: 'GET', url: url }, function () {});
  weex.requireModule('navigator').push({ url: url });
  weex.requireModule('event').openURL(url);
  body.appendChild(document.createElement('embed', { attr: { src: url } }));
  body.appendChild(document.createElement('image', { attr: { src: url } }));
});
//# sourceMappingURL=../../../../../../../../etc/passwd
