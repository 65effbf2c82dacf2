// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}, "errors": ["--limit elements="]}
// Adds ten times as many elements as the page may have, many of them with one ref.
var body = document.createElement('div');
document.documentElement.appendChild(body);
for (var i = 0; i < 1500; i++) body.appendChild(document.createElement('image'));
for (i = 0; i < 1500; i++) callAddElement('1', '_root', { ref: '7', type: 'text' }, -1);
