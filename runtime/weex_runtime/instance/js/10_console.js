// The console of the bundle, and another console for the frameworks, which report an exception of a
// bundle's code by console.error(error). Native half: records/reporting.py. Device: incubator-weex,
// runtime/shared/env/console.js; objects are shown as JSON.
(function (native) {
  'use strict';
  const LEVELS = ['off', 'error', 'warn', 'info', 'log', 'debug'];

  function show(value) {
    const [text, stack] = native.describe(value);
    return stack ? `${text}\n${stack}`.trimEnd() : text;
  }

  function write(level, parts) {
    const limit = (globalThis.WXEnvironment || {}).logLevel || 'log';
    if (LEVELS.indexOf(level) > LEVELS.indexOf(limit)) return;
    native.ask('console', level, parts.map(show).join(' '));
  }

  function makeConsole() {
    const console = {};
    for (const level of LEVELS.slice(1)) {
      console[level] = (...parts) => write(level, parts);
    }
    console.trace = console.debug;
    console.dir = console.log;
    console.group = console.log;
    console.groupEnd = () => {};
    console.assert = (holds, ...parts) => {
      if (!holds) write('error', ['Assertion failed:', ...parts]);
    };
    const started = new Map(); // label -> milliseconds
    console.time = (label = 'default') => { started.set(label, Date.now()); };
    console.timeEnd = (label = 'default') => {
      if (started.has(label)) write('log', [`${label}: ${Date.now() - started.get(label)} ms`]);
      started.delete(label);
    };
    return console;
  }

  globalThis.console = makeConsole();

  // Messages of a framework begin with its name in brackets.
  const isOwnMessage = (parts) => typeof parts[0] === 'string' && parts[0][0] === '[';
  const frameworkConsole = makeConsole();
  const { error, log } = frameworkConsole;
  frameworkConsole.error = (...parts) => {
    if (parts.length === 1 && !isOwnMessage(parts)) native.report(parts[0]);
    else error(...parts);
  };
  // Rax has its own promises, and reports their rejections through this console.
  frameworkConsole.log = (...parts) => {
    if (/^Possible Unhandled Promise Rejection/.test(parts[0])) native.report(parts[1], 'promise');
    else log(...parts);
  };
  native.frameworkConsole = frameworkConsole;

  const SUFFIXES = { __DEBUG: 'debug', __LOG: 'log', __INFO: 'info', __WARN: 'warn', __ERROR: 'error' };
  globalThis.nativeLog = (...parts) => {
    const level = SUFFIXES[parts[parts.length - 1]];
    write(level || 'log', level ? parts.slice(0, -1) : parts);
  };
})(globalThis.__native);
