// Adds methods of ECMAScript 2023 that `quickjs` lacks and current libraries use. A bundle's
// polyfill could not add them, since pages have frozen built-ins (js/48_freeze.js).
(function () {
  'use strict';
  if ('at' in Array.prototype) return;
  const { defineProperty } = Object;
  const { hasOwnProperty } = Object.prototype;
  const { apply } = Reflect;
  const { trunc } = Math;

  function itemAt(list, index) {
    const at = trunc(index) || 0;
    return list[at < 0 ? list.length + at : at];
  }

  function lastIndex(list, predicate, self) {
    const { length } = list;
    if (typeof predicate !== 'function') throw new TypeError('not a function');
    for (let i = length - 1; i >= 0; i--) {
      if (apply(predicate, self, [list[i], i, list])) return i;
    }
    return -1;
  }

  function add(owner, methods) {
    for (const name of Object.keys(methods)) {
      defineProperty(owner, name, { value: methods[name], writable: true, configurable: true });
    }
  }

  add(Object, {
    hasOwn(object, key) { return apply(hasOwnProperty, object, [key]); },
  });
  add(String.prototype, {
    at(index) { return itemAt(`${this}`, index); },
  });
  add(Array.prototype, {
    at(index) { return itemAt(this, index); },
    findLast(predicate) {
      const index = lastIndex(this, predicate, arguments[1]);
      return index < 0 ? undefined : this[index];
    },
    findLastIndex(predicate) { return lastIndex(this, predicate, arguments[1]); },
  });
  const unscopables = Array.prototype[Symbol.unscopables];
  for (const name of ['at', 'findLast', 'findLastIndex']) unscopables[name] = true;
})();
