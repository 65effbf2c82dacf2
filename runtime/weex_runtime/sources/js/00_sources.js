// Environment of the compilers for `.vue` files, which run in a separate JS engine (compiler.py).
(function () {
  'use strict';

  /** A mistake in a source text, with its line in the text, from 1; 0 if the line is unknown. */
  class Problem extends Error {
    constructor(text, line = 0, column = 0) {
      super(text);
      this.line = line;
      this.column = column;
    }
  }

  /** Returns the number of the line, from 1, at an offset of a string. */
  const lineAt = (text, offset) => text.slice(0, offset).split('\n').length;

  /** Whether memory or stack was used up. Without memory for an Error the engine throws null. */
  const isOfLimit = (error) =>
    error === null || /^out of memory$|^stack overflow$|call stack size/.test(error.message);

  globalThis.sources = { Problem, isOfLimit, lineAt };
  // Globals that the compilers' npm packages read while they are loaded.
  globalThis.global = globalThis;
  globalThis.process = { env: {} };
  globalThis.console = globalThis.console || { log() {}, warn() {}, error() {} };
})();
