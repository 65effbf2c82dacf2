// { "framework": "Vanilla", "console": ["log: timer"] }
// The prototype of the global object becomes a Proxy whose traps log and throw. Timers still fire.
setTimeout(function () { console.log('timer'); }, 400);
var trap = function () { console.log('trap'); throw new Error('trap'); };
var traps = new Proxy({}, { get: function () { return trap; } });
Object.setPrototypeOf(globalThis, new Proxy({}, traps));
