// Blob, and the form in which bytes cross the bridge. W3C File API. Native half:
// websocket_polyfill.py.
(function (native) {
  'use strict';
  const BYTES = Symbol('bytes');
  const CHUNK = 8192; // arguments of one call

  // Bytes cross as text, each two of them as one UTF-16 code unit in the machine's order: no other
  // way through JSON needs fewer steps of JS for a byte.
  native.toUnits = (bytes) => {
    const even = new Uint8Array(bytes.length + (bytes.length & 1));
    even.set(bytes);
    const units = new Uint16Array(even.buffer);
    const parts = [];
    for (let i = 0; i < units.length; i += CHUNK) {
      parts.push(String.fromCharCode.apply(null, units.subarray(i, i + CHUNK)));
    }
    return parts.join('');
  };
  native.fromUnits = (size, text) => {
    const units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
    const bytes = new Uint8Array(units.buffer);
    return bytes.length === size ? bytes : bytes.slice(0, size);
  };

  // The bytes of an ArrayBuffer or view, not copied; undefined for anything else.
  native.bytesOf = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (!ArrayBuffer.isView(value)) return undefined;
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  };

  function bytesOfPart(part) {
    if (part instanceof Blob) return part[BYTES];
    return native.bytesOf(part) || native.fromUnits(...native.call('encode', `${part}`));
  }

  class Blob {
    constructor(parts = [], options = {}) {
      if (parts === null || typeof parts !== 'object' || !parts[Symbol.iterator]) {
        throw new TypeError('Blob: the parts are no list');
      }
      const pieces = [...parts].map(bytesOfPart);
      const bytes = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
      let end = 0;
      for (const piece of pieces) {
        bytes.set(piece, end);
        end += piece.length;
      }
      const { type = '' } = options || {};
      this[BYTES] = bytes;
      Object.defineProperty(this, 'type', {
        value: /[^\x20-\x7e]/.test(type) ? '' : `${type}`.toLowerCase(), enumerable: true,
      });
    }

    get size() { return this[BYTES].length; }

    slice(start, end, type = '') {
      return new Blob([this[BYTES].slice(start, end)], { type });
    }

    async arrayBuffer() { return this[BYTES].slice().buffer; }

    async text() {
      const text = native.call('decode', this.size, native.toUnits(this[BYTES]), false);
      return text[0] === '\ufeff' ? text.slice(1) : text;
    }
  }

  native.bytesOfBlob = (blob) => blob[BYTES];
  native.dress(Blob);
  native.globals.Blob = Blob;
})
