// { "framework": "Vanilla", "open": { "platform": "web" }, "console": ["log: one two"], "errors": ["Error: told"] }
// Adds toJSON to prototypes. Console lines and calls across the bridge stay unchanged.
Array.prototype.toJSON = function () { return 'x'; };
Object.prototype.toJSON = function () { return 7; };
String.prototype.toJSON = function () { return 'y'; };
console.log('one', 'two');
weex.requireModule('storage').setItem('k', 'v');
setTimeout(function () { throw new Error('told'); }, 1);
