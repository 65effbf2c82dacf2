// The global variables of a device besides the functions: `global`, `process` and WXEnvironment.
// Native half: boot.py, which passes WXEnvironment as JSON text.
(function (environment) {
  'use strict';
  const variables = { global: globalThis, process: { env: {} }, WXEnvironment: environment };
  for (const name of Object.keys(variables)) {
    const value = variables[name];
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: true });
  }
})(JSON.parse(arguments[0]));
