// { "framework": "Vanilla", "runtime": { "memory_limit": 4194304 }, "only": ["quickjs-ng"] }
// Fills its memory, and makes native functions throw in the same task. The page is stopped.
var last = null;
var map = Array.prototype.map;
function fill() { try { for (;;) last = { last: last }; } catch (e) {} }
function fail() { try { map.call(null); } catch (e) {} }
fill();
fail();
for (var i = 0; i < 100; i++) { fill(); fail(); }
