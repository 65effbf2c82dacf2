// Passes bytes between JS and native as whole ArrayBuffers. If native cannot pass ArrayBuffers,
// bytes become texts with a character for each byte. Native half: binary.py.
(function (native) {
  'use strict';
  const CHUNK = 1 << 15; // characters of one call
  const { parse } = JSON;
  const push = globalThis.__pushBytes;
  delete globalThis.__pushBytes;
  const received = { __proto__: null }; // number -> ArrayBuffer, or text
  let crossesWhole = true;

  native.wholeBuffer = (bytes) =>
    (bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice()).buffer;

  // Passes a Uint8Array to native, which uses it in the next call.
  native.pushBytes = (bytes) => {
    if (bytes.length === 0) return;
    if (crossesWhole) {
      crossesWhole = push(native.wholeBuffer(bytes));
      if (crossesWhole) return;
    }
    for (let i = 0; i < bytes.length; i += CHUNK) {
      native.ask('pushText', String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK)));
    }
  };

  native.received = received;

  native.receiveBytes = (text) => {
    const [number, data] = parse(text);
    const bytes = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) bytes[i] = data.charCodeAt(i);
    received[number] = bytes.buffer;
  };

  // Returns the text or the bytes that native has passed; undefined if no memory was left for them.
  native.take = (number) => {
    const data = received[number];
    delete received[number];
    return data;
  };
})(globalThis.__native);
