// Handles: proxies of Python objects, with names in camelCase. Native half: host.py.
(function (native) {
  'use strict';
  const objects = new Map(); // id -> handle
  const types = new Map(); // name -> {methods: {name: waits}}

  const PAGE = 'weex_runtime.testkit.page.Page';

  // Properties that promises, JSON and Jasmine read from any value: reading them must not throw.
  const PROBED = new Set(['then', 'toJSON', 'constructor', 'asymmetricMatch', 'nodeType', 'name',
    'message', 'stack', 'callee', 'size', 'length', 'valueOf', 'next']);

  function typeOf(name) {
    if (!types.has(name)) types.set(name, native.ask('type', name));
    return types.get(name);
  }

  const requests = (id, method) => (...args) => {
    try {
      return native.request('call', id, method, native.encodeAll(args));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const calls = (id, method) => (...args) => native.ask('call', id, method, native.encodeAll(args));

  native.reference = (id, typeName) => {
    if (objects.has(id)) return objects.get(id);
    const { methods } = typeOf(typeName);
    const describe = () => native.ask('describe', id);
    const known = new Map([['toString', describe], ['jasmineToString', describe]]);
    const object = new Proxy({}, {
      get(_, key) {
        if (typeof key === 'symbol') return key === Symbol.toStringTag ? typeName : undefined;
        if (known.has(key)) return known.get(key);
        if (key === 'goto' && typeName === PAGE) return globalThis.openPage;
        if (Object.hasOwn(methods, key)) {
          known.set(key, methods[key] ? requests(id, key) : calls(id, key));
          return known.get(key);
        }
        try {
          return native.ask('get', id, key);
        } catch (error) {
          if (PROBED.has(key)) return undefined;
          throw error;
        }
      },
      set(_, key, value) {
        native.ask('set', id, key, native.encode(value));
        return true;
      },
    });
    objects.set(id, object);
    native.objectIds.set(object, id);
    native.typeNames.set(object, typeName);
    return object;
  };

  // Wraps a global function: reading an unknown member of the function throws an error with a hint.
  native.named = (name, fn) => new Proxy(fn, {
    get(target, key) {
      if (typeof key === 'string' && !(key in target) && !PROBED.has(key)
        && key !== 'jasmineToString') {
        native.ask('unknown', name, key, Object.keys(target));
      }
      return target[key];
    },
  });

  native.typeNames = new WeakMap();
  native.typeOf = typeOf;

  // Returns the handle of a bundle's function that a module received.
  native.callback = (id) => {
    if (objects.has(id)) return objects.get(id);
    const callback = (data) => native.ask('invoke', id, native.encode(data), false);
    callback.keepAlive = (data) => native.ask('invoke', id, native.encode(data), true);
    objects.set(id, callback);
    native.objectIds.set(callback, id);
    return callback;
  };
})(globalThis.__native);
