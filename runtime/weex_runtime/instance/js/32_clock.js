// Makes Date and performance.now use the clock of a test instead of the machine's time. Native
// halves: loop/clock.py, and date_forms.py for dates as text. Times are in milliseconds.
// ECMAScript, "Date Constructor"; W3C "High Resolution Time".
(function (native) {
  'use strict';
  const { __date: date } = globalThis; // made by engine/js/date.js
  delete globalThis.__date;
  const { traps } = date;
  const { defineProperty, construct } = Reflect;
  date.ask = (text) => native.ask('parseDate', text);

  function put(object, name, value) {
    defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
  }

  const timeOfDay = () => native.number('timeOfDay');
  const elapsed = () => native.number('elapsed');

  native.followClock = () => {
    const make = traps.construct || construct;
    traps.apply = (Genuine) => new Genuine(timeOfDay()).toString();
    traps.construct = (Genuine, args, newTarget) =>
      make(Genuine, args.length ? args : [timeOfDay()], newTarget);
    put(Date, 'now', new Proxy(Date.now, { apply: () => timeOfDay() }));
    if (typeof performance === 'object') { // only one engine has `performance`
      const behind = performance.now() - elapsed();
      const virtual = Object.create(performance); // `performance.now` cannot be changed
      put(virtual, 'now', new Proxy(performance.now, { apply: () => elapsed() + behind }));
      put(globalThis, 'performance', virtual);
    }
  };
})(globalThis.__native);
