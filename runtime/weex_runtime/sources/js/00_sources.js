// Environment of the compilers for `.vue` files, which run in a separate JS engine (compiler.py).
(function () {
  'use strict';

  /** A mistake in a source. Lines count from 1 in the compiled text, 0: unknown. */
  class Problem extends Error {
    constructor(text, line = 0, column = 0) {
      super(text);
      this.line = line;
      this.column = column;
    }
  }

  /** The line of a text, from 1, at an offset. */
  const lineAt = (text, offset) => text.slice(0, offset).split('\n').length;

  /** Whether the engine threw an error since memory or stack is used up; null if not even an Error fits. */
  const isOfLimit = (error) =>
    error === null || /^out of memory$|^stack overflow$|call stack size/.test(error.message);

  globalThis.sources = { Problem, isOfLimit, lineAt };
  // Globals that the compilers' npm packages read while they are loaded.
  globalThis.global = globalThis;
  globalThis.process = { env: {} };
  globalThis.console = globalThis.console || { log() {}, warn() {}, error() {} };
})();
