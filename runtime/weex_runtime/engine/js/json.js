// JSON.stringify that ends in an error where a value is too deep for the C stack. That of `quickjs`
// does not look at the stack itself, but each call of a function does, so the genuine one is always
// given a replacer to call. `quickjs-ng`, which has queueMicrotask, looks at the stack itself.
// ECMAScript, "JSON.stringify".
(function () {
  'use strict';
  if (typeof queueMicrotask !== 'undefined') return;
  const { stringify: genuine } = JSON;
  const { isArray } = Array;
  const same = (key, value) => value;

  // The keys that a replacer which is a list stands for: those that the genuine one asks for,
  // behind `toJSON`.
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

  // The function that does what a list does: it shows each object with the listed keys only.
  function replacerOf(list) {
    const keys = keysOf(list);
    const views = new Map(); // object -> its Proxy, one for each, since cycles are looked for
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
