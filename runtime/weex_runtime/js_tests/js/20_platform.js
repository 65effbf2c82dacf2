// Defines console, timers and other globals that the bare engine lacks. Native half: context.py.
// Delays are milliseconds of real time, whatever the clock of the pages.
(function (native) {
  'use strict';
  Error.stackTraceLimit = 50; // quickjs-ng records only 10 frames by default

  const show = (value) => (typeof value === 'string' ? value : native.inspect(value));
  globalThis.console = {};
  for (const level of ['error', 'warn', 'info', 'log', 'debug']) {
    console[level] = (...parts) => native.ask('console', level, parts.map(show).join(' '));
  }

  const pending = new Map(); // timer id -> [callback, repeats]
  const NEVER = 2 ** 31 - 1; // ms; timers with this delay, which Jasmine starts, never run
  let lastTimer = 0;

  function start(callback, delay, args, repeats) {
    if (typeof callback !== 'function') throw new TypeError('a timer takes a function');
    const id = ++lastTimer;
    if (delay >= NEVER) return id;
    pending.set(id, [() => callback(...args), repeats]);
    native.ask('startTimer', id, Math.max(0, Number(delay) || 0), repeats);
    return id;
  }

  function clear(id) {
    if (pending.delete(id)) native.ask('clearTimer', id);
  }

  native.fireTimer = (id) => {
    const timer = pending.get(id);
    if (!timer) return;
    if (!timer[1]) pending.delete(id);
    try {
      timer[0]();
    } catch (error) {
      native.fail(error, 'a timer of the test');
    }
  };

  globalThis.setTimeout = (callback, delay, ...args) => start(callback, delay, args, false);
  globalThis.setInterval = (callback, delay, ...args) => start(callback, delay, args, true);
  globalThis.setImmediate = (callback, ...args) => start(callback, 0, args, false);
  globalThis.clearTimeout = clear;
  globalThis.clearInterval = clear;
  globalThis.clearImmediate = clear;
  globalThis.global = globalThis;

  function define(owner, name, value) {
    if (!(name in owner)) {
      Object.defineProperty(owner, name, { value, writable: true, configurable: true });
    }
  }
  define(globalThis, 'queueMicrotask', (callback) => { Promise.resolve().then(callback); });
  define(Object, 'hasOwn', (object, key) => Object.prototype.hasOwnProperty.call(object, key));

  // Implements structuredClone, which tests and Jasmine's reports use. Source: WHATWG HTML,
  // "StructuredSerialize".
  function clone(value, known = new Map()) {
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw new TypeError(`${String(value)} cannot be cloned`);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (known.has(value)) return known.get(value);
    if (value instanceof Date) return new Date(value.getTime());
    if (value instanceof RegExp) return new RegExp(value.source, value.flags);
    if (value instanceof ArrayBuffer) return value.slice(0);
    if (ArrayBuffer.isView(value)) return new value.constructor(value);
    const copy = Array.isArray(value) ? [] : value instanceof Map ? new Map()
      : value instanceof Set ? new Set() : value instanceof Error ? new Error(value.message) : {};
    known.set(value, copy);
    if (value instanceof Map) {
      for (const [key, member] of value) copy.set(clone(key, known), clone(member, known));
    } else if (value instanceof Set) {
      for (const member of value) copy.add(clone(member, known));
    } else {
      for (const key of Object.keys(value)) copy[key] = clone(value[key], known);
    }
    return copy;
  }
  define(globalThis, 'structuredClone', (value) => clone(value));

  // Records rejected promises without a handler, since they fail the test.
  const unhandled = new Map(); // promise -> reason
  native.track = (promise, reason, isHandled) => {
    if (isHandled) unhandled.delete(promise);
    else unhandled.set(promise, reason);
  };
  native.failForRejections = () => {
    for (const reason of unhandled.values()) native.fail(reason, 'a promise without await');
    unhandled.clear();
  };

  // `versions.node` makes Jasmine use timers, not a browser's MessageChannel. Jasmine's listeners
  // for uncaught errors are dropped, since the runner itself reports such errors as failures of the
  // test.
  const nothing = () => {};
  globalThis.process = {
    env: native.ask('environment'),
    versions: { node: '' },
    listeners: () => [],
    on: nothing,
    removeListener: nothing,
    removeAllListeners: nothing,
  };
})(globalThis.__native);
