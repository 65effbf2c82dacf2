// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}}
// Uses modules and components that do not exist. Each of them causes a warning.
document.documentElement.appendChild(document.createElement('div'));
var long = new Array(1 << 10).join('x');
for (var i = 0; i < 3000; i++) weex.requireModule(i + long);
for (i = 0; i < 1000; i++) document.body.appendChild(document.createElement('x' + i));
