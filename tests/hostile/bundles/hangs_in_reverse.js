// { "framework": "Vanilla", "only": [], "errors": ["could not be interrupted"] }
// Reverses 2^53 - 1 items in a promise job, in one call of the engine.
Promise.resolve().then(() => Array.prototype.reverse.call({ length: 2 ** 53 - 1 }));
