// Adds methods of ECMAScript 2023 that `quickjs` lacks and current libraries use. A bundle's
// polyfill could not add them, since pages have frozen built-ins (js/48_freeze.js).
(function () {
  'use strict';
  if ('at' in Array.prototype) return;
  const { defineProperty } = Object;
  const { hasOwnProperty } = Object.prototype;
  const { apply } = Reflect;

  const toInteger = (value) => {
    const number = Math.trunc(Number(value));
    return Number.isNaN(number) ? 0 : number;
  };
  const lengthOf = (list) => Math.min(Math.max(toInteger(list.length), 0), Number.MAX_SAFE_INTEGER);
  const objectOf = (value) => {
    if (value === undefined || value === null) throw new TypeError('cannot convert to object');
    return Object(value);
  };

  function lastIndex(list, predicate, self) {
    const length = lengthOf(list);
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
    hasOwn(object, key) { return apply(hasOwnProperty, objectOf(object), [key]); },
  });

  add(String.prototype, {
    at(index) {
      if (this === undefined || this === null) throw new TypeError('cannot convert to string');
      const text = `${this}`;
      const at = toInteger(index);
      return text[at < 0 ? text.length + at : at];
    },
  });

  add(Array.prototype, {
    at(index) {
      const list = objectOf(this);
      const length = lengthOf(list);
      const at = toInteger(index);
      const place = at < 0 ? length + at : at;
      return place < 0 || place >= length ? undefined : list[place];
    },
    findLast(predicate) {
      const list = objectOf(this);
      const index = lastIndex(list, predicate, arguments[1]);
      return index < 0 ? undefined : list[index];
    },
    findLastIndex(predicate) { return lastIndex(objectOf(this), predicate, arguments[1]); },
  });
  const unscopables = Array.prototype[Symbol.unscopables];
  for (const name of ['at', 'findLast', 'findLastIndex']) unscopables[name] = true;
})();
