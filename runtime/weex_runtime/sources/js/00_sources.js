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

  /** Whether the engine threw an error since no memory is left; null if not even for an Error. */
  const isLackOfMemory = (error) => error === null || error.message === 'out of memory';

  globalThis.sources = { Problem, isLackOfMemory, lineAt };
  // Globals that the compilers' npm packages read while they are loaded.
  globalThis.global = globalThis;
  globalThis.process = { env: {} };
  globalThis.console = globalThis.console || { log() {}, warn() {}, error() {} };
})();
