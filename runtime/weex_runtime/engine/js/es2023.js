// Adds methods of ECMAScript 2023 that `quickjs` lacks and current libraries use. A bundle's
// polyfill could not add them, since pages have frozen built-ins (js/48_freeze.js).
(function () {
  'use strict';
  if ('at' in Array.prototype) return;
  const { defineProperty } = Object;
  const { hasOwnProperty } = Object.prototype;
  const { apply } = Reflect;
  const { max, min, trunc } = Math;
  const { MAX_SAFE_INTEGER } = Number;

  // ToIntegerOrInfinity, LengthOfArrayLike and ToObject of ECMAScript.
  const integerOf = (value) => trunc(value) || 0;
  const lengthOf = (list) => min(max(integerOf(list.length), 0), MAX_SAFE_INTEGER);

  function objectOf(value) {
    if (value === undefined || value === null) throw new TypeError('cannot convert to object');
    return Object(value);
  }

  function itemAt(list, length, index) {
    const at = integerOf(index);
    const place = at < 0 ? length + at : at;
    return place >= 0 && place < length ? list[place] : undefined;
  }

  function findLast(list, predicate, self) {
    const length = lengthOf(list);
    if (typeof predicate !== 'function') throw new TypeError('not a function');
    for (let index = length - 1; index >= 0; index--) {
      const item = list[index];
      if (apply(predicate, self, [item, index, list])) return { index, item };
    }
    return { index: -1, item: undefined };
  }

  function add(owner, methods) {
    for (const name of Object.keys(methods)) {
      defineProperty(owner, name, { value: methods[name], writable: true, configurable: true });
    }
  }

  add(Object, {
    hasOwn(object, key) { return apply(hasOwnProperty, objectOf(object), [key]); },
  });
  add(String.prototype, {
    at(index) {
      if (this === undefined || this === null) throw new TypeError('cannot convert to string');
      const text = `${this}`;
      return itemAt(text, text.length, index);
    },
  });
  add(Array.prototype, {
    at(index) {
      const list = objectOf(this);
      return itemAt(list, lengthOf(list), index);
    },
    findLast(predicate) { return findLast(objectOf(this), predicate, arguments[1]).item; },
    findLastIndex(predicate) { return findLast(objectOf(this), predicate, arguments[1]).index; },
  });
  const unscopables = Array.prototype[Symbol.unscopables];
  for (const name of ['at', 'findLast', 'findLastIndex']) unscopables[name] = true;
})();
