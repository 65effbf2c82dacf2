// { "framework": "Vanilla", "errors": [] }
// The value of the script is a Proxy whose traps call native. The runtime must not read the value.
var log = function () { console.log('trap'); return undefined; };
new Proxy(function () {}, new Proxy({}, { get: function () { return log; } }));
