// { "framework": "Vanilla" }
// Calls native while the engine collects garbage: from finalizers, from iterators, and from getters
// of promises.
var kept = [];
if (typeof FinalizationRegistry === 'function') {
  var registry = new FinalizationRegistry(function () { console.log('finalized'); });
  for (var i = 0; i < 100; i++) registry.register({ i: i }, i);
}
function* endless() { try { while (true) yield 1; } finally { console.log('ended'); } }
for (var value of endless()) break;
var generator = endless();
generator.next();
kept.push(generator);
(async function () { try { await new Promise(function () {}); } finally { console.log('never'); } })();
(async function () { for await (var v of [Promise.reject(1)]) console.log(v); })();
Object.defineProperty(Promise.prototype, 'constructor', { get: function () { console.log('constructor'); return Promise; } });
Promise.resolve(1).then(function () { kept = null; });
setTimeout(function () { for (var i = 0; i < 1000; i++) { var a = {}; a.a = a; } }, 1);
