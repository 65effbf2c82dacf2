// { "framework": "Vanilla", "errors": [] }
// Ends with a Proxy whose traps call native. The value is not read.
var log = function () { console.log('trap'); return undefined; };
new Proxy(function () {}, new Proxy({}, { get: function () { return log; } }));
