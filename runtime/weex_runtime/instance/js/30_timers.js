// The globals setTimeout and setInterval. Most frameworks give a bundle their own versions, which
// use the module `timer`. Native half: timers.py. Delays in milliseconds. WHATWG HTML, "timer
// initialization steps".
(function (native) {
  'use strict';
  const pending = new Map(); // timer id -> [callback, repeats]
  let lastId = 0;

  function start(callback, delay, args, repeats) {
    if (typeof callback !== 'function') {
      throw new TypeError('setTimeout and setInterval take a function, not text');
    }
    const id = ++lastId;
    pending.set(id, [args.length ? () => callback(...args) : callback, repeats]);
    native.ask('startTimer', id, Number(delay) || 0, repeats);
    return id;
  }

  function clear(id) {
    if (pending.delete(Number(id))) native.ask('clearTimer', Number(id));
  }

  globalThis.setTimeout = (callback, delay, ...args) => start(callback, delay, args, false);
  globalThis.setInterval = (callback, delay, ...args) => start(callback, delay, args, true);
  globalThis.clearTimeout = clear;
  globalThis.clearInterval = clear;

  native.fireTimer = (id) => {
    const timer = pending.get(id);
    if (!timer) return undefined; // cleared by an earlier task of the same batch
    if (!timer[1]) pending.delete(id);
    return timer[0]();
  };
})(globalThis.__native);
