// { "framework": "Vanilla" }
// Requests a list from a port without a server, and throws an error.
var url = 'http://127.0.0.1:1/list?page=1';
weex.requireModule('stream').fetch({ url: url }, function () {});

function fail() {
  throw new Error('the bundle is broken');
}
fail();
