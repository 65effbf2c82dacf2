// Polyfills: features that devices lack. A page gets only the polyfills that it requests. Native
// half: module_api/polyfill.py.
(function (native) {
  'use strict';
  const polyfills = { __proto__: null }; // name of a polyfill -> object that its scripts share
  const { apply } = Reflect;
  // Each polyfill adds its features under their names to one of these objects:
  native.globals = {}; // globals of a page; in Rax pages they replace those of the framework
  native.fallbacks = {}; // globals for names that a page does not have
  native.modules = {}; // results of requireModule in place of native modules

  native.addPolyfill = (run, name) => {
    if (!polyfills[name]) {
      polyfills[name] = {
        call: (method, ...args) => native.callMethod('', name, method, args, undefined, 'callPolyfill'),
        report: (error) => native.report(error),
        pushBytes: native.pushBytes,
        takeBytes: native.take,
        globals: native.globals,
        fallbacks: native.fallbacks,
        modules: native.modules,
      };
    }
    run(polyfills[name]);
  };

  native.setup.definePolyfills = () => {
    const define = (key, value) => Object.defineProperty(globalThis, key, {
      value, writable: true, configurable: true,
    });
    const { globals, fallbacks } = native;
    for (const key of Object.keys(globals)) define(key, globals[key]);
    for (const key of Object.keys(fallbacks)) {
      if (!(key in globalThis)) define(key, fallbacks[key]);
    }
  };

  native.passToPolyfill = (name, args) => {
    const polyfill = polyfills[name];
    return apply(polyfill.receive, polyfill, args);
  };
})(globalThis.__native);
