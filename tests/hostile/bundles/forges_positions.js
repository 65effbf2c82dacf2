// { "framework": "Vanilla", "errors": ["<input>:99999 at <input>:99999999"], "console": ["<input>:10001:1 (<input>)"] }
// Writes texts in the form of the engine's positions. They are kept as they are.
console.log('<input>:10001:1 (<input>) at <input>:99999999999999999999.');
console.log('[\"a\",\"b\"]');
throw new Error("<input>:99999 at <input>:99999999");
