// { "framework": "Vanilla", "open": { "platform": "web" } }
// Replaces the methods of Map by functions that log, then rejects promises. Tracking a rejection
// must not block the page, although it may call these functions.
['set', 'get', 'has', 'delete', 'values', 'forEach', 'clear'].forEach(function (name) {
  Map.prototype[name] = function () { console.log('x'); };
});
Promise.reject(1);
Promise.reject(2).catch(function () {});
