// { "framework": "Vanilla" }
// Passes to native lists whose items are getters that run JS. Native must read a copy of each list.
var long = 'y'.repeat(5000);
function item(value) { return { get: function () { console.log('read'); return value(); }, enumerable: true }; }
var values = [function () { return long; }, function () { return { toString: function () { console.log('!'); return long; } }; },
  function () { return new Uint8Array(5000); }, function () { return Symbol('s'); }, function () { return BigInt(1); }];
var handler = weex.document.taskCenter.moduleHandler;
values.forEach(function (value) {
  var list = ['k'];
  Object.defineProperty(list, 1, item(value));
  var kinds = [list, new Proxy(list, {}), { length: 2, 0: 'k', get 1() { return value(); } },
    Object.create(Array.prototype, { 0: item(value), 1: item(value), length: { value: 2 } })];
  kinds.forEach(function (kind) {
    try { handler('1', 'storage', 'setItem', kind); } catch (e) { console.log(String(e)); }
    try { handler('1', 'storage', 'setItem', kind, kind); } catch (e) { console.log(String(e)); }
  });
});
var n = 0;
handler('1', 'storage', 'setItem', ['k', { get base64() { console.log('x'); return n++ ? {} : long; }, '@type': 'binary' }]);
handler('1', 'storage', 'setItem', ['k', { toJSON: function () { console.log('json'); return { toJSON: 1 }; } }]);
