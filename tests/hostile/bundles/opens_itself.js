// {"framework": "Vanilla", "runtime": {"limits": {"elements": 500, "depth": 100, "timers": 100, "pages": 3, "connections": 5, "memory": 6291456, "storage": 100000, "turn": 0.02, "overrun": 0.1}}}
// Pushes and embeds itself without end.
var url = weex.config.bundleUrl;
var body = document.createElement('div');
document.documentElement.appendChild(body);
body.appendChild(document.createElement('embed', { attr: { src: url } }));
weex.requireModule('navigator').push({ url: url, animated: 'false' });
