// What a page gets beyond what a device has, by request. Native half: polyfill.py.
(function (native) {
  'use strict';
  const polyfills = new Map(); // name -> what its scripts share
  // Of all polyfills, by name:
  native.globals = {}; // what a page has; in Rax pages in place of what the framework gives
  native.fallbacks = {}; // what a page has where there is nothing of that name
  native.modules = {}; // what requireModule answers in place of a native module

  native.addPolyfill = (run, name) => {
    if (!polyfills.has(name)) {
      polyfills.set(name, {
        call: (method, ...args) => native.callMethod('', name, method, args, undefined, 'callPolyfill'),
        report: (error) => native.report(error),
        pushBytes: native.pushBytes,
        takeBytes: native.takeBytes,
        globals: native.globals,
        fallbacks: native.fallbacks,
        modules: native.modules,
      });
    }
    run(polyfills.get(name));
  };

  native.definePolyfills = () => {
    const define = (key, value) => Object.defineProperty(globalThis, key, {
      value, writable: true, configurable: true,
    });
    const { globals, fallbacks } = native;
    for (const key of Object.keys(globals)) define(key, globals[key]);
    for (const key of Object.keys(fallbacks)) {
      if (!(key in globalThis)) define(key, fallbacks[key]);
    }
  };

  native.tellPolyfill = (name, args) => polyfills.get(name).receive(...args);
})(globalThis.__native);
