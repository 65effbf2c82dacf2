// Calls from JS to native: arguments become JSON text at the call, since frameworks change their
// objects later. Native half: bridge.py.
(function () {
  'use strict';
  const callPython = globalThis.__callPython;
  delete globalThis.__callPython;
  // The engine's original JSON.stringify. Calls with a replacer function are safe for deep values
  // (engine/js/json.js).
  const { parse, stringify } = JSON;
  const same = (key, value) => value;
  const { keys } = Object;

  // Converts arguments to JSON text; `what` is the name of the call in an error.
  function toText(args, what) {
    try {
      return stringify(args, same);
    } catch (error) {
      if (!/^(circular|stack overflow|Maximum call stack)/.test(error && error.message)) throw error;
      throw new TypeError(`${what}: an argument contains itself or is nested too deeply`);
    }
  }

  const DOM_FUNCTIONS = [
    'callCreateBody', 'callAddElement', 'callRemoveElement', 'callMoveElement',
    'callUpdateClassList', 'callRegisterStyleSheets',
    'callAddEvent', 'callRemoveEvent',
    'callCreateFinish', 'callUpdateFinish', 'callRefreshFinish',
  ];
  for (const name of DOM_FUNCTIONS) {
    globalThis[name] = (...args) => callPython(name, toText(args, name));
  }

  // A framework removes an attribute or style by setting undefined, which JSON omits.
  for (const name of ['callUpdateAttrs', 'callUpdateStyle']) {
    globalThis[name] = (id, ref, changes) => {
      const sent = {};
      for (const key of keys(changes)) sent[key] = changes[key] === undefined ? null : changes[key];
      return callPython(name, toText([id, ref, sent], name));
    };
  }

  globalThis.callNative = (...args) => callPython('callNative', toText(args, 'callNative'));

  globalThis.callNativeModule = (...args) => {
    const answer = callPython('callNativeModule', toText(args, `${args[1]}.${args[2]}`));
    return answer === null ? undefined : parse(answer);
  };

  // A long text is passed separately from the JSON if possible, since JSON.stringify reads each
  // character. Binary data, as bytes or as base64 text, is passed separately, too.
  const LONG = 4096;
  let crossesBeside = true;
  const binaries = new WeakMap(); // binary data that this runtime made -> its bytes, or true

  function isLongBinary(value) {
    const bytes = binaries.get(value);
    if (bytes !== true) return bytes !== undefined && bytes.length >= LONG;
    // The bundle may have changed the base64 text.
    const base64 = Object.getOwnPropertyDescriptor(value, 'base64');
    return base64 !== undefined && typeof base64.value === 'string' && base64.value.length >= LONG
      && !('toJSON' in value);
  }

  // Native reads a text by calling toString of a holder, which must not run code of a bundle.
  const holderOf = (text) => ({ __proto__: null, toString: () => text });

  function callWithLong(name, call, position) {
    const values = call[3];
    const long = values[position];
    let short = '';
    let what = 'text';
    let holder;
    if (typeof long === 'string') {
      holder = holderOf(long);
    } else if (binaries.get(long) === true) {
      short = { ...long, base64: '' };
      what = 'base64';
      holder = holderOf(long.base64);
    } else {
      short = { '@type': 'binary', dataType: long.dataType, base64: '' };
      what = 'bytes';
      holder = native.wholeBuffer(binaries.get(long));
    }
    const others = values.map((value, i) => (i === position ? short : value));
    const text = toText([call[0], call[1], call[2], others, call[4]], `${call[1]}.${call[2]}`);
    const answer = callPython(name, text, position, holder, what);
    crossesBeside = answer !== false;
    return answer;
  }

  // Calls a method of a module, with normalised `values`, or of a polyfill.
  function callMethod(id, owner, method, values, options, name = 'callNativeModule') {
    let isText = options === undefined; // which needs no search
    let long = -1;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'string') {
        if (value.length >= LONG) long = i;
      } else {
        isText = false;
        if (typeof value === 'object' && value !== null && isLongBinary(value)) long = i;
      }
    }
    const call = [id, owner, method, values, options];
    let answer = long >= 0 && crossesBeside && callWithLong(name, call, long);
    if (answer === false) {
      answer = callPython(name, isText ? stringify(call) : toText(call, `${owner}.${method}`));
    }
    return answer === null ? undefined : parse(answer);
  }

  globalThis.callNativeComponent = (...args) => {
    callPython('callNativeComponent', toText(args, `component method ${args[2]}`));
  };

  // These native functions of a device do nothing in this runtime.
  globalThis.notifyTrimMemory = () => {};
  globalThis.markupState = () => {};

  // Describes a thrown value by text and stack. The text is the message of an error or the JSON of
  // another object.
  function describe(error) {
    try {
      if (error instanceof Error) {
        return [`${error.name}: ${error.message}`, String(error.stack || '')];
      }
      const text = typeof error === 'object' ? stringify(error, same) : error;
      return [String(text), ''];
    } catch (_) {
      // Conversion to JSON fails if the value is circular or nested too deeply, or if code of the
      // value (a getter, toJSON) throws.
    }
    try {
      return [Object.prototype.toString.call(error), ''];
    } catch (_) {
      return ['a value that cannot be turned into text', ''];
    }
  }

  Error.stackTraceLimit = 50; // one engine stops at 10 frames

  const native = globalThis.__native = {
    toText,
    describe,
    callMethod,
    binaries,
    // Calls a native function that only this runtime has; returns JSON text or nothing.
    ask(name, ...args) {
      const answer = callPython(name, toText(args, name));
      return answer === null ? undefined : parse(answer);
    },
    // Reports an uncaught exception; `origin` describes the current call into JS.
    origin: '',
    report(error, origin = this.origin) {
      callPython('uncaught', stringify([...describe(error), origin, this.lastMissing()]));
    },
  };
})();
