// btoa, atob, and the form of binary data on the bridge:
// {'@type': 'binary', dataType, base64}. Native half: bridge.py.
// WHATWG HTML, "Base64 utility methods"; weex-js-runtime, normalizePrimitive.
(function (native) {
  'use strict';
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

  // Only the bytes of the view are sent; a device sends the whole buffer of the view.
  native.binary = (data) => {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const binary = {
      '@type': 'binary',
      dataType: Object.prototype.toString.call(data).slice(8, -1),
      // This getter is read only if the engine cannot pass bytes.
      get base64() {
        native.pushBytes(bytes);
        return native.ask('base64', bytes.length);
      },
    };
    native.binaries.set(binary, bytes);
    return binary;
  };
})(globalThis.__native);
