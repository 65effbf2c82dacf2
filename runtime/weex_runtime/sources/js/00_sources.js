// The compilers of single-file components, in an engine of their own. Python half: compiler.py.
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

  globalThis.sources = { Problem };
  // Globals that the compilers from npm read while they load.
  globalThis.global = globalThis;
  globalThis.process = { env: {} };
  globalThis.console = globalThis.console || { log() {}, warn() {}, error() {} };
})();
