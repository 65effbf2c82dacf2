// AbortController, AbortSignal. WHATWG DOM, "Aborting ongoing activities".
(function (native) {
  'use strict';
  const { DOMException, Event, EventTarget } = native.globals;
  const STATE = Symbol('state');
  const MAKER = Symbol('maker');

  class AbortSignal extends EventTarget {
    constructor(maker) {
      if (maker !== MAKER) throw new TypeError('AbortSignal: new AbortController() makes one');
      super();
      this[STATE] = { aborted: false, reason: undefined };
    }

    static abort(reason) {
      const controller = new AbortController();
      controller.abort(reason);
      return controller.signal;
    }

    get aborted() { return this[STATE].aborted; }
    get reason() { return this[STATE].reason; }
    throwIfAborted() {
      if (this.aborted) throw this.reason;
    }
  }

  class AbortController {
    constructor() {
      this[STATE] = new AbortSignal(MAKER);
    }

    get signal() { return this[STATE]; }
    abort(reason = new DOMException('it was aborted', 'AbortError')) {
      const state = this.signal[STATE];
      if (state.aborted) return;
      state.aborted = true;
      state.reason = reason;
      native.fire(this.signal, new Event('abort'));
    }
  }

  native.defineHandlers(AbortSignal.prototype, ['abort']);
  for (const cls of [AbortSignal, AbortController]) native.dress(cls);
  Object.assign(native.globals, { AbortController, AbortSignal });
})
