// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["memory"]}
// Sets long attributes, which only Python stores, until the memory limit of the page is exceeded.
document.documentElement.appendChild(document.createElement('div'));
var long = new Array(1 << 16).join('x');
for (var i = 0; i < 1000; i++) {
  var attrs = {};
  attrs['a' + i] = long;
  callUpdateAttrs('1', '_root', attrs);
}
