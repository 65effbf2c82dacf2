// Replaces Date by a Proxy, whose traps let a clock set the time. The proxy has the name, length,
// prototype, `UTC` and source text of the original. On `quickjs`, Date also parses the date forms
// that other engines parse, and writes the hours 12 and 11 correctly. Native half: date_forms.py.
// ECMAScript, "Date". Times are in milliseconds.
(function () {
  'use strict';
  const Genuine = Date;
  const { apply, construct, defineProperty } = Reflect;
  const traps = {};
  // Later scripts use the global `__date` to set the traps of the proxy, and to set the function
  // `ask`, which gets the parts of a date from native.
  const seams = { traps, ask: () => null };
  globalThis.__date = seams;

  function put(object, name, value) {
    defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
  }

  put(globalThis, 'Date', new Proxy(Genuine, traps));
  put(Genuine.prototype, 'constructor', Date);
  if (!Number.isNaN(Genuine.parse('2017/02/05'))) return;

  const { parse: genuineParse, UTC } = Genuine;
  const { getTime } = Genuine.prototype;
  const { exec } = RegExp.prototype; // the original exec, which does not set RegExp.$1
  const DAY = '(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\\d|3[01]))?)?';
  const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?|24:00(?::00(?:\\.0+)?)?';
  const STANDARD = `^(?:\\d{4}|[+-]\\d{6})${DAY}(?:T(?:${TIME})(?:Z|[+-]\\d\\d:?\\d\\d)?)?$`;
  let standard;

  function parseText(text) {
    standard = standard || new RegExp(STANDARD);
    if (apply(exec, standard, [text])) return genuineParse(text);
    const parts = seams.ask(text);
    if (!parts) return NaN;
    const zone = parts.pop();
    return zone === null ? apply(getTime, new Genuine(...parts), []) : UTC(...parts) - zone * 60000;
  }

  put(Genuine, 'parse', { parse(string) { return parseText(`${string}`); } }.parse);

  // `quickjs` writes the hours 12 and 11 as 00 and -1.
  const HOURS = { '00': '12', '-1': '11' };
  for (const name of ['toLocaleString', 'toLocaleTimeString']) {
    const genuine = Genuine.prototype[name];
    put(Genuine.prototype, name, {
      [name]() {
        const text = apply(genuine, this, []);
        const hour = HOURS[text.slice(-11, -9)];
        return hour ? text.slice(0, -11) + hour + text.slice(-9) : text;
      },
    }[name]);
  }

  const isObject = (value) =>
    value !== null && (typeof value === 'object' || typeof value === 'function');

  // Converts a value to a primitive, as "ToPrimitive" of ECMAScript does without a hint.
  function toPrimitive(value) {
    if (!isObject(value)) return value;
    const exotic = value[Symbol.toPrimitive];
    const isExotic = exotic !== undefined && exotic !== null;
    for (const name of isExotic ? [Symbol.toPrimitive] : ['valueOf', 'toString']) {
      const method = isExotic ? exotic : value[name];
      if (isExotic || typeof method === 'function') {
        const result = apply(method, value, isExotic ? ['default'] : []);
        if (!isObject(result)) return result;
      }
    }
    throw new TypeError('cannot convert an object to a primitive value');
  }

  function timeValue(value) {
    if (typeof value === 'string') return parseText(value);
    try {
      return apply(getTime, value, []);
    } catch (_) { // `value` is not a Date
      const primitive = toPrimitive(value);
      return typeof primitive === 'string' ? parseText(primitive) : primitive;
    }
  }

  traps.construct = (target, args, newTarget) => construct(
    target,
    args.length !== 1 || typeof args[0] === 'number' ? args : [timeValue(args[0])],
    newTarget,
  );
})();
