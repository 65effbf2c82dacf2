// Records the calls of `describe`, `it` and the hooks of Jasmine for pytest. Native half:
// pytest_plugin/js.
(function (native, jasmineGlobals) {
  'use strict';
  const { jasmine } = jasmineGlobals;
  const env = jasmine.getEnv();
  const NEVER = 2 ** 31 - 1; // Jasmine's time limit in ms, never reached: runner.py ends the test

  env.configure({ random: false, forbidDuplicateNames: true, failSpecWithNoExpectations: false });
  jasmine.DEFAULT_TIMEOUT_INTERVAL = NEVER;
  delete process.versions;

  const makeSuite = (facts) => ({ kind: 'suite', stack: '', children: [], options: {}, ...facts });
  const root = makeSuite({ title: '', skip: false, only: false });
  let suite = root;

  // The indexes of the running test and its suites in the tree of tests, from the root on. Jasmine
  // gets only these suites and this test. Null while tests are collected.
  let places = null;
  let spec = null;
  native.want = (...wanted) => { places = wanted; };

  function add(child) {
    suite.children.push(child);
    child.depth = suite === root ? 0 : suite.depth + 1;
    return !places || suite.children.length - 1 === places[child.depth];
  }

  const isPending = (error) => /^(Pending|NotApplicable)SpecException$/.test(error && error.name);

  function textOf(error, key) {
    try {
      return String(error[key] || '');
    } catch (_) {
      return '';
    }
  }

  function messageOf(error) {
    const { cause } = error;
    const message = textOf(error, 'message');
    if (!(cause instanceof Error) || cause === error) return message;
    return `${message}\nCaused by: ${textOf(cause, 'name')}: ${textOf(cause, 'message')}`;
  }

  // Adds a failure of the running test.
  native.fail = (error, origin = '') => {
    const isError = error instanceof Error;
    if (isError && error.isReported) return;
    const failure = {
      name: isError ? textOf(error, 'name') : 'uncaught',
      message: isError ? messageOf(error) : native.inspect(error),
      stack: isError ? textOf(error, 'stack') : '',
      sides: (isError && error.sides) || null,
      origin,
    };
    if (isError) Object.defineProperty(error, 'isReported', { value: true });
    native.ask('failure', failure);
  };

  // Matches a test function that takes fixtures as an object, as in Playwright. The object reads
  // the fixtures from the globals.
  const TAKES_FIXTURES = /^(?:async\s*)?(?:function\b\s*[\w$]*\s*)?\(\s*\{/;

  const FIXTURES = ['page', 'runtime', 'clock', 'wsServer', 'httpServer', 'weexPlatform'];
  const fixtures = new Proxy({}, {
    get(_, key) {
      if (typeof key === 'string' && !(key in globalThis)) native.ask('unknownFixture', key, FIXTURES);
      return globalThis[key];
    },
  });

  // Throws if a test or suite has no title, or is declared after the file was loaded.
  function requireDeclaring(call, title) {
    if (native.isRunning) {
      throw new Error(/skip/.test(call)
        ? `${call}() inside a test: pending('why') skips a test that runs`
        : `${call}() inside a test: declare tests in describe(), or at the top of the file`);
    }
    if (typeof title !== 'string') {
      throw new TypeError(`${call}: expected a text as title, got ${native.inspect(title)}`);
    }
  }

  // Wraps the function of a test or hook, and reports the errors that it throws.
  function reported(fn) {
    if (typeof fn !== 'function') return fn;
    // Jasmine formats the thrown value, which fails for some values that are not Errors. So throw
    // an Error if the value is not an Error.
    const report = (error) => {
      if (!isPending(error)) native.fail(error);
      return error instanceof Error ? error : Object.assign(new Error(), { isReported: true });
    };
    const takesFixtures = TAKES_FIXTURES.test(Function.prototype.toString.call(fn));
    if (fn.length > 0 && !takesFixtures) {
      return function (done) {
        const next = (error) => (error === undefined ? done() : done.fail(report(error)));
        next.fail = (error = new Error('done.fail() was called')) => done.fail(report(error));
        try {
          return fn.call(this, next);
        } catch (error) {
          throw report(error);
        }
      };
    }
    return async function () {
      try {
        await fn.call(this, fixtures);
      } catch (error) {
        throw report(error);
      }
    };
  }

  function secondsOf(timeout) {
    if (timeout === undefined) return null;
    const seconds = typeof timeout === 'object' && timeout ? timeout.timeout : timeout;
    native.ask('timeLimit', seconds);
    return seconds;
  }

  const makeIt = (genuine, facts) => function it(title, ...rest) {
    requireDeclaring(facts.skip ? 'test.skip' : 'it', title);
    // Options may stand before or after the test's function, as in Playwright.
    const fn = rest.find((argument) => typeof argument === 'function');
    const child = {
      kind: 'test', title, timeout: secondsOf(rest.find((argument) => typeof argument !== 'function')),
      skip: Boolean(facts.skip || !fn), only: Boolean(facts.only), todo: !fn,
    };
    if (!add(child)) return undefined;
    if (!places) child.stack = new Error().stack;
    const made = genuine(title, reported(fn));
    spec = { title, id: made.id };
    return made;
  };

  const makeDescribe = (genuine, facts) => function describe(title, fn) {
    requireDeclaring(facts.skip ? 'describe.skip' : 'describe', title);
    const child = makeSuite({ title, skip: Boolean(facts.skip), only: Boolean(facts.only) });
    if (!add(child)) return undefined;
    if (!places) child.stack = new Error().stack;
    const around = suite;
    let broken = null; // the error of `fn`, which Jasmine would report as a test
    try {
      return genuine(title, function () {
        suite = child;
        try {
          if (fn.call(this) instanceof Promise) {
            const shown = JSON.stringify(title);
            throw new TypeError(`describe(${shown}): expected a function that is not async`);
          }
        } catch (error) {
          broken = { error };
        }
      });
    } finally {
      suite = around;
      if (broken) throw broken.error;
    }
  };

  const { describe, fdescribe, xdescribe, it, fit, xit } = jasmineGlobals;
  globalThis.it = makeIt(it, {});
  globalThis.fit = globalThis.it.only = makeIt(fit, { only: true });
  globalThis.xit = globalThis.it.skip = makeIt(xit, { skip: true });
  globalThis.it.todo = (title) => makeIt(it, { skip: true })(title);
  globalThis.describe = makeDescribe(describe, {});
  globalThis.fdescribe = globalThis.describe.only = makeDescribe(fdescribe, { only: true });
  globalThis.xdescribe = globalThis.describe.skip = makeDescribe(xdescribe, { skip: true });
  native.addEach(globalThis.it, 'test');
  native.addEach(globalThis.describe, 'describe');
  for (const name of ['beforeEach', 'afterEach', 'beforeAll', 'afterAll']) {
    globalThis[name] = (fn, timeLimit) => {
      if (timeLimit !== undefined) {
        throw new TypeError(`${name} has no time limit: set the limit of the test, in seconds, which ` +
          "includes its hooks: it('…', async () => {…}, 60)");
      }
      jasmineGlobals[name](reported(fn));
    };
  }
  const { pending, spyOn, spyOnProperty, spyOnAllFunctions } = jasmineGlobals;
  Object.assign(globalThis, { jasmine, pending, spyOn, spyOnProperty, spyOnAllFunctions });

  // Sets options of pages and their device for the tests of a file or of a `describe`.
  const use = (options) => {
    if (native.isRunning) {
      throw new Error('test.use() inside a test: call it in describe(), or at the top of the file');
    }
    if (options === null || typeof options !== 'object' || Array.isArray(options)) {
      throw new TypeError(`test.use: expected an object of options, got ${native.inspect(options)}`);
    }
    Object.assign(suite.options, options);
  };
  const { beforeEach, afterEach, beforeAll, afterAll } = globalThis;
  globalThis.describe = native.named('describe', globalThis.describe);
  globalThis.it = native.named('it', globalThis.it);
  globalThis.test = Object.assign(globalThis.it, {
    describe: globalThis.describe, beforeEach, afterEach, beforeAll, afterAll, use,
  });

  native.tests = () => JSON.stringify(root,
    (key, value) => (key === 'options' ? native.encode(value) : value));

  let result = null;
  const failed = []; // failed expectations of the test, its suites and the file
  env.addReporter({
    specDone(report) {
      if (report.status !== 'excluded') result = report;
    },
    suiteDone(report) { failed.push(...report.failedExpectations); },
    jasmineDone(report) { failed.push(...report.failedExpectations); },
  });

  native.run = (title) => {
    if (!spec || spec.title !== title) {
      throw new Error('the file declares other tests than when they were collected: make the list of ' +
        'tests independent of changing values, like the time');
    }
    native.isRunning = true;
    env.execute([spec.id]).then(() => {
      failed.push(...(result ? result.failedExpectations : []));
      native.ask('done', {
        status: result ? result.status : '',
        reason: result ? result.pendingReason : '',
        failed: failed.map((expectation) => expectation.message),
      });
    }, (error) => native.fail(error));
  };
})(globalThis.__native, globalThis.__jasmine.globals);
