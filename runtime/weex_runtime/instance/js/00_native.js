// Calls from JS to native: arguments become JSON text at the call, since frameworks change their
// objects later. Native half: bridge.py.
//
// A bundle can change built-ins, and its values can run code when they are read. So code that runs
// after the start of a bundle calls the original built-ins. Such code reads each value of the
// bundle only once, before native gets the value.
(function () {
  'use strict';
  const callPython = globalThis.__callPython;
  delete globalThis.__callPython;
  // The engine's original JSON.stringify. Calls with a replacer function are safe for deep values
  // (engine/js/json.js).
  const { parse, stringify } = JSON;
  const same = (key, value) => value;
  const { keys } = Object;
  const { apply, getOwnPropertyDescriptor, setPrototypeOf } = Reflect;
  const { exec } = RegExp.prototype;
  const { toString } = Object.prototype;
  const text = String;
  const encodeText = encodeURIComponent;
  const TOO_DEEP = /^(circular|stack overflow|Maximum call stack)/;

  // Converts a list of arguments, which a script of this runtime has made, to JSON text. `what`
  // names the call in error messages.
  function toText(args, what) {
    // JSON.stringify would call a method `toJSON` of Array.prototype.
    if (args.toJSON !== undefined) setPrototypeOf(args, null);
    try {
      return stringify(args, same);
    } catch (error) {
      const cause = error && text(error.message);
      if (!error || !apply(exec, TOO_DEEP, [cause])) throw error;
      // The callers of this function may have used up the stack. The engine's message distinguishes
      // this cause from a deeply nested argument, so append the message.
      throw new TypeError(`${what}: an argument contains itself or is nested too deeply (${cause})`);
    }
  }

  // Copies a list, so that the copy has no getters. Throws if the list has more than 65,000 items.
  const copyOf = (...items) => items;

  const domCalls = { __proto__: null }; // action of TaskCenter.send -> native function
  const nameOf = (action) => `call${action[0].toUpperCase()}${action.slice(1)}`;
  const ACTIONS = [
    'createBody', 'addElement', 'removeElement', 'moveElement',
    'updateClassList', 'registerStyleSheets', 'addEvent', 'removeEvent',
    'createFinish', 'updateFinish', 'refreshFinish',
  ];
  for (const action of ACTIONS) {
    const name = nameOf(action);
    domCalls[action] = globalThis[name] = (...args) => callPython(name, toText(args, name));
  }

  // A framework removes an attribute or style by setting undefined, which JSON omits.
  for (const action of ['updateAttrs', 'updateStyle']) {
    const name = nameOf(action);
    domCalls[action] = globalThis[name] = (id, ref, changes) => {
      const sent = { __proto__: null };
      const names = keys(changes);
      for (let i = 0; i < names.length; i++) {
        const value = changes[names[i]];
        sent[names[i]] = value === undefined ? null : value;
      }
      return callPython(name, toText([id, ref, sent], name));
    };
  }

  globalThis.callNative = (...args) => callPython('callNative', toText(args, 'callNative'));

  globalThis.callNativeModule = (...args) => {
    const answer = callPython('callNativeModule', toText(args, `${args[1]}.${args[2]}`));
    return answer === null ? undefined : parse(answer);
  };

  // Long texts and long binary data (bytes or base64 text) are passed outside the JSON text if
  // possible, since JSON.stringify would read each of their characters.
  const LONG = 4096;
  let crossesBeside = true;
  const { get: getKnown, set: setKnown } = WeakMap.prototype;
  const known = new WeakMap(); // binary data that this runtime made -> its bytes, or true
  const binaries = {
    get: (value) => apply(getKnown, known, [value]),
    set(value, bytes) { apply(setKnown, known, [value, bytes]); },
  };

  // Returns the long content of binary data, as Uint8Array or base64 text; undefined for another
  // object.
  function longBinary(value) {
    const bytes = binaries.get(value);
    if (bytes === undefined) return undefined;
    if (bytes !== true) return native.lengthOf(bytes) >= LONG ? bytes : undefined;
    if ('toJSON' in value) return undefined;
    // Read the base64 text again, since the bundle may have changed the text.
    const base64 = getOwnPropertyDescriptor(value, 'base64');
    const content = base64 && base64.value;
    return typeof content === 'string' && content.length >= LONG ? content : undefined;
  }

  // Native reads a text by calling the method toString of a wrapper object. The wrapper has no
  // prototype, so the call cannot run code of a bundle.
  const holderOf = (text) => ({ __proto__: null, toString: () => text });

  // `position`: the index of the long argument. `content`: the text, the base64 text or the bytes
  // of this argument.
  function callWithLong(name, call, position, content) {
    const values = call[3];
    const long = values[position];
    let short = '';
    let what = 'text';
    let holder;
    if (typeof long === 'string') {
      holder = holderOf(content);
    } else if (typeof content === 'string') {
      short = { ...long, base64: '' };
      what = 'base64';
      holder = holderOf(content);
    } else {
      short = { '@type': 'binary', dataType: long.dataType, base64: '' };
      what = 'bytes';
      holder = native.wholeBuffer(content);
    }
    values[position] = short;
    const answer = callPython(name, toText(call, `${call[1]}.${call[2]}`), position, holder, what);
    crossesBeside = answer !== false;
    values[position] = long;
    return answer;
  }

  // Calls a method of a module or of a polyfill. The arguments `values` are normalised already.
  function callMethod(id, owner, method, values, options, name = 'callNativeModule') {
    const copy = apply(copyOf, undefined, values);
    if (copy.toJSON !== undefined) setPrototypeOf(copy, null);
    let isFlat = options === undefined; // true if all values are scalars, without code of a bundle
    let long = -1;
    let content;
    for (let i = 0; i < copy.length; i++) {
      const value = copy[i];
      if (typeof value === 'string') {
        if (value.length >= LONG) {
          long = i;
          content = value;
        }
      } else if (typeof value !== 'number' && typeof value !== 'boolean') {
        isFlat = false;
        const binary = typeof value === 'object' && value !== null ? longBinary(value) : undefined;
        if (binary !== undefined) {
          long = i;
          content = binary;
        }
      }
    }
    const call = [id, owner, method, copy, options];
    let answer = long >= 0 && crossesBeside && callWithLong(name, call, long, content);
    if (answer === false) {
      if (isFlat && call.toJSON !== undefined) setPrototypeOf(call, null);
      answer = callPython(name, isFlat ? stringify(call) : toText(call, `${owner}.${method}`));
    }
    return answer === null ? undefined : parse(answer);
  }

  globalThis.callNativeComponent = (...args) => {
    callPython('callNativeComponent', toText(args, `component method ${args[2]}`));
  };

  // These native functions of a device do nothing in this runtime.
  globalThis.notifyTrimMemory = () => {};
  globalThis.markupState = () => {};

  // Returns the text and the stack of a thrown value. The text of an Error is its message; the text
  // of another object is its JSON.
  function describe(error) {
    try {
      if (error instanceof Error) {
        return [text(error.name) + ': ' + text(error.message), text(error.stack || '')];
      }
      return [text(typeof error === 'object' ? stringify(error, same) : error), ''];
    } catch (_) {
      // Conversion to JSON fails if the value is circular or nested too deeply, or if code of the
      // value (a getter, toJSON) throws.
    }
    try {
      return [apply(toString, error, []), ''];
    } catch (_) {
      return ['a value that cannot be turned into text', ''];
    }
  }

  // Returns text that the engine can pass to native: the text itself, or its JSON if it has lone
  // surrogates.
  const wellFormed = (value) => {
    try {
      encodeText(value);
      return value;
    } catch (_) {
      return stringify(value);
    }
  };

  Error.stackTraceLimit = 50; // the default of `quickjs-ng` is 10 frames

  const native = globalThis.__native = {
    // Functions that only native.start needs (70_instance.js). native.start deletes `setup`, to
    // free memory.
    setup: {},
    toText,
    wellFormed,
    describe,
    callMethod,
    domCalls,
    binaries,
    // Calls a native function that only this runtime has; returns JSON text or nothing.
    ask(name, ...args) {
      const answer = callPython(name, toText(args, name));
      return answer === null ? undefined : parse(answer);
    },
    // Calls a native function that takes no arguments and returns a number.
    number: (name) => callPython(name, '[]'),
    // Reports an uncaught exception; `origin` describes the current call into JS.
    origin: '',
    report(error, origin = this.origin) {
      const described = describe(error);
      callPython('uncaught', toText([described[0], described[1], origin, this.lastMissing()]));
    },
  };
})();
