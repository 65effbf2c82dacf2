// { "framework": "Vanilla", "runtime": { "time_limit": 0.15 }, "takes_long": true }
// Passes values that are deeper than the C stack. Each call fails or reaches the time limit.
function deep(make) { var v = 1; for (var i = 0; i < 30000; i++) v = make(v); return v; }
var list = deep(function (v) { return [v]; });
var object = deep(function (v) { return { a: v }; });
[function () { String(list); }, function () { throw list; }, function () { console.log(list); },
  function () { weex.requireModule('storage').setItem('k', object); }, function () { JSON.stringify(object, ['a']); },
  function () { JSON.parse('['.repeat(30000)); }, function () { list.flat(Infinity); },
  function () { new RegExp('('.repeat(30000)); }, function () { new Function('('.repeat(30000)); },
  function () { new Function('return ' + '-'.repeat(30000) + '1'); }, function () { new Function('{'.repeat(30000)); },
  function () { var p = {}; for (var i = 0; i < 30000; i++) p = new Proxy(p, {}); return p.x; },
  function () { var p = {}; for (var i = 0; i < 30000; i++) p = new Proxy(p, {}); return p instanceof Array; },
  function () { var f = function () {}; for (var i = 0; i < 30000; i++) f = f.bind(null); f(); },
].forEach(function (act) { setTimeout(act, 1); });
