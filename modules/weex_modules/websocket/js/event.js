// Event, EventTarget, MessageEvent, CloseEvent, for targets without parents.
// WHATWG DOM, "Events"; HTML, "Event handlers" and "MessageEvent"; WebSockets, "CloseEvent".
(function (native) {
  'use strict';
  const { DOMException } = native.globals;
  const AT_TARGET = 2;
  const STATE = Symbol('state');
  const LISTENERS = Symbol('listeners');
  const CAPTURING = Symbol('capturing');
  const started = Date.now();

  // The prototype has the values that most events have, so that the constructor of an event, called
  // for each message, sets few fields.
  class State {
    constructor(type) {
      this.type = type;
      this.timeStamp = Date.now() - started;
      this.target = null;
      this.isDispatched = false;
    }
  }
  Object.assign(State.prototype, {
    bubbles: false,
    cancelable: false,
    composed: false,
    isTrusted: false,
    isCanceled: false,
    isStopped: false,
    isStoppedAtOnce: false,
  });

  class Event {
    constructor(type, init) {
      if (arguments.length === 0) throw new TypeError('Event: a type is needed');
      const { bubbles, cancelable, composed } = init || {};
      const state = new State(`${type}`);
      if (bubbles) state.bubbles = true;
      if (cancelable) state.cancelable = true;
      if (composed) state.composed = true;
      this[STATE] = state;
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
  Object.assign(State.prototype, { lastEventId: '', source: null, ports: Object.freeze([]) });

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

  // {type: listeners} of a target; a listener is {callback, once, isHandler, isRemoved}. A change
  // replaces the list, so that a dispatch can iterate over the old list.
  const listenersOf = (target, options) => {
    const isObject = options !== null && typeof options === 'object';
    return target[(isObject ? options.capture : options) ? CAPTURING : LISTENERS];
  };

  const find = (listeners, type, callback) => (listeners.get(type) || []).find((listener) =>
    listener.callback === callback && !listener.isHandler);

  function add(listeners, type, listener) {
    listeners.set(type, [...(listeners.get(type) || []), listener]);
  }

  function remove(listeners, type, listener) {
    listener.isRemoved = true;
    const left = listeners.get(type).filter((other) => other !== listener);
    if (left.length) listeners.set(type, left);
    else listeners.delete(type);
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

  // "Inner invoke".
  function invoke(listeners, target, event, state) {
    const list = listeners.get(state.type);
    if (!list) return;
    for (let i = 0; i < list.length && !state.isStoppedAtOnce; i++) {
      const listener = list[i];
      if (listener.isRemoved) continue;
      if (listener.once) remove(listeners, state.type, listener);
      try {
        call(listener, target, event);
      } catch (error) {
        native.report(error);
      }
    }
  }

  function dispatch(target, event) {
    const state = event[STATE];
    state.target = target;
    state.isDispatched = true;
    if (!state.isStopped) invoke(target[CAPTURING], target, event, state);
    if (!state.isStopped) invoke(target[LISTENERS], target, event, state);
    state.isDispatched = false;
    if (state.isStopped) {
      state.isStopped = false;
      state.isStoppedAtOnce = false;
    }
    return !state.isCanceled;
  }

  class EventTarget {
    constructor() {
      this[LISTENERS] = new Map();
      this[CAPTURING] = new Map();
    }

    addEventListener(type, callback, options) {
      if (callback === null || callback === undefined) return;
      if (typeof callback !== 'function' && typeof callback !== 'object') {
        throw new TypeError('addEventListener: the listener is neither a function nor an object');
      }
      const name = `${type}`;
      const listeners = listenersOf(this, options);
      if (find(listeners, name, callback)) return;
      const { once, signal } = options || {};
      if (signal) {
        if (signal.aborted) return;
        const forget = () => this.removeEventListener(name, callback, options);
        signal.addEventListener('abort', forget, { once: true });
      }
      add(listeners, name, { callback, once: Boolean(once), isHandler: false, isRemoved: false });
    }

    removeEventListener(type, callback, options) {
      const listeners = listenersOf(this, options);
      const listener = find(listeners, `${type}`, callback);
      if (listener) remove(listeners, `${type}`, listener);
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

  // Define an event handler attribute, like `target.onmessage = handler`, for each event type.
  native.defineHandlers = (prototype, types) => {
    for (const type of types) {
      const handlerOf = (target) => (target[LISTENERS].get(type) || []).find((one) => one.isHandler);
      Object.defineProperty(prototype, `on${type}`, {
        get() {
          const handler = handlerOf(this);
          return handler ? handler.callback : null;
        },
        set(callback) {
          const handler = handlerOf(this);
          const isCallback = typeof callback === 'function'
            || (typeof callback === 'object' && callback !== null);
          if (!isCallback) {
            if (handler) remove(this[LISTENERS], type, handler);
          } else if (handler) {
            // Replace the handler; its position among the listeners stays the same.
            handler.callback = callback;
          } else {
            const listener = { callback, once: false, isHandler: true, isRemoved: false };
            add(this[LISTENERS], type, listener);
          }
        },
        enumerable: true,
        configurable: true,
      });
    }
  };

  // WHATWG DOM, "fire an event": dispatch an event that native code causes, with isTrusted true.
  native.fire = (target, event) => {
    event[STATE].isTrusted = true;
    dispatch(target, event);
  };

  // Make a message event without a constructor call.
  native.fireMessage = (target, data, origin) => {
    const state = new State('message');
    state.data = data;
    state.origin = origin;
    state.isTrusted = true;
    const event = Object.create(MessageEvent.prototype);
    event[STATE] = state;
    dispatch(target, event);
  };

  // Make the members of a class enumerable and add the constants of the class, as in browsers.
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
