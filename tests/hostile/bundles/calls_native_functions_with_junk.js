// { "framework": "Vanilla" }
// Calls the native functions with arguments of wrong types. Each call is refused.
var junk = [undefined, null, 1, NaN, -1, 1e300, true, 'x', '', '_root', [], {}, [[]], [{}], { type: 'div', ref: '9' },
  { ref: {}, type: {} }, { children: 1 }, { ref: 'r', type: 'div', children: [1, null, {}] }, { ref: 'q', type: 'list', attr: 1, style: 'x', event: 5 },
  [{ module: 'dom', method: 'addElement', args: 1 }], [{ module: {}, method: [] }], [{ component: 1, ref: 2, method: 3 }], [{ module: 'storage', method: 'setItem', args: {} }]];
Object.getOwnPropertyNames(globalThis).filter(function (name) { return /^call/.test(name); }).concat(
  ['nativeLog', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'btoa', 'atob', 'BroadcastChannel', 'sendTasks', 'notifyTrimMemory'],
).forEach(function (name) {
  var act = globalThis[name];
  if (typeof act !== 'function') return;
  junk.forEach(function (a) {
    [[a], ['1', a], ['1', '_root', a], ['1', 'storage', a], ['1', '_root', a, a], ['1', 'storage', 'setItem', a, a], ['1', a, a, a, a]].forEach(function (args) {
      try { act.apply(globalThis, args); } catch (e) { String(e); }
    });
  });
});
