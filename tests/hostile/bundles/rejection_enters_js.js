// { "framework": "Vanilla", "open": { "platform": "web" } }
// Replaces the methods of Map by functions that log while the engine rejects a promise. The page
// must not block.
['set', 'get', 'has', 'delete', 'values', 'forEach', 'clear'].forEach(function (name) {
  Map.prototype[name] = function () { console.log('x'); };
});
Promise.reject(1);
Promise.reject(2).catch(function () {});
