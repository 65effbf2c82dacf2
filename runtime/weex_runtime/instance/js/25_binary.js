// Bytes between JS and native: whole ArrayBuffers, or 32-bit integers, the arguments of calls.
// Native half: binary.py.
(function (native) {
  'use strict';
  const CHUNK = 1 << 15; // arguments of one call
  const push = globalThis.__pushBytes;
  const pushIntegers = globalThis.__pushIntegers;
  delete globalThis.__pushBytes;
  delete globalThis.__pushIntegers;
  const received = { __proto__: null }; // number -> ArrayBuffer, or text
  let crossesWhole = true;

  const padded = (size) => new ArrayBuffer((size + 3) & ~3);

  native.wholeBuffer = (bytes) =>
    (bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice()).buffer;

  // Pass a Uint8Array to native, which takes it in the next call.
  native.pushBytes = (bytes) => {
    if (bytes.length === 0) return;
    if (crossesWhole) {
      crossesWhole = push(native.wholeBuffer(bytes));
      if (crossesWhole) return;
    }
    const integers = new Int32Array(padded(bytes.length));
    new Uint8Array(integers.buffer).set(bytes);
    for (let i = 0; i < integers.length; i += CHUNK) {
      pushIntegers.apply(null, integers.subarray(i, i + CHUNK));
    }
  };

  native.received = received;

  native.receiveBytes = (number, size, start, ...integers) => {
    if (!received[number]) received[number] = padded(size);
    new Int32Array(received[number]).set(integers, start);
  };

  native.takeText = (number) => {
    const text = received[number];
    delete received[number];
    return text;
  };

  // The bytes from native as an ArrayBuffer; undefined if there was no memory for it.
  native.takeBytes = (number, size) => {
    const buffer = received[number];
    delete received[number];
    return buffer && (buffer.byteLength === size ? buffer : buffer.slice(0, size));
  };
})(globalThis.__native);
