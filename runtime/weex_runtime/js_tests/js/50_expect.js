// expect: assertions about locators, pages and sockets run in Python and return promises; matchers of
// other values are Jasmine's. Assertions and matchers throw on failure, which ends the test.
(function (native, jasmineGlobals) {
  'use strict';
  const { throwUnless, throwUnlessAsync } = jasmineGlobals;

  const unused = new Set(); // for each `expect` without an assertion: an Error with its stack

  function assertions(actual, names, not, asked) {
    const id = native.objectIds.get(actual);
    return new Proxy({}, {
      get(_, key) {
        if (typeof key === 'symbol' || key === 'then') return undefined;
        if (key === 'not') return assertions(actual, names, !not, asked);
        if (names.includes(key)) {
          return (...args) => {
            unused.delete(asked);
            return native.request('assert', id, key, not, native.encodeAll(args));
          };
        }
        const ofValues = matchers(throwUnless(actual), actual, not, asked, { id, names });
        return not ? ofValues.not[key] : ofValues[key];
      },
    });
  }

  // Returns the expected and the actual value as text if a diff of them is clearer than the
  // matcher's message; else null.
  function sides(matcher, expected, actual) {
    if (!/^to(Equal|Be|HaveBeenCalledWith|HaveBeenCalledOnceWith|Match)$/.test(matcher)) return null;
    const areTexts = typeof actual === 'string' && typeof expected === 'string';
    if (areTexts) return /\n/.test(actual + expected) ? [expected, actual] : null;
    const isData = (value) => typeof value === 'object' && value !== null;
    if (matcher !== 'toEqual' || !(isData(actual) && isData(expected))) return null;
    return [native.inspect(expected), native.inspect(actual)];
  }

  // Returns advice for Jest's `toThrow` with a message, which is `toThrowError` in Jasmine.
  function adviceOnThrow(key, expected) {
    const isJests = typeof expected === 'string' || expected instanceof RegExp
      || typeof expected === 'function';
    if (key !== 'toThrow' || !isJests) return '';
    const shown = typeof expected === 'function' ? expected.name : native.inspect(expected);
    return ` toThrow compares the thrown value itself; toThrowError(${shown}) compares ` +
      `${typeof expected === 'function' ? 'the type of an Error' : 'the message of an Error'}.`;
  }

  // Returns advice if a locator or a function was compared with a text.
  function adviceOn(actual, located, key) {
    if (typeof actual === 'function' && /^toThrow/.test(key)) return '';
    if (typeof actual === 'function') return ' It is a function: call it, and await what it returns.';
    if (!located || !located.names.includes('toHaveText')) return '';
    return " To compare its text, write: await expect(locator).toHaveText('…').";
  }

  function requireAwaited(actual, key, expected) {
    if (!(actual instanceof Promise) || key === 'toBeInstanceOf' || expected instanceof Promise) return;
    if (expected && typeof expected.asymmetricMatch === 'function') return;
    throw new TypeError(`${key}: expected a value, got a promise; write await before it, ` +
      `expect(await …).${key}(…)`);
  }

  // Matchers of Jasmine that work only on elements of a browser.
  const OF_DOM = new Set(['toHaveClass', 'toHaveClasses']);

  // `located`: the id of a Python object, for example a locator, and the names of the assertions
  // for this object; null for a value of JS.
  function matchers(expectation, actual, not, asked, located = null) {
    return new Proxy(expectation, {
      get(target, key) {
        const member = OF_DOM.has(key) ? undefined : target[key];
        if (key === 'not') return matchers(member, actual, !not, asked, located);
        if (key === 'withContext') {
          return (...args) => matchers(member.apply(target, args), actual, not, asked, located);
        }
        if (member === undefined && typeof key === 'string' && key !== 'then') {
          const names = [...(located ? located.names : [])];
          for (const name in target) if (/^(to|nothing)/.test(name)) names.push(name);
          if (located) native.ask('unknownAssertion', located.id, key, names);
          else native.ask('unknown', 'expect', key, names);
        }
        if (typeof member !== 'function') return member;
        return (...args) => {
          unused.delete(asked);
          requireAwaited(actual, key, args[0]);
          if (/^toHaveBeenCalled/.test(key) && native.objectIds.has(actual)) {
            throw new TypeError(`${key} is for spies; what a mock saw is in mock.calls: ` +
              "expect(mock.calls.map((call) => call.method)).toEqual(['getItem'])");
          }
          try {
            return member.apply(target, args);
          } catch (error) {
            error.name = 'Expectation';
            if (typeof args[0] === 'string') error.message += adviceOn(actual, located, key);
            error.message += adviceOnThrow(key, args[0]);
            error.sides = not ? null : sides(key, args[0], actual);
            // The diff shows both texts, so replace Jasmine's message, which repeats them.
            if (error.sides && typeof actual === 'string') error.message = 'the text is not the expected one';
            throw error;
          }
        };
      },
    });
  }

  function expect(given) {
    const actual = native.real(given);
    const asked = new Error();
    unused.add(asked);
    const names = native.typeNames.has(actual) && native.typeOf(native.typeNames.get(actual)).assertions;
    return names && names.length ? assertions(actual, names, false, asked)
      : matchers(throwUnless(actual), actual, false, asked);
  }

  // `expect.poll`, as in Playwright: calls the function after each turn of the loop until the
  // matcher passes.
  expect.poll = (get, options = {}) => {
    if (typeof get !== 'function') {
      throw new TypeError(`expect.poll: expected a function, like () => wsServer.received.length, got ${
        native.inspect(get)}`);
    }
    const { message, ...limits } = typeof options === 'string' ? { message: options } : options;
    delete limits.intervals; // no intervals: the function is called after each turn of the loop
    const limit = native.ask('limit', 'expect.poll', native.encode(limits));
    const asked = new Error();
    unused.add(asked);
    return polled(get, limit, message, false, asked);
  };

  const polled = (get, limit, message, not, asked) => new Proxy({}, {
    get(_, key) {
      if (typeof key === 'symbol' || key === 'then') return undefined;
      if (key === 'not') return polled(get, limit, message, !not, asked);
      return async (...args) => {
        unused.delete(asked);
        const end = Date.now() + limit * 1000;
        for (;;) {
          const located = expect(await get());
          try {
            await (not ? located.not : located)[key](...args);
            return;
          } catch (error) {
            if (error.name !== 'Expectation') throw error;
            if (Date.now() >= end) {
              error.message = `${message ? `${message}: ` : ''}expect.poll(${get}) did not hold within ${
                limit} s: ${error.message}`;
              throw error;
            }
          }
          await native.request('turn');
        }
      };
    },
  });
  globalThis.expect = native.named('expect', expect);
  native.failForUnusedExpects = () => {
    for (const asked of unused) {
      asked.name = 'WeexError';
      asked.message = 'expect(…) has no matcher: write one, like expect(…).toBe(1)';
      native.fail(asked);
    }
    unused.clear();
  };
  globalThis.expectAsync = (actual) => throwUnlessAsync(actual);
  globalThis.fail = (reason = 'fail() was called') => {
    throw reason instanceof Error ? reason : new Error(String(reason));
  };
})(globalThis.__native, globalThis.__jasmine.globals);
