// { "framework": "Vanilla", "open": { "platform": "web" }, "console": ["log: hello 1 [object Object]", "log: in timer"], "errors": ["Error: told"] }
// Replaces the methods of built-ins by functions that log and throw. The console, timers and error reports still work.
var log = console.log;
var start = setTimeout;
var storage = weex.requireModule('storage');
var Kind = Error;
var depth = 0;
function bad() {
  if (depth++ === 0) log('called');
  throw new Kind('bad');
}
var owners = [JSON, Reflect, Math, Object, Array, String, Number, Promise, Symbol, Map.prototype, Set.prototype,
  WeakMap.prototype, Promise.prototype, Array.prototype, String.prototype, Number.prototype, RegExp.prototype,
  Function.prototype, ArrayBuffer.prototype, Uint8Array.prototype, Object.getPrototypeOf(Uint8Array.prototype),
  Object.getPrototypeOf([][Symbol.iterator]()), Object.getPrototypeOf(new Map().entries()), Date, Date.prototype];
var keys = Reflect.ownKeys;
var define = Reflect.defineProperty;
var list = [];
for (var i = 0; i < owners.length; i++) {
  var found = keys(owners[i]);
  for (var k = 0; k < found.length; k++) {
    if (found[k] !== 'prototype' && found[k] !== 'constructor' && found[k] !== 'length') list.push([owners[i], found[k]]);
  }
}
var count = list.length;
for (var j = 0; j < count; j++) define(list[j][0], list[j][1], { value: bad, writable: true, configurable: true });
define(Object.prototype, 'toJSON', { value: bad, configurable: true, writable: true });
log('hello', 1, { a: [1], toJSON: undefined });
start(function () { log('in timer'); throw new Kind('told'); }, 1);
