// WebSocket. WHATWG WebSockets Standard, "The WebSocket interface". Native half:
// websocket/whatwg.py.
(function (native) {
  'use strict';
  const { Blob, CloseEvent, DOMException, Event, EventTarget } = native.globals;
  const CONNECTING = 0;
  const OPEN = 1;
  const CLOSING = 2;
  const CLOSED = 3;
  const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/; // a token: RFC 7230, section 3.2.6
  const MOST_BYTES_OF_REASON = 123;
  const STATE = Symbol('state');
  const sockets = new Map(); // {id: WebSocket} of all sockets that are not closed
  let lastId = 0;

  // Count the UTF-8 bytes of a string; a lone surrogate counts three bytes, as U+FFFD does.
  function utf8Length(text) {
    let size = 0;
    for (const character of text) {
      const point = character.codePointAt(0);
      size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
    return size;
  }

  // Convert a close code by the rules of Web IDL for "[Clamp] unsigned short".
  function clamp(value) {
    const number = Math.min(Math.max(Number(value), 0), 0xffff) || 0;
    const floor = Math.floor(number);
    const isUp = number - floor > 0.5 || (number - floor === 0.5 && floor % 2 === 1);
    return isUp ? floor + 1 : floor;
  }

  function namesOf(protocols) {
    const isList = protocols !== null && typeof protocols === 'object'
      && protocols[Symbol.iterator];
    const names = isList ? [...protocols].map((name) => `${name}`) : [`${protocols}`];
    for (const name of names) {
      if (!TOKEN.test(name)) {
        throw new DOMException(`WebSocket: ${JSON.stringify(name)} is no name of a subprotocol`,
          'SyntaxError');
      }
      if (names.indexOf(name) !== names.lastIndexOf(name)) {
        throw new DOMException(`WebSocket: the subprotocol "${name}" is named twice`,
          'SyntaxError');
      }
    }
    return names;
  }

  class WebSocket extends EventTarget {
    constructor(url, protocols = []) {
      super();
      if (arguments.length === 0) throw new TypeError('WebSocket: a URL is needed');
      const asked = `${url}`;
      const names = namesOf(protocols);
      const id = ++lastId;
      const { problem, address, origin } = native.call('open', id, asked, names);
      if (problem) throw new DOMException(`WebSocket: ${problem}`, 'SyntaxError');
      this[STATE] = {
        id,
        url: address,
        origin,
        readyState: CONNECTING,
        protocol: '',
        extensions: '',
        binaryType: 'blob',
        unsent: 0, // bytes that a closed socket will never send
      };
      sockets.set(id, this);
    }

    get url() { return this[STATE].url; }
    get readyState() { return this[STATE].readyState; }
    get extensions() { return this[STATE].extensions; }
    get protocol() { return this[STATE].protocol; }
    get binaryType() { return this[STATE].binaryType; }
    set binaryType(type) {
      if (type === 'blob' || type === 'arraybuffer') this[STATE].binaryType = type;
    }

    get bufferedAmount() {
      const { id, unsent, readyState } = this[STATE];
      return unsent + (readyState === CLOSED ? 0 : native.call('bufferedAmount', id));
    }

    send(data) {
      if (arguments.length === 0) throw new TypeError('WebSocket.send: data is needed');
      const state = this[STATE];
      const bytes = data instanceof Blob ? native.bytesOfBlob(data) : native.bytesOf(data);
      const text = bytes ? '' : `${data}`;
      if (state.readyState === CONNECTING) {
        throw new DOMException('WebSocket.send: still connecting, send after "open"',
          'InvalidStateError');
      }
      let isSent = false;
      if (state.readyState === OPEN && bytes) {
        native.pushBytes(bytes);
        isSent = native.call('sendBinary', state.id, bytes.length);
      } else if (state.readyState === OPEN) {
        isSent = native.call('send', state.id, text);
      }
      if (isSent === false) state.unsent += bytes ? bytes.length : utf8Length(text);
    }

    close(code, reason) {
      const state = this[STATE];
      const status = code === undefined ? undefined : clamp(code);
      const text = reason === undefined ? '' : `${reason}`;
      if (status !== undefined && status !== 1000 && !(status >= 3000 && status <= 4999)) {
        throw new DOMException(
          `WebSocket.close: the code must be 1000 or 3000 to 4999, not ${status}`,
          'InvalidAccessError');
      }
      if (utf8Length(text) > MOST_BYTES_OF_REASON) {
        throw new DOMException(
          `WebSocket.close: the reason is longer than ${MOST_BYTES_OF_REASON} bytes of UTF-8`,
          'SyntaxError');
      }
      if (state.readyState >= CLOSING) return;
      state.readyState = CLOSING;
      native.call('close', state.id, status === undefined ? null : status, text);
    }
  }

  function receive(socket, data) {
    const state = socket[STATE];
    if (state.readyState !== OPEN) return;
    native.fireMessage(socket, data, state.origin);
  }

  const on = {
    open(socket, protocol, extensions) {
      const state = socket[STATE];
      if (state.readyState !== CONNECTING) return; // an earlier task of this batch called close()
      state.readyState = OPEN;
      state.protocol = protocol;
      state.extensions = extensions;
      native.fire(socket, new Event('open'));
    },

    text: receive,

    binary(socket, number) {
      const buffer = native.takeBytes(number);
      if (buffer) receive(socket, socket[STATE].binaryType === 'blob' ? new Blob([buffer]) : buffer);
    },

    close(socket, code, reason, wasClean, hasFailed, unsent) {
      const state = socket[STATE];
      state.readyState = CLOSED;
      state.unsent += unsent;
      sockets.delete(state.id);
      if (hasFailed) native.fire(socket, new Event('error'));
      native.fire(socket, new CloseEvent('close', { code, reason, wasClean }));
    },
  };

  native.receive = (id, event, ...data) => {
    const socket = sockets.get(id); // undefined if the constructor ran out of memory
    if (socket) on[event](socket, ...data);
  };

  native.defineHandlers(WebSocket.prototype, ['open', 'error', 'close', 'message']);
  native.dress(WebSocket, { CONNECTING, OPEN, CLOSING, CLOSED });
  native.globals.WebSocket = WebSocket;
})
