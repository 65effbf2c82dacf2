// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["--limit connections="]}
// Sends requests without end to a port that nobody listens to.
var stream = weex.requireModule('stream');
for (var i = 0; i < 200; i++) stream.fetch({ url: 'http://127.0.0.1:9/' + i }, function () {});
