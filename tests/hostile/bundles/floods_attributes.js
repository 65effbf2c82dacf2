// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["memory"]}
// Sets long attributes until the page's memory is full. Only native stores them, not JS.
document.documentElement.appendChild(document.createElement('div'));
var long = new Array(1 << 16).join('x');
for (var i = 0; i < 1000; i++) {
  var attrs = {};
  attrs['a' + i] = long;
  callUpdateAttrs('1', '_root', attrs);
}
