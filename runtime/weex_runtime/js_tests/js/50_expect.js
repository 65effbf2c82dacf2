// expect: claims about locators, pages and sockets are Python's and return promises; those about
// other values are Jasmine's. Each throws what does not hold, so that the test ends there.
(function (native, jasmineGlobals) {
  'use strict';
  const { throwUnless, throwUnlessAsync } = jasmineGlobals;

  // What was given to expect, until something is claimed of it: where that was.
  const unclaimed = new Set();

  function claims(actual, names, not, asked) {
    const id = native.objectIds.get(actual);
    return new Proxy({}, {
      get(_, key) {
        if (typeof key === 'symbol' || key === 'then') return undefined;
        if (key === 'not') return claims(actual, names, !not, asked);
        if (names.includes(key)) {
          return (...args) => {
            unclaimed.delete(asked);
            return native.request('claim', id, key, not, args.map((arg) => native.encode(arg)));
          };
        }
        const ofValues = matchers(throwUnless(actual), actual, not, asked, { id, names });
        return not ? ofValues.not[key] : ofValues[key];
      },
    });
  }

  // Both sides as text, when comparing their lines says more than the matcher's sentence.
  function sides(matcher, expected, actual) {
    if (!/^to(Equal|Be|HaveBeenCalledWith|HaveBeenCalledOnceWith|Match)$/.test(matcher)) return null;
    const areTexts = typeof actual === 'string' && typeof expected === 'string';
    if (areTexts) return /\n/.test(actual + expected) ? [expected, actual] : null;
    const isData = (value) => typeof value === 'object' && value !== null;
    if (matcher !== 'toEqual' || !(isData(actual) && isData(expected))) return null;
    return [native.inspect(expected), native.inspect(actual)];
  }

  // `toThrow` compares what was thrown itself: what Jest's takes is for `toThrowError`.
  function adviceOnThrow(key, expected) {
    const isJests = typeof expected === 'string' || expected instanceof RegExp
      || typeof expected === 'function';
    if (key !== 'toThrow' || !isJests) return '';
    const shown = typeof expected === 'function' ? expected.name : native.inspect(expected);
    return ` toThrow compares the thrown value itself; toThrowError(${shown}) compares ` +
      `${typeof expected === 'function' ? 'the type of an Error' : 'the message of an Error'}.`;
  }

  // A text was expected of what gives one.
  function adviceOn(actual, claimed, key) {
    if (typeof actual === 'function' && /^toThrow/.test(key)) return '';
    if (typeof actual === 'function') return ' It is a function: call it, and await what it returns.';
    if (!claimed || !claimed.names.includes('toHaveText')) return '';
    return " Its text is claimed with: await expect(locator).toHaveText('…').";
  }

  function requireAwaited(actual, key, expected) {
    if (!(actual instanceof Promise) || key === 'toBeInstanceOf' || expected instanceof Promise) return;
    if (expected && typeof expected.asymmetricMatch === 'function') return;
    throw new TypeError(`expect was given a promise, of which ${key} tells nothing: write await ` +
      `before it, expect(await …).${key}(…)`);
  }

  // Of elements of a browser.
  const OF_DOM = new Set(['toHaveClass', 'toHaveClasses']);

  // `claimed`: of an object of Python its id, and the names of its claims.
  function matchers(expectation, actual, not, asked, claimed = null) {
    return new Proxy(expectation, {
      get(target, key) {
        const member = OF_DOM.has(key) ? undefined : target[key];
        if (key === 'not') return matchers(member, actual, !not, asked, claimed);
        if (key === 'withContext') {
          return (...args) => matchers(member.apply(target, args), actual, not, asked, claimed);
        }
        if (member === undefined && typeof key === 'string' && key !== 'then') {
          const names = [...(claimed ? claimed.names : [])];
          for (const name in target) if (/^(to|nothing)/.test(name)) names.push(name);
          if (claimed) native.ask('unknownClaim', claimed.id, key, names);
          else native.ask('unknown', 'expect', key, names);
        }
        if (typeof member !== 'function') return member;
        return (...args) => {
          unclaimed.delete(asked);
          requireAwaited(actual, key, args[0]);
          if (/^toHaveBeenCalled/.test(key) && native.objectIds.has(actual)) {
            throw new TypeError(`${key} is for spies; what a mock saw is in mock.calls: ` +
              "expect(mock.calls.map((call) => call.method)).toEqual(['getItem'])");
          }
          try {
            return member.apply(target, args);
          } catch (error) {
            error.name = 'Expectation';
            if (typeof args[0] === 'string') error.message += adviceOn(actual, claimed, key);
            error.message += adviceOnThrow(key, args[0]);
            error.sides = not ? null : sides(key, args[0], actual);
            // The sentence would hold both texts once more.
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
    unclaimed.add(asked);
    const names = native.typeNames.has(actual) && native.typeOf(native.typeNames.get(actual)).claims;
    return names && names.length ? claims(actual, names, false, asked)
      : matchers(throwUnless(actual), actual, false, asked);
  }

  // Playwright's: the function is asked again after each turn of the loop, until the claim holds.
  expect.poll = (get, options = {}) => {
    if (typeof get !== 'function') {
      throw new TypeError(`expect.poll: expected a function, like () => wsServer.received.length, got ${
        native.inspect(get)}`);
    }
    const { message, ...limits } = typeof options === 'string' ? { message: options } : options;
    delete limits.intervals; // each turn of the loop is one
    const limit = native.ask('limit', 'expect.poll', native.encode(limits));
    const asked = new Error();
    unclaimed.add(asked);
    return polled(get, limit, message, false, asked);
  };

  const polled = (get, limit, message, not, asked) => new Proxy({}, {
    get(_, key) {
      if (typeof key === 'symbol' || key === 'then') return undefined;
      if (key === 'not') return polled(get, limit, message, !not, asked);
      return async (...args) => {
        unclaimed.delete(asked);
        const end = Date.now() + limit * 1000;
        for (;;) {
          const claimed = expect(await get());
          try {
            await (not ? claimed.not : claimed)[key](...args);
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
  native.failForNoClaims = () => {
    for (const asked of unclaimed) {
      asked.name = 'WeexError';
      asked.message = 'expect(…) claims nothing: call what is to hold, like expect(…).toBe(1)';
      native.fail(asked);
    }
    unclaimed.clear();
  };
  globalThis.expectAsync = (actual) => throwUnlessAsync(actual);
  globalThis.fail = (reason = 'fail() was called') => {
    throw reason instanceof Error ? reason : new Error(String(reason));
  };
})(globalThis.__native, globalThis.__jasmine.globals);
