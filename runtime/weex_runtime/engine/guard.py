"""The JS functions of each engine, made before any other script runs.

The binding converts a thrown value to text after JS has ended. If a method of this value, like
`toString`, called a Python function then, the process would abort. So a thrown value becomes text
inside JS, by built-ins that scripts cannot change.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from weex_runtime.engine import bytecode
from weex_runtime.engine.c_library import Native
from weex_runtime.engine.positions import MADE

# The C library stores results in `outcome`. `guarded` wraps a function, and replaces its exceptions
# by objects whose `toString` and `stack` the binding can read safely. A function with the property
# `catches` handles all its exceptions, so `guarded` does not wrap this function.
#
# When JS is interrupted or has no memory left, the engine itself throws an InternalError. `guarded`
# cannot catch the error of an interrupt, so the binding converts this error after JS has ended. The
# methods that the binding then calls are made constant, so that a bundle cannot change them.
_SOURCE = """globalThis.%s = function () {
  'use strict';
  const { stringify } = JSON;
  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const { join } = Array.prototype;
  const { toString: errorText } = Error.prototype;
  const text = String;
  const encode = encodeURIComponent;
  const outcome = { __proto__: null, thrown: undefined, value: undefined };

  const internal = InternalError.prototype;
  const fixed = { name: 'InternalError', message: '', toString: errorText };
  for (const key of ['name', 'message', 'toString']) {
    defineProperty(internal, key, { value: fixed[key], writable: false, configurable: false });
  }
  defineProperty(internal, Symbol.toPrimitive, { writable: false, configurable: false });
  const stack = getOwnPropertyDescriptor(Error.prototype, 'stack');
  if (stack) defineProperty(internal, 'stack', { get: stack.get, configurable: false });

  function safe(error) {
    let message;
    let stack;
    try {
      if (typeof error !== 'symbol') message = text(error);
    } catch (_) { /* no text */ }
    try {
      if (error !== null && error !== undefined) stack = error.stack;
    } catch (_) { /* no stack */ }
    const parts = [
      message === undefined ? 'null' : stringify(message),
      typeof stack === 'string' ? stringify(stack) : '""',
    ];
    const all = '[' + apply(join, parts, [',']) + ']';
    return { __proto__: null, toString: () => all, stack: '' };
  }

  const guarded = (act) => (typeof act !== 'function' || act.catches ? act : (...args) => {
    try {
      return apply(act, undefined, args);
    } catch (error) {
      throw safe(error);
    }
  });

  function rethrow() {
    const { thrown } = outcome;
    outcome.thrown = undefined;
    throw safe(thrown);
  }

  // Returns the value of a script if the binding can convert it: neither a BigInt nor a string with
  // lone surrogates.
  const take = guarded(() => {
    const { value } = outcome;
    outcome.value = undefined;
    if (typeof value === 'bigint') return undefined;
    if (typeof value !== 'string') return value;
    try {
      encode(value); // fails for lone surrogates
    } catch (_) {
      return undefined;
    }
    return apply(join, [value], ['']); // a string in one piece
  });
  const all = {
    __proto__: null,
    guarded,
    outcome,
    rethrow,
    take,
    // Wraps a Python function. When the Python function raises, the binding throws "Python call
    // failed" in JS while Python's exception stays set: JS may catch the error, the next exception
    // that Python handles replaces the first, and the process crashes if the entry returns an
    // object. Functions that `Engine.define` wraps catch their exceptions. So only a Ctrl-C before
    // the first statement of a function raises here.
    define(name, count, interrupted) {
      const call = globalThis[name];
      const end = (error) => {
        if (error === null || error.message !== 'Python call failed.') throw error;
        interrupted();
        return null;
      };
      const five = (a, b, c, d, e) => {
        try { return call(a, b, c, d, e); } catch (error) { return end(error); }
      };
      const any = (...args) => {
        if (count !== null) args.length = count;
        try { return apply(call, undefined, args); } catch (error) { return end(error); }
      };
      globalThis[name] = count === 5 ? five : any; // the bridge takes five
    },
    members(name) {
      let owner = globalThis;
      const names = name.split('.');
      const last = names.pop();
      for (const key of names) owner = owner[key];
      const object = owner[last];
      delete owner[last];
      return (key) => guarded(object[key]);
    },
    forget() { delete globalThis.%s; },
    drop() { delete globalThis.__timeLimitGuard; },
  };
  return (name) => all[name];
}; undefined"""


def guard_of(context: Any, native: Native | None) -> Any:
    """Run `_SOURCE` in a new context, and return the JS function that looks up functions of
    `_SOURCE` by name.
    """
    source = _SOURCE % (MADE, MADE)
    if native:
        bytecode.run(native, _code(source))
    else:
        context.eval(source)
    return context.get(MADE)()


@cache
def _code(source: str) -> bytes:
    return bytecode.code_of("guard", source, has_lines=False)
