// { "framework": "Vanilla", "runtime": {"time_limit": 0.1}, "only": [], "errors": ["at hang (hangs_in_join.js:4"] }
// Joins 2^53 - 1 items in one call of the engine. Only another process can end the call.
function hang() {
  return Array.prototype.join.call({ length: 2 ** 53 - 1 }, '');
}
hang();
