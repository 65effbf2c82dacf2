// { "framework": "Vanilla", "open": { "platform": "web" } }
// Replaces the methods of Map, which logs while the engine rejects a promise. Nothing blocks.
['set', 'get', 'has', 'delete', 'values', 'forEach', 'clear'].forEach(function (name) {
  Map.prototype[name] = function () { console.log('x'); };
});
Promise.reject(1);
Promise.reject(2).catch(function () {});
