// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["--limit storage="], "console": ["failed"]}
// Stores more than the storage of an app may take.
var storage = weex.requireModule('storage');
var long = new Array(1 << 16).join('x');
for (var i = 0; i < 10; i++) {
  storage.setItem('key' + i, long, function (answer) { console.log(answer.result); });
}
