// The way from JS to native: arguments become JSON text at the call, since they are live objects
// that the frameworks go on changing. Native half: bridge.py.
(function () {
  'use strict';
  const callPython = globalThis.__callPython;
  delete globalThis.__callPython;
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { keys } = Object;

  const isNegativeZero = (value) => value === 0 && 1 / value < 0;

  // Recursion that JS bounds itself: one engine's JSON.stringify overflows the C stack instead.
  function hasNegativeZero(value) {
    if (typeof value !== 'object' || value === null) return isNegativeZero(value);
    const members = isArray(value) ? value : keys(value).map((key) => value[key]);
    let found = false;
    for (let i = 0; i < members.length; i++) {
      const member = members[i];
      if (typeof member === 'object' ? hasNegativeZero(member) : isNegativeZero(member)) {
        found = true;
      }
    }
    return found;
  }

  const NEGATIVE_ZERO = `-0 ${Math.random()}`;

  function toText(value, what) {
    let negativeZero;
    try {
      negativeZero = hasNegativeZero(value);
    } catch (error) {
      if (!/stack/.test(error.message)) throw error;
      throw new TypeError(`${what}: an argument contains itself or is nested too deeply`);
    }
    if (!negativeZero) return stringify(value);
    // JSON has -0, JSON.stringify has not.
    const marked = stringify(value, (key, member) =>
      isNegativeZero(member) ? NEGATIVE_ZERO : member);
    return marked.split(`"${NEGATIVE_ZERO}"`).join('-0.0');
  }

  // An element's subtree was just built as plain data: only a zero in it needs a closer look.
  function domText(args, what) {
    const text = stringify(args);
    return text.includes(':0') || text.includes(',0') || text.includes('[0')
      ? toText(args, what) : text;
  }

  const DOM_FUNCTIONS = [
    'callCreateBody', 'callAddElement', 'callRemoveElement', 'callMoveElement',
    'callUpdateClassList', 'callRegisterStyleSheets',
    'callAddEvent', 'callRemoveEvent',
    'callCreateFinish', 'callUpdateFinish', 'callRefreshFinish',
  ];
  for (const name of DOM_FUNCTIONS) {
    globalThis[name] = (...args) => callPython(name, domText(args, name));
  }

  // A framework takes an attribute or style away by setting undefined, which JSON leaves out.
  for (const name of ['callUpdateAttrs', 'callUpdateStyle']) {
    globalThis[name] = (id, ref, changes) => {
      const sent = {};
      for (const key of keys(changes)) sent[key] = changes[key] === undefined ? null : changes[key];
      return callPython(name, domText([id, ref, sent], name));
    };
  }

  globalThis.callNative = (...args) => callPython('callNative', toText(args, 'callNative'));

  globalThis.callNativeModule = (...args) => {
    const answer = callPython('callNativeModule', toText(args, `${args[1]}.${args[2]}`));
    return answer === null ? undefined : parse(answer);
  };

  globalThis.callNativeComponent = (...args) => {
    callPython('callNativeComponent', toText(args, `component method ${args[2]}`));
  };

  // Functions that a device has and that change nothing here.
  globalThis.notifyTrimMemory = () => {};
  globalThis.markupState = () => {};

  function describe(error) {
    if (error instanceof Error) {
      return [`${error.name}: ${error.message}`, String(error.stack || '')];
    }
    let text;
    try {
      text = typeof error === 'object' ? stringify(error) : String(error);
    } catch (_) {
      text = Object.prototype.toString.call(error);
    }
    return [`uncaught ${text}`, ''];
  }

  Error.stackTraceLimit = 50; // one engine stops at 10 frames

  globalThis.__native = {
    // Ask native for something of this runtime's own; the answer is JSON text or nothing.
    ask(name, ...args) {
      const answer = callPython(name, stringify(args));
      return answer === null ? undefined : parse(answer);
    },
    // An exception that nobody caught; `origin` names the entry into JS that is under way.
    origin: '',
    report(error, origin = this.origin) {
      callPython('uncaught', stringify([...describe(error), origin]));
    },
  };
})();
