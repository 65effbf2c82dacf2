// Bytes between JS and native: 32-bit integers, the arguments of calls. Native half: binary.py.
(function (native) {
  'use strict';
  const CHUNK = 1 << 15; // arguments of one call
  const push = globalThis.__pushBytes;
  delete globalThis.__pushBytes;
  const received = new Map(); // number -> ArrayBuffer

  const padded = (size) => new ArrayBuffer((size + 3) & ~3);

  // Bring a Uint8Array to native, which takes it in the next call.
  native.pushBytes = (bytes) => {
    const integers = new Int32Array(padded(bytes.length));
    new Uint8Array(integers.buffer).set(bytes);
    for (let i = 0; i < integers.length; i += CHUNK) {
      push.apply(null, integers.subarray(i, i + CHUNK));
    }
  };

  native.receiveBytes = (number, size, start, ...integers) => {
    if (!received.has(number)) received.set(number, padded(size));
    new Int32Array(received.get(number)).set(integers, start);
  };

  // Take the bytes that native brought: an ArrayBuffer; undefined when there was no memory for it.
  native.takeBytes = (number, size) => {
    const buffer = received.get(number);
    received.delete(number);
    return buffer && (buffer.byteLength === size ? buffer : buffer.slice(0, size));
  };
})(globalThis.__native);
