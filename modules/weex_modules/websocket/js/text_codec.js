// TextEncoder, TextDecoder: UTF-8 only, without streaming. WHATWG Encoding. Native half:
// websocket/whatwg.py.
(function (native) {
  'use strict';
  const LABELS = ['utf-8', 'utf8', 'unicode-1-1-utf-8'];

  class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') {
      return native.encode(`${text}`);
    }
  }

  class TextDecoder {
    constructor(label = 'utf-8', options = {}) {
      if (!LABELS.includes(`${label}`.trim().toLowerCase())) {
        throw new RangeError(`TextDecoder: only UTF-8 is there, not ${label}`);
      }
      const { fatal, ignoreBOM } = options || {};
      Object.defineProperties(this, {
        fatal: { value: Boolean(fatal), enumerable: true },
        ignoreBOM: { value: Boolean(ignoreBOM), enumerable: true },
      });
    }

    get encoding() { return 'utf-8'; }
    decode(data = new ArrayBuffer(0), options = {}) {
      if (options && options.stream) throw new TypeError('TextDecoder.decode: no streaming here');
      const bytes = native.bytesOf(data);
      if (!bytes) throw new TypeError('TextDecoder.decode: this is no ArrayBuffer or view');
      const text = native.decode(bytes, this.fatal);
      if (text === undefined) throw new TypeError('TextDecoder.decode: this is no UTF-8');
      return text[0] === '\ufeff' && !this.ignoreBOM ? text.slice(1) : text;
    }
  }

  for (const cls of [TextEncoder, TextDecoder]) native.dress(cls);
  Object.assign(native.fallbacks, { TextEncoder, TextDecoder });
})
