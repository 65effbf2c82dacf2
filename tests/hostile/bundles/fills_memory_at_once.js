// { "framework": "Vanilla", "runtime": { "memory_limit": 4194304 }, "only": ["quickjs-ng"] }
// Fills the memory of the page and makes native functions throw, all in one task. The runtime must
// stop the page.
var last = null;
var map = Array.prototype.map;
function fill() { try { for (;;) last = { last: last }; } catch (e) {} }
function fail() { try { map.call(null); } catch (e) {} }
fill();
fail();
for (var i = 0; i < 100; i++) { fill(); fail(); }
