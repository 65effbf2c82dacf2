// btoa, atob, and the form in which binary data crosses the bridge:
// {'@type': 'binary', dataType, base64}. Native half: bridge.py.
// WHATWG HTML, "Base64 utility methods"; weex-js-runtime, normalizePrimitive.
(function (native) {
  'use strict';
  const CHUNK = 8192; // arguments of one call

  globalThis.btoa = (data) => {
    const text = `${data}`;
    if (/[^\0-\xff]/.test(text)) {
      throw new Error('InvalidCharacterError: btoa takes characters up to U+00FF only');
    }
    return native.ask('btoa', text);
  };

  globalThis.atob = (data) => {
    const bytes = native.ask('atob', `${data}`);
    if (bytes === undefined) throw new Error('InvalidCharacterError: atob got no valid base64');
    return bytes;
  };

  // A view's own bytes; a device sends the whole buffer under it.
  native.binary = (data) => {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const parts = [];
    for (let i = 0; i < bytes.length; i += CHUNK) {
      parts.push(String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK)));
    }
    return {
      '@type': 'binary',
      dataType: Object.prototype.toString.call(data).slice(8, -1),
      base64: globalThis.btoa(parts.join('')),
    };
  };
})(globalThis.__native);
