// btoa, atob, and the form of binary data on the bridge:
// {'@type': 'binary', dataType, base64}. Native half: bridge.py.
// WHATWG HTML, "Base64 utility methods"; weex-js-runtime, normalizePrimitive.
(function (native) {
  'use strict';
  const { apply } = Reflect;
  const { exec } = RegExp.prototype;
  const { slice } = String.prototype;
  const { toString } = Object.prototype;
  const string = String;
  const BEYOND_LATIN_1 = /[^\0-\xff]/;

  globalThis.btoa = (data) => {
    const text = string(data);
    if (apply(exec, BEYOND_LATIN_1, [text])) {
      throw new Error('InvalidCharacterError: btoa takes characters up to U+00FF only');
    }
    return native.ask('btoa', text);
  };

  globalThis.atob = (data) => {
    const bytes = native.ask('atob', string(data));
    if (bytes === undefined) throw new Error('InvalidCharacterError: atob got no valid base64');
    return bytes;
  };

  // Send only the bytes of the view; a device sends the view's whole buffer.
  native.binary = (data) => {
    const bytes = native.bytesOf(data);
    const binary = {
      '@type': 'binary',
      dataType: apply(slice, apply(toString, data, []), [8, -1]),
      // This getter runs only where the engine cannot pass bytes to Python.
      get base64() {
        native.pushBytes(bytes);
        return native.ask('base64', native.lengthOf(bytes));
      },
    };
    native.binaries.set(binary, bytes);
    return binary;
  };
})(globalThis.__native);
