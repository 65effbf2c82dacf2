// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["--limit overrun="]}
// Keeps the loop busy with timers that are always due.
function work() {
  for (var i = 0; i < 1000000; i++);
  setTimeout(work, 0);
}
for (var n = 0; n < 5; n++) work();
