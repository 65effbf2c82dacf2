// { "framework": "Vanilla", "only": [] }
// Converts a long BigInt to text: quickjs-ng takes minutes for one call of the engine.
String((1n << 1000000n) - 1n);
