// The time of day that a test holds: Date and performance.now of a page whose clock is not the
// machine's; others keep the engine's own. Native half: clock.py. Milliseconds.
// ECMAScript, "Date Constructor"; W3C "High Resolution Time".
(function (timeOfDay, elapsed) {
  'use strict';
  const GenuineDate = Date;
  const { construct, defineProperty } = Reflect;

  // A proxy has the genuine one's name, length, prototype, `parse`, `UTC` and text.
  const VirtualDate = new Proxy(GenuineDate, {
    apply: () => new GenuineDate(timeOfDay()).toString(),
    construct: (target, args, newTarget) =>
      construct(target, args.length ? args : [timeOfDay()], newTarget),
  });

  function put(object, name, value) {
    defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
  }

  put(GenuineDate, 'now', new Proxy(GenuineDate.now, { apply: () => timeOfDay() }));
  put(GenuineDate.prototype, 'constructor', VirtualDate);
  put(globalThis, 'Date', VirtualDate);

  if (typeof performance === 'object') { // one engine has it
    const behind = performance.now() - elapsed();
    const virtual = Object.create(performance); // its own `now` cannot be changed
    put(virtual, 'now', new Proxy(performance.now, { apply: () => elapsed() + behind }));
    put(globalThis, 'performance', virtual);
  }
})
