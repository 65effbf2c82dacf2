// { "framework": "Vanilla", "console": ["log: timer"] }
// Makes a Proxy whose traps throw and log the prototype of the global object. Timers still fire.
setTimeout(function () { console.log('timer'); }, 400);
var trap = function () { console.log('trap'); throw new Error('trap'); };
var traps = new Proxy({}, { get: function () { return trap; } });
Object.setPrototypeOf(globalThis, new Proxy({}, traps));
