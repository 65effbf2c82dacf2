// Freeze built-ins as devices do before a bundle runs.
// Source: spec/bridge.md, section 1 (incubator-weex, runtime/shared/env/freeze.js).
(function (native) {
  'use strict';
  const { defineProperty, freeze, seal } = Object;
  const GUARDED = {
    Object: ['__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__',
      'constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString',
      'toString', 'valueOf'],
    Error: ['name', 'message', 'toString', 'constructor'],
  };

  // An assignment to a frozen method throws on the prototype itself, and adds an own property on an
  // object that inherits the method.
  function guard(prototype, key, owner, isListed) {
    const value = prototype[key];
    defineProperty(prototype, key, {
      get: () => value,
      set(own) {
        if (this === prototype) {
          throw new Error(`Cannot assign to read only property ${key} of ${owner}.prototype`);
        }
        defineProperty(this, key, {
          value: own, writable: true, enumerable: isListed, configurable: isListed,
        });
      },
    });
  }

  // `isListed`: whether an own property that a bundle assigns over a frozen method is enumerable
  // and configurable. On devices such a property is neither.
  native.setup.freezeBuiltIns = (isListed) => {
    for (const owner of Object.keys(GUARDED)) {
      const { prototype } = globalThis[owner];
      for (const key of GUARDED[owner]) guard(prototype, key, owner, isListed);
      seal(prototype);
    }
    freeze(Object);
    freeze(Array);
    for (const type of [Array, String, Number, Boolean, Date, RegExp]) freeze(type.prototype);
  };
})(globalThis.__native);
