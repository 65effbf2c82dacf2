// { "framework": "Vanilla", "runtime": { "time_limit": 0.2 } }
// Passes deeply nested values, and values whose toJSON, getters, replacers or proxies add levels of
// nesting while they are read.
function deep(make) { var v = 1; for (var i = 0; i < 3000; i++) v = make(v); return v; }
var kinds = [
  deep(function (v) { return [v]; }), deep(function (v) { return { a: v }; }),
  { toJSON: function () { return deep(function (v) { return [v]; }); } },
  { get a() { return { __proto__: this, b: deep(function (v) { return { v: v }; }) }; } },
  new Proxy({}, { ownKeys: function () { return ['a']; }, get: function f(t, k, r) { return k === 'toJSON' ? undefined : r; },
    getOwnPropertyDescriptor: function () { return { enumerable: true, configurable: true }; } }),
  { toJSON: function f() { return { a: { toJSON: f } }; } },
];
var storage = weex.requireModule('storage');
kinds.forEach(function (kind) {
  [function () { storage.setItem('k', kind); }, function () { console.log(kind); }, function () { console.log([kind]); },
    function () { JSON.stringify(kind); }, function () { JSON.stringify({ k: 1 }, function () { return kind; }); },
    function () { JSON.stringify(kind, ['a', 'b']); }, function () { String(kind); },
    function () { weex.document.taskCenter.send('dom', { action: 'addElement' }, ['_root', kind, -1]); },
    function () { callNative('1', kind, '-1'); }, function () { callAddElement('1', '_root', kind, -1); },
    function () { new BroadcastChannel('c').postMessage(kind); }, function () { structuredClone(kind); },
    function () { throw kind; },
  ].forEach(function (act) { try { act(); } catch (e) { console.log(typeof e); } });
  setTimeout(function () { throw kind; }, 1);
  Promise.reject(kind);
});
throw kinds[0];
