// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["--limit timers="]}
// Starts intervals without end, with both kinds of timers.
var timer = weex.requireModule('timer');
for (var i = 0; i < 300; i++) {
  setInterval(function () {}, 100);
  timer.setInterval(function () {}, 100);
}
