// { "framework": "Vanilla", "errors": ["<input>:99999 at <input>:99999999"], "console": ["<input>:10001:1 (<input>)"] }
// Writes texts that look like the engine's source positions. The texts stay unchanged.
console.log('<input>:10001:1 (<input>) at <input>:99999999999999999999.');
console.log('[\"a\",\"b\"]');
throw new Error("<input>:99999 at <input>:99999999");
