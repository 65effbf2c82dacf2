// Makes JSON.stringify throw on a value that is too deep for the C stack. `quickjs` checks the
// stack only at calls of JS functions. So JSON.stringify always gets a replacer function here,
// which the engine calls for each value. `quickjs-ng` (the engine with queueMicrotask) checks the
// stack itself. ECMAScript, "JSON.stringify".
(function () {
  'use strict';
  if (typeof queueMicrotask !== 'undefined') return;
  const { stringify: genuine } = JSON;
  const { isArray } = Array;
  const same = (key, value) => value;

  // Returns the keys that a replacer list selects. JSON.stringify reads these keys from an object
  // after calling `toJSON`.
  function keysOf(list) {
    const keys = [];
    genuine(new Proxy({}, { get(_, key) { keys.push(key); } }), list);
    return keys.slice(1);
  }

  const unboxings = [Number, String, Boolean, BigInt].map((type) => type.prototype.valueOf);
  const { apply } = Reflect;
  const isBoxed = (object) => unboxings.some((unbox) => {
    try {
      apply(unbox, object, []);
      return true;
    } catch (_) {
      return false;
    }
  });

  // Converts a replacer list to a replacer function, which keeps only the listed keys of objects.
  function replacerOf(list) {
    const keys = keysOf(list);
    const views = new Map(); // object -> its only Proxy, by which JSON.stringify finds cycles
    const traps = (object) => ({
      ownKeys: () => keys,
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: (_, key) => object[key],
    });
    return (key, value) => {
      if (typeof value !== 'object' || value === null || isArray(value) || isBoxed(value)) {
        return value;
      }
      if (!views.has(value)) views.set(value, new Proxy({}, traps(value)));
      return views.get(value);
    };
  }

  JSON.stringify = {
    stringify(value, replacer, space) {
      if (typeof replacer === 'function') return genuine(value, replacer, space);
      return genuine(value, isArray(replacer) ? replacerOf(replacer) : same, space);
    },
  }.stringify;
})();
