// Defines the globals for the device, pages, servers and files of a test. Native half: host.py,
// context.py.
(function (native) {
  'use strict';
  const { encode, encodeAll } = native;

  function define(name, get) {
    Object.defineProperty(globalThis, name, { get, configurable: true });
  }
  for (const name of ['runtime', 'clock', 'wsServer', 'httpServer', 'weexPlatform']) {
    define(name, () => native.ask('global', name));
  }

  globalThis.openPage = (...args) => native.request('open', encodeAll(args));

  // Before a page is open, `page` is a proxy of the page that will be opened, as in Playwright.
  const latest = () => native.ask('global', 'page');
  const comingPage = new Proxy({}, {
    get: (_, key) => (key === 'goto' ? globalThis.openPage : latest()[key]),
    set(_, key, value) {
      latest()[key] = value;
      return true;
    },
  });
  native.real = (value) => (value === comingPage ? latest() : value);
  define('page', () => native.ask('openedPage') || comingPage);
  globalThis.readFile = (path) => native.ask('readFile', path);
  globalThis.mockModule = (...args) => native.ask('mockModule', encodeAll(args));
  globalThis.setOffline = (...args) => globalThis.runtime.setOffline(...args);

  // Calls the condition after each turn of the loop until its value is truthy, and returns the
  // value.
  globalThis.waitUntil = async (condition, options = {}) => {
    const asked = new Error();
    const limit = native.ask('limit', 'waitUntil', encode(options));
    const end = Date.now() + limit * 1000;
    for (;;) {
      const value = await condition();
      if (value) return value;
      if (Date.now() >= end) {
        asked.name = 'WaitTimeout';
        asked.message = `waitUntil(${condition}) did not hold within ${limit} s`;
        throw asked;
      }
      await native.request('turn');
    }
  };

  for (const name of ['Script', 'HttpResponse']) {
    globalThis[name] = function (...args) { return native.ask('make', name, encodeAll(args)); };
  }

  // The framework's Vue, for tests of stores and of components' logic without a page.
  let vue;
  const outside = new Proxy({}, {
    get() {
      throw new Error("a test has no elements: await openPage('chat.vue') renders a component");
    },
  });

  function frameworkVue() {
    const weex = { config: {}, document: outside, supports() {}, requireModule: () => ({}) };
    const make = (0, eval)(native.ask('vue'));
    return make(globalThis.console).createInstanceContext('test', { weex }).Vue;
  }

  // The classes of faults, for calls like `new faults.Drop({ afterMessages: 3 })`.
  let faults;
  define('faults', () => {
    faults = faults || native.named('faults', Object.fromEntries(native.ask('faultKinds').map(
      (name) => [name, function (...args) {
        return native.ask('make', `faults.${name}`, encodeAll(args));
      }])));
    return faults;
  });

  // Implements `require` for files of the test, as in CommonJS.
  const modules = new Map(); // path -> module

  function load(path, source) {
    const module = { exports: {} };
    modules.set(path, module);
    const folder = path.replace(/[\\/][^\\/]*$/, '');
    const require = (name) => {
      if (name === 'vue') return (vue = vue || frameworkVue());
      const found = native.ask('require', path, name);
      return modules.has(found.path) ? modules.get(found.path).exports : load(found.path, found.source);
    };
    const run = (0, eval)(source);
    run.call(module.exports, require, module, module.exports, path, folder);
    return module.exports;
  }
  native.load = (path, text) => { load(path, JSON.parse(text)[0]); };

  globalThis.__entries = native;
  delete globalThis.__native;
  delete globalThis.__jasmine;
})(globalThis.__native);
