// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["the page was stopped"]}
// Answers each message of a channel with two messages.
var one = new BroadcastChannel('flood');
var other = new BroadcastChannel('flood');
var long = new Array(1 << 12).join('x');
one.onmessage = other.onmessage = function () { one.postMessage(long); other.postMessage(long); };
one.postMessage(long);
