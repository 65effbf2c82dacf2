// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}}
// Writes long lines, and throws long errors, so that the records fill the memory.
var long = new Array(1 << 16).join('x');
for (var i = 0; i < 100; i++) {
  console.log(i + long);
  Promise.reject(new Error(i + long));
}
