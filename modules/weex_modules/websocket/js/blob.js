// Blob. W3C File API. Native half: websocket/whatwg.py.
(function (native) {
  'use strict';
  const BYTES = Symbol('bytes');

  // Encode and decode UTF-8. With `isFatal`, `decode` returns undefined for bytes that are not UTF-8.
  native.encode = (text) => new Uint8Array(native.call('encode', text));
  native.decode = (bytes, isFatal) => {
    native.pushBytes(bytes);
    return native.call('decode', bytes.length, isFatal);
  };

  // The bytes of an ArrayBuffer or view, not copied; undefined for anything else.
  native.bytesOf = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (!ArrayBuffer.isView(value)) return undefined;
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  };

  function bytesOfPart(part) {
    if (part instanceof Blob) return part[BYTES];
    return native.bytesOf(part) || native.encode(`${part}`);
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
      const text = native.decode(this[BYTES], false);
      return text[0] === '\ufeff' ? text.slice(1) : text;
    }
  }

  native.bytesOfBlob = (blob) => blob[BYTES];
  native.dress(Blob);
  native.globals.Blob = Blob;
})
