// Event, EventTarget, MessageEvent, CloseEvent, for targets without parents.
// WHATWG DOM, "Events"; HTML, "Event handlers" and "MessageEvent"; WebSockets, "CloseEvent".
(function (native) {
  'use strict';
  const { DOMException } = native.globals;
  const AT_TARGET = 2;
  const STATE = Symbol('state');
  const LISTENERS = Symbol('listeners');
  const started = Date.now();

  class Event {
    constructor(type, init) {
      if (arguments.length === 0) throw new TypeError('Event: a type is needed');
      const { bubbles, cancelable, composed } = init || {};
      this[STATE] = {
        type: `${type}`,
        bubbles: Boolean(bubbles),
        cancelable: Boolean(cancelable),
        composed: Boolean(composed),
        timeStamp: Date.now() - started,
        target: null,
        isDispatched: false,
        isTrusted: false,
        isCanceled: false,
        isStopped: false,
        isStoppedAtOnce: false,
      };
    }

    get type() { return this[STATE].type; }
    get target() { return this[STATE].target; }
    get srcElement() { return this[STATE].target; }
    get currentTarget() { return this[STATE].isDispatched ? this[STATE].target : null; }
    get eventPhase() { return this[STATE].isDispatched ? AT_TARGET : 0; }
    get bubbles() { return this[STATE].bubbles; }
    get cancelable() { return this[STATE].cancelable; }
    get composed() { return this[STATE].composed; }
    get defaultPrevented() { return this[STATE].isCanceled; }
    get isTrusted() { return this[STATE].isTrusted; }
    get timeStamp() { return this[STATE].timeStamp; }

    composedPath() { return this.currentTarget ? [this.currentTarget] : []; }
    preventDefault() { if (this.cancelable) this[STATE].isCanceled = true; }
    stopPropagation() { this[STATE].isStopped = true; }
    stopImmediatePropagation() {
      this[STATE].isStopped = true;
      this[STATE].isStoppedAtOnce = true;
    }
  }

  class MessageEvent extends Event {
    constructor(type, init) {
      super(type, init);
      const { data = null, origin = '', lastEventId = '', source = null, ports = [] } = init || {};
      Object.assign(this[STATE], {
        data, origin: `${origin}`, lastEventId: `${lastEventId}`, source, ports: [...ports],
      });
    }

    get data() { return this[STATE].data; }
    get origin() { return this[STATE].origin; }
    get lastEventId() { return this[STATE].lastEventId; }
    get source() { return this[STATE].source; }
    get ports() { return this[STATE].ports; }
  }

  class CloseEvent extends Event {
    constructor(type, init) {
      super(type, init);
      const { wasClean, code = 0, reason = '' } = init || {};
      Object.assign(this[STATE], {
        wasClean: Boolean(wasClean), code: code & 0xffff, reason: `${reason}`,
      });
    }

    get wasClean() { return this[STATE].wasClean; }
    get code() { return this[STATE].code; }
    get reason() { return this[STATE].reason; }
  }

  const capturesOf = (options) => Boolean(
    options !== null && typeof options === 'object' ? options.capture : options);

  function find(listeners, callback, capture) {
    return (listeners || []).find((listener) =>
      listener.callback === callback && listener.capture === capture && !listener.isHandler);
  }

  function add(target, type, listener) {
    const listeners = target[LISTENERS];
    if (listeners.has(type)) listeners.get(type).push(listener);
    else listeners.set(type, [listener]);
  }

  function remove(target, type, listener) {
    listener.isRemoved = true;
    const left = target[LISTENERS].get(type).filter((other) => other !== listener);
    if (left.length) target[LISTENERS].set(type, left);
    else target[LISTENERS].delete(type);
  }

  function call(listener, target, event) {
    const { callback, isHandler } = listener;
    if (typeof callback === 'function') {
      const result = callback.call(target, event);
      if (isHandler && result === false) event.preventDefault();
    } else if (!isHandler) {
      callback.handleEvent(event);
    }
  }

  function dispatch(target, event) {
    const state = event[STATE];
    state.target = target;
    state.isDispatched = true;
    for (const capture of [true, false]) {
      if (state.isStopped) break;
      for (const listener of (target[LISTENERS].get(state.type) || []).slice()) {
        if (state.isStoppedAtOnce) break;
        if (listener.capture !== capture || listener.isRemoved) continue;
        if (listener.once) remove(target, state.type, listener);
        try {
          call(listener, target, event);
        } catch (error) {
          native.report(error);
        }
      }
    }
    state.isDispatched = false;
    state.isStopped = false;
    state.isStoppedAtOnce = false;
    return !state.isCanceled;
  }

  class EventTarget {
    constructor() {
      this[LISTENERS] = new Map(); // type -> [{callback, capture, once, isHandler, isRemoved}]
    }

    addEventListener(type, callback, options) {
      if (callback === null || callback === undefined) return;
      if (typeof callback !== 'function' && typeof callback !== 'object') {
        throw new TypeError('addEventListener: the listener is neither a function nor an object');
      }
      const name = `${type}`;
      const capture = capturesOf(options);
      if (find(this[LISTENERS].get(name), callback, capture)) return;
      const { once: isOnce, signal } = options || {};
      if (signal) {
        if (signal.aborted) return;
        const forget = () => this.removeEventListener(name, callback, capture);
        signal.addEventListener('abort', forget, { once: true });
      }
      const once = Boolean(isOnce);
      add(this, name, { callback, capture, once, isHandler: false, isRemoved: false });
    }

    removeEventListener(type, callback, options) {
      const name = `${type}`;
      const listener = find(this[LISTENERS].get(name), callback, capturesOf(options));
      if (listener) remove(this, name, listener);
    }

    dispatchEvent(event) {
      if (!(event instanceof Event)) throw new TypeError('dispatchEvent: this is no Event');
      if (event[STATE].isDispatched) {
        throw new DOMException('the event is being dispatched already', 'InvalidStateError');
      }
      event[STATE].isTrusted = false;
      return dispatch(this, event);
    }
  }

  // `target.onmessage = handler` for each of the types.
  native.defineHandlers = (prototype, types) => {
    for (const type of types) {
      Object.defineProperty(prototype, `on${type}`, {
        get() {
          const handler = (this[LISTENERS].get(type) || []).find(({ isHandler }) => isHandler);
          return handler ? handler.callback : null;
        },
        set(value) {
          const handler = (this[LISTENERS].get(type) || []).find(({ isHandler }) => isHandler);
          const isCallback = typeof value === 'function'
            || (typeof value === 'object' && value !== null);
          if (!isCallback) {
            if (handler) remove(this, type, handler);
          } else if (handler) {
            handler.callback = value; // it keeps its place among the listeners
          } else {
            const callback = value;
            add(this, type, { callback, capture: false, once: false, isHandler: true, isRemoved: false });
          }
        },
        enumerable: true,
        configurable: true,
      });
    }
  };

  // "Fire an event": one that the page did not make.
  native.fire = (target, event) => {
    event[STATE].isTrusted = true;
    dispatch(target, event);
  };

  // What an instance of a browser's class shows besides its methods.
  native.dress = (cls, constants = {}) => {
    for (const key of Object.getOwnPropertyNames(cls.prototype)) {
      if (key === 'constructor') continue;
      const descriptor = Object.getOwnPropertyDescriptor(cls.prototype, key);
      Object.defineProperty(cls.prototype, key, { ...descriptor, enumerable: true });
    }
    Object.defineProperty(cls.prototype, Symbol.toStringTag, {
      value: cls.name, configurable: true,
    });
    for (const key of Object.keys(constants)) {
      const descriptor = { value: constants[key], enumerable: true };
      Object.defineProperty(cls, key, descriptor);
      Object.defineProperty(cls.prototype, key, descriptor);
    }
  };

  native.dress(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET, BUBBLING_PHASE: 3 });
  for (const cls of [MessageEvent, CloseEvent, EventTarget]) native.dress(cls);
  Object.assign(native.globals, { Event, EventTarget, MessageEvent, CloseEvent });
})
