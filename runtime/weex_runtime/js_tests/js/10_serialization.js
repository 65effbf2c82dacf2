// Values between a test and Python as JSON text. A value that JSON cannot represent is written as
// {"$": kind, "v": value}. Native half: js_tests/serialization.py.
(function () {
  'use strict';
  const native = {};
  const callPython = globalThis.__callPython;
  delete globalThis.__callPython;
  const { parse, stringify } = JSON;
  const DEEPEST = 200;

  const objectIds = new WeakMap(); // handle of a Python object -> its id
  const functions = []; // functions of the test that Python can call, by id
  const functionIds = new Map();

  const tagged = (kind, value) => ({ $: kind, v: value });

  // Matches a mock function whose only parameter is named `call`: it gets a MockedCall, and other
  // functions get the arguments of the call.
  const TAKES_CALL = /^(?:async\s+)?(?:function\b)?\s*[\w$]*\s*\(?\s*call\s*\)?\s*(?:=>|\{)/;

  function encodeFunction(value) {
    if (!functionIds.has(value)) {
      functionIds.set(value, functions.length);
      functions.push(value);
    }
    const takesCall = value.length === 1 && TAKES_CALL.test(Function.prototype.toString.call(value));
    return tagged('function', [functionIds.get(value), value.name, takesCall, value.length]);
  }

  function hexOf(bytes) {
    let text = '';
    for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
    return text;
  }

  function encodeObject(value, depth) {
    if (depth > DEEPEST) throw new TypeError('a value contains itself or is nested too deeply');
    // Like JSON.stringify, write an undefined member of a list as null, and leave an undefined
    // member of an object out.
    if (Array.isArray(value)) {
      return value.map((member) => (member === undefined ? null : encode(member, depth + 1)));
    }
    if (value instanceof RegExp) return tagged('regexp', [value.source, value.flags]);
    if (value instanceof Date) return tagged('date', value.getTime());
    if (value instanceof ArrayBuffer) return tagged('bytes', hexOf(new Uint8Array(value)));
    if (ArrayBuffer.isView(value)) {
      return tagged('bytes', hexOf(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
    }
    if (value instanceof Promise) {
      throw new TypeError('expected a value, got a promise: write await before it');
    }
    const pairs = Object.keys(value).filter((key) => value[key] !== undefined)
      .map((key) => [key, encode(value[key], depth + 1)]);
    return '$' in value ? tagged('object', pairs) : Object.fromEntries(pairs);
  }

  function encode(given, depth = 0) {
    const value = native.real(given);
    switch (typeof value) {
      case 'undefined': return tagged('undefined');
      case 'number': return Number.isFinite(value) ? value : tagged('number', String(value));
      case 'symbol': case 'bigint':
        throw new TypeError(`a ${typeof value} cannot be sent to Python: ${String(value)}`);
      case 'function':
        return objectIds.has(value) ? tagged('ref', objectIds.get(value)) : encodeFunction(value);
      case 'object':
        if (value === null) return null;
        return objectIds.has(value) ? tagged('ref', objectIds.get(value))
          : encodeObject(value, depth);
      default: return value;
    }
  }

  function bytesOf(hex) {
    const bytes = new Uint8Array(hex.length / 2);
    for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.substr(2 * i, 2), 16);
    return bytes;
  }

  // Returns a copy of a Python list or dict with a method `clear`, which empties both the copy and
  // the Python object.
  function decodeLive([id, value]) {
    const copy = decode(value);
    const clear = () => {
      native.ask('call', id, 'clear', []);
      if (Array.isArray(copy)) copy.length = 0;
      else for (const key of Object.keys(copy)) delete copy[key];
    };
    return Object.defineProperty(copy, 'clear', { value: clear });
  }

  function decode(value) {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(decode);
    switch (value.$) {
      case undefined:
        return Object.fromEntries(Object.keys(value).map((key) => [key, decode(value[key])]));
      case 'object': return Object.fromEntries(value.v.map(([key, member]) => [key, decode(member)]));
      case 'ref': return native.reference(...value.v);
      case 'callback': return native.callback(value.v);
      case 'live': return decodeLive(value.v);
      case 'bytes': return bytesOf(value.v);
      default: return Number(value.v);
    }
  }

  // Returns a JS error for an exception in Python. The error gets the stack of the test's call.
  function errorOf([name, message], error = new Error()) {
    error.message = message;
    error.name = name;
    return error;
  }

  // Calls Python, and throws the error that Python returns.
  native.ask = (what, ...args) => {
    const answer = callPython(stringify([what, ...args]));
    if (answer === null) return undefined;
    const { value, error } = parse(answer);
    if (error) throw errorOf(error);
    return decode(value);
  };

  globalThis.__date.ask = (text) => native.ask('date', text);
  delete globalThis.__date;

  const waiting = new Map(); // request id -> {resolve, reject, error}
  let lastRequest = 0;

  // Queues a call that Python carries out on the loop, after this JS has returned.
  native.request = (what, ...args) => {
    if (!native.isRunning) native.ask('early', what);
    return new Promise((resolve, reject) => {
      const id = ++lastRequest;
      const error = new Error(); // keeps the stack of the test's call, for a later rejection
      waiting.set(id, { resolve, reject, error });
      native.ask('request', id, error.stack, what, ...args);
    });
  };

  native.settle = (id, text) => {
    const { resolve, reject, error } = waiting.get(id);
    const answer = parse(text);
    waiting.delete(id);
    if (answer.error) reject(errorOf(answer.error, error));
    else resolve(decode(answer.value));
  };

  // Calls a function of the test, and returns {value} or {error: text} to Python as JSON text.
  native.callFunction = (id, text) => {
    const origin = functions[id].name ? `function ${functions[id].name}` : 'a function of the test';
    try {
      const result = functions[id](...decode(parse(text)));
      if (result instanceof Promise) {
        result.catch((error) => native.fail(error, origin));
        return stringify({ value: null });
      }
      return stringify({ value: encode(result) });
    } catch (error) {
      native.fail(error, origin);
      return stringify({ error: String(error) });
    }
  };

  const encodeAll = (values) => values.map((value) => encode(value));
  Object.assign(native, { encode, encodeAll, objectIds, real: (value) => value, isRunning: false });
  globalThis.__native = native;
})();
