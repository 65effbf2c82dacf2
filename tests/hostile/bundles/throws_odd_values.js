// { "framework": "Vanilla" }
// Throws values that cannot be converted to text, from a timer, a promise and the script. The page
// reports each value.
function thrown() {
  var log = function () { console.log('trap'); throw new Error('trap'); };
  return [
    null, undefined, Symbol('s'), Object.create(null), BigInt(1), '\ud800', '\0',
    new Proxy({}, new Proxy({}, { get: function () { return log; } })),
    new Proxy(new Error('e'), { get: function (_, key) { console.log('get ' + String(key)); return {}; } }),
    { get stack() { console.log('stack'); throw 1; }, toString: log },
    Object.defineProperty(new Error('own'), 'message', { get: log }),
    Object.defineProperty(new Error('own'), 'stack', { get: log }),
    (function () { var d = []; for (var i = 0; i < 3000; i++) d = [d]; return d; })(),
  ];
}
thrown().forEach(function (value) {
  setTimeout(function () { throw value; }, 1);
  Promise.reject(value);
  Promise.resolve().then(function () { throw value; });
  new Promise(function () { throw value; });
});
class Odd extends Promise {
  constructor(run) {
    super(function (resolve) {
      run(function (value) { throw { toString: function () { console.log('job'); return 'job'; } }; },
        function () { throw { get stack() { console.log('job'); } }; });
    });
  }
}
Odd.resolve(1).then(function () {});
Promise.resolve({ then: function (done) { done(1); throw { toString: function () { console.log('then'); } }; } });
throw thrown()[9];
