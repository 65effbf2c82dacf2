// { "framework": "Vanilla", "runtime": { "time_limit": 0.15 }, "open": { "platform": "web" } }
// Replaces the methods that convert errors of the engine to text. Then makes the engine throw
// errors: each must be reported.
var log = function () { console.log('trap'); return 'x'; };
['toString', 'name', 'message', 'stack'].forEach(function (key) {
  [InternalError, RangeError, TypeError, SyntaxError, Error].forEach(function (type) {
    try { Object.defineProperty(type.prototype, key, { get: function () { return log; } }); } catch (e) {}
    try { Object.defineProperty(type.prototype, Symbol.toPrimitive, { value: log }); } catch (e) {}
  });
});
try { Object.prototype[Symbol.toPrimitive] = log; } catch (e) {}
try { Object.setPrototypeOf(InternalError.prototype, new Proxy({}, { get: log })); } catch (e) {}
Error.prepareStackTrace = function (error) { console.log('prepare'); return error; };
setTimeout(function () { while (true); }, 1);
setTimeout(function () { (function f() { f(); })(); }, 2);
setTimeout(function () { new Function('}'); }, 3);
Promise.resolve().then(function () { while (true); });
while (true);
