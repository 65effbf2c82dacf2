// { "framework": "Vanilla", "console": ["log: timer"] }
// Prevents extensions of the global object. Timers still fire, and the page's memory is freed.
setTimeout(function () { console.log('timer'); }, 400);
Object.preventExtensions(globalThis);
