// The console of the bundle, and another console for the frameworks, which report an exception of a
// bundle's code by console.error(error). Native half: records/reporting.py. Device: incubator-weex,
// runtime/shared/env/console.js; objects are shown as JSON.
(function (native) {
  'use strict';
  const LEVELS = ['off', 'error', 'warn', 'info', 'log', 'debug'];
  const RANKS = { __proto__: null, off: 0, error: 1, warn: 2, info: 3, log: 4, debug: 5 };
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { trimEnd } = String.prototype;
  const text = String;

  function show(value) {
    const described = native.describe(value);
    return described[1] ? apply(trimEnd, described[0] + '\n' + described[1], []) : described[0];
  }

  function write(level, parts) {
    const limit = (globalThis.WXEnvironment || {}).logLevel || 'log';
    if (RANKS[level] > (RANKS[limit] === undefined ? -1 : RANKS[limit])) return;
    let line = '';
    for (let i = 0; i < parts.length; i++) line += (i ? ' ' : '') + show(parts[i]);
    native.ask('console', level, line);
  }

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
  const started = { __proto__: null }; // label of console.time -> milliseconds
  console.time = (label = 'default') => { started[label] = Date.now(); };
  console.timeEnd = (label = 'default') => {
    if (label in started) write('log', [`${text(label)}: ${Date.now() - started[label]} ms`]);
    delete started[label];
  };
  globalThis.console = console;

  // Messages of a framework begin with its name in brackets.
  const REJECTION = /^Possible Unhandled Promise Rejection/;
  const isOwnMessage = (parts) => typeof parts[0] === 'string' && parts[0][0] === '[';
  const { error, log } = console;
  const frameworkConsole = { ...console };
  frameworkConsole.error = (...parts) => {
    if (parts.length === 1 && !isOwnMessage(parts)) native.report(parts[0]);
    else error(...parts);
  };
  // Rax has its own promises, and reports their rejections through this console.
  frameworkConsole.log = (...parts) => {
    if (apply(exec, REJECTION, [text(parts[0])])) native.report(parts[1], 'promise');
    else log(...parts);
  };
  native.setup.frameworkConsole = frameworkConsole;

  const SUFFIXES = { __DEBUG: 'debug', __LOG: 'log', __INFO: 'info', __WARN: 'warn', __ERROR: 'error' };
  globalThis.nativeLog = (...parts) => {
    const level = SUFFIXES[parts[parts.length - 1]];
    write(level || 'log', level ? parts.slice(0, -1) : parts);
  };
})(globalThis.__native);
