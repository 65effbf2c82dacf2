// { "framework": "Vanilla", "runtime": { "memory_limit": 4194304 }, "errors": ["the page was stopped"] }
// Fills its memory, and throws errors in each task after that. The page is stopped.
var kept = [];
setTimeout(function () { try { for (;;) kept.push({ a: [1, 2, 3], b: 'x' + kept.length }); } catch (e) {} }, 1);
function fail() { try { JSON.parse('{'); } catch (e) { kept.push(e); } setTimeout(fail, 1); }
setTimeout(fail, 2);
Promise.resolve().then(fail);
