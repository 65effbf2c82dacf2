// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["--limit depth="]}
// Nests rows and tappable elements hundreds of times, and moves an element into the deepest element.
var leaf = document.createElement('div', { style: { flexDirection: 'row' } });
document.documentElement.appendChild(leaf);
for (var i = 0; i < 300; i++) {
  var child = document.createElement('div', { style: { flexDirection: 'row' } });
  if (i % 2) child.addEvent('click', function () {});
  leaf.appendChild(child);
  leaf = child;
}
callMoveElement('1', document.body.children[0].ref, leaf.ref, 0);
