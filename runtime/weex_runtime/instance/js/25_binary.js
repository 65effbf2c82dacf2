// Passes bytes between JS and native as whole ArrayBuffers. If native cannot pass ArrayBuffers,
// bytes become texts with a character for each byte. Native half: binary.py.
(function (native) {
  'use strict';
  const CHUNK = 1 << 15; // maximum number of characters in one call of String.fromCharCode
  const { parse } = JSON;
  const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const Bytes = Uint8Array;
  const { isView } = ArrayBuffer;
  const { fromCharCode } = String;
  const { charCodeAt } = String.prototype;
  const getter = (prototype, name) => {
    const { get } = getOwnPropertyDescriptor(prototype, name);
    return (object) => apply(get, object, []);
  };
  const Typed = getPrototypeOf(Bytes.prototype);
  const tagOf = getter(Typed, Symbol.toStringTag); // the getter returns undefined for a DataView
  const ofTyped = ['buffer', 'byteOffset', 'byteLength'].map((name) => getter(Typed, name));
  const ofView = ['buffer', 'byteOffset', 'byteLength'].map((name) => getter(DataView.prototype, name));
  const sizeOf = getter(ArrayBuffer.prototype, 'byteLength');
  const { set: setBytes } = Typed;
  const push = globalThis.__pushBytes;
  delete globalThis.__pushBytes;
  const received = { __proto__: null }; // number -> ArrayBuffer or text from native
  let crossesWhole = true;

  const lengthOf = ofTyped[2];
  native.lengthOf = lengthOf;

  // Returns the bytes of an ArrayBuffer or a view as a Uint8Array; throws for another value.
  native.bytesOf = (data) => {
    if (!isView(data)) return new Bytes(data, 0, sizeOf(data));
    const of = tagOf(data) ? ofTyped : ofView;
    return new Bytes(of[0](data), of[1](data), of[2](data));
  };

  const isWhole = (buffer, bytes) => {
    try {
      return sizeOf(buffer) === lengthOf(bytes);
    } catch (_) {
      return false; // the buffer is a SharedArrayBuffer
    }
  };

  native.wholeBuffer = (bytes) => {
    const buffer = ofTyped[0](bytes);
    if (isWhole(buffer, bytes)) return buffer;
    const copy = new Bytes(lengthOf(bytes));
    apply(setBytes, copy, [bytes]);
    return ofTyped[0](copy);
  };

  // Passes a Uint8Array to native, for the next call of a native function.
  native.pushBytes = (bytes) => {
    const length = lengthOf(bytes);
    if (length === 0) return;
    if (crossesWhole) {
      crossesWhole = push(native.wholeBuffer(bytes));
      if (crossesWhole) return;
    }
    const start = ofTyped[1](bytes);
    for (let i = 0; i < length; i += CHUNK) {
      const size = length - i < CHUNK ? length - i : CHUNK;
      const part = new Bytes(ofTyped[0](bytes), start + i, size);
      native.ask('pushText', apply(fromCharCode, undefined, part));
    }
  };

  native.received = received;

  native.receiveBytes = (text) => {
    const given = parse(text);
    const data = given[1];
    const bytes = new Bytes(data.length);
    for (let i = 0; i < data.length; i++) bytes[i] = apply(charCodeAt, data, [i]);
    received[given[0]] = native.wholeBuffer(bytes);
  };

  // Returns the text or the bytes that native has passed; undefined if no memory was left for them.
  native.take = (number) => {
    const data = received[number];
    delete received[number];
    return data;
  };
})(globalThis.__native);
