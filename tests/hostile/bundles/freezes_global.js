// { "framework": "Vanilla", "console": ["log: timer"], "errors": ["at the end"] }
// Freezes the global object. Timers still fire, and the page's memory is freed.
setTimeout(function () { console.log('timer'); throw new Error('at the end'); }, 400);
Object.freeze(globalThis);
