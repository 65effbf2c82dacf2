// {"framework": "Vanilla", "runtime": {"time_limit": 10, "limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["memory"]}
// Adds listeners of global events without end. Python stores each listener.
var event = weex.requireModule('globalEvent');
function listen() {}
for (var i = 0; i < 100000; i++) event.addEventListener('x' + i, listen);
