// The globals setTimeout and setInterval. Most frameworks give a bundle their own versions, which
// use the module `timer`. Native half: timers.py. Delays in milliseconds. WHATWG HTML, "timer
// initialization steps".
(function (native) {
  'use strict';
  const pending = { __proto__: null }; // timer id -> {callback, repeats}
  const { apply } = Reflect;
  const number = Number;
  let lastId = 0;

  function start(callback, delay, args, repeats) {
    if (typeof callback !== 'function') {
      throw new TypeError('setTimeout and setInterval take a function, not text');
    }
    const id = ++lastId;
    const call = args.length ? () => apply(callback, undefined, args) : callback;
    const milliseconds = number(delay) || 0;
    pending[id] = { callback: call, repeats };
    native.ask('startTimer', id, milliseconds, repeats);
    return id;
  }

  function clear(id) {
    const timer = number(id);
    if (!(timer in pending)) return;
    delete pending[timer];
    native.ask('clearTimer', timer);
  }

  globalThis.setTimeout = (callback, delay, ...args) => start(callback, delay, args, false);
  globalThis.setInterval = (callback, delay, ...args) => start(callback, delay, args, true);
  globalThis.clearTimeout = clear;
  globalThis.clearInterval = clear;

  native.fireTimer = (id) => {
    const timer = pending[id];
    if (!timer) return undefined; // cleared by an earlier task of the same batch
    const { callback } = timer; // a variable, so that the callback is called without a `this`
    if (!timer.repeats) delete pending[id];
    return callback();
  };
})(globalThis.__native);
