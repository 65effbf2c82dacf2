// { "framework": "Vanilla", "only": [], "errors": ["could not be interrupted"] }
// Searches a long text in a long text, in one call of the engine in quadratic time.
const text = 'a'.repeat(1 << 22);
setTimeout(() => text.indexOf('a'.repeat(1 << 21) + 'b'), 1);
